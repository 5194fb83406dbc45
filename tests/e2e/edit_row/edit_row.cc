// edit_row DIR flip|remove PREFIX, edit_row DIR add KEY: does to the rows of a projection what no server
// would: the first row whose key begins with PREFIX gets another last byte or goes, or there is one more.
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "projections/registry/store.h"

namespace {

using stele::registry::RowChange;

std::optional<RowChange> change_of(stele::registry::Store& store, std::string_view what, std::string_view prefix) {
  if (what == "add") return RowChange{std::string(prefix), "added"};
  std::optional<RowChange> out;
  store.snapshot()->scan(prefix, {}, [&](std::string_view key, std::string_view value) {
    out = RowChange{std::string(key), std::string(value)};
    return false;
  });
  if (!out) return out;
  if (what == "remove")
    out->value.reset();
  else if (!out->value->empty())
    out->value->back() = static_cast<char>(out->value->back() ^ 1);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  auto store = stele::registry::open_store({.dir = argv[1], .log_dir = {}});
  if (!store) {
    std::fprintf(stderr, "%s\n", store.error().what.c_str());
    return 1;
  }
  const auto change = change_of(**store, argv[2], argv[3]);
  return change && (*store)->write({*change}) && (*store)->flush() ? 0 : 1;
}
