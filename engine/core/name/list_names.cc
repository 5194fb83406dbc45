// ListNames: names a zone treats in their own way. Refusals in order of precedence; a group is
// reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303 (zone)
//  3 details  missing_parameter 2003 (no name) · bad_name 2005 · given_twice 2306
//             missing_parameter 2003 (a premium name without its tier) · bad_syntax 2005 (tier) ·
//             malformed 2001 (the tier of a blocked name; the token of one that is not reserved) ·
//             weak_auth_info 2005 · value_out_of_range 2004 · bad_syntax 2005 (token) ·
//             bad_syntax 2005 · value_out_of_range 2004 (note)
//
// What is registered stays as it is: lists speak of the next creation.
#include <algorithm>

#include "engine/core/auth_info.h"
#include "engine/core/checks.h"
#include "engine/core/name/listed_names.h"

namespace stele::core {
namespace {

void require_tier(const ListNames& command, Problems& problems) {
  if (command.tier.empty()) {
    if (command.listed_as == ListedAs::premium)
      problems.add(Reason::missing_parameter, Field::tier);
  } else if (command.listed_as == ListedAs::blocked) {
    problems.add(Reason::malformed, Field::tier, command.tier);
  } else if (!is_price_word(command.tier)) {
    problems.add(Reason::bad_syntax, Field::tier, command.tier);
  }
}

// A token is authorization information (RFC 8495 §2.1), and has its form.
void require_token(const ListNames& command, Problems& problems) {
  if (command.token.empty()) return;
  if (command.listed_as != ListedAs::reserved) return problems.add(Reason::malformed, Field::token);
  require_auth_info(command.token, problems);
}

}  // namespace

Decided<Decision> decide(const Context& context, const ListNames& command) {
  Problems problems;
  const auto zone = require_zone_by_staff(context, command.zone, Field::zone, problems);
  if (!zone) return problems.refusal();

  if (command.labels.empty()) problems.add(Reason::missing_parameter, Field::name);
  const auto named = require_labels(context.state, *zone, command.labels, problems);
  const auto labels = require_distinct(named, Field::name, problems);
  require_tier(command, problems);
  require_token(command, problems);
  require_line(command.note, 0, 255, Field::text, problems);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.number = zone->number, .id = zone->name.text()};
  for (const std::string& label : labels)
    decision.events.emplace_back(
        events::NameListed{.repository = zone->repository,
                           .zone = zone->number,
                           .label = label,
                           .listed_as = command.listed_as,
                           .tier = command.tier,
                           .token = hash_auth_info(command.token, context.random),
                           .note = command.note,
                           .name = ascii_label(std::ranges::find(named, label, &Named<std::string>::key)->text)});
  return decision;
}

}  // namespace stele::core
