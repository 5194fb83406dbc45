#include "projections/registry/apply.h"

#include <algorithm>
#include <concepts>

#include "engine/core/evolve.h"
#include "projections/registry/rows.h"

namespace stele::registry {

using core::Contact;
using core::Domain;
using core::Host;
using core::Registrar;

namespace {

std::vector<ObjectNumber> each_once(std::vector<ObjectNumber> numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

// Every object a domain or an organisation refers to, once.
std::vector<ObjectNumber> references(const Domain& domain) {
  std::vector<ObjectNumber> out = domain.hosts;
  if (domain.registrant) out.push_back(domain.registrant);
  for (const DomainContact& c : domain.contacts) out.push_back(c.contact);
  return each_once(std::move(out));
}
std::vector<ObjectNumber> references(const core::Organisation& organisation) {
  std::vector<ObjectNumber> out;
  if (organisation.parent) out.push_back(organisation.parent);
  for (const OrganisationContact& c : organisation.contacts) out.push_back(c.contact);
  return each_once(std::move(out));
}

}  // namespace

template <class T>
T Applier::get(char tag, ObjectNumber number) const {
  std::string value;
  CHECK(pending.rows_.get(key(tag, number), value),
        "an event concerns an object that is not in the registry state; rebuild the state from the journal");
  return from_row<T>(value);
}

template <class T>
void Applier::put(char tag, ObjectNumber number, const T& object) const {
  pending.rows_.put(key(tag, number), to_row(object));
}

template <class T>
void Applier::put_new(const std::string& row_key, const T& object) const {
  pending.rows_.put_new(row_key, to_row(object));
}

void Applier::erase(const std::string& row_key) const { pending.rows_.erase(row_key); }

void Applier::took_number(ObjectNumber number) const {
  if (number >= pending.next_number_) pending.next_number_ = ObjectNumber{number.value + 1};
}

void Applier::took_slot(KeySlot slot) const {
  if (slot > pending.highest_slot()) pending.rows_.put(key('k'), to_row(slot));
}

void Applier::set_due(Instant before, Instant after, ObjectNumber object) const {
  if (before == after) return;
  if (before.ms) erase(due_key(before, object));
  if (!after.ms) return;
  pending.rows_.put_new(due_key(after, object), {});
  pending.earliest_due_set_ = std::min(pending.earliest_due_set_, after);
}

void Applier::set_standing(bool before, const core::Domain& domain) const {
  const bool after = core::stands_still(domain);
  if (before == after) return;
  const std::string row = key('e', domain.zone, domain.number);
  if (after) pending.rows_.put_new(row, {});
  else erase(row);
}

template <class T, class Event>
T Applier::change(char tag, ObjectNumber number, const Event& event) const {
  T object = get<T>(tag, number);
  core::evolve(object, event);
  put(tag, number, object);
  return object;
}

template <class T, class Event>
T Applier::change_due(char tag, const Event& event) const {
  auto object = get<T>(tag, event.number);
  const Instant due = core::due_at(object);
  bool stood = false;
  if constexpr (std::same_as<T, core::Domain>) stood = core::stands_still(object);
  core::evolve(object, event);
  put(tag, event.number, object);
  set_due(due, core::due_at(object), event.number);
  if constexpr (std::same_as<T, core::Domain>) set_standing(stood, object);
  return object;
}

// A name of which nothing is known any more has no row.
template <class Event>
void Applier::change_cds(const Event& event) const {
  const auto before = pending.find_cds(event.number);
  core::CdsSeen seen = before.value_or(core::CdsSeen{});
  core::evolve(seen, event);
  if (!seen.digest.empty() || seen.accepted_at.ms) put('j', event.number, seen);
  else if (before) erase(key('j', event.number));
}

void Applier::add_to_account(core::Account account, Currency currency, Amount amount) const {
  if (amount == Amount{}) return;
  const auto sum = add(pending.balance(account, currency), amount);
  CHECK(sum, "an account of the registry overflows");
  pending.rows_.put(key('a', account, currency), to_row(*sum));
}

void Applier::set_links(char tag, ObjectNumber object, const std::vector<ObjectNumber>& before,
                        const std::vector<ObjectNumber>& after) const {
  for (const ObjectNumber target : before)
    if (!std::binary_search(after.begin(), after.end(), target)) erase(key(tag, target, object));
  for (const ObjectNumber target : after)
    if (!std::binary_search(before.begin(), before.end(), target))
      pending.rows_.put_new(key(tag, target, object), {});
}

void Applier::set_organisations(ObjectNumber object, const std::vector<OrganisationLink>& before,
                                const std::vector<OrganisationLink>& after) const {
  for (const OrganisationLink& link : before)
    if (!std::binary_search(after.begin(), after.end(), link)) erase(link_key(link, object));
  for (const OrganisationLink& link : after)
    if (!std::binary_search(before.begin(), before.end(), link))
      pending.rows_.put_new(link_key(link, object), {});
  if (!after.empty()) {
    if (!pending.hot().organisation_links) pending.hot_for_change().organisation_links = true;
    pending.rows_.put(key('K', object), to_row(after));
  } else if (!before.empty()) {
    erase(key('K', object));
  }
}

void Applier::set_addresses(ObjectNumber host, const std::vector<IpAddress>& before,
                            const std::vector<IpAddress>& after) const {
  for (const IpAddress& address : before)
    if (!std::binary_search(after.begin(), after.end(), address)) erase(address_key(address, host));
  for (const IpAddress& address : after)
    if (!std::binary_search(before.begin(), before.end(), address))
      pending.rows_.put_new(address_key(address, host), {});
}

void Applier::drop_organisations(ObjectNumber object) const {
  if (const auto links = pending.organisations_of(object); !links.empty())
    set_organisations(object, links, {});
}

void Applier::operator()(const events::NoEvent&) const { CHECK(false, "a transaction holds an event of no kind"); }

// ---- the registry itself ----

void Applier::operator()(const events::RepositoryCreated& e) const {
  const core::Repository object{e.repository, e.name, e.roid_suffix};
  put_new(key('R', e.repository), object);
  pending.hot_for_change().set(object);
}

void Applier::operator()(const events::SettingsChanged& e) const {
  core::Settings settings = *pending.settings();
  core::evolve(settings, e);
  pending.rows_.put(key('s'), to_row(settings));
  pending.hot_for_change().set(std::move(settings));
}

void Applier::operator()(const events::AdministratorCreated& e) const {
  core::Administrator object{e.number, e.name, e.password_hash, e.must_change_password, e.created_at};
  took_number(e.number);
  put_new(key('A', e.name), object);
  pending.hot_for_change().set(std::move(object));
}

void Applier::operator()(const events::SubjectErased& e) const {
  std::string value;
  if (pending.rows_.get(key('c', e.subject), value)) {
    change<Contact>('c', e.subject, e);
    return;
  }
  if (pending.rows_.get(key('o', e.subject), value)) {
    change<core::Organisation>('o', e.subject, e);
    return;
  }
  if (pending.rows_.get(key('x', e.subject), value)) return erase(key('x', e.subject));
  pending.hot_for_change().set(change<Registrar>('r', e.subject, e));
}

void Applier::operator()(const events::ClockAccepted&) const {}
void Applier::operator()(const events::AccessLogPurged&) const {}  // the log is no part of the state

// ---- registrars and accounts ----

void Applier::operator()(const events::RegistrarCreated& e) const {
  Registrar r = core::created(e);
  took_number(e.number);
  took_slot(e.contact.slot);
  put_new(key('r', e.number), r);
  put_new(key('i', e.id), e.number);
  pending.hot_for_change().set(std::move(r));
}

void Applier::operator()(const events::RegistrarUpdated& e) const {
  auto r = change<Registrar>('r', e.number, e);
  took_slot(r.contact.slot);
  pending.hot_for_change().set(std::move(r));
}

void Applier::operator()(const events::RegistrarPasswordChanged& e) const {
  pending.hot_for_change().set(change<Registrar>('r', e.number, e));
}

void Applier::operator()(const events::AccountCredited& e) const {
  put('b', e.registrar, e.balance);
  add_to_account(core::Account::cash, e.money.currency, Amount{-e.money.amount.e4});
}

void Applier::operator()(const events::AccountDebited& e) const {
  put('b', e.registrar, e.balance);
  add_to_account(core::Account::income, e.money.currency, Amount{e.money.amount.e4 - e.tax.e4});
  add_to_account(core::Account::tax, e.money.currency, e.tax);
}

void Applier::operator()(const events::AccountRefunded& e) const {
  put('b', e.registrar, e.balance);
  add_to_account(core::Account::income, e.money.currency, Amount{e.tax.e4 - e.money.amount.e4});
  add_to_account(core::Account::tax, e.money.currency, Amount{-e.tax.e4});
}

// ---- messages ----

void Applier::operator()(const events::MessageQueued& e) const {
  core::Queue queue = pending.queue(e.registrar);
  ++queue.waiting;
  queue.last_id = e.id;
  put('Q', e.registrar, queue);
  put_new(key('q', e.registrar, e.id), e);
}

void Applier::operator()(const events::MessageAcknowledged& e) const {
  core::Queue queue = pending.queue(e.registrar);
  --queue.waiting;
  put('Q', e.registrar, queue);
  erase(key('q', e.registrar, e.id));
}

// ---- access tokens ----

void Applier::operator()(const events::AccessTokenIssued& e) const {
  took_number(e.number);
  put_new(key('T', e.number), core::created(e));
  put_new(key('S', e.digest), e.number);
}

void Applier::operator()(const events::AccessTokenRevoked& e) const { change<core::AccessToken>('T', e.number, e); }

// ---- zones ----

void Applier::operator()(const events::ZoneCreated& e) const {
  core::Zone z = core::created(e);
  took_number(e.number);
  put_new(key('z', e.number), z);
  pending.hot_for_change().set(std::move(z));
}

void Applier::operator()(const events::ZoneUpdated& e) const { pending.hot_for_change().set(change_due<core::Zone>('z', e)); }

void Applier::operator()(const events::ZoneUpdateScheduled& e) const { pending.hot_for_change().set(change_due<core::Zone>('z', e)); }

void Applier::operator()(const events::TsigKeySet& e) const {
  took_slot(e.secret.slot);
  pending.hot_for_change().set(change<core::Zone>('z', e.zone, e));
}

void Applier::operator()(const events::TsigKeyRemoved& e) const {
  pending.hot_for_change().set(change<core::Zone>('z', e.zone, e));
}

void Applier::operator()(const events::SecondariesChanged& e) const {
  pending.hot_for_change().set(change<core::Zone>('z', e.zone, e));
}

void Applier::operator()(const events::NameListed& e) const {
  pending.rows_.put(key('N', e.zone, e.label), to_row(core::ListedName{e.listed_as, e.tier, e.token, e.note, e.name}));
}

void Applier::operator()(const events::NameUnlisted& e) const { erase(key('N', e.zone, e.label)); }

// ---- IDN tables ----

void Applier::operator()(const events::IdnTableLoaded& e) const {
  std::string row;
  core::IdnTable table;
  if (pending.rows_.get(key('e', e.number), row)) table = from_row<core::IdnTable>(row);
  core::evolve(table, e);
  put('e', e.number, table);
  pending.rows_.put_new(table_text_key({e.number, e.version}), e.text);
  // What a batch that comes to nothing has read must not be remembered.
  auto& table_sets = pending.hot_for_change().table_sets;
  table_sets = table_sets->copy();
  if (e.version > 1) return;
  took_number(e.number);
  put_new(key('E', e.repository, e.id), e.number);
}

// All old keys go before the first new one comes: two names may change places.
void Applier::operator()(const events::ZoneTablesChanged& e) const {
  for (const Relabelled& domain : e.domains)
    erase(key('D', e.number, get<Domain>('d', domain.number).index_label));
  for (const Relabelled& relabelled : e.domains) {
    auto domain = get<Domain>('d', relabelled.number);
    domain.index_label = relabelled.index_label;
    put('d', relabelled.number, domain);
    put_new(key('D', e.number, relabelled.index_label), relabelled.number);
  }
  for (const Relabelled& relabelled : e.applications) {
    auto application = get<core::Application>('p', relabelled.number);
    erase(application_key(e.number, application.domain.index_label, relabelled.number));
    application.domain.index_label = relabelled.index_label;
    put('p', relabelled.number, application);
    pending.rows_.put_new(application_key(e.number, relabelled.index_label, relabelled.number), {});
  }
  std::vector<std::string> listed;
  for (const Relisted& name : e.names) {
    std::string& row = listed.emplace_back();
    CHECK(pending.rows_.get(key('N', e.number, name.before), row),
          "an event concerns a listed name that is not in the registry state");
    erase(key('N', e.number, name.before));
  }
  for (std::size_t i = 0; i < e.names.size(); ++i)
    pending.rows_.put_new(key('N', e.number, e.names[i].after), listed[i]);
  pending.hot_for_change().set(change<core::Zone>('z', e.number, e));
}

// ---- launches ----

void Applier::operator()(const events::MarkAuthorityChanged& e) const {
  core::MarkAuthority authority = pending.mark_authority(e.repository);
  core::evolve(authority, e);
  pending.rows_.put(key('M', e.repository), to_row(authority));
}

void Applier::operator()(const events::CertificatesRevoked& e) const {
  pending.rows_.put(key('Z', e.repository, e.issuer),
                    to_row(core::CertificateRevocations{e.serials, e.issued_at}));
}

void Applier::operator()(const events::MarksRevoked& e) const {
  for (const std::string& id : e.removed) erase(key('v', e.repository, id));
  for (const MarkRevocation& mark : e.added)
    pending.rows_.put(key('v', e.repository, mark.id), to_row(mark.at));
  core::MarkAuthority authority = pending.mark_authority(e.repository);
  authority.marks_issued_at = e.issued_at;
  pending.rows_.put(key('M', e.repository), to_row(authority));
}

void Applier::operator()(const events::ClaimsListed& e) const {
  for (const std::string& label : e.removed) erase(key('y', e.repository, label));
  for (const Claim& claim : e.added)
    pending.rows_.put(key('y', e.repository, claim.label), to_row(claim.key));
  core::MarkAuthority authority = pending.mark_authority(e.repository);
  authority.claims_issued_at = e.issued_at;
  pending.rows_.put(key('M', e.repository), to_row(authority));
}

void Applier::operator()(const events::ApplicationReceived& e) const {
  took_number(e.number);
  put_new(key('p', e.number), core::created(e));
  pending.rows_.put_new(application_key(e.domain.zone, e.domain.index_label, e.number), {});
}

void Applier::operator()(const events::ApplicationUpdated& e) const {
  change<core::Application>('p', e.number, e);
}

void Applier::operator()(const events::ApplicationDecided& e) const {
  change<core::Application>('p', e.number, e);
}

void Applier::operator()(const events::ApplicationWithdrawn& e) const {
  const auto a = get<core::Application>('p', e.number);
  erase(key('p', e.number));
  erase(application_key(a.domain.zone, a.domain.index_label, e.number));
}

// ---- contacts ----

void Applier::operator()(const events::ContactCreated& e) const {
  took_number(e.number);
  took_slot(e.data.slot);
  put_new(key('c', e.number), core::created(e));
  put_new(key('C', e.repository, e.id), e.number);
}

void Applier::operator()(const events::ContactUpdated& e) const {
  took_slot(change<Contact>('c', e.number, e).data.slot);
}

void Applier::operator()(const events::ContactDeleted& e) const {
  const auto c = get<Contact>('c', e.number);
  if (c.data.slot) put_new(key('x', e.number), c.data.slot);
  set_due(core::due_at(c), {}, e.number);
  drop_organisations(e.number);
  erase(key('c', e.number));
  erase(key('C', e.repository, e.id));
}

void Applier::operator()(const events::ContactTransferRequested& e) const { change_due<Contact>('c', e); }

void Applier::operator()(const events::ContactTransferEnded& e) const { change_due<Contact>('c', e); }

void Applier::operator()(const events::ContactTransferred& e) const { change_due<Contact>('c', e); }

// ---- organisations ----

void Applier::operator()(const events::OrganisationCreated& e) const {
  const core::Organisation o = core::created(e);
  took_number(e.number);
  took_slot(e.data.slot);
  put_new(key('o', e.number), o);
  put_new(key('O', e.repository, e.id), e.number);
  set_links('g', e.number, {}, references(o));
}

void Applier::operator()(const events::OrganisationUpdated& e) const {
  auto o = get<core::Organisation>('o', e.number);
  const std::vector<ObjectNumber> before = references(o);
  core::evolve(o, e);
  took_slot(o.data.slot);
  put('o', e.number, o);
  set_links('g', e.number, before, references(o));
}

void Applier::operator()(const events::OrganisationDeleted& e) const {
  const auto o = get<core::Organisation>('o', e.number);
  if (o.data.slot) put_new(key('x', e.number), o.data.slot);
  set_links('g', e.number, references(o), {});
  erase(key('o', e.number));
  erase(key('O', e.repository, e.id));
}

void Applier::operator()(const events::OrganisationLinksChanged& e) const {
  const auto before = pending.organisations_of(e.number);
  std::vector<OrganisationLink> after = e.added;
  for (const OrganisationLink& link : before)
    if (std::find(e.removed.begin(), e.removed.end(), link) == e.removed.end()) after.push_back(link);
  std::sort(after.begin(), after.end());
  set_organisations(e.number, before, after);
}

// ---- maintenance ----

void Applier::operator()(const events::MaintenanceAnnounced& e) const {
  const core::Maintenance m = core::created(e);
  took_number(e.number);
  put_new(key('w', e.number), m);
  set_due({}, core::due_at(m), e.number);
}

void Applier::operator()(const events::MaintenanceUpdated& e) const { change_due<core::Maintenance>('w', e); }

void Applier::operator()(const events::MaintenanceReminded& e) const { change_due<core::Maintenance>('w', e); }

void Applier::operator()(const events::MaintenanceEnded& e) const { change_due<core::Maintenance>('w', e); }

void Applier::operator()(const events::MaintenanceCancelled& e) const {
  const auto m = get<core::Maintenance>('w', e.number);
  set_due(core::due_at(m), {}, e.number);
  erase(key('w', e.number));
}

// ---- hosts ----

void Applier::operator()(const events::HostCreated& e) const {
  took_number(e.number);
  const Host h = core::created(e);
  put_new(key('h', e.number), h);
  set_addresses(e.number, {}, h.addresses);
  put_new(key('H', e.repository, e.name.text()), e.number);
  if (e.superordinate) pending.rows_.put_new(key('u', e.superordinate, e.number), {});
}

void Applier::operator()(const events::HostUpdated& e) const {
  const auto before = get<Host>('h', e.number);
  const auto after = change<Host>('h', e.number, e);
  set_addresses(e.number, before.addresses, after.addresses);
  if (after.name != before.name) {
    erase(key('H', before.repository, before.name.text()));
    put_new(key('H', after.repository, after.name.text()), after.number);
  }
  if (after.superordinate != before.superordinate) {
    if (before.superordinate) erase(key('u', before.superordinate, before.number));
    if (after.superordinate) pending.rows_.put_new(key('u', after.superordinate, after.number), {});
  }
}

void Applier::operator()(const events::HostTransferred& e) const { change<Host>('h', e.number, e); }

void Applier::operator()(const events::HostDeleted& e) const {
  const auto h = get<Host>('h', e.number);
  drop_organisations(e.number);
  erase(key('h', e.number));
  erase(key('H', h.repository, h.name.text()));
  set_addresses(e.number, h.addresses, {});
  if (h.superordinate) erase(key('u', h.superordinate, h.number));
}

// ---- domains ----

void Applier::operator()(const events::DomainCreated& e) const {
  const Domain d = core::created(e);
  took_number(e.number);
  put_new(key('d', e.number), d);
  put_new(key('D', e.zone, e.index_label), e.number);
  set_links('l', e.number, {}, references(d));
  set_due({}, core::due_at(d), e.number);
}

void Applier::operator()(const events::DomainUpdated& e) const {
  auto d = get<Domain>('d', e.number);
  const std::vector<ObjectNumber> before = references(d);
  const Instant due = core::due_at(d);
  core::evolve(d, e);
  put('d', e.number, d);
  set_links('l', e.number, before, references(d));
  set_due(due, core::due_at(d), e.number);
}

void Applier::operator()(const events::DomainRenewed& e) const { change_due<Domain>('d', e); }

void Applier::operator()(const events::DomainDeleted& e) const { change_due<Domain>('d', e); }

void Applier::operator()(const events::DomainPhaseChanged& e) const { change_due<Domain>('d', e); }

void Applier::operator()(const events::DomainRestored& e) const { change_due<Domain>('d', e); }

void Applier::operator()(const events::DomainTransferRequested& e) const { change_due<Domain>('d', e); }

void Applier::operator()(const events::DomainTransferEnded& e) const { change_due<Domain>('d', e); }

void Applier::operator()(const events::DomainTransferred& e) const { change_due<Domain>('d', e); }

void Applier::operator()(const events::CdsObserved& e) const { change_cds(e); }

void Applier::operator()(const events::CdsAccepted& e) const { change_cds(e); }

void Applier::operator()(const events::DomainPurged& e) const {
  const auto d = get<Domain>('d', e.number);
  set_links('l', e.number, references(d), {});
  set_due(core::due_at(d), {}, e.number);
  if (core::stands_still(d)) erase(key('e', d.zone, d.number));
  drop_organisations(e.number);
  if (pending.find_cds(e.number)) erase(key('j', e.number));
  erase(key('D', d.zone, d.index_label));
  erase(key('d', e.number));
}

}  // namespace stele::registry
