// SetTsigKey. Refusals in order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303 (the zone)
//  3 details  bad_name 2005 (a key is named by a domain name, RFC 8945 §4.2) · bad_tsig_secret 2005 ·
//             too_many_tsig_keys 2306
//
// A new secret takes a new key slot, and the old one is destroyed: whoever learns an old secret's
// place in the journal finds it unreadable.
#include <algorithm>

#include "engine/core/checks.h"

namespace stele::core {

namespace {

constexpr std::size_t kLeastSecret = 16;
constexpr std::size_t kMostSecret = 128;  // SHA-512 works in blocks of so many
constexpr std::size_t kMostKeys = 64;

}  // namespace

Decided<Decision> decide(const Context& context, const SetTsigKey& command) {
  Problems problems;
  const auto zone = require_zone_by_staff(context, command.zone, Field::zone, problems);
  if (!zone) return problems.refusal();

  const auto name = DomainName::parse(command.name);
  if (!name) problems.add(Reason::bad_name, Field::key, command.name);
  const std::size_t size = command.secret.bytes.size();
  if (size < kLeastSecret || size > kMostSecret) problems.add(Reason::bad_tsig_secret, Field::key);
  const std::vector<TsigKey>& keys = zone->distribution.keys;
  const auto before = std::ranges::find(keys, name ? name->text() : std::string(), &TsigKey::name);
  if (before == keys.end() && keys.size() >= kMostKeys)
    problems.add(Reason::too_many_tsig_keys, Field::key, command.name);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.number = zone->number, .id = name->text()};
  decision.events.emplace_back(events::TsigKeySet{
      .repository = zone->repository,
      .zone = zone->number,
      .name = name->text(),
      .algorithm = command.algorithm,
      .secret = {.slot = {}, .sealed = {}, .clear = command.secret},
      .replaced = before == keys.end() ? KeySlot{} : before->secret.slot,
      .set_at = context.now});
  return decision;
}

}  // namespace stele::core
