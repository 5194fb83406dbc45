// TableSets: IDN tables read from their texts, kept while zones ask for them. A version of a table
// never changes, so nothing here grows stale. Any thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/idn/lgr/table.h"
#include "events/values/table_use.h"

namespace stele::registry {

class TableSets {
 public:
  using Text = std::function<std::string(TableUse)>;
  // `text`: where the text of a version is; asked for what has not been read yet.
  std::shared_ptr<const idn::lgr::TableSet> find(const std::vector<TableUse>& tables,
                                                 const Text& text);

 private:
  std::mutex mutex_;
  std::map<TableUse, idn::lgr::Table> tables_;
  std::map<std::vector<TableUse>, std::shared_ptr<const idn::lgr::TableSet>> sets_;
};

}  // namespace stele::registry
