#include "engine/core/name/listed_names.h"

#include "engine/base/bytes.h"
#include "engine/core/auth_info.h"
#include "engine/core/query.h"
#include "engine/idn/label.h"

namespace stele::core {

std::string require_allocatable(const State& state, const Caller& caller, const Zone& zone,
                                std::string_view index_label,
                                const std::optional<std::string>& token, std::string_view name,
                                Problems& problems) {
  const auto listed = state.find_listed_name(zone.number, index_label);
  if (listed && listed->listed_as == ListedAs::blocked) {
    problems.add(Reason::name_blocked, Field::name, name);
    return {};
  }
  const bool opened = listed && token && matches(listed->token, *token);
  if (token && !opened)
    problems.add(Reason::bad_allocation_token, Field::name, name);
  else if (listed && listed->listed_as == ListedAs::reserved && !opened && !caller.is_staff())
    problems.add(Reason::name_reserved, Field::name, name);
  return listed ? listed->tier : std::string();
}

Rejection refuse_token(const State& state, const Caller& caller, const DomainName& name) {
  const auto because = [&](Reason reason) { return Rejection{reason, Field::name, name.text()}; };
  const auto domain = find_domain(state, name);
  if (!domain) return because(Reason::object_does_not_exist);
  if (caller.is_registrar() && domain->made.sponsor != caller.actor.number)
    return because(Reason::not_sponsor);
  const auto listed = state.find_listed_name(domain->zone, domain->index_label);
  return because(listed && listed->token.is_set() ? Reason::token_not_shown
                                                  : Reason::no_allocation_token);
}

std::string ascii_label(const std::string& label) {
  const auto parsed = idn::parse_u_label(label);
  if (parsed) return parsed->ascii;
  const auto name = DomainName::parse(label);
  return name ? name->text() : label;
}

std::vector<Named<std::string>> require_labels(const State& state, const Zone& zone,
                                               const std::vector<std::string>& labels,
                                               Problems& problems) {
  std::vector<Named<std::string>> found;
  found.reserve(labels.size());
  for (const std::string& label : labels) {
    const auto name = DomainName::parse(ascii_label(label) + "." + zone.name.text());
    if (name && name->parent() == zone.name.text())
      found.push_back({index_label(state, zone, *name), label});
    else
      problems.add(Reason::bad_name, Field::name, to_printable(label));
  }
  return found;
}

}  // namespace stele::core
