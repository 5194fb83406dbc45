// SetMarkAuthority. Refusals in order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 where    object_does_not_exist 2303 (repository)
//  3 details  missing_parameter 2003 (no certificate) · given_twice 2306 · nothing_to_change 2003
#include <algorithm>

#include "engine/core/checks.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const SetMarkAuthority& command) {
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  if (!require_repository(context.state, command.repository, problems)) return problems.refusal();

  std::vector<std::string> certificates = command.certificates;
  std::sort(certificates.begin(), certificates.end());
  if (certificates.empty()) problems.add(Reason::missing_parameter, Field::list);
  if (std::adjacent_find(certificates.begin(), certificates.end()) != certificates.end())
    problems.add(Reason::given_twice, Field::list);
  if (problems.any()) return problems.refusal();
  if (certificates == context.state.mark_authority(command.repository).certificates)
    return refuse(Reason::nothing_to_change);

  Decision decision;
  decision.events.emplace_back(
      events::MarkAuthorityChanged{.repository = command.repository,
                                   .certificates = std::move(certificates),
                                   .changed_at = context.now});
  return decision;
}

}  // namespace stele::core
