// RemoveTsigKey. Refusals in order of precedence:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303 (the zone) · no_such_tsig_key 2306
//  3 details  linked 2305 (a secondary still uses it; the value names it)
#include <algorithm>

#include "engine/base/bytes.h"
#include "engine/core/checks.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const RemoveTsigKey& command) {
  Problems problems;
  const auto zone = require_zone_by_staff(context, command.zone, Field::zone, problems);
  if (!zone) return problems.refusal();
  const auto name = DomainName::parse(command.name);
  const std::vector<TsigKey>& keys = zone->distribution.keys;
  const auto key = std::ranges::find(keys, name ? name->text() : command.name, &TsigKey::name);
  if (key == keys.end()) return refuse(Reason::no_such_tsig_key, Field::key, command.name);

  for (const Secondary& secondary : zone->distribution.secondaries)
    if (secondary.key == key->name) problems.add(Reason::linked, Field::secondary, secondary.name);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.number = zone->number, .id = key->name};
  decision.events.emplace_back(events::TsigKeyRemoved{.repository = zone->repository,
                                                      .zone = zone->number,
                                                      .name = key->name,
                                                      .slot = key->secret.slot,
                                                      .removed_at = context.now});
  return decision;
}

}  // namespace stele::core
