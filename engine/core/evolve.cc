#include "engine/core/evolve.h"

#include <algorithm>

#include "engine/core/settings/number_settings.h"

namespace stele::core {

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

Provenance made(ObjectNumber sponsor, ObjectNumber creator, Instant created_at) {
  Provenance out;
  out.sponsor = sponsor;
  out.creator = creator;
  out.created_at = created_at;
  return out;
}

template <class T, class Value>
void replace(T& field, const std::optional<Value>& value) {
  if (value) field = *value;
}

void change_ttls(std::vector<RecordTtl>& ttls, const std::vector<RecordTtl>& changed) {
  for (const RecordTtl& ttl : changed) {
    std::erase_if(ttls, [&](const RecordTtl& there) { return there.type == ttl.type; });
    if (ttl.seconds) add_to(ttls, {ttl});
  }
}

void touch(Provenance& made, ObjectNumber by, Instant at) {
  made.updated_by = by;
  made.updated_at = at;
}

// Graces that are over go with the next change.
// What a restore cost is kept only while its report is awaited.
void end_restore(Domain& d) {
  std::erase_if(d.graces, [](const Grace& g) { return g.kind == GraceKind::restore; });
}

void start_grace(Domain& d, const std::optional<Grace>& grace, Instant now) {
  std::erase_if(d.graces, [&](const Grace& g) { return g.ends_at <= now; });
  if (grace) add_to(d.graces, {*grace});
}

void end_transfer(std::optional<Transfer>& transfer, TransferStatus status, ObjectNumber by, Instant at) {
  if (!transfer) transfer.emplace();
  transfer->status = status;
  transfer->acted_by = by;
  transfer->acted_at = at;
}

// Contacts and domains are asked for, and change hands, alike.
template <class Event>
Transfer asked_for(ObjectNumber sponsor, const Event& e) {
  return Transfer{.requested_by = e.requested_by,
                  .loser = sponsor,
                  .requested_at = e.requested_at,
                  .acted_at = e.acts_at};
}

template <class Object, class Event>
void hand_over(Object& object, const Event& e) {
  if (!object.transfer || !object.transfer->pending())
    object.transfer = Transfer{.requested_by = e.gainer, .requested_at = e.transferred_at};
  object.transfer->loser = e.loser;
  end_transfer(object.transfer, e.status, e.acted_by, e.transferred_at);
  object.made.sponsor = e.gainer;
  object.made.transferred_at = e.transferred_at;
  object.auth_info = {};
}

Instant earlier(Instant a, Instant b) {
  if (!a.ms) return b;
  return b.ms && b < a ? b : a;
}

}  // namespace

std::string_view to_text(Account account) {
  switch (account) {
    case Account::cash: return "cash";
    case Account::income: return "income";
    case Account::tax: return "tax";
  }
  std::unreachable();
}

void evolve(Settings& settings, const events::SettingsChanged& e) {
  replace(settings.server_id, e.server_id);
  replace(settings.whois_notice, e.whois_notice);
  replace(settings.query_exempt, e.query_exempt);
  for (const NumberSetting& number : kNumberSettings) replace(settings.*number.current, e.*number.changed);
}

// ---- registrars ----

Registrar created(const events::RegistrarCreated& e) {
  Registrar r;
  r.repository = e.repository;
  r.number = e.number;
  r.id = e.id;
  r.name = e.name;
  r.url = e.url;
  r.contact = e.contact;
  r.contact.clear.reset();
  r.password_hash = e.password_hash;
  if (!e.password_hash.empty()) r.password_changed_at = e.created_at;
  add_to(r.fingerprints, e.fingerprints);
  add_to(r.zones, e.zones);
  r.currency = e.currency;
  r.credit_limit = e.credit_limit;
  r.enabled = e.enabled;
  r.created_at = e.created_at;
  r.access = e.access;
  r.price_group = e.price_group;
  r.tax_exempt = e.tax_exempt;
  add_to(r.low_balances, e.low_balances);
  r.variants = e.variants;
  r.directory = e.directory;
  return r;
}

