#include "projections/rdap/query.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/core/checks.h"
#include "events/values/ip_address.h"

namespace stele::rdap {

namespace {

constexpr std::size_t kLongestValue = 1024;
constexpr std::size_t kShortestHead = 1;  // before an asterisk: not the whole registry at once

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::unexpected<QueryProblem> refuse(unsigned status, std::string why) {
  return std::unexpected(QueryProblem{status, std::move(why)});
}

bool is_text(std::string_view value) {
  if (value.empty() || value.size() > kLongestValue || !core::count_characters(value)) return false;
  return std::none_of(value.begin(), value.end(), [](char c) {
    const auto octet = static_cast<unsigned char>(c);
    return octet < 0x20 || octet == 0x7f;
  });
}

struct SearchParameter {
  Kind kind;
  std::string_view name;
  SearchKey key;
};
constexpr std::array<SearchParameter, 7> kSearches{{
    {Kind::domains, "name", SearchKey::name},
    {Kind::domains, "nsLdhName", SearchKey::ns_ldh_name},
    {Kind::domains, "nsIp", SearchKey::ns_ip},
    {Kind::nameservers, "name", SearchKey::name},
    {Kind::nameservers, "ip", SearchKey::ip},
    {Kind::entities, "fn", SearchKey::fn},
    {Kind::entities, "handle", SearchKey::handle},
}};

// RFC 9082 §4.1: one asterisk, at the end or at the end of a label.
Result<Pattern, QueryProblem> parse_pattern(std::string_view value) {
  if (!is_text(value)) return refuse(400, "what is searched for is no text of at most 1024 octets");
  Pattern out;
  const std::size_t star = value.find('*');
  out.partial = star != std::string_view::npos;
  out.head = lower(value.substr(0, star));
  if (!out.partial) return out;
  out.tail = lower(value.substr(star + 1));
  if (out.tail.find('*') != std::string::npos) return refuse(422, "a search may have one asterisk");
  if (!out.tail.empty() && !out.tail.starts_with('.'))
    return refuse(422, "an asterisk stands at the end, or at the end of a label");
  if (out.head.size() < kShortestHead)
    return refuse(422, "a search needs a character before its asterisk");
  return out;
}

Result<std::vector<Sort>, QueryProblem> parse_sort(Kind kind, std::string_view text) {
  std::vector<Sort> out;
  const auto offered = sort_keys(kind);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    Sort sort;
    if (word.ends_with(":d")) sort.descending = true;
    if (word.ends_with(":d") || word.ends_with(":a")) word.remove_suffix(2);
    const auto key = std::find_if(offered.begin(), offered.end(),
                                  [&](SortKey each) { return to_text(each) == word; });
    if (key == offered.end())
      return refuse(400, "these results cannot be sorted by \"" + std::string(word) + "\"");
    sort.key = *key;
    out.push_back(sort);
    if (out.size() > offered.size()) return refuse(400, "too much to sort by");
  }
  return out;
}

Result<Query, QueryProblem> parse_search(
    Query query, const std::vector<std::pair<std::string, std::string>>& parameters) {
  bool found = false;
  for (const auto& [name, value] : parameters) {
    for (const SearchParameter& each : kSearches) {
      if (each.kind != query.kind || each.name != name) continue;
      if (found) return refuse(400, "a search is for one thing");
      found = true;
      query.key = each.key;
      auto pattern = parse_pattern(value);
      if (!pattern) return std::unexpected(pattern.error());
      query.pattern = std::move(*pattern);
    }
    if (name == "sort") {
      auto sort = parse_sort(query.kind, value);
      if (!sort) return std::unexpected(sort.error());
      query.sort = std::move(*sort);
    } else if (name == "count") {
      if (value != "true" && value != "false" && value != "1" && value != "0" && !value.empty())
        return refuse(400, "count is true or false");
      query.count = value != "false" && value != "0";
    } else if (name == "cursor") {
      const char* end = value.data() + value.size();
      const auto [stop, error] = std::from_chars(value.data(), end, query.offset);
      if (error != std::errc() || stop != end || query.offset > 1'000'000)
        return refuse(400, "this cursor was not given out here");
    } else if (name == "fieldSet") {
      const std::array sets{FieldSet::id, FieldSet::brief, FieldSet::full};
      const auto set = std::find_if(sets.begin(), sets.end(),
                                    [&](FieldSet each) { return to_text(each) == value; });
      if (set == sets.end()) return refuse(400, "field sets are id, brief and full");
      query.fields = *set;
      query.fields_asked = true;
    }
  }
  if (!found) return refuse(400, "nothing to search for is named");
  const bool by_address = query.key == SearchKey::ns_ip || query.key == SearchKey::ip;
  if (by_address && (query.pattern.partial || !parse_ip_address(query.pattern.head)))
    return refuse(400, "not an IPv4 or IPv6 address");
  const bool by_name = query.key == SearchKey::name || query.key == SearchKey::ns_ldh_name;
  if (by_name && is_mixed(query.pattern.head + query.pattern.tail))
    return refuse(400, "a name is written in A-labels or in U-labels, not in both");
  return query;
}

}  // namespace

