// The wall around libxml2 for tables: bytes in, a plain tree out. No document types, so no entities
// of the document's own and nothing fetched.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/idn/lgr/table.h"

namespace stele::idn::lgr {

constexpr std::size_t kMaxElements = 2'000'000;

struct Attribute {
  std::string name;
  std::string value;
};

struct Element {
  std::string name;
  bool foreign = false;  // of another namespace than RFC 7940's
  int line = 0;
  std::vector<Attribute> attributes;
  std::string text;  // its own, not that of its children
  std::vector<Element> children;

  const std::string* find(std::string_view attribute) const;
};

Result<Element, Problem> parse_xml(std::string_view bytes);

}  // namespace stele::idn::lgr