void evolve(Registrar& r, const events::RegistrarUpdated& e) {
  replace(r.name, e.name);
  replace(r.url, e.url);
  replace(r.contact, e.contact);
  r.contact.clear.reset();
  remove_from(r.fingerprints, e.fingerprints_removed);
  add_to(r.fingerprints, e.fingerprints_added);
  remove_from(r.zones, e.zones_removed);
  add_to(r.zones, e.zones_added);
  replace(r.credit_limit, e.credit_limit);
  replace(r.enabled, e.enabled);
  r.updated_at = e.updated_at;
  replace(r.access, e.access);
  replace(r.price_group, e.price_group);
  replace(r.tax_exempt, e.tax_exempt);
  remove_from(r.low_balances, e.low_balances_removed);
  add_to(r.low_balances, e.low_balances_added);
  replace(r.variants, e.variants);
  replace(r.directory, e.directory);
}

void evolve(Registrar& r, const events::RegistrarPasswordChanged& e) {
  r.password_hash = e.password_hash;
  r.password_changed_at = e.changed_at;
  if (e.by_registry) r.password_reset_at = e.changed_at;
  r.updated_at = e.changed_at;
}

// ---- IDN tables ----

void evolve(IdnTable& table, const events::IdnTableLoaded& e) {
  table.repository = e.repository;
  table.number = e.number;
  table.id = e.id;
  table.versions.push_back({e.version, e.text.size(), e.unicode_version, e.loaded_at});
}

void evolve(Zone& z, const events::ZoneTablesChanged& e) {
  z.tables = e.tables;
  z.updated_at = e.changed_at;
}

// ---- launches ----

void evolve(MarkAuthority& authority, const events::MarkAuthorityChanged& e) {
  authority.certificates = e.certificates;
}

Application created(const events::ApplicationReceived& e) {
  Application a;
  a.domain = created(e.domain);
  a.domain.number = e.number;
  a.period = e.domain.period;
  a.client_trid = e.client_trid;
  a.server_trid = e.server_trid;
  return a;
}

void evolve(Application& application, const events::ApplicationUpdated& e) {
  evolve(application.domain, e.change);
}

void evolve(Application& application, const events::ApplicationDecided& e) {
  application.status = e.status;
  application.allocated = e.domain;
}

void evolve(Registrar& r, const events::SubjectErased&) { r.contact = {}; }

// ---- access tokens ----

AccessToken created(const events::AccessTokenIssued& e) {
  return {e.repository, e.number, e.holder, e.digest, e.zones, e.issued_at, e.expires_at, {}};
}

void evolve(AccessToken& token, const events::AccessTokenRevoked& e) {
  token.revoked_at = e.revoked_at;
}

// ---- zones ----

Zone created(const events::ZoneCreated& e) {
  Zone z;
  z.repository = e.repository;
  z.number = e.number;
  z.name = e.name;
  z.policy = e.policy;
  z.header = e.header;
  z.publish = e.publish;
  z.created_at = e.created_at;
  return z;
}

void evolve(Zone& z, const events::ZoneUpdated& e) {
  if (e.policy && z.scheduled_at.ms && z.scheduled_at <= e.updated_at) {
    z.scheduled_at = {};
    z.scheduled.reset();
  }
  replace(z.policy, e.policy);
  replace(z.header, e.header);
  replace(z.publish, e.publish);
  z.updated_at = e.updated_at;
}

void evolve(Zone& z, const events::ZoneUpdateScheduled& e) {
  z.scheduled_at = e.policy ? e.at : Instant{};
  z.scheduled = e.policy;
}

namespace {

// A member of a list that is sorted by name: its own place, or the one where it belongs.
template <class T>
void put_by_name(std::vector<T>& list, const T& item) {
  const auto place = std::ranges::lower_bound(list, item.name, {}, &T::name);
  if (place != list.end() && place->name == item.name) *place = item;
  else list.insert(place, item);
}

}  // namespace

void evolve(Zone& z, const events::TsigKeySet& e) {
  TsigKey key{e.name, e.algorithm, e.secret};
  key.secret.clear.reset();
  put_by_name(z.distribution.keys, key);
}

void evolve(Zone& z, const events::TsigKeyRemoved& e) {
  std::erase_if(z.distribution.keys, [&](const TsigKey& key) { return key.name == e.name; });
}

void evolve(Zone& z, const events::SecondariesChanged& e) {
  auto& list = z.distribution.secondaries;
  std::erase_if(list, [&](const Secondary& secondary) {
    return std::ranges::find(e.removed, secondary.name) != e.removed.end();
  });
  for (const Secondary& secondary : e.added) put_by_name(list, secondary);
  for (const Secondary& secondary : e.changed) put_by_name(list, secondary);
}

// ---- contacts ----

