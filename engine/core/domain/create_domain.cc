// CreateDomain (RFC 5731 §3.2.1). Refusals in order of precedence; a group is reported as a whole:
//
//  1 who          registrar_disabled 2201 · not_allowed 2201 (a registrar tells of the past); from
//                 staff: missing_parameter 2003 (sponsor) · object_does_not_exist 2303 (sponsor,
//                 creator) · value_out_of_range 2004 (created in the future)
//  2 which zone   zone_not_served 2306 · zone_itself 2306 · too_many_labels 2306 · bad_name 2005
//  3 access       no_zone_access 2201 (the sponsor's)
//  4 free         object_exists, variant_exists 2302 (alone) · unicode_name_differs,
//                 label_not_allowed, unknown_idn_table 2306 · name_blocked 2306 · bad_allocation_token 2201 ·
//                 name_reserved 2306 (RFC 8495 §3.2.1)
//  5 launch       launch_closed 2306 · wrong_phase 2306 · mark_required 2306 · too_many_marks 2306
//                 mark_malformed 2005 · mark_signature_wrong · mark_not_trusted ·
//                 mark_certificate_revoked · mark_revoked · mark_not_in_force ·
//                 mark_of_other_label 2306 · claims_notice_required 2003 · wrong_claims_notice ·
//                 claims_notice_expired · claims_acceptance_too_old 2306 · value_out_of_range 2004
//  6 details      period_unit_not_supported 2004 · period_out_of_range 2004 (RFC 5731 §2.4)
//                 value_out_of_range 2004 (expires before it was created) · expiry_too_far 2105
//                 registrant_required 2003 · contact_does_not_exist 2303 · erased 2304 ·
//                 contacts_not_held 2306 (registrant)
//                 contact_does_not_exist 2303 · erased 2304 · contacts_not_held 2306 (whether the
//                 contact exists or not) · given_twice 2306 · too_few/too_many_contacts 2306
//                 host_attributes_not_supported, host_objects_not_supported 2306
//                 host_does_not_exist 2303 · address_required 2003 · given_twice 2306, or what is
//                 wrong with attributes (host_attributes.h) · too_few/too_many_hosts 2306
//                 weak_auth_info 2005 · value_out_of_range 2004 · bad_syntax 2005 (authInfo)
//                 not_allowed 2201 (a name that never expires is staff's to make)
//                 DNSSEC data: dnssec.h · TTLs: ttl.h · variants: name/labels.h
//                 the reasons of org/links.h · application_not_linked 2306 (RFC 8544)
//  7 money        no_such_price 2306 · fee_required 2003 · wrong_currency, fee_too_low 2004 (RFC 8748
//                 §4) · low_credit 2104 (RFC 5730 §3)
//
// Years are what zones count: a period in months is taken when it makes whole years. A creation
// with a date of the past is an import: it was paid for elsewhere, and groups 5 and 7 are left
// out; only a sponsor whose price is nothing, as a migration registrar's is, has a line of nothing
// for it. An application (RFC 8334 §2.1) is paid for when it is allocated; what it offers is judged
// by the price of today.
#include "engine/core/auth_info.h"
#include "engine/core/checks.h"
#include "engine/core/domain/delegation.h"
#include "engine/core/domain/dnssec.h"
#include "engine/core/domain/host_attributes.h"
#include "engine/core/domain/life.h"
#include "engine/core/domain/ttl.h"
#include "engine/core/launch/launch_rules.h"
#include "engine/core/name/labels.h"
#include "engine/core/name/listed_names.h"
#include "engine/core/org/links.h"
#include "engine/core/pricing.h"
#include "engine/core/query.h"

