// UpdateDomain (RFC 5731 §3.2.5). Refusals in order of precedence; a group is reported as a whole:
//
//  1 who       registrar_disabled 2201
//  2 what      object_does_not_exist 2303; of an application also not_sponsor 2201 ·
//              application_decided 2304
//  3 may       not_sponsor 2201
//  4 statuses  status_prohibits 2304: clientUpdateProhibited unless the command removes it (the
//              rest of that command is then carried out too), serverUpdateProhibited,
//              pendingTransfer, pendingDelete (§2.3). pendingDelete binds staff too, and
//              pendingTransfer where a status is added that prohibits transfers
//  5 details   nothing_to_change 2003 (alone)
//              status_not_settable · given_twice · added_and_removed · status_already_set ·
//              status_not_set 2306
//              host_attributes_not_supported, host_objects_not_supported 2306
//              host_does_not_exist 2303, address_required 2003 (added) · given_twice ·
//              added_and_removed · already_there · not_there 2306, or what is wrong with attributes
//              (host_attributes.h) · too_few/too_many_hosts 2306
//              contact_does_not_exist 2303, erased 2304 (added) · contacts_not_held (added) · given_twice ·
//              added_and_removed · already_there · not_there · too_few/too_many_contacts 2306
//              contacts_not_held 2306 (registrant) ·
//              registrant_required 2003 · contact_does_not_exist 2303, erased 2304 (registrant)
//              weak_auth_info 2005 · value_out_of_range 2004 · bad_syntax 2005 (authInfo)
//              not_allowed 2201 (whether a name expires is staff's to say)
//              DNSSEC data: dnssec.h · TTLs: ttl.h · variants: name/labels.h
//              the reasons of org/links.h · application_not_linked 2306 (RFC 8544)
//  6 money     wrong_currency, fee_too_low 2004 · low_credit 2104 (a registrar's update of a domain,
//              by the price list; RFC 8748 §5.2.5)
//
// Counts are checked only for what the command changes: a zone policy that has become stricter must
// not stand in the way of other changes. An expired name that is to expire no more is registered
// again; one that may expire again does so on the next anniversary of its expiry, free of charge.
#include <algorithm>

#include "engine/base/check.h"
#include "engine/core/auth_info.h"
#include "engine/core/checks.h"
#include "engine/core/domain/delegation.h"
#include "engine/core/domain/dnssec.h"
#include "engine/core/domain/expiry.h"
#include "engine/core/domain/host_attributes.h"
#include "engine/core/domain/ttl.h"
#include "engine/core/evolve.h"
#include "engine/core/launch/applications.h"
#include "engine/core/name/labels.h"
#include "engine/core/org/links.h"
#include "engine/core/pricing.h"
#include "engine/core/transfer_rules.h"

