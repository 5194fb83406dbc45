// LoadMarkRevocations, LoadCertificateRevocations, LoadClaims: the clearing house's lists. Refusals
// in order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 where    object_does_not_exist 2303 (repository)
//  3 details  older_list 2306 (issued no later than the one loaded before) ·
//             value_out_of_range 2004 (issued in the future)
//
// A list replaces the one before; the event carries what that changes. A daily list of claims is
// thousands of labels and changes a few.
#include <map>

#include "engine/core/checks.h"

namespace stele::core {
namespace {

void require_list(const Context& context, RepositoryId repository, Instant issued_at,
                  Problems& problems) {
  require_staff(context, problems);
  if (problems.any()) return;
  if (!require_repository(context.state, repository, problems)) return;
  // The clearing house's clock is not ours.
  if (issued_at > context.now + kDay)
    problems.add(Reason::value_out_of_range, Field::list, to_text(issued_at));
}

void require_newer(Instant issued_at, Instant loaded, Problems& problems) {
  if (loaded.ms && issued_at <= loaded)
    problems.add(Reason::older_list, Field::list, to_text(issued_at));
}

}  // namespace

Decided<Decision> decide(const Context& context, const LoadMarkRevocations& command) {
  const State& state = context.state;
  Problems problems;
  require_list(context, command.repository, command.issued_at, problems);
  if (problems.any()) return problems.refusal();
  require_newer(command.issued_at, state.mark_authority(command.repository).marks_issued_at,
                problems);
  if (problems.any()) return problems.refusal();

  std::map<std::string, Instant> left;
  for (const MarkRevocation& mark : command.marks) left.emplace(mark.id, mark.at);
  events::MarksRevoked event{.repository = command.repository, .issued_at = command.issued_at};
  state.for_each_mark_revocation(command.repository, [&](const MarkRevocation& known) {
    const auto found = left.find(known.id);
    if (found == left.end())
      event.removed.push_back(known.id);
    else if (found->second == known.at)
      left.erase(found);
    return true;
  });
  for (const auto& [id, at] : left) event.added.push_back({id, at});
  Decision decision;
  decision.events.emplace_back(std::move(event));
  return decision;
}

Decided<Decision> decide(const Context& context, const LoadCertificateRevocations& command) {
  Problems problems;
  require_list(context, command.repository, command.issued_at, problems);
  if (problems.any()) return problems.refusal();
  require_newer(command.issued_at,
                context.state.certificate_revocations(command.repository, command.issuer).issued_at,
                problems);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.events.emplace_back(events::CertificatesRevoked{.repository = command.repository,
                                                           .issuer = command.issuer,
                                                           .serials = command.serials,
                                                           .issued_at = command.issued_at});
  return decision;
}

Decided<Decision> decide(const Context& context, const LoadClaims& command) {
  const State& state = context.state;
  Problems problems;
  require_list(context, command.repository, command.issued_at, problems);
  if (problems.any()) return problems.refusal();
  require_newer(command.issued_at, state.mark_authority(command.repository).claims_issued_at,
                problems);
  if (problems.any()) return problems.refusal();

  std::map<std::string, std::string> left;
  for (const Claim& claim : command.claims) left.emplace(claim.label, claim.key);
  events::ClaimsListed event{.repository = command.repository, .issued_at = command.issued_at};
  state.for_each_claim(command.repository, [&](const Claim& known) {
    const auto found = left.find(known.label);
    if (found == left.end())
      event.removed.push_back(known.label);
    else if (found->second == known.key)
      left.erase(found);
    return true;
  });
  for (const auto& [label, key] : left) event.added.push_back({label, key});
  Decision decision;
  decision.events.emplace_back(std::move(event));
  return decision;
}

}  // namespace stele::core