namespace stele::core {
namespace {

// The first day of the registration is `created_at`; an import may say the last.
Instant require_expiry(const Context& context, const CreateDomain& command, const Origin& origin,
                       const ZonePolicy& policy, int years, Problems& problems) {
  const Instant expires_at =
      command.history.expires_at.value_or(add_years(origin.created_at, years));
  if (expires_at <= origin.created_at)
    problems.add(Reason::value_out_of_range, Field::expiry_date, to_text(expires_at));
  if (expires_at > add_years(context.now, policy.most_years_ahead))
    problems.add(Reason::expiry_too_far, Field::expiry_date, to_text(expires_at));
  return expires_at;
}

// What it says in the DNS: hosts of one model or the other, DNSSEC data, TTLs.
struct NewDelegation {
  std::vector<ObjectNumber> hosts;
  std::vector<HostAttribute> host_attributes;
  DnssecOutcome dnssec;
  std::vector<RecordTtl> ttls;
};

NewDelegation require_delegation(const State& state, const Zone& zone, const CreateDomain& command,
                                 Problems& problems) {
  NewDelegation out;
  Domain bare;
  bare.name = command.name;
  const ZonePolicy& policy = zone.policy;
  if (require_host_model(policy, command.hosts, command.host_attributes, problems)) {
    const auto named = require_hosts(state, zone.repository, command.hosts, problems);
    out.hosts = require_distinct(named, Field::host, problems);
    out.host_attributes =
        require_host_attributes(state, zone, bare, command.host_attributes, {}, problems).added;
    require_host_count(policy, out.hosts.size() + out.host_attributes.size(), problems);
  }
  DnssecChange change;
  change.added = command.dnssec;
  out.dnssec = require_dnssec(policy, bare, change, problems);
  out.ttls = require_new_ttls(policy, ttl_types_of_domains(policy), command.ttls, problems);
  return out;
}

// Those asked for; else those the table activates by itself.
VariantChange require_new_variants(const Context& context, const Zone& zone,
                                   const CreateDomain& command, const std::string& label,
                                   ObjectNumber table, Problems& problems) {
  if (command.variants.empty()) {
    auto activated = activated_variants(context.state, zone, command.name, table);
    return {.added = std::move(activated.names), .too_many = activated.too_many};
  }
  Domain bare;
  bare.name = command.name;
  bare.index_label = label;
  bare.idn_table = table;
  return require_variants(context, zone, bare, command.variants, problems);
}

bool is_free(const ZonePolicy& policy, const Registrar& payer, const Order& order, Instant now) {
  const auto price = quote(policy, payer, order, now);
  return price && price->total.amount == Amount{};
}

}  // namespace

Decided<Decision> decide(const Context& context, const CreateDomain& command) {
  const State& state = context.state;
  const std::string& name = command.name.text();
  Problems problems;

  const auto origin = require_origin(context, command.history, true, problems);
  if (!origin) return problems.refusal();
  const auto zone = require_registrable(state, command.name, problems);
  if (!zone) return problems.refusal();
  require_zone_access(*origin->sponsor, *zone, name, problems);
  if (problems.any()) return problems.refusal();
  std::string label = index_label(state, *zone, command.name);
  if (const auto taken = state.find_domain_number(*zone, label))
    return refuse(why_taken(state, *taken, command.name), Field::name, name);
  const ObjectNumber table = require_label(state, *zone, command.name, command.idn, problems);
  if (problems.any()) return problems.refusal();
  const std::string tier = require_allocatable(state, context.caller, *zone, label,
                                               command.allocation_token, name, problems);
  if (problems.any()) return problems.refusal();

  LaunchTerms launch;
  if (!origin->imported)
    launch = require_launch(context, *zone, command.name.first_label(), command.launch, problems);
  if (problems.any()) return problems.refusal();

  const ZonePolicy& policy = zone->policy;
  const RepositoryId repository = zone->repository;
  const Period period = command.period.value_or(Period{policy.default_years, PeriodUnit::years});
  const auto years = require_years(policy, period, problems);
  Instant expires_at;
  if (years) expires_at = require_expiry(context, command, *origin, policy, *years, problems);
  const ObjectNumber registrant = require_registrant(
      state, repository, policy, command.registrant.value_or(std::string()), problems);
  const auto named_contacts = require_contacts(state, repository, policy, command.contacts, problems);
  auto contacts = require_distinct(named_contacts, Field::contact, problems);
  for (const ContactRole role : {ContactRole::admin, ContactRole::tech, ContactRole::billing})
    require_contact_count(policy, role, contacts, problems);
  auto delegation = require_delegation(state, *zone, command, problems);
  require_auth_info(command.auth_info, problems);
  if (command.never_expires) require_staff(context, problems);
  auto variants = require_new_variants(context, *zone, command, label, table, problems);

  const ObjectNumber number = state.next_number();
  auto links = require_links(state, {repository, number, origin->sponsor->number}, command.links,
                             problems);
  if (launch.application && !command.links.empty())
    problems.add(Reason::application_not_linked, Field::role);
  Till till(state, context.now);
  std::optional<Quote> paid;
  if (years) {
    const Order order{.operation = PricedOperation::create,
                      .years = *years,
                      .tier = tier,
                      .object = number,
                      .object_name = name,
                      .fee = command.fee,
                      .by_registrar = context.caller.is_registrar()};
    if (launch.application)
      require_prices(*origin->sponsor, policy, std::span(&order, 1), context.now, problems);
    else if (!origin->imported || is_free(policy, *origin->sponsor, order, context.now))
      paid = till.require_paid(*origin->sponsor, policy, order, problems);
  }
  if (problems.any()) return problems.refusal();

  std::optional<Grace> grace;
  if (paid && !origin->imported && policy.lifecycle)
    grace = make_grace(GraceKind::add, policy.lifecycle->add_grace_days, *years, *origin->sponsor,
                       *paid, context.now);

  Decision decision;
  decision.answer = {number, name, origin->created_at, expires_at};
  decision.answer.variants = variants.added;
  decision.answer.too_many_variants = variants.too_many;
  decision.events.emplace_back(
      events::DomainCreated{.repository = repository,
                            .number = number,
                            .zone = zone->number,
                            .name = command.name,
                            .index_label = std::move(label),
                            .period = period,
                            .registrant = registrant,
                            .contacts = std::move(contacts),
                            .hosts = std::move(delegation.hosts),
                            .auth_info = hash_auth_info(command.auth_info, context.random),
                            .sponsor = origin->sponsor->number,
                            .creator = origin->creator,
                            .created_at = origin->created_at,
                            .expires_at = expires_at,
                            .grace = std::move(grace),
                            .host_attributes = std::move(delegation.host_attributes),
                            .ds = std::move(delegation.dnssec.ds_added),
                            .keys = std::move(delegation.dnssec.keys_added),
                            .ttls = std::move(delegation.ttls),
                            .tier = tier,
                            .never_expires = command.never_expires,
                            .launch = std::move(launch.basis),
                            .idn_table = table,
                            .variants = std::move(variants.added)});
  if (launch.application) {
    auto& domain = std::get<events::DomainCreated>(decision.events.back());
    decision.answer.pending = true;
    decision.answer.application = Answer::Application{domain.launch->kind, domain.launch->name};
    events::ApplicationReceived received{.repository = repository,
                                         .number = number,
                                         .domain = std::move(domain),
                                         .client_trid = std::string(context.client_trid),
                                         .server_trid = std::string(context.server_trid)};
    decision.events.back() = std::move(received);
  }
  till.take_events(decision.events);
  append_links(std::move(links), decision.events);
  return decision;
}

}  // namespace stele::core
