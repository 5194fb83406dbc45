// EPP <info> for a domain (RFC 5731 §3.1.2). Refusals: object_does_not_exist; bad_auth_info when
// the caller sent an authInfo and it is not the domain's.
#include <algorithm>

#include "engine/core/auth_info.h"
#include "engine/core/checks.h"
#include "engine/core/domain/life.h"
#include "engine/core/launch/applications.h"
#include "engine/core/query/describe.h"

namespace stele::core {
namespace {

std::string contact_id(const State& state, ObjectNumber number) {
  const auto contact = state.find_contact(number);
  return contact ? contact->id : std::string();
}

std::string host_name(const State& state, ObjectNumber number) {
  const auto host = state.find_host(number);
  return host ? host->name.text() : std::string();
}

}  // namespace

namespace {

DomainInfo told(const State& state, const Domain& domain) {
  DomainInfo info;
  info.roid = roid_of(state, ObjectKind::domain, domain.number, domain.repository);
  info.statuses = complete_statuses(domain);
  // What a zone no longer holds is not shown either.
  const auto zone = state.find_zone(domain.zone);
  if (!zone || zone->policy.contact_model == ContactModel::full) {
    if (domain.registrant) info.registrant = contact_id(state, domain.registrant);
    for (const DomainContact& contact : domain.contacts)
      info.contacts.emplace_back(contact.role, contact_id(state, contact.contact));
  }
  for (const ObjectNumber host : domain.hosts) info.hosts.push_back(host_name(state, host));
  for (const HostAttribute& host : domain.host_attributes) info.hosts.push_back(host.name.text());
  std::sort(info.hosts.begin(), info.hosts.end());
  state.for_each_host_below(domain.number, [&](ObjectNumber host) {
    info.subordinate_hosts.push_back(host_name(state, host));
    return true;
  });
  std::sort(info.subordinate_hosts.begin(), info.subordinate_hosts.end());
  info.made = describe(state, domain.made);
  info.organisations = describe_links(state, domain.number);
  if (domain.idn_table)
    if (const auto table = state.find_idn_table(domain.idn_table)) info.idn_table = table->id;
  info.domain = domain;
  return info;
}

}  // namespace

Decided<DomainInfo> info_domain(const State& state, const Caller& caller, const DomainName& name,
                                const std::optional<std::string>& auth_info) {
  const auto domain = find_domain(state, name);
  if (!domain || (caller.is_registrar() && domain->repository != caller.repository))
    return refuse(Reason::object_does_not_exist, Field::name, name.text());
  if (auth_info && !matches(domain->auth_info, *auth_info))
    return refuse(Reason::bad_auth_info, Field::auth_info);

  DomainInfo info = told(state, *domain);
  info.rgp = rgp_periods(*domain, state.now());
  info.authorized = caller.is_staff() || caller.actor.number == domain->made.sponsor ||
                    auth_info.has_value();
  return info;
}

Decided<DomainInfo> info_application(const State& state, const Caller& caller,
                                     const DomainName& name, ObjectNumber number) {
  const auto application = state.find_application(number);
  if (!application || !is_called(state, *application, name))
    return refuse(Reason::object_does_not_exist, Field::application, std::to_string(number.value));
  if (caller.is_registrar() && caller.actor.number != application->domain.made.sponsor)
    return refuse(Reason::not_sponsor, Field::application, std::to_string(number.value));
  DomainInfo info = told(state, application->domain);
  if (application->status == ApplicationStatus::pending_allocation) {
    std::erase(info.statuses, Status::ok);
    info.statuses.push_back(Status::pending_create);
  }
  info.authorized = true;
  info.application = *application;
  return info;
}

}  // namespace stele::core
