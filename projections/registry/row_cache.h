// RowCache: rows the writer has read from the store, as they are after its last commit. What registrars
// have in common (their balance, a hoster's name servers, a contact of many names) is asked for with
// nearly every command, and a look-up in the store costs more than the rest of such a check. One thread.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "projections/registry/hot_objects.h"
#include "projections/registry/store.h"

namespace stele::registry {

class RowCache {
 public:
  bool find(std::string_view key, std::string& value);
  void keep(std::string_view key, std::string_view value);  // just read
  void follow(const RowChange& change);                     // just written

 private:
  // When the young ones are many, the old ones go: what was not asked for since then.
  static constexpr std::size_t kMost = 8192;
  ByText<std::string> young_, old_;
};

}  // namespace stele::registry
