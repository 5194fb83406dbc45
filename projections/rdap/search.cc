#include "projections/rdap/search.h"

#include <algorithm>
#include <set>

#include "engine/core/name/labels.h"
#include "engine/core/query.h"
#include "engine/idn/label.h"
#include "engine/idn/name.h"

namespace stele::rdap {

namespace {

bool is_ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; });
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

struct Zones {
  std::vector<std::shared_ptr<const core::Zone>> allowed;
  std::set<RepositoryId> repositories;  // of those
};

Zones zones_for(const core::State& state, const rdds::Viewer& viewer, DirectorySearch search) {
  Zones out;
  state.for_each_zone([&](ObjectNumber number) {
    const auto zone = state.find_zone(number);
    if (zone && rdds::may_search(*zone, viewer, search)) {
      out.allowed.push_back(zone);
      out.repositories.insert(zone->repository);
    }
    return true;
  });
  std::sort(out.allowed.begin(), out.allowed.end(),
            [](const auto& a, const auto& b) { return a->name.text() < b->name.text(); });
  return out;
}

const Instant* date_of(const core::Domain& domain, SortKey key) {
  switch (key) {
    case SortKey::registration: return &domain.made.created_at;
    case SortKey::last_changed: return &domain.made.updated_at;
    case SortKey::expiration: return &domain.expires_at;
    case SortKey::transfer: return &domain.made.transferred_at;
    case SortKey::name:
    case SortKey::fn:
    case SortKey::handle: return nullptr;
  }
  return nullptr;
}
const Instant* date_of(const core::Host& host, SortKey key) {
  switch (key) {
    case SortKey::registration: return &host.made.created_at;
    case SortKey::last_changed: return &host.made.updated_at;
    case SortKey::transfer: return &host.made.transferred_at;
    case SortKey::expiration:
    case SortKey::name:
    case SortKey::fn:
    case SortKey::handle: return nullptr;
  }
  return nullptr;
}
const Instant* date_of(const core::Registrar& registrar, SortKey key) {
  if (key == SortKey::registration) return &registrar.created_at;
  if (key == SortKey::last_changed) return &registrar.updated_at;
  return nullptr;
}

const std::string& text_of(const core::Domain& domain, SortKey) { return domain.name.text(); }
const std::string& text_of(const core::Host& host, SortKey) { return host.name.text(); }
const std::string& text_of(const core::Registrar& registrar, SortKey key) {
  return key == SortKey::handle ? registrar.id : registrar.name;
}

template <class T>
void sort_by(std::vector<T>& objects, const std::vector<Sort>& wanted) {
  std::stable_sort(objects.begin(), objects.end(), [&](const T& a, const T& b) {
    for (const Sort& sort : wanted) {
      std::strong_ordering order = std::strong_ordering::equal;
      if (const Instant* date = date_of(a, sort.key)) order = *date <=> *date_of(b, sort.key);
      else order = text_of(a, sort.key) <=> text_of(b, sort.key);
      if (order == 0) continue;
      return sort.descending ? order > 0 : order < 0;
    }
    return false;
  });
}

// What a search may spend.
struct Budget {
  std::size_t visits = 0;
  bool truncated = false;

  bool visit() {
    if (visits++ < kMostVisited) return true;
    truncated = true;
    return false;
  }
  template <class T>
  bool has_room(const std::vector<T>& found) {
    if (found.size() < kMostFound) return true;
    truncated = true;
    return false;
  }
};

// Domains of one zone whose names fit. The index has them in the order of their index labels: from the
// pattern's own on stand those that begin with it. Tables can give labels that begin alike index labels
// that do not (sequences, null variants), so where a zone has any, the rest of it is looked through too.
class ZoneSearch {
 public:
  ZoneSearch(const core::State& state, const core::Zone& zone, const Pattern& pattern, Budget& budget,
             std::vector<core::Domain>& found)
      : state_(state), zone_(zone), pattern_(pattern), budget_(budget), found_(found),
        unicode_(!is_ascii(pattern.head) || !is_ascii(pattern.tail)) {}