namespace stele::core {
namespace {

bool changes_nothing(const UpdateDomain& c) {
  return c.hosts_added.empty() && c.hosts_removed.empty() && c.contacts_added.empty() &&
         c.contacts_removed.empty() && c.statuses_added.empty() && c.statuses_removed.empty() &&
         !c.registrant && !c.auth_info && !c.never_expires && c.dnssec.empty() &&
         c.host_attributes_added.empty() && c.host_attributes_removed.empty() && c.ttls.empty() &&
         c.links.empty() && c.variants.empty();
}

// A name that is not in the registry cannot be among the domain's hosts: not_there.
std::vector<Named<ObjectNumber>> hosts_to_remove(const State& state, RepositoryId repository,
                                                 const std::vector<HostName>& hosts,
                                                 Problems& problems) {
  std::vector<Named<ObjectNumber>> found;
  for (const HostName& host : hosts) {
    if (const auto number = state.find_host_number(repository, host))
      found.push_back({*number, host.text()});
    else
      problems.add(Reason::not_there, Field::host, host.text());
  }
  return found;
}

std::vector<Named<DomainContact>> contacts_to_remove(const State& state, RepositoryId repository,
                                                     const std::vector<NamedContact>& contacts,
                                                     Problems& problems) {
  std::vector<Named<DomainContact>> found;
  for (const NamedContact& contact : contacts) {
    if (const auto number = state.find_contact_number(repository, contact.id))
      found.push_back({DomainContact{contact.role, *number}, contact.id});
    else
      problems.add(Reason::not_there, Field::contact, contact.id);
  }
  return found;
}

// Whether the zone's numbers are asked.
bool concerns(const SetChange<DomainContact>& change, ContactRole role) {
  const auto of_role = [&](const DomainContact& contact) { return contact.role == role; };
  return std::any_of(change.added.begin(), change.added.end(), of_role) ||
         std::any_of(change.removed.begin(), change.removed.end(), of_role);
}

bool require_one_model(const ZonePolicy& policy, const UpdateDomain& command, Problems& problems) {
  std::vector<HostName> objects = command.hosts_added;
  objects.insert(objects.end(), command.hosts_removed.begin(), command.hosts_removed.end());
  std::vector<HostAttribute> attributes = command.host_attributes_added;
  attributes.insert(attributes.end(), command.host_attributes_removed.begin(),
                    command.host_attributes_removed.end());
  return require_host_model(policy, objects, attributes, problems);
}

struct HostChange {
  SetChange<ObjectNumber> objects;
  SetChange<HostAttribute> attributes;
};

HostChange require_host_change(const State& state, const Domain& domain, const Zone& zone,
                               const UpdateDomain& command, Problems& problems) {
  HostChange change;
  if (!require_one_model(zone.policy, command, problems)) return change;
  const auto added = require_hosts(state, domain.repository, command.hosts_added, problems);
  const auto removed = hosts_to_remove(state, domain.repository, command.hosts_removed, problems);
  change.objects = require_change(domain.hosts, added, removed, {Field::host}, problems);
  change.attributes = require_host_attributes(state, zone, domain, command.host_attributes_added,
                                              command.host_attributes_removed, problems);
  const bool changed = !change.objects.added.empty() || !change.objects.removed.empty() ||
                       !change.attributes.added.empty() || !change.attributes.removed.empty();
  if (changed)
    require_host_count(zone.policy, change.objects.after.size() + change.attributes.after.size(),
                       problems);
  return change;
}

SetChange<DomainContact> require_contact_change(const State& state, const Domain& domain,
                                                const ZonePolicy& policy,
                                                const UpdateDomain& command, Problems& problems) {
  const auto added =
      require_contacts(state, domain.repository, policy, command.contacts_added, problems);
  const auto removed =
      contacts_to_remove(state, domain.repository, command.contacts_removed, problems);
  auto change = require_change(domain.contacts, added, removed, {Field::contact}, problems);
  for (const ContactRole role : {ContactRole::admin, ContactRole::tech, ContactRole::billing})
    if (concerns(change, role)) require_contact_count(policy, role, change.after, problems);
  return change;
}

// The registry's own updates cost nobody anything, nor do those of an application.
void require_update_paid(const Context& context, const UpdateDomain& command, const Domain& domain,
                         const ZonePolicy& policy, Till& till, Problems& problems) {
  if (!context.caller.is_registrar()) return;
  const auto payer = context.state.find_registrar(domain.made.sponsor);
  CHECK(payer, "a domain's sponsor exists");
  if (command.application)
    return require_offer(command.fee, Money{payer->currency, {}}, false, problems);
  till.require_paid(*payer, policy,
                    {.operation = PricedOperation::update,
                     .tier = domain.tier,
                     .object = domain.number,
                     .object_name = domain.name.text(),
                     .fee = command.fee,
                     .by_registrar = true},
                    problems);
}

// What the change means for a name that is past its expiry.
void change_expiry(const Context& context, const Domain& domain, bool never_expires,
                   std::vector<events::Event>& events) {
  const Instant now = context.now;
  if (domain.expires_at > now) return;
  if (never_expires && domain.phase != DomainPhase::registered)
    events.emplace_back(events::DomainPhaseChanged{.repository = domain.repository,
                                                   .number = domain.number,
                                                   .name = domain.name,
                                                   .phase = DomainPhase::registered,
                                                   .began_at = now});
  if (!never_expires && domain.never_expires) {
    std::uint8_t years = 1;
    while (add_years(domain.expires_at, years) <= now && years < 99) ++years;
    events.emplace_back(
        events::DomainRenewed{.repository = domain.repository,
                              .number = domain.number,
                              .period = Period{years, PeriodUnit::years},
                              .expires_at = add_years(domain.expires_at, years),
                              .renewed_by = acting_registrar(context.caller),
                              .renewed_at = now});
  }
}

// The deletion of a name that stood still for its prohibition alone is not prohibited any longer.
void go_on_with(const Context& context, Domain domain, const events::DomainUpdated& update,
                const ZonePolicy& policy, Till& till, std::vector<events::Event>& events) {
  evolve(domain, update);
  if (update.statuses_removed.contains(Status::server_delete_prohibited) && policy.lifecycle &&
      !domain.never_expires && can_take_up(domain))
    take_up(context, domain, policy, till, events);
}

}  // namespace

Decided<Decision> decide(const Context& context, const UpdateDomain& command) {
  const State& state = context.state;
  Problems problems;

  const auto domain = require_own(
      context,
      [&]() -> std::optional<Domain> {
        if (!command.application) return require_domain(state, command.name, problems);
        auto application =
            require_application(context, *command.application, &command.name, true, problems);
        if (!application) return std::nullopt;
        return std::move(application->domain);
      },
      Field::name, command.name.text(), problems);
  if (!domain) return problems.refusal();
  require_updatable(context, statuses_now(*domain), command.statuses_removed, problems);
  require_no_status(statuses_now(*domain), {Status::pending_delete}, problems);
  if (context.caller.is_staff())
    require_unlocked_while_pending(domain->transfer, command.statuses_added, problems);
  if (problems.any()) return problems.refusal();
  if (changes_nothing(command)) return refuse(Reason::nothing_to_change);

  const auto zone = state.find_zone(domain->zone);
  CHECK(zone, "a domain's zone exists");
  const auto statuses =
      require_status_change(context, kDomainStatuses, domain->statuses, command.statuses_added,
                            command.statuses_removed, problems);
  auto hosts = require_host_change(state, *domain, *zone, command, problems);
  auto contacts = require_contact_change(state, *domain, zone->policy, command, problems);
  std::optional<ObjectNumber> registrant;
  if (command.registrant)
    registrant = require_registrant(state, domain->repository, zone->policy, *command.registrant,
                                    problems);
  if (command.auth_info) require_auth_info(*command.auth_info, problems);
  if (command.never_expires) require_staff(context, problems);
  DnssecOutcome dnssec = require_dnssec(zone->policy, *domain, command.dnssec, problems);
  auto ttls =
      require_ttls(zone->policy, ttl_types_of_domains(zone->policy), command.ttls, problems);
  auto links = require_links(state, {domain->repository, domain->number, domain->made.sponsor},
                             command.links, problems);
  if (command.application && !command.links.empty())
    problems.add(Reason::application_not_linked, Field::role);
  auto variants = require_variants(context, *zone, *domain, command.variants, problems);
  Till till(state, context.now);
  require_update_paid(context, command, *domain, zone->policy, till, problems);
  if (problems.any()) return problems.refusal();

  std::optional<AuthInfoHash> auth_info;
  if (command.auth_info) auth_info = hash_auth_info(*command.auth_info, context.random);
  Decision decision;
  decision.answer = {.number = domain->number, .id = domain->name.text()};
  decision.answer.variants = std::move(variants.after);
  decision.answer.too_many_variants = variants.too_many;
  decision.events.emplace_back(
      events::DomainUpdated{.repository = domain->repository,
                            .number = domain->number,
                            .registrant = registrant,
                            .contacts_added = std::move(contacts.added),
                            .contacts_removed = std::move(contacts.removed),
                            .hosts_added = std::move(hosts.objects.added),
                            .hosts_removed = std::move(hosts.objects.removed),
                            .statuses_added = statuses.added,
                            .statuses_removed = statuses.removed,
                            .auth_info = auth_info,
                            .updated_by = acting_registrar(context.caller),
                            .updated_at = context.now,
                            .host_attributes_added = std::move(hosts.attributes.added),
                            .host_attributes_removed = std::move(hosts.attributes.removed),
                            .ds_added = std::move(dnssec.ds_added),
                            .ds_removed = std::move(dnssec.ds_removed),
                            .keys_added = std::move(dnssec.keys_added),
                            .keys_removed = std::move(dnssec.keys_removed),
                            .ttls = std::move(ttls),
                            .never_expires = command.never_expires,
                            .variants_added = std::move(variants.added),
                            .variants_removed = std::move(variants.removed)});
  if (!command.application) {
    const auto update = std::get<events::DomainUpdated>(decision.events.back());
    go_on_with(context, *domain, update, zone->policy, till, decision.events);
  }
  if (command.never_expires && !command.application)
    change_expiry(context, *domain, *command.never_expires, decision.events);
  if (command.application) {
    auto& change = std::get<events::DomainUpdated>(decision.events.back());
    events::ApplicationUpdated updated{.repository = domain->repository,
                                       .number = domain->number,
                                       .change = std::move(change)};
    decision.events.back() = std::move(updated);
  }
  till.take_events(decision.events);
  append_links(std::move(links), decision.events);
  return decision;
}

}  // namespace stele::core
