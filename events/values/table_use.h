// A version of an IDN table, and labels that a change of tables gives another key.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "engine/base/strong.h"

namespace stele {

struct TableUse {
  ObjectNumber table{};
  std::uint32_t version = 0;  // from 1
  auto operator<=>(const TableUse&) const = default;
};

// A domain or an application.
struct Relabelled {
  ObjectNumber number{};
  std::string index_label;  // the new one
  auto operator<=>(const Relabelled&) const = default;
};

// A name of a zone's lists, by its index labels.
struct Relisted {
  std::string before, after;
  auto operator<=>(const Relisted&) const = default;
};

}  // namespace stele