Contact created(const events::ContactCreated& e) {
  Contact c;
  c.repository = e.repository;
  c.number = e.number;
  c.id = e.id;
  c.data = e.data;
  c.data.clear.reset();
  c.auth_info = e.auth_info;
  c.made = made(e.sponsor, e.creator, e.created_at);
  return c;
}

void evolve(Contact& c, const events::ContactUpdated& e) {
  c.statuses = changed(c.statuses, e.statuses_added, e.statuses_removed);
  replace(c.data, e.data);
  c.data.clear.reset();
  replace(c.auth_info, e.auth_info);
  touch(c.made, e.updated_by, e.updated_at);
}

void evolve(Contact& c, const events::SubjectErased&) {
  c.erased = true;
  c.data = {};
}

void evolve(Contact& c, const events::ContactTransferRequested& e) {
  c.transfer = asked_for(c.made.sponsor, e);
}

void evolve(Contact& c, const events::ContactTransferEnded& e) {
  end_transfer(c.transfer, e.status, e.acted_by, e.acted_at);
}

void evolve(Contact& c, const events::ContactTransferred& e) { hand_over(c, e); }

// ---- organisations ----

Organisation created(const events::OrganisationCreated& e) {
  Organisation o;
  o.repository = e.repository;
  o.number = e.number;
  o.id = e.id;
  add_to(o.roles, e.roles);
  o.statuses = e.statuses;
  o.parent = e.parent;
  o.data = e.data;
  o.data.clear.reset();
  o.url = e.url;
  add_to(o.contacts, e.contacts);
  o.made = made(e.sponsor, e.creator, e.created_at);
  return o;
}

void evolve(Organisation& o, const events::OrganisationUpdated& e) {
  remove_from(o.roles, e.roles_removed);
  add_to(o.roles, e.roles_added);
  o.statuses = changed(o.statuses, e.statuses_added, e.statuses_removed);
  replace(o.parent, e.parent);
  replace(o.data, e.data);
  o.data.clear.reset();
  replace(o.url, e.url);
  remove_from(o.contacts, e.contacts_removed);
  add_to(o.contacts, e.contacts_added);
  touch(o.made, e.updated_by, e.updated_at);
}

void evolve(Organisation& o, const events::SubjectErased&) {
  o.erased = true;
  o.data = {};
}

// ---- hosts ----

Host created(const events::HostCreated& e) {
  Host h;
  h.repository = e.repository;
  h.number = e.number;
  h.name = e.name;
  h.superordinate = e.superordinate;
  add_to(h.addresses, e.addresses);
  h.made = made(e.sponsor, e.creator, e.created_at);
  add_to(h.ttls, e.ttls);
  return h;
}

void evolve(Host& h, const events::HostUpdated& e) {
  remove_from(h.addresses, e.addresses_removed);
  add_to(h.addresses, e.addresses_added);
  h.statuses = changed(h.statuses, e.statuses_added, e.statuses_removed);
  replace(h.name, e.name);
  replace(h.superordinate, e.superordinate);
  touch(h.made, e.updated_by, e.updated_at);
  change_ttls(h.ttls, e.ttls);
}

void evolve(Host& h, const events::HostTransferred& e) {
  h.made.sponsor = e.gainer;
  h.made.transferred_at = e.transferred_at;
}

// ---- domains ----

Domain created(const events::DomainCreated& e) {
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
  start_grace(d, e.grace, e.created_at);
  add_to(d.host_attributes, e.host_attributes);
  add_to(d.ds, e.ds);
  add_to(d.keys, e.keys);
  d.max_sig_life = e.max_sig_life.value_or(0);
  add_to(d.ttls, e.ttls);
  d.tier = e.tier;
  d.never_expires = e.never_expires;
  d.launch = e.launch;
  d.idn_table = e.idn_table;
  add_to(d.variants, e.variants);
  return d;
}

void evolve(Domain& d, const events::DomainUpdated& e) {
  replace(d.registrant, e.registrant);
  remove_from(d.contacts, e.contacts_removed);
  add_to(d.contacts, e.contacts_added);
  remove_from(d.hosts, e.hosts_removed);
  add_to(d.hosts, e.hosts_added);
  d.statuses = changed(d.statuses, e.statuses_added, e.statuses_removed);
  replace(d.auth_info, e.auth_info);
  touch(d.made, e.updated_by, e.updated_at);
  remove_from(d.host_attributes, e.host_attributes_removed);
  add_to(d.host_attributes, e.host_attributes_added);
  remove_from(d.ds, e.ds_removed);
  add_to(d.ds, e.ds_added);
  remove_from(d.keys, e.keys_removed);
  add_to(d.keys, e.keys_added);
  replace(d.max_sig_life, e.max_sig_life);
  change_ttls(d.ttls, e.ttls);
  replace(d.never_expires, e.never_expires);
  remove_from(d.variants, e.variants_removed);
  add_to(d.variants, e.variants_added);
}