  void run() {
    if (!could_match()) return;
    const std::string first = first_index_label();
    look_through(first, [&](const core::Domain& domain) { return domain.index_label.starts_with(first); });
    if (zone_.tables.empty() || first.empty() || budget_.truncated) return;
    seen_ = first;
    look_through({}, [](const core::Domain&) { return true; });
  }

 private:
  template <class GoesOn>
  void look_through(std::string_view from, GoesOn goes_on) {
    state_.for_each_domain_from(zone_, from, [&](const core::Domain& domain) {
      if (!goes_on(domain)) return false;
      if (!seen_.empty() && domain.index_label.starts_with(seen_)) return true;
      if (!budget_.visit()) return false;
      if (!pattern_.matches(unicode_ ? core::unicode_name(domain.name) : domain.name.text())) return true;
      if (!budget_.has_room(found_)) return false;
      found_.push_back(domain);
      return true;
    });
  }

  // Whether any name of the zone can fit: "exam*.com" finds nothing in "example".
  bool could_match() const {
    const std::string below = "." + (unicode_ ? core::unicode_name(zone_.name) : zone_.name.text());
    const std::size_t dot = pattern_.head.find('.');
    if (dot != std::string::npos) {
      const std::string rest = pattern_.head.substr(dot);
      return below.starts_with(rest) && below.ends_with(pattern_.tail);
    }
    return pattern_.tail.empty() || pattern_.tail == below;
  }

  std::string first_index_label() const {
    const std::string label = pattern_.head.substr(0, pattern_.head.find('.'));
    if (zone_.tables.empty()) return unicode_ ? "xn--" : label;
    const auto points = idn::from_utf8(label);
    return points ? idn::to_utf8(state_.table_set(zone_.tables)->index_label(*points)) : std::string();
  }

  const core::State& state_;
  const core::Zone& zone_;
  const Pattern& pattern_;
  Budget& budget_;
  std::vector<core::Domain>& found_;
  const bool unicode_;
  std::string seen_;  // index labels that begin so were visited
};

// Host objects whose names fit.
std::vector<core::Host> hosts_named(const core::State& state, const std::set<RepositoryId>& repositories,
                                    const Pattern& pattern, Budget& budget) {
  std::vector<core::Host> found;
  const auto add = [&](RepositoryId repository, const HostName& name) {
    const auto number = state.find_host_number(repository, name);
    if (auto host = number ? state.find_host(*number) : std::nullopt) found.push_back(std::move(*host));
  };
  const bool unicode = !is_ascii(pattern.head) || !is_ascii(pattern.tail);
  for (const RepositoryId repository : repositories) {
    if (!pattern.partial) {
      const auto ascii = idn::parse_name(pattern.head);
      const auto name = ascii ? HostName::parse(ascii->text()) : HostName::parse(pattern.head);
      if (name) add(repository, *name);
      continue;
    }
    // "ns1.x*": whatever is written in A-labels stands in order.
    const std::string from = unicode ? std::string() : pattern.head;
    state.for_each_host_from(repository, from, [&](const HostName& host) {
      if (!host.text().starts_with(from)) return false;
      if (!budget.visit()) return false;
      if (!pattern.matches(unicode ? core::unicode_name(host.name()) : host.text())) return true;
      if (!budget.has_room(found)) return false;
      add(repository, host);
      return true;
    });
  }
  return found;
}

std::vector<core::Host> hosts_at(const core::State& state, const rdds::Viewer& viewer,
                                 const std::string& address, Budget& budget) {
  std::vector<core::Host> found;
  const auto parsed = parse_ip_address(address);
  if (!parsed) return found;
  const auto views = rdds::find_hosts(state, viewer, *parsed, kMostFound + 1);
  for (const rdds::HostView& view : views) {
    if (!budget.has_room(found)) break;
    if (auto host = state.find_host(view.number)) found.push_back(std::move(*host));
  }
  return found;
}

