#include "projections/registry/apply.h"

#include <algorithm>

#include "projections/registry/rows.h"

namespace stele::registry {

using core::Contact;
using core::Domain;
using core::Host;
using core::Registrar;

namespace {

// Sorted sets as vectors.
template <class T>
void add_to(std::vector<T>& set, const std::vector<T>& added) {
  set.insert(set.end(), added.begin(), added.end());
  std::sort(set.begin(), set.end());
  set.erase(std::unique(set.begin(), set.end()), set.end());
}

template <class T>
void remove_from(std::vector<T>& set, const std::vector<T>& removed) {
  std::erase_if(set, [&](const T& item) { return std::find(removed.begin(), removed.end(), item) != removed.end(); });
}

StatusSet changed(StatusSet set, StatusSet added, StatusSet removed) {
  return StatusSet((set.bits() & ~removed.bits()) | added.bits());
}

// Every object a domain refers to, once.
std::vector<ObjectNumber> references(const Domain& domain) {
  std::vector<ObjectNumber> out = domain.hosts;
  if (domain.registrant) out.push_back(domain.registrant);
  for (const DomainContact& c : domain.contacts) out.push_back(c.contact);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

core::Provenance made(ObjectNumber sponsor, ObjectNumber creator, Instant created_at) {
  core::Provenance out;
  out.sponsor = sponsor;
  out.creator = creator;
  out.created_at = created_at;
  return out;
}

template <class T, class Value>
void replace(T& field, const std::optional<Value>& value) {
  if (value) field = *value;
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

void Applier::set_links(ObjectNumber domain, const std::vector<ObjectNumber>& before,
                        const std::vector<ObjectNumber>& after) const {
  for (const ObjectNumber target : before)
    if (!std::binary_search(after.begin(), after.end(), target)) erase(key('l', target, domain));
  for (const ObjectNumber target : after)
    if (!std::binary_search(before.begin(), before.end(), target))
      pending.rows_.put_new(key('l', target, domain), {});
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
  replace(settings.server_id, e.server_id);
  replace(settings.whois_notice, e.whois_notice);
  replace(settings.sessions_per_registrar, e.sessions_per_registrar);
  replace(settings.commands_per_second, e.commands_per_second);
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
    auto contact = from_row<Contact>(value);
    contact.erased = true;
    contact.data = {};
    put('c', e.subject, contact);
    return;
  }
  if (pending.rows_.get(key('x', e.subject), value)) return erase(key('x', e.subject));
  auto registrar = get<Registrar>('r', e.subject);
  registrar.contact = {};
  put('r', e.subject, registrar);
  pending.hot_for_change().set(std::move(registrar));
}

void Applier::operator()(const events::ClockAccepted&) const {}

// ---- registrars and accounts ----

void Applier::operator()(const events::RegistrarCreated& e) const {
  Registrar r;
  r.repository = e.repository;
  r.number = e.number;
  r.id = e.id;
  r.name = e.name;
  r.url = e.url;
  r.contact = e.contact;
  r.contact.clear.reset();
  r.password_hash = e.password_hash;
  add_to(r.fingerprints, e.fingerprints);
  add_to(r.zones, e.zones);
  r.currency = e.currency;
  r.credit_limit = e.credit_limit;
  r.enabled = e.enabled;
  r.created_at = e.created_at;
  took_number(e.number);
  took_slot(e.contact.slot);
  put_new(key('r', e.number), r);
  put_new(key('i', e.id), e.number);
  pending.hot_for_change().set(std::move(r));
}

void Applier::operator()(const events::RegistrarUpdated& e) const {
  auto r = get<Registrar>('r', e.number);
  replace(r.name, e.name);
  replace(r.url, e.url);
  replace(r.contact, e.contact);
  r.contact.clear.reset();
  took_slot(r.contact.slot);
  remove_from(r.fingerprints, e.fingerprints_removed);
  add_to(r.fingerprints, e.fingerprints_added);
  remove_from(r.zones, e.zones_removed);
  add_to(r.zones, e.zones_added);
  replace(r.credit_limit, e.credit_limit);
  replace(r.enabled, e.enabled);
  r.updated_at = e.updated_at;
  put('r', e.number, r);
  pending.hot_for_change().set(std::move(r));
}

void Applier::operator()(const events::RegistrarPasswordChanged& e) const {
  auto r = get<Registrar>('r', e.number);
  r.password_hash = e.password_hash;
  r.updated_at = e.changed_at;
  put('r', e.number, r);
  pending.hot_for_change().set(std::move(r));
}

void Applier::operator()(const events::AccountCredited& e) const { put('b', e.registrar, e.balance); }

void Applier::operator()(const events::AccountDebited& e) const { put('b', e.registrar, e.balance); }

// ---- zones ----

void Applier::operator()(const events::ZoneCreated& e) const {
  core::Zone z;
  z.repository = e.repository;
  z.number = e.number;
  z.name = e.name;
  z.policy = e.policy;
  z.header = e.header;
  z.publish = e.publish;
  z.created_at = e.created_at;
  took_number(e.number);
  put_new(key('z', e.number), z);
  pending.hot_for_change().set(std::move(z));
}

void Applier::operator()(const events::ZoneUpdated& e) const {
  auto z = get<core::Zone>('z', e.number);
  replace(z.policy, e.policy);
  replace(z.header, e.header);
  replace(z.publish, e.publish);
  z.updated_at = e.updated_at;
  put('z', e.number, z);
  pending.hot_for_change().set(std::move(z));
}

// ---- contacts ----

void Applier::operator()(const events::ContactCreated& e) const {
  Contact c;
  c.repository = e.repository;
  c.number = e.number;
  c.id = e.id;
  c.data = e.data;
  c.auth_info = e.auth_info;
  c.made = made(e.sponsor, e.creator, e.created_at);
  took_number(e.number);
  took_slot(e.data.slot);
  put_new(key('c', e.number), c);
  put_new(key('C', e.repository, e.id), e.number);
}

void Applier::operator()(const events::ContactUpdated& e) const {
  auto c = get<Contact>('c', e.number);
  c.statuses = changed(c.statuses, e.statuses_added, e.statuses_removed);
  replace(c.data, e.data);
  took_slot(c.data.slot);
  replace(c.auth_info, e.auth_info);
  c.made.updated_by = e.updated_by;
  c.made.updated_at = e.updated_at;
  put('c', e.number, c);
}

void Applier::operator()(const events::ContactDeleted& e) const {
  if (const KeySlot slot = get<Contact>('c', e.number).data.slot) put_new(key('x', e.number), slot);
  erase(key('c', e.number));
  erase(key('C', e.repository, e.id));
}

// ---- hosts ----

void Applier::operator()(const events::HostCreated& e) const {
  Host h;
  h.repository = e.repository;
  h.number = e.number;
  h.name = e.name;
  h.superordinate = e.superordinate;
  add_to(h.addresses, e.addresses);
  h.made = made(e.sponsor, e.creator, e.created_at);
  took_number(e.number);
  put_new(key('h', e.number), h);
  put_new(key('H', e.repository, e.name.text()), e.number);
  if (e.superordinate) pending.rows_.put_new(key('u', e.superordinate, e.number), {});
}

void Applier::operator()(const events::HostUpdated& e) const {
  auto h = get<Host>('h', e.number);
  remove_from(h.addresses, e.addresses_removed);
  add_to(h.addresses, e.addresses_added);
  h.statuses = changed(h.statuses, e.statuses_added, e.statuses_removed);
  if (e.name) {
    erase(key('H', h.repository, h.name.text()));
    put_new(key('H', h.repository, e.name->text()), h.number);
    h.name = *e.name;
  }
  if (e.superordinate && *e.superordinate != h.superordinate) {
    if (h.superordinate) erase(key('u', h.superordinate, h.number));
    h.superordinate = *e.superordinate;
    if (h.superordinate) pending.rows_.put_new(key('u', h.superordinate, h.number), {});
  }
  h.made.updated_by = e.updated_by;
  h.made.updated_at = e.updated_at;
  put('h', e.number, h);
}

void Applier::operator()(const events::HostDeleted& e) const {
  const auto h = get<Host>('h', e.number);
  erase(key('h', e.number));
  erase(key('H', h.repository, h.name.text()));
  if (h.superordinate) erase(key('u', h.superordinate, h.number));
}

// ---- domains ----

void Applier::operator()(const events::DomainCreated& e) const {
  Domain d;
  d.repository = e.repository;
  d.number = e.number;
  d.zone = e.zone;
  d.name = e.name;
  d.index_label = e.index_label;
  d.registrant = e.registrant;
  add_to(d.contacts, e.contacts);
  add_to(d.hosts, e.hosts);
  d.auth_info = e.auth_info;
  d.expires_at = e.expires_at;
  d.made = made(e.sponsor, e.creator, e.created_at);
  took_number(e.number);
  put_new(key('d', e.number), d);
  put_new(key('D', e.zone, e.index_label), e.number);
  set_links(e.number, {}, references(d));
}

void Applier::operator()(const events::DomainUpdated& e) const {
  auto d = get<Domain>('d', e.number);
  const std::vector<ObjectNumber> before = references(d);
  replace(d.registrant, e.registrant);
  remove_from(d.contacts, e.contacts_removed);
  add_to(d.contacts, e.contacts_added);
  remove_from(d.hosts, e.hosts_removed);
  add_to(d.hosts, e.hosts_added);
  d.statuses = changed(d.statuses, e.statuses_added, e.statuses_removed);
  replace(d.auth_info, e.auth_info);
  d.made.updated_by = e.updated_by;
  d.made.updated_at = e.updated_at;
  put('d', e.number, d);
  set_links(e.number, before, references(d));
}

void Applier::operator()(const events::DomainRenewed& e) const {
  auto d = get<Domain>('d', e.number);
  d.expires_at = e.expires_at;
  d.made.updated_by = e.renewed_by;
  d.made.updated_at = e.renewed_at;
  put('d', e.number, d);
}

void Applier::operator()(const events::DomainDeleted& e) const {
  auto d = get<Domain>('d', e.number);
  d.deleted_at = e.deleted_at;
  d.made.updated_by = e.deleted_by;
  d.made.updated_at = e.deleted_at;
  put('d', e.number, d);
}

void Applier::operator()(const events::DomainPurged& e) const {
  const auto d = get<Domain>('d', e.number);
  set_links(e.number, references(d), {});
  erase(key('D', d.zone, d.index_label));
  erase(key('d', e.number));
}

}  // namespace stele::registry