void evolve(Domain& d, const events::DomainRenewed& e) {
  d.expires_at = e.expires_at;
  d.phase = DomainPhase::registered;
  d.phase_ends_at = {};
  start_grace(d, e.grace, e.renewed_at);
  touch(d.made, e.renewed_by, e.renewed_at);
}

void evolve(Domain& d, const events::DomainDeleted& e) {
  d.deleted_at = e.deleted_at;
  d.phase = e.phase;
  d.phase_ends_at = e.phase_ends_at;
  d.graces.clear();
  if (e.expires_at.ms) d.expires_at = e.expires_at;
  touch(d.made, e.deleted_by, e.deleted_at);
}

void evolve(Domain& d, const events::DomainPhaseChanged& e) {
  end_restore(d);
  if (e.grace) add_to(d.graces, {*e.grace});
  d.phase = e.phase;
  d.phase_ends_at = e.phase_ends_at;
}

void evolve(Domain& d, const events::DomainRestored& e) {
  end_restore(d);
  d.deleted_at = {};
  d.phase = DomainPhase::registered;
  d.phase_ends_at = {};
  d.expires_at = e.expires_at;
  touch(d.made, e.restored_by, e.restored_at);
}

void evolve(Domain& d, const events::DomainTransferRequested& e) {
  d.transfer = asked_for(d.made.sponsor, e);
  d.transfer->years = e.years;
  d.transfer->expires_at = e.expires_at;
}

void evolve(Domain& d, const events::DomainTransferEnded& e) {
  end_transfer(d.transfer, e.status, e.acted_by, e.acted_at);
}

void evolve(Domain& d, const events::DomainTransferred& e) {
  hand_over(d, e);
  d.transfer->years = e.years;
  d.transfer->expires_at = e.expires_at;
  d.expires_at = e.expires_at;
  // A transfer that adds no years leaves an expired name expired.
  if (e.expires_at > e.transferred_at) {
    d.phase = DomainPhase::registered;
    d.phase_ends_at = {};
  }
  d.graces.clear();  // what the loser did can no longer be taken back
  start_grace(d, e.grace, e.transferred_at);
}

// ---- maintenance ----

Maintenance created(const events::MaintenanceAnnounced& e) {
  Maintenance m;
  m.repository = e.repository;
  m.number = e.number;
  m.plan = e.plan;
  m.remind_at = e.remind_at;
  m.created_at = e.created_at;
  return m;
}

void evolve(CdsSeen& seen, const events::CdsObserved& e) {
  seen.digest = e.digest;
  seen.since = e.since;
  seen.seen_at = e.seen_at;
}

void evolve(CdsSeen& seen, const events::CdsAccepted& e) {
  seen = CdsSeen{};
  seen.signed_at = e.signed_at;
  seen.accepted_at = e.accepted_at;
}

void evolve(Maintenance& m, const events::MaintenanceUpdated& e) {
  m.plan = e.plan;
  m.remind_at = e.remind_at;
  m.updated_at = e.updated_at;
}

void evolve(Maintenance& m, const events::MaintenanceReminded&) { m.remind_at = {}; }

void evolve(Maintenance& m, const events::MaintenanceEnded&) { m.ended = true; }

// ---- due work ----

Instant due_at(const Domain& d) {
  Instant due = d.phase_ends_at;
  if (d.phase == DomainPhase::registered && !d.never_expires) due = earlier(due, d.expires_at);
  if (d.transfer && d.transfer->pending()) due = earlier(due, d.transfer->acted_at);
  return due;
}

bool stands_still(const Domain& d) {
  return (d.phase == DomainPhase::expired || d.phase == DomainPhase::suspended) &&
         d.phase_ends_at.ms == 0;
}

Instant due_at(const Contact& c) { return c.transfer && c.transfer->pending() ? c.transfer->acted_at : Instant{}; }

Instant due_at(const Zone& z) { return z.scheduled_at; }

Instant due_at(const Maintenance& m) {
  return m.ended ? Instant{} : earlier(m.remind_at, m.plan.ends_at);
}

}  // namespace stele::core