std::vector<core::Domain> domains_of(const core::State& state, const Zones& zones,
                                     const std::vector<core::Host>& hosts, Budget& budget) {
  std::set<ObjectNumber> allowed, seen;
  for (const auto& zone : zones.allowed) allowed.insert(zone->number);
  std::vector<core::Domain> found;
  for (const core::Host& host : hosts) {
    state.for_each_domain_using(host.number, [&](ObjectNumber number) {
      if (!budget.visit()) return false;
      if (!seen.insert(number).second) return true;
      auto domain = state.find_domain(number);
      if (!domain || !allowed.contains(domain->zone)) return true;
      if (!budget.has_room(found)) return false;
      found.push_back(std::move(*domain));
      return true;
    });
    if (budget.truncated) break;
  }
  return found;
}

}  // namespace

Found<core::Domain> search_domains(const core::State& state, const rdds::Viewer& viewer,
                                   const Query& query) {
  Found<core::Domain> out;
  Zones zones = zones_for(state, viewer, DirectorySearch::domains);
  // Names are found by host objects; where hosts are attributes the search is not offered.
  if (query.key == SearchKey::ns_ip || query.key == SearchKey::ns_ldh_name)
    std::erase_if(zones.allowed, [](const auto& zone) { return !zone->policy.host_objects; });
  if (zones.allowed.empty()) {
    out.allowed = false;
    return out;
  }
  Budget budget;
  if (query.key == SearchKey::ns_ip) {
    out.objects = domains_of(state, zones, hosts_at(state, viewer, query.pattern.head, budget), budget);
  } else if (query.key == SearchKey::ns_ldh_name) {
    const auto hosts = hosts_named(state, zones.repositories, query.pattern, budget);
    out.objects = domains_of(state, zones, hosts, budget);
  } else if (query.pattern.partial) {
    for (const auto& zone : zones.allowed) {
      ZoneSearch(state, *zone, query.pattern, budget, out.objects).run();
      if (budget.truncated) break;
    }
  } else if (const auto name = idn::parse_name(query.pattern.head)) {
    const auto domain = core::find_domain(state, *name);
    for (const auto& zone : zones.allowed)
      if (domain && domain->zone == zone->number) out.objects.push_back(*domain);
  }
  sort_by(out.objects, query.sort.empty() ? std::vector<Sort>{Sort{}} : query.sort);
  out.truncated = budget.truncated;
  return out;
}

Found<core::Host> search_nameservers(const core::State& state, const rdds::Viewer& viewer,
                                     const Query& query) {
  Found<core::Host> out;
  const Zones zones = zones_for(state, viewer, DirectorySearch::nameservers);
  if (zones.allowed.empty()) {
    out.allowed = false;
    return out;
  }
  Budget budget;
  out.objects = query.key == SearchKey::ip ? hosts_at(state, viewer, query.pattern.head, budget)
                                           : hosts_named(state, zones.repositories, query.pattern, budget);
  // An address is looked for everywhere: what lies in another repository is not for this search.
  std::erase_if(out.objects, [&](const core::Host& host) { return !zones.repositories.contains(host.repository); });
  sort_by(out.objects, query.sort.empty() ? std::vector<Sort>{Sort{}} : query.sort);
  out.truncated = budget.truncated;
  return out;
}

Found<core::Registrar> search_registrars(const core::State& state, const rdds::Viewer& viewer,
                                         const Query& query) {
  Found<core::Registrar> out;
  if (zones_for(state, viewer, DirectorySearch::entities).allowed.empty()) {
    out.allowed = false;
    return out;
  }
  Budget budget;
  state.for_each_registrar([&](ObjectNumber number) {
    if (!budget.visit()) return false;
    const auto registrar = state.find_registrar(number);
    if (!registrar) return true;
    bool fits = false;
    if (query.key == SearchKey::fn) {
      fits = query.pattern.matches(lower(registrar->name));
    } else {
      const auto view = rdds::view_registrar(state, viewer, *registrar);
      fits = query.pattern.matches(lower(registrar->id)) ||
             (view.iana_id != 0 && query.pattern.matches(std::to_string(view.iana_id)));
    }
    if (!fits) return true;
    if (!budget.has_room(out.objects)) return false;
    out.objects.push_back(*registrar);
    return true;
  });
  sort_by(out.objects, query.sort.empty() ? std::vector<Sort>{{SortKey::fn}} : query.sort);
  out.truncated = budget.truncated;
  return out;
}

}  // namespace stele::rdap
