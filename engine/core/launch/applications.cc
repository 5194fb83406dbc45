// AllocateApplication, RejectApplication. Refusals in order of precedence; a group is reported as a
// whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303
//  3 state    application_decided 2304
//  4 free     object_exists, variant_exists 2302 (allocation: somebody has the name)
//  5 details  contact_does_not_exist 2303 · host_does_not_exist 2303 (allocation: gone since it was
//             applied for) · address_required 2003 (a host has lost its own) · host_objects_not_supported,
//             host_attributes_not_supported 2306 (the zone's model is another now) · expiry_too_far 2105
//  6 money    no_such_price 2306 · low_credit 2104 (allocation: it is paid for now, and its add grace
//             period begins)
//
// The applicant is told by a message (panData); other applicants for the name are rejected by staff.
#include "engine/core/launch/applications.h"

#include <charconv>

#include "engine/base/check.h"
#include "engine/core/domain/delegation.h"
#include "engine/core/domain/host_attributes.h"
#include "engine/core/domain/life.h"
#include "engine/core/pricing.h"
#include "engine/core/query.h"

namespace stele::core {
namespace {

events::MessageQueued message_of(const Context& context, const Application& application, bool done,
                                 std::string text) {
  const Domain& domain = application.domain;
  events::MessageQueued message;
  message.repository = domain.repository;
  message.registrar = domain.made.sponsor;
  message.id = context.state.queue(domain.made.sponsor).last_id + 1;
  message.queued_at = context.now;
  message.kind = MessageKind::pending_action;
  message.text = std::move(text);
  message.object = domain.number;
  message.object_name = domain.name.text();
  message.pending_action = PendingActionNotice{.name = domain.name.text(),
                                               .done = done,
                                               .client_trid = application.client_trid,
                                               .server_trid = application.server_trid,
                                               .at = context.now};
  return message;
}

// What it refers to may have been deleted meanwhile: an application is no link.
void require_references(const State& state, const ZonePolicy& policy, const Domain& domain,
                        Problems& problems) {
  if (domain.registrant && !state.find_contact(domain.registrant))
    problems.add(Reason::contact_does_not_exist, Field::registrant);
  for (const DomainContact& contact : domain.contacts)
    if (!state.find_contact(contact.contact))
      problems.add(Reason::contact_does_not_exist, Field::contact, to_text(contact.role));
  std::vector<HostName> names;
  for (const ObjectNumber host : domain.hosts) {
    if (const auto found = state.find_host(host); !found)
      problems.add(Reason::host_does_not_exist, Field::host);
    else if (!can_be_reached(state, host))
      problems.add(Reason::address_required, Field::host, found->name.text());
    else
      names.push_back(found->name);
  }
  require_host_model(policy, names, domain.host_attributes, problems);
}

events::DomainCreated domain_of(const Application& application, ObjectNumber number, Instant now,
                                Instant expires_at) {
  const Domain& d = application.domain;
  events::DomainCreated event;
  event.repository = d.repository;
  event.number = number;
  event.zone = d.zone;
  event.name = d.name;
  event.index_label = d.index_label;
  event.period = application.period;
  event.registrant = d.registrant;
  event.contacts = d.contacts;
  event.hosts = d.hosts;
  event.auth_info = d.auth_info;
  event.sponsor = d.made.sponsor;
  event.creator = d.made.creator;
  event.created_at = now;
  event.expires_at = expires_at;
  event.host_attributes = d.host_attributes;
  event.ds = d.ds;
  event.keys = d.keys;
  if (d.max_sig_life) event.max_sig_life = d.max_sig_life;
  event.ttls = d.ttls;
  event.tier = d.tier;
  event.launch = d.launch;
  event.idn_table = d.idn_table;
  event.variants = d.variants;
  return event;
}

// Under other tables than those of the day it was applied for, a variant may be another name.
void keep_variants(const State& state, const Zone& zone, events::DomainCreated& created) {
  std::erase_if(created.variants, [&](const DomainName& variant) {
    return index_label(state, zone, variant) != created.index_label;
  });
}

std::optional<Application> require_open(const Context& context, ObjectNumber number,
                                        Problems& problems) {
  require_staff(context, problems);
  if (problems.any()) return std::nullopt;
  return require_application(context, number, nullptr, true, problems);
}

}  // namespace

bool is_called(const State& state, const Application& application, const DomainName& name) {
  const Domain& wanted = application.domain;
  if (wanted.name == name) return true;
  const auto zone = state.find_zone(wanted.zone);
  return zone && name.parent() == zone->name.text() &&
         index_label(state, *zone, name) == wanted.index_label;
}

std::string application_id(ObjectNumber number) { return std::to_string(number.value); }

std::optional<ObjectNumber> parse_application_id(std::string_view text) {
  ObjectNumber number;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number.value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Application> require_application(const Context& context, ObjectNumber number,
                                               const DomainName* name, bool open,
                                               Problems& problems) {
  auto application = context.state.find_application(number);
  if (!application || (name && !is_called(context.state, *application, *name))) {
    problems.add(Reason::object_does_not_exist, Field::application, application_id(number));
    return std::nullopt;
  }
  require_sponsor(context, application->domain.made.sponsor, Field::application,
                  application_id(number), problems);
  if (problems.any()) return std::nullopt;
  if (open && application->status != ApplicationStatus::pending_allocation) {
    problems.add(Reason::application_decided, Field::application, to_text(application->status));
    return std::nullopt;
  }
  return application;
}

Decided<Decision> decide(const Context& context, const AllocateApplication& command) {
  const State& state = context.state;
  Problems problems;
  const auto application = require_open(context, command.application, problems);
  if (!application) return problems.refusal();
  const Domain& wanted = application->domain;
  const std::string& name = wanted.name.text();
  const auto zone = state.find_zone(wanted.zone);
  const auto sponsor = state.find_registrar(wanted.made.sponsor);
  CHECK(zone && sponsor, "an application's zone and applicant exist");
  if (const auto taken = state.find_domain_number(*zone, wanted.index_label))
    return refuse(why_taken(state, *taken, wanted.name), Field::name, name);

  require_references(state, zone->policy, wanted, problems);
  const int years = application->period.in_months() / 12;
  const Instant expires_at = add_years(context.now, years);
  if (expires_at > add_years(context.now, zone->policy.most_years_ahead))
    problems.add(Reason::expiry_too_far, Field::expiry_date, to_text(expires_at));
  const ObjectNumber number = state.next_number();
  Till till(state, context.now);
  const auto paid = till.require_paid(*sponsor, zone->policy,
                    {PricedOperation::create, static_cast<std::uint8_t>(years), wanted.tier, number,
                     name}, problems);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {number, name, context.now, expires_at};
  auto created = domain_of(*application, number, context.now, expires_at);
  keep_variants(state, *zone, created);
  if (const auto& life = zone->policy.lifecycle)
    created.grace = make_grace(GraceKind::add, life->add_grace_days,
                               static_cast<std::uint8_t>(years), *sponsor, *paid, context.now);
  decision.events.emplace_back(std::move(created));
  decision.events.emplace_back(
      events::ApplicationDecided{.repository = wanted.repository,
                                 .number = command.application,
                                 .status = ApplicationStatus::allocated,
                                 .domain = number,
                                 .decided_at = context.now});
  till.take_events(decision.events);
  decision.events.emplace_back(
      message_of(context, *application, true, "The application was allocated the name"));
  return decision;
}

Decided<Decision> decide(const Context& context, const RejectApplication& command) {
  Problems problems;
  const auto application = require_open(context, command.application, problems);
  if (!application) return problems.refusal();

  Decision decision;
  decision.answer = {.number = command.application, .id = application->domain.name.text()};
  decision.events.emplace_back(
      events::ApplicationDecided{.repository = application->domain.repository,
                                 .number = command.application,
                                 .status = ApplicationStatus::rejected,
                                 .decided_at = context.now});
  decision.events.emplace_back(
      message_of(context, *application, false, "The application was rejected"));
  return decision;
}

}  // namespace stele::core