std::string_view to_text(SearchKey key) {
  for (const SearchParameter& each : kSearches)
    if (each.key == key) return each.name;
  return {};
}

std::string_view to_text(SortKey key) {
  switch (key) {
    case SortKey::name: return "name";
    case SortKey::registration: return "registrationDate";
    case SortKey::last_changed: return "lastChangedDate";
    case SortKey::expiration: return "expirationDate";
    case SortKey::transfer: return "transferDate";
    case SortKey::fn: return "fn";
    case SortKey::handle: return "handle";
  }
  return {};
}

std::string_view to_text(FieldSet set) {
  switch (set) {
    case FieldSet::id: return "id";
    case FieldSet::brief: return "brief";
    case FieldSet::full: return "full";
  }
  return {};
}

std::string_view path_of(Kind kind) {
  switch (kind) {
    case Kind::domain: return "domain";
    case Kind::nameserver: return "nameserver";
    case Kind::entity: return "entity";
    case Kind::help: return "help";
    case Kind::domains: return "domains";
    case Kind::nameservers: return "nameservers";
    case Kind::entities: return "entities";
  }
  return {};
}

bool is_search(Kind kind) {
  return kind == Kind::domains || kind == Kind::nameservers || kind == Kind::entities;
}

std::vector<SortKey> sort_keys(Kind kind) {
  if (kind == Kind::domains)
    return {SortKey::name, SortKey::registration, SortKey::last_changed, SortKey::expiration,
            SortKey::transfer};
  if (kind == Kind::nameservers)
    return {SortKey::name, SortKey::registration, SortKey::last_changed, SortKey::transfer};
  return {SortKey::fn, SortKey::handle, SortKey::registration, SortKey::last_changed};
}

bool Pattern::matches(std::string_view text) const {
  if (!partial) return text == head;
  if (text.size() < head.size() + tail.size() || !text.starts_with(head) || !text.ends_with(tail))
    return false;
  // An asterisk at the end of a label ends with the label.
  return tail.empty() || text.substr(head.size(), text.size() - head.size() - tail.size()).find('.') ==
                             std::string_view::npos;
}

bool is_mixed(std::string_view name) {
  const std::string small = lower(name);
  const bool beyond_ascii =
      std::any_of(small.begin(), small.end(), [](char c) { return (c & 0x80) != 0; });
  return beyond_ascii && (small.starts_with("xn--") || small.find(".xn--") != std::string::npos);
}

Result<Query, QueryProblem> parse_query(
    const std::vector<std::string>& path,
    const std::vector<std::pair<std::string, std::string>>& parameters) {
  Query query;
  const std::string_view first = path.empty() ? std::string_view() : path.front();
  for (const Kind kind : {Kind::domains, Kind::nameservers, Kind::entities}) {
    if (first != path_of(kind)) continue;
    if (path.size() != 1) return refuse(400, "nothing follows the kind of search");
    query.kind = kind;
    return parse_search(query, parameters);
  }
  if (first == "help" && path.size() == 1) return query;
  for (const Kind kind : {Kind::domain, Kind::nameserver, Kind::entity}) {
    if (first != path_of(kind)) continue;
    if (path.size() != 2 || !is_text(path[1]))
      return refuse(400, std::string(first) + " is followed by one name or handle");
    query.kind = kind;
    query.value = path[1];
    query.fields = FieldSet::full;
    if (kind != Kind::entity && is_mixed(query.value))
      return refuse(400, "a name is written in A-labels or in U-labels, not in both");
    return query;
  }
  if (first == "ip" || first == "autnum" || first == "ips" || first == "autnums")
    return refuse(501, "this registry registers names, no addresses or numbers");
  return refuse(400, "queries are domain, nameserver, entity, domains, nameservers, entities and help");
}

}  // namespace stele::rdap
