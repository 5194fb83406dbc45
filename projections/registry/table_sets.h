// TableSets: IDN tables read from their texts, kept while zones ask for them. A version of a table
// never changes, so nothing here grows stale. Any thread.
#pragma once

#include <cstdint>
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
  // `text`: where the text of a version is; asked for what has not been read yet. Reading a large table
  // takes most of a second, in which nobody waits for anybody who asks for other tables.
  std::shared_ptr<const idn::lgr::TableSet> find(const std::vector<TableUse>& tables,
                                                 const Text& text);
  // What is known so far, to be added to apart from here.
  std::shared_ptr<TableSets> copy() const;

 private:
  struct Kept {
    std::shared_ptr<const idn::lgr::TableSet> set;
    std::uint64_t asked = 0;
  };

  std::vector<idn::lgr::Table> read(const std::vector<TableUse>& tables, const Text& text);
  void make_room();

  mutable std::mutex mutex_;
  std::map<TableUse, idn::lgr::Table> tables_;
  std::map<std::vector<TableUse>, Kept> sets_;
  std::uint64_t asked_ = 0;
};

}  // namespace stele::registry
