#include "tests/unit/core/memory_state.h"

#include <algorithm>
#include <variant>

namespace stele::core {
namespace {

template <class T>
void change(std::vector<T>& sorted, const std::vector<T>& added, const std::vector<T>& removed) {
  std::erase_if(sorted, [&](const T& item) {
    return std::find(removed.begin(), removed.end(), item) != removed.end();
  });
  sorted.insert(sorted.end(), added.begin(), added.end());
  std::sort(sorted.begin(), sorted.end());
}

void change(StatusSet& set, StatusSet added, StatusSet removed) {
  set = StatusSet((set.bits() & ~removed.bits()) | added.bits());
}

template <class T>
void assign(T& value, const std::optional<T>& given) {
  if (given) value = *given;
}

template <class Map, class Key>
auto find(const Map& map, const Key& key) -> std::remove_cvref_t<decltype(map.begin()->second)> {
  const auto found = map.find(key);
  if (found == map.end()) return {};
  return found->second;
}

template <class T>
std::optional<T> find_value(const std::map<ObjectNumber, T>& map, ObjectNumber number) {
  const auto found = map.find(number);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

}  // namespace

void MemoryState::apply(const events::Event& event) {
  std::visit(
      [&](const auto& e) {
        if constexpr (requires { e.created_at; })
          next_ = std::max(next_, ObjectNumber{e.number.value + 1});
        on(e);
      },
      event);
}

std::shared_ptr<const Repository> MemoryState::find_repository(RepositoryId id) const {
  return find(repositories_, id);
}
std::shared_ptr<const Administrator> MemoryState::find_administrator(std::string_view name) const {
  return find(administrators_, name);
}
std::shared_ptr<const Registrar> MemoryState::find_registrar(ObjectNumber number) const {
  return find(registrars_, number);
}
std::shared_ptr<const Registrar> MemoryState::find_registrar(std::string_view id) const {
  for (const auto& [number, registrar] : registrars_)
    if (registrar->id == id) return registrar;
  return nullptr;
}
Amount MemoryState::balance(ObjectNumber registrar) const { return find(balances_, registrar); }
std::shared_ptr<const Zone> MemoryState::find_zone(ObjectNumber number) const {
  return find(zones_, number);
}
std::shared_ptr<const Zone> MemoryState::find_zone(std::string_view name) const {
  for (const auto& [number, zone] : zones_)
    if (zone->name.text() == name) return zone;
  return nullptr;
}
std::shared_ptr<const Zone> MemoryState::zone_of(const DomainName& name) const {
  std::shared_ptr<const Zone> best;
  for (const auto& [number, zone] : zones_)
    if ((name == zone->name || name.is_below(zone->name)) &&
        (!best || zone->name.label_count() > best->name.label_count()))
      best = zone;
  return best;
}
std::optional<ObjectNumber> MemoryState::find_domain_number(const Zone& zone,
                                                            std::string_view label) const {
  for (const auto& [number, domain] : domains_)
    if (domain.zone == zone.number && domain.index_label == label) return number;
  return std::nullopt;
}
std::optional<Domain> MemoryState::find_domain(ObjectNumber number) const {
  return find_value(domains_, number);
}
std::optional<ObjectNumber> MemoryState::find_host_number(RepositoryId repository,
                                                          const HostName& name) const {
  for (const auto& [number, host] : hosts_)
    if (host.repository == repository && host.name == name) return number;
  return std::nullopt;
}
std::optional<Host> MemoryState::find_host(ObjectNumber number) const {
  return find_value(hosts_, number);
}
std::optional<ObjectNumber> MemoryState::find_contact_number(RepositoryId repository,
                                                             std::string_view id) const {
  for (const auto& [number, contact] : contacts_)
    if (contact.repository == repository && contact.id == id) return number;
  return std::nullopt;
}
std::optional<Contact> MemoryState::find_contact(ObjectNumber number) const {
  return find_value(contacts_, number);
}
std::optional<KeySlot> MemoryState::find_deleted_contact(ObjectNumber number) const {
  const auto found = deleted_contacts_.find(number);
  return found == deleted_contacts_.end() ? std::nullopt : std::optional(found->second);
}
Result<std::optional<ContactData>> MemoryState::unseal(ObjectNumber subject,
                                                       const Personal<ContactData>& data) const {
  if (vault_broken_) return fail(Fault::io, "the vault is broken");
  if (find(erased_, subject)) return std::nullopt;
  return data.clear;
}
void MemoryState::for_each_domain_using(ObjectNumber object, const Visit& visit) const {
  for (const auto& [number, domain] : domains_) {
    const bool by_contact =
        std::any_of(domain.contacts.begin(), domain.contacts.end(),
                    [&](const DomainContact& contact) { return contact.contact == object; });
    const bool by_host =
        std::find(domain.hosts.begin(), domain.hosts.end(), object) != domain.hosts.end();
    if ((domain.registrant == object || by_contact || by_host) && !visit(number)) return;
  }
}
void MemoryState::for_each_host_below(ObjectNumber domain, const Visit& visit) const {
  for (const auto& [number, host] : hosts_)
    if (host.superordinate == domain && !visit(number)) return;
}
void MemoryState::for_each_host_of(RepositoryId repository,
                                   const std::function<bool(const HostName&)>& visit) const {
  for (const auto& [number, host] : hosts_)
    if (host.repository == repository && !visit(host.name)) return;
}
void MemoryState::for_each_zone(const Visit& visit) const {
  for (const auto& [number, zone] : zones_)
    if (!visit(number)) return;
}
void MemoryState::for_each_registrar(const Visit& visit) const {
  for (const auto& [number, registrar] : registrars_)
    if (!visit(number)) return;
}
void MemoryState::for_each_domain_of(const Zone& zone,
                                     const std::function<bool(const Domain&)>& visit) const {
  for (const auto& [number, domain] : domains_)
    if (domain.zone == zone.number && !visit(domain)) return;
}

void MemoryState::on(const events::RepositoryCreated& e) {
  repositories_[e.repository] =
      std::make_shared<Repository>(Repository{e.repository, e.name, e.roid_suffix});
}
void MemoryState::on(const events::SettingsChanged& e) {
  assign(settings_->server_id, e.server_id);
  assign(settings_->whois_notice, e.whois_notice);
  assign(settings_->sessions_per_registrar, e.sessions_per_registrar);
  assign(settings_->commands_per_second, e.commands_per_second);
}
void MemoryState::on(const events::AdministratorCreated& e) {
  administrators_[e.name] = std::make_shared<Administrator>(
      Administrator{e.number, e.name, e.password_hash, e.must_change_password, e.created_at});
}
void MemoryState::on(const events::RegistrarCreated& e) {
  registrars_[e.number] = std::make_shared<Registrar>(
      Registrar{e.repository, e.number, e.id, e.name, e.url, e.contact, e.password_hash,
                e.fingerprints, e.zones, e.currency, e.credit_limit, e.enabled, e.created_at, {}});
}
void MemoryState::on(const events::RegistrarUpdated& e) {
  Registrar registrar = *registrars_.at(e.number);
  assign(registrar.name, e.name);
  assign(registrar.url, e.url);
  if (e.contact) {
    registrar.contact = *e.contact;
    erased_.erase(e.number);
  }
  change(registrar.fingerprints, e.fingerprints_added, e.fingerprints_removed);
  change(registrar.zones, e.zones_added, e.zones_removed);
  assign(registrar.credit_limit, e.credit_limit);
  assign(registrar.enabled, e.enabled);
  registrars_[e.number] = std::make_shared<Registrar>(std::move(registrar));
}
void MemoryState::on(const events::RegistrarPasswordChanged& e) {
  Registrar registrar = *registrars_.at(e.number);
  registrar.password_hash = e.password_hash;
  registrars_[e.number] = std::make_shared<Registrar>(std::move(registrar));
}
void MemoryState::on(const events::ZoneCreated& e) {
  zones_[e.number] = std::make_shared<Zone>(
      Zone{e.repository, e.number, e.name, e.policy, e.header, e.publish, e.created_at, {}});
}
void MemoryState::on(const events::ZoneUpdated& e) {
  Zone zone = *zones_.at(e.number);
  assign(zone.policy, e.policy);
  assign(zone.header, e.header);
  assign(zone.publish, e.publish);
  zones_[e.number] = std::make_shared<Zone>(std::move(zone));
}
void MemoryState::on(const events::ContactCreated& e) {
  contacts_[e.number] = Contact{.repository = e.repository,
                                .number = e.number,
                                .id = e.id,
                                .data = e.data,
                                .auth_info = e.auth_info,
                                .made = {e.sponsor, e.creator, e.created_at, {}, {}, {}}};
}
void MemoryState::on(const events::ContactUpdated& e) {
  Contact& contact = contacts_.at(e.number);
  change(contact.statuses, e.statuses_added, e.statuses_removed);
  assign(contact.data, e.data);
  assign(contact.auth_info, e.auth_info);
  contact.made.updated_by = e.updated_by;
  contact.made.updated_at = e.updated_at;
}
void MemoryState::on(const events::HostCreated& e) {
  hosts_[e.number] = Host{.repository = e.repository,
                          .number = e.number,
                          .name = e.name,
                          .superordinate = e.superordinate,
                          .addresses = e.addresses,
                          .made = {e.sponsor, e.creator, e.created_at, {}, {}, {}}};
}
void MemoryState::on(const events::HostUpdated& e) {
  Host& host = hosts_.at(e.number);
  change(host.statuses, e.statuses_added, e.statuses_removed);
  change(host.addresses, e.addresses_added, e.addresses_removed);
  assign(host.name, e.name);
  assign(host.superordinate, e.superordinate);
}
void MemoryState::on(const events::DomainCreated& e) {
  domains_[e.number] = Domain{.repository = e.repository,
                              .number = e.number,
                              .zone = e.zone,
                              .name = e.name,
                              .index_label = e.index_label,
                              .registrant = e.registrant,
                              .contacts = e.contacts,
                              .hosts = e.hosts,
                              .auth_info = e.auth_info,
                              .expires_at = e.expires_at,
                              .made = {e.sponsor, e.creator, e.created_at, {}, {}, {}}};
}
void MemoryState::on(const events::DomainUpdated& e) {
  Domain& domain = domains_.at(e.number);
  assign(domain.registrant, e.registrant);
  change(domain.contacts, e.contacts_added, e.contacts_removed);
  change(domain.hosts, e.hosts_added, e.hosts_removed);
  change(domain.statuses, e.statuses_added, e.statuses_removed);
  assign(domain.auth_info, e.auth_info);
}
void MemoryState::on(const events::DomainRenewed& e) {
  domains_.at(e.number).expires_at = e.expires_at;
}
void MemoryState::on(const events::ContactDeleted& e) {
  deleted_contacts_[e.number] = contacts_.at(e.number).data.slot;
  contacts_.erase(e.number);
}
void MemoryState::on(const events::SubjectErased& e) {
  deleted_contacts_.erase(e.subject);
  erased_[e.subject] = true;
  if (const auto found = contacts_.find(e.subject); found != contacts_.end())
    found->second.erased = true;
}

}  // namespace stele::core
