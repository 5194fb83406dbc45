#include "engine/core/name/labels.h"

#include <algorithm>
#include <utility>

#include "engine/core/change.h"
#include "engine/core/query.h"
#include "engine/idn/code_point.h"
#include "engine/idn/label.h"

namespace stele::core {

using idn::lgr::TableSet;

namespace {

DomainName name_of_label(const std::u32string& label, const Zone& zone) {
  const auto parsed = idn::parse_u_label(idn::to_utf8(label));
  if (!parsed) return {};
  return DomainName::parse(parsed->ascii + "." + zone.name.text()).value_or(DomainName());
}

// The place of a table among the zone's.
std::optional<std::size_t> place_of(const Zone& zone, ObjectNumber table) {
  const auto at = std::ranges::find(zone.tables, table, &TableUse::table);
  if (at == zone.tables.end()) return std::nullopt;
  return static_cast<std::size_t>(at - zone.tables.begin());
}

// A name's label, and the table that judges its variants; without a table it has none.
struct Judged {
  std::u32string label;
  std::optional<idn::lgr::Table> by;
};

// By the table that took it, as it is today; of a name that no table took, or whose table the zone has
// given up, by the one that would take it now.
Judged judge(const State& state, const Zone& zone, const DomainName& name, ObjectNumber table) {
  Judged out;
  auto label = code_points(name.first_label());
  if (!label || zone.tables.empty()) return out;
  out.label = std::move(*label);
  const auto set = state.table_set(zone.tables);
  if (const auto place = place_of(zone, table)) {
    out.by = set->tables()[*place];
  } else if (const auto verdict = set->evaluate(out.label); verdict.evaluation.valid()) {
    out.by = set->tables()[verdict.table];
  }
  return out;
}

// RFC 5893 §1.4: beside a right-to-left label every label of the name keeps the rule.
bool fits_direction(const Zone& zone, std::u32string_view label) {
  std::string_view rest = zone.name.text();
  while (!rest.empty()) {
    const std::size_t dot = rest.find('.');
    const auto above = code_points(rest.substr(0, dot));
    if (above && idn::has_right_to_left(*above)) return idn::keeps_bidi_rule(label);
    rest.remove_prefix(dot == std::string_view::npos ? rest.size() : dot + 1);
  }
  return true;
}

std::string_view id_of(const std::optional<IdnTable>& table) {
  return table ? std::string_view(table->id) : std::string_view();
}

bool is_allocatable(const std::optional<std::string>& disposition) {
  return disposition && (*disposition == "allocatable" || *disposition == "activated");
}

void refuse_label(const DomainName& name, std::string_view why, Problems& problems) {
  problems.add(Reason::label_not_allowed, Field::name, unicode_name(name) + ": " + std::string(why));
}

// A client may say the U-label alone (RFC 9095).
bool names_table(const std::optional<IdnWish>& idn) { return idn && !idn->table.empty(); }

// The first table that takes it; of a table named, only that.
std::optional<std::size_t> taking_table(const State& state, const Zone& zone, const TableSet& set,
                                        const DomainName& name, std::u32string_view label,
                                        const std::optional<IdnWish>& idn, Problems& problems) {
  idn::lgr::Evaluation evaluation;
  std::size_t place = 0;
  const bool by_table = names_table(idn);
  if (by_table) {
    const auto number = state.find_idn_table_number(zone.repository, idn->table);
    const auto named = number ? place_of(zone, *number) : std::nullopt;
    if (!named) {
      problems.add(Reason::unknown_idn_table, Field::idn_table, idn->table);
      return std::nullopt;
    }
    place = *named;
    evaluation = idn::lgr::evaluate(set.tables()[place], label);
  } else {
    auto verdict = set.evaluate(label);
    place = verdict.table;
    evaluation = std::move(verdict.evaluation);
  }
  if (evaluation.valid()) return place;
  if (zone.policy.ldh_labels && !by_table && !name.first_label().starts_with("xn--")) return std::nullopt;
  refuse_label(name, evaluation.failure->what + " (table " +
                         std::string(id_of(state.find_idn_table(zone.tables[place].table))) + ")",
               problems);
  return std::nullopt;
}

}  // namespace

std::optional<std::u32string> code_points(std::string_view label) {
  if (!label.starts_with("xn--")) return std::u32string(label.begin(), label.end());
  const auto parsed = idn::parse_a_label(label);
  if (!parsed) return std::nullopt;
  return parsed->unicode;
}

std::string unicode_name(const DomainName& name) {
  std::string out;
  std::string_view rest = name.text();
  while (!rest.empty()) {
    const std::size_t dot = rest.find('.');
    const std::string_view label = rest.substr(0, dot);
    const auto points = code_points(label);
    out += points ? idn::to_utf8(*points) : std::string(label);
    if (dot == std::string_view::npos) break;
    out += '.';
    rest.remove_prefix(dot + 1);
  }
  return out;
}

std::string index_label(const TableSet& tables, std::string_view label) {
  const auto points = code_points(label);
  return points ? idn::to_utf8(tables.index_label(*points)) : std::string(label);
}

std::string index_label(const State& state, const Zone& zone, const DomainName& name) {
  const std::string_view label = name.first_label();
  if (zone.tables.empty()) return std::string(label);
  return index_label(*state.table_set(zone.tables), label);
}

ObjectNumber require_label(const State& state, const Zone& zone, const DomainName& name,
                           const std::optional<IdnWish>& idn, Problems& problems) {
  const auto label = code_points(name.first_label());
  if (!label) {
    problems.add(Reason::bad_name, Field::name, name.text());
    return {};
  }
  if (idn && !idn->unicode_name.empty() && idn->unicode_name != unicode_name(name) &&
      idn->unicode_name != idn::to_utf8(*label))
    problems.add(Reason::unicode_name_differs, Field::unicode_name, idn->unicode_name);
  if (!fits_direction(zone, *label)) {
    refuse_label(name, "it breaks the Bidi rule beside a right-to-left zone", problems);
    return {};
  }
  if (zone.tables.empty()) {
    if (names_table(idn))
      problems.add(Reason::unknown_idn_table, Field::idn_table, idn->table);
    else if (name.first_label().starts_with("xn--"))
      refuse_label(name, "the zone has no IDN table", problems);
    return {};
  }
  const auto set = state.table_set(zone.tables);
  const auto place = taking_table(state, zone, *set, name, *label, idn, problems);
  return place ? zone.tables[*place].table : ObjectNumber{};
}

Variants allocatable_variants(const State& state, const Zone& zone, const DomainName& name,
                              ObjectNumber table, std::size_t most) {
  Variants out;
  const Judged judged = judge(state, zone, name, table);
  if (!judged.by) return out;
  const auto found = idn::lgr::allocatable(*judged.by, judged.label, most);
  out.too_many = found.too_many;
  for (const auto& variant : found.variants) {
    if (!fits_direction(zone, variant.label)) continue;
    DomainName as_name = name_of_label(variant.label, zone);
    if (!as_name.empty()) out.names.push_back(std::move(as_name));
  }
  return out;
}

Variants activated_variants(const State& state, const Zone& zone, const DomainName& name,
                            ObjectNumber table) {
  Variants out;
  if (!zone.policy.activated_at_creation) return out;
  const Judged judged = judge(state, zone, name, table);
  if (!judged.by) return out;
  for (const auto& variant : idn::lgr::allocatable(*judged.by, judged.label).variants) {
    if (variant.disposition != "activated" || !fits_direction(zone, variant.label)) continue;
    DomainName as_name = name_of_label(variant.label, zone);
    if (as_name.empty()) continue;
    out.too_many = out.names.size() >= zone.policy.most_variants;
    if (out.too_many) break;
    out.names.push_back(std::move(as_name));
  }
  std::sort(out.names.begin(), out.names.end());
  return out;
}

bool is_zone_below(const State& state, const Zone& zone, const DomainName& name) {
  bool found = false;
  std::optional<std::string> key;  // asked for only where there are zones below
  state.for_each_zone([&](ObjectNumber number) {
    const auto lower = state.find_zone(number);
    if (!lower || lower->name.parent() != zone.name.text()) return true;
    if (!key) key = index_label(state, zone, name);
    found = index_label(state, zone, lower->name) == *key;
    return !found;
  });
  return found;
}

namespace {

std::vector<Named<DomainName>> named(const std::vector<DomainName>& names) {
  std::vector<Named<DomainName>> out;
  for (const DomainName& name : names) out.push_back({name, name.text()});
  return out;
}

// The variants to add: each one the registrant may have.
std::vector<Named<DomainName>> require_allocatable_each(const State& state, const Zone& zone,
                                                        const Domain& domain,
                                                        const std::vector<DomainName>& names,
                                                        Problems& problems) {
  std::vector<Named<DomainName>> out;
  const Judged judged = judge(state, zone, domain.name, domain.idn_table);
  for (const DomainName& name : names) {
    const auto variant = code_points(name.first_label());
    const bool same = variant && judged.by && name.parent() == zone.name.text() &&
                      name != domain.name &&
                      index_label(state, zone, name) == domain.index_label;
    if (!same)
      problems.add(Reason::not_a_variant, Field::variant, name.text());
    else if (!is_allocatable(idn::lgr::disposition_of(*judged.by, judged.label, *variant)) ||
             !fits_direction(zone, *variant))
      problems.add(Reason::variant_not_allocatable, Field::variant, name.text());
    else
      out.push_back({name, name.text()});
  }
  return out;
}

// What to remove; and of what is to be added only what is missing, where one of the two is "all".
std::vector<Named<DomainName>> leave_what_stays(const std::vector<DomainName>& active,
                                                const VariantWish& wish,
                                                std::vector<Named<DomainName>>& added) {
  auto removed = named(wish.removed);
  if (wish.all_removed)
    for (const DomainName& name : active)
      if (std::ranges::find(added, name, &Named<DomainName>::key) == added.end())
        removed.push_back({name, name.text()});
  if (wish.all_added || wish.all_removed)
    std::erase_if(added, [&](const Named<DomainName>& one) {
      return std::binary_search(active.begin(), active.end(), one.key);
    });
  return removed;
}

}  // namespace

VariantChange require_variants(const Context& context, const Zone& zone, const Domain& domain,
                               const VariantWish& wish, Problems& problems) {
  VariantChange out;
  out.after = domain.variants;
  if (wish.empty()) return out;
  const State& state = context.state;
  const bool adds = wish.all_added || !wish.added.empty();
  if (adds && context.caller.is_registrar()) {
    const auto registrar = state.find_registrar(context.caller.actor.number);
    if (!zone.policy.variant_activation)
      problems.add(Reason::variants_not_offered, Field::variant, zone.name.text());
    else if (registrar && !registrar->variants)
      problems.add(Reason::not_allowed, Field::variant, registrar->id);
    if (problems.any()) return out;
  }
  auto added = require_allocatable_each(state, zone, domain, wish.added, problems);
  if (wish.all_added) {
    const auto all = allocatable_variants(state, zone, domain.name, domain.idn_table,
                                          zone.policy.most_variants);
    out.too_many = all.too_many;
    added = named(all.names);
  }
  const auto removed = leave_what_stays(domain.variants, wish, added);
  auto change = require_change(domain.variants, added, removed, {Field::variant}, problems);
  if (change.after.size() > zone.policy.most_variants && adds) {
    if (wish.all_added)
      out.too_many = true;
    else
      problems.add(Reason::too_many_variants, Field::variant, std::to_string(change.after.size()));
    while (wish.all_added && !change.added.empty() &&
           change.after.size() > zone.policy.most_variants) {
      std::erase(change.after, change.added.back());
      change.added.pop_back();
    }
  }
  out.added = std::move(change.added);
  out.after = std::move(change.after);
  out.removed = std::move(change.removed);
  return out;
}

}  // namespace stele::core
