// RDAP queries (RFC 9082, 8977, 8982): paths and parameters to values. No look-up happens here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"

namespace stele::rdap {

enum class Kind : std::uint8_t { domain, nameserver, entity, help, domains, nameservers, entities };
enum class SearchKey : std::uint8_t { name, ns_ldh_name, ns_ip, ip, fn, handle };
// What searches can be sorted by (RFC 8977 §2.3.1).
enum class SortKey : std::uint8_t {
  name, registration, last_changed, expiration, transfer, fn, handle,
};
enum class FieldSet : std::uint8_t { id, brief, full };

std::string_view to_text(SearchKey key);
std::string_view to_text(SortKey key);
std::string_view to_text(FieldSet set);
std::string_view path_of(Kind kind);  // "domain"
bool is_search(Kind kind);
// In the order they are offered; the first is how results come when nothing is asked for.
std::vector<SortKey> sort_keys(Kind kind);

struct Sort {
  SortKey key = SortKey::name;
  bool descending = false;
  auto operator<=>(const Sort&) const = default;
};

// "exam*.example": what stands before the asterisk and what after it.
struct Pattern {
  std::string head, tail;
  bool partial = false;     // there is an asterisk
  bool matches(std::string_view text) const;  // both in lower case
};

struct Query {
  Kind kind = Kind::help;
  std::string value;        // of a look-up, as it was sent: UTF-8 without control characters
  SearchKey key = SearchKey::name;
  Pattern pattern;          // of a search, in lower case
  std::vector<Sort> sort;
  bool count = false;
  std::size_t offset = 0;   // from the cursor
  FieldSet fields = FieldSet::brief;
  bool fields_asked = false;
};

struct QueryProblem {
  unsigned status = 400;
  std::string why;
};

// `path`: segments below the base. Unknown parameters are passed over (RFC 7480 §4.3).
Result<Query, QueryProblem> parse_query(
    const std::vector<std::string>& path,
    const std::vector<std::pair<std::string, std::string>>& parameters);

// A name that mixes A-labels with others beyond ASCII (RFC 9082 §3.1.3).
bool is_mixed(std::string_view name);

}  // namespace stele::rdap
