// What the key of a row says, for people: "domain number=4711". Never fails: a key that fits no table
// is shown in hexadecimal.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace stele::registry {

// `parts`: names of the key's parts behind its tag, each followed by its form:
//   # number of 8 bytes    ~ of 4    ' of 1    @ instant    $ text, up to a zero byte or the end
//   & currency             ! address with its version       % hexadecimal, to the end
//   ^ name below a zone: labels from the top down, each with a zero byte behind it
struct KeyTable {
  char tag;
  std::string_view name, parts;
};
// Of tables with the same tag the one that the whole key fits.
std::string key_text(std::span<const KeyTable> tables, std::string_view key);

// A key of the registry state (rows.h).
std::string key_text(std::string_view key);

}  // namespace stele::registry
