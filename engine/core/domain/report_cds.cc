// ReportCds. Refusals in order of precedence; a group is reported as a whole:
//
//  1 who       not_allowed 2201 (staff and the scanner)
//  2 what      object_does_not_exist 2303 · cds_off 2306 (the zone's policy)
//  3 statuses  status_prohibits 2304: clientUpdateProhibited, serverUpdateProhibited, pendingTransfer,
//              pendingDelete. They bind staff too: what a registrar has locked stays as it is
//  4 details   those of domain/cds.h · nothing_to_change 2003 (the records ask for nothing, or for what
//              there is)
//
// What has to be remembered beside a refusal (records that waited and are contradicted now) is
// recorded, and the command is accepted.
#include "engine/base/check.h"
#include "engine/core/checks.h"
#include "engine/core/domain/cds.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const ReportCds& command) {
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  const auto domain = require_domain(context.state, command.name, problems);
  if (!domain) return problems.refusal();
  const auto zone = context.state.find_zone(domain->zone);
  CHECK(zone, "a domain's zone exists");
  if (!zone->policy.cds) return refuse(Reason::cds_off, Field::zone, zone->name.text());
  require_cds_unlocked(*domain, problems);
  if (problems.any()) return problems.refusal();

  CdsVerdict verdict = judge_cds(context.state, context.now, *zone, *domain, command.answers);
  if (verdict.events.empty()) {
    if (verdict.problems.empty()) return refuse(Reason::nothing_to_change);
    return std::unexpected(std::move(verdict.problems));
  }
  Decision decision;
  decision.answer = {.number = domain->number, .id = domain->name.text()};
  decision.events = std::move(verdict.events);
  return decision;
}

}  // namespace stele::core
