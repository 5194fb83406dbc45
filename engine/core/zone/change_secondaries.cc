// ChangeSecondaries. Refusals in order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303 (the zone)
//  3 details  nothing_to_change 2003 (alone) · given_twice 2306 (a name, an address) ·
//             already_there 2306 · not_there 2306 · bad_syntax 2005 (a secondary's name) ·
//             bad_email 2005 · secondary_address_required 2003 · too_many_addresses 2306 ·
//             no_such_tsig_key 2306 · too_many_secondaries 2306
//
// Two secondaries may share an address and even a key: whichever matches first, what they may fetch
// is the same zone.
#include <algorithm>
#include <set>

#include "engine/core/checks.h"

namespace stele::core {

namespace {

constexpr std::size_t kMostSecondaries = 100;
constexpr std::size_t kMostAddresses = 16;   // of one
constexpr std::size_t kMostNameSize = 63;

bool is_secondary_name(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  return !text.empty() && text.size() <= kMostNameSize && std::ranges::all_of(text, fits);
}

// The secondary as the event holds it: addresses sorted, the key's name in its stored form.
Secondary require_secondary(const Zone& zone, Secondary wanted, Problems& problems) {
  if (!is_secondary_name(wanted.name))
    problems.add(Reason::bad_syntax, Field::secondary, wanted.name);
  if (!wanted.contact.empty() && !is_email(wanted.contact))
    problems.add(Reason::bad_email, Field::email, wanted.contact);
  if (wanted.addresses.empty())
    problems.add(Reason::secondary_address_required, Field::secondary, wanted.name);
  if (wanted.addresses.size() > kMostAddresses)
    problems.add(Reason::too_many_addresses, Field::secondary, wanted.name);
  std::ranges::sort(wanted.addresses);
  const auto twice = std::ranges::adjacent_find(wanted.addresses);
  if (twice != wanted.addresses.end())
    problems.add(Reason::given_twice, Field::address, to_text(*twice));
  if (!wanted.key.empty()) {
    const auto name = DomainName::parse(wanted.key);
    const auto& keys = zone.distribution.keys;
    if (!name || std::ranges::find(keys, name->text(), &TsigKey::name) == keys.end())
      problems.add(Reason::no_such_tsig_key, Field::key, wanted.key);
    else
      wanted.key = name->text();
  }
  return wanted;
}

// Every name once in the whole command; new ones are not there, changed and removed ones are.
void require_names(const Zone& zone, const ChangeSecondaries& command, Problems& problems) {
  const auto& current = zone.distribution.secondaries;
  std::set<std::string> seen;
  const auto check = [&](const std::string& name, bool should_be_there) {
    if (!seen.insert(name).second)
      return problems.add(Reason::given_twice, Field::secondary, name);
    const bool there = std::ranges::find(current, name, &Secondary::name) != current.end();
    if (there && !should_be_there) problems.add(Reason::already_there, Field::secondary, name);
    if (!there && should_be_there) problems.add(Reason::not_there, Field::secondary, name);
  };
  for (const Secondary& secondary : command.added) check(secondary.name, false);
  for (const Secondary& secondary : command.changed) check(secondary.name, true);
  for (const std::string& name : command.removed) check(name, true);
  if (current.size() + command.added.size() > kMostSecondaries + command.removed.size())
    problems.add(Reason::too_many_secondaries, Field::secondary);
}

}  // namespace

Decided<Decision> decide(const Context& context, const ChangeSecondaries& command) {
  Problems problems;
  const auto zone = require_zone_by_staff(context, command.zone, Field::zone, problems);
  if (!zone) return problems.refusal();
  if (command.added.empty() && command.changed.empty() && command.removed.empty())
    return refuse(Reason::nothing_to_change);

  events::SecondariesChanged changed{.repository = zone->repository,
                                     .zone = zone->number,
                                     .added = {},
                                     .changed = {},
                                     .removed = command.removed,
                                     .changed_at = context.now};
  require_names(*zone, command, problems);
  for (const Secondary& secondary : command.added)
    changed.added.push_back(require_secondary(*zone, secondary, problems));
  for (const Secondary& secondary : command.changed)
    changed.changed.push_back(require_secondary(*zone, secondary, problems));
  if (problems.any()) return problems.refusal();
  std::ranges::sort(changed.added);
  std::ranges::sort(changed.changed);
  std::ranges::sort(changed.removed);

  Decision decision;
  decision.answer = {.number = zone->number, .id = zone->name.text()};
  decision.events.emplace_back(std::move(changed));
  return decision;
}

}  // namespace stele::core
