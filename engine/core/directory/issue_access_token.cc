// IssueAccessToken. Refusals in order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 where    object_does_not_exist 2303 (repository)
//  3 details  missing_parameter 2003 · bad_syntax 2005 · value_out_of_range 2004 (holder) ·
//             bad_syntax 2005 · object_exists 2302 (the secret was given out before) ·
//             object_does_not_exist 2303 · given_twice 2306 (zone) · value_out_of_range 2004 (it ends
//             at a moment that is not to come, or too far away)
//
// The journal keeps the digest of the secret and the holder, which is an authority and no person.
#include "engine/core/checks.h"
#include "engine/core/registrar/registrar_rules.h"

namespace stele::core {
namespace {

// Who still has a right to know has it renewed.
constexpr std::int64_t kLongest = 366 * 3 * kDay;

bool is_digest(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

Decided<Decision> decide(const Context& context, const IssueAccessToken& command) {
  const State& state = context.state;
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  require_repository(state, command.repository, problems);
  if (problems.any()) return problems.refusal();

  require_line(command.holder, 1, 255, Field::name, problems);
  if (!is_digest(command.digest)) problems.add(Reason::bad_syntax, Field::token);
  else if (state.find_access_token_number(command.digest))
    problems.add(Reason::object_exists, Field::token);
  const auto zones = require_zones(state, command.repository, command.zones, problems);
  auto distinct_zones = require_distinct(zones, Field::zone, problems);
  if (command.expires_at <= context.now || command.expires_at > context.now + kLongest)
    problems.add(Reason::value_out_of_range, Field::expiry_date, to_text(command.expires_at));
  if (problems.any()) return problems.refusal();

  const ObjectNumber number = state.next_number();
  Decision decision;
  decision.answer = {.number = number,
                     .id = std::to_string(number.value),
                     .created_at = context.now,
                     .expires_at = command.expires_at};
  decision.events.emplace_back(events::AccessTokenIssued{.repository = command.repository,
                                                         .number = number,
                                                         .holder = command.holder,
                                                         .digest = command.digest,
                                                         .zones = std::move(distinct_zones),
                                                         .issued_at = context.now,
                                                         .expires_at = command.expires_at});
  return decision;
}

}  // namespace stele::core
