// PurgeAccessLog: a day of the traffic log is about to be removed, and the journal is to say so first.
// Refusals in order of precedence:
//
//  1 who      not_allowed 2201 (staff and the server itself)
//  2 details  value_out_of_range 2004 (setting): the day is not over, or is none
//             bad_syntax 2005 (setting): no class of the log
#include <algorithm>

#include "engine/core/checks.h"

namespace stele::core {
namespace {

constexpr std::string_view kClasses[] = {"epp", "whois", "rdap", "login", "api"};

}  // namespace

Decided<Decision> decide(const Context& context, const PurgeAccessLog& command) {
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  if (std::ranges::find(kClasses, command.log) == std::end(kClasses))
    problems.add(Reason::bad_syntax, Field::setting, "log=" + command.log);
  if (command.day.ms % kDay != 0 || command.day + kDay > context.now)
    problems.add(Reason::value_out_of_range, Field::setting, "day=" + to_text(command.day));
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.events.emplace_back(events::AccessLogPurged{
      .log = command.log, .day = command.day, .count = command.count});
  return decision;
}

}  // namespace stele::core
