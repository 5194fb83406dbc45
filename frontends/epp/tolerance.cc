#include "frontends/epp/tolerance.h"

#include <algorithm>

namespace stele::epp {
namespace {

template <class Value>
bool has(const std::vector<Value>& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// What a client may not set at all stays a mistake.
template <class Update>
bool leave_out_absent(StatusSet current, Update& command) {
  return std::erase_if(command.statuses_removed, [&](Status status) {
           return settable_by_client(status) && !current.contains(status) &&
                  !has(command.statuses_added, status);
         }) > 0;
}

// A host on both sides is there afterwards: only added where it is not, nothing where it is.
bool leave_out_both_ways(const core::State& state, const core::Domain& domain,
                         core::UpdateDomain& command) {
  std::vector<HostName> both;
  for (const HostName& host : command.hosts_added)
    if (has(command.hosts_removed, host) && !has(both, host)) both.push_back(host);
  for (const HostName& host : both) {
    const auto number = state.find_host_number(domain.repository, host);
    std::erase(command.hosts_removed, host);
    if (number && has(domain.hosts, *number)) std::erase(command.hosts_added, host);
  }
  return !both.empty();
}

bool leave_out(const Asked& asked, core::UpdateDomain& command) {
  const auto domain = core::find_domain(asked.state, command.name);
  if (!domain || command.application) return false;
  const bool statuses = asked.tolerances.has(Tolerance::absent_status) &&
                        leave_out_absent(domain->statuses, command);
  const bool hosts = asked.tolerances.has(Tolerance::host_both_ways) &&
                     leave_out_both_ways(asked.state, *domain, command);
  return statuses || hosts;
}

bool leave_out(const Asked& asked, core::UpdateHost& command) {
  const auto number = asked.state.find_host_number(asked.caller.repository, command.name);
  const auto host = number ? asked.state.find_host(*number) : std::nullopt;
  return host && asked.tolerances.has(Tolerance::absent_status) &&
         leave_out_absent(host->statuses, command);
}

bool leave_out(const Asked& asked, core::UpdateContact& command) {
  const auto number = asked.state.find_contact_number(asked.caller.repository, command.id);
  const auto contact = number ? asked.state.find_contact(*number) : std::nullopt;
  return contact && asked.tolerances.has(Tolerance::absent_status) &&
         leave_out_absent(contact->statuses, command);
}

// A report for a name that waits for none, but could be asked for: the request first, and the report
// behind it where the zone wants one.
std::optional<Tolerated> request_with_report(const Asked& asked,
                                             const core::RestoreDomain& command) {
  if (!command.report || !asked.tolerances.has(Tolerance::report_alone)) return std::nullopt;
  const auto domain = core::find_domain(asked.state, command.name);
  const auto zone = domain ? asked.state.find_zone(domain->zone) : nullptr;
  if (!zone || domain->phase != DomainPhase::redemption) return std::nullopt;
  Tolerated both{core::RestoreDomain{.name = command.name}, std::nullopt};
  if (zone->policy.lifecycle && zone->policy.lifecycle->restore_report) both.then = command;
  return both;
}

}  // namespace

bool depends_on_state(const Frame& frame, Tolerances tolerances) {
  return frame.verb == Verb::update && (tolerances.has(Tolerance::absent_status) ||
                                        tolerances.has(Tolerance::host_both_ways) ||
                                        tolerances.has(Tolerance::report_alone));
}

Mapped forgive(const Asked& asked, Mapped mapped) {
  auto* const command = std::get_if<core::Command>(&mapped);
  if (command == nullptr || !depends_on_state(asked.frame, asked.tolerances)) return mapped;
  bool left_out = false;
  if (auto* domain = std::get_if<core::UpdateDomain>(command)) left_out = leave_out(asked, *domain);
  if (auto* host = std::get_if<core::UpdateHost>(command)) left_out = leave_out(asked, *host);
  if (auto* contact = std::get_if<core::UpdateContact>(command))
    left_out = leave_out(asked, *contact);
  if (const auto* restore = std::get_if<core::RestoreDomain>(command))
    if (auto both = request_with_report(asked, *restore)) return *std::move(both);
  if (!left_out) return mapped;
  return Tolerated{std::move(*command), std::nullopt};
}

}  // namespace stele::epp
