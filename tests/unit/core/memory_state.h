// MemoryState: a State in plain maps that takes events crudely and keeps personal data clear. For
// the unit tests of core only; the real projection is tested against scenarios.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "engine/core/state.h"
#include "events/event.h"

namespace stele::core {

class MemoryState final : public State {
 public:
  // Precondition: the event was decided on this state.
  void apply(const events::Event& event);
  void set_time(Instant time) { time_ = time; }
  // Personal data are there and cannot be read.
  void set_vault_broken(bool broken) { vault_broken_ = broken; }

  Position position() const override { return {}; }
  Instant time() const override { return time_; }
  ObjectNumber next_number() const override { return next_; }
  std::shared_ptr<const Settings> settings() const override { return settings_; }
  std::shared_ptr<const Repository> find_repository(RepositoryId id) const override;
  std::shared_ptr<const Administrator> find_administrator(std::string_view name) const override;
  std::shared_ptr<const Registrar> find_registrar(ObjectNumber number) const override;
  std::shared_ptr<const Registrar> find_registrar(std::string_view id) const override;
  Amount balance(ObjectNumber registrar) const override;
  std::shared_ptr<const Zone> find_zone(ObjectNumber number) const override;
  std::shared_ptr<const Zone> find_zone(std::string_view name) const override;
  std::shared_ptr<const Zone> zone_of(const DomainName& name) const override;
  std::optional<ObjectNumber> find_domain_number(const Zone& zone,
                                                 std::string_view index_label) const override;
  std::optional<Domain> find_domain(ObjectNumber number) const override;
  std::optional<ObjectNumber> find_host_number(RepositoryId repository,
                                               const HostName& name) const override;
  std::optional<Host> find_host(ObjectNumber number) const override;
  void for_each_host_of(RepositoryId repository,
                        const std::function<bool(const HostName&)>& visit) const override;
  std::optional<ObjectNumber> find_contact_number(RepositoryId repository,
                                                  std::string_view id) const override;
  std::optional<Contact> find_contact(ObjectNumber number) const override;
  std::optional<KeySlot> find_deleted_contact(ObjectNumber number) const override;
  Result<std::optional<ContactData>> unseal(ObjectNumber subject,
                                            const Personal<ContactData>& data) const override;
  void for_each_domain_using(ObjectNumber contact_or_host, const Visit& visit) const override;
  void for_each_host_below(ObjectNumber domain, const Visit& visit) const override;
  void for_each_zone(const Visit& visit) const override;
  void for_each_registrar(const Visit& visit) const override;
  void for_each_domain_of(const Zone& zone,
                          const std::function<bool(const Domain&)>& visit) const override;

 private:
  template <class T>
  using Shared = std::map<ObjectNumber, std::shared_ptr<const T>>;

  void on(const events::NoEvent&) {}
  void on(const events::RepositoryCreated& e);
  void on(const events::SettingsChanged& e);
  void on(const events::AdministratorCreated& e);
  void on(const events::RegistrarCreated& e);
  void on(const events::RegistrarUpdated& e);
  void on(const events::RegistrarPasswordChanged& e);
  void on(const events::ZoneCreated& e);
  void on(const events::ZoneUpdated& e);
  void on(const events::AccountCredited& e) { balances_[e.registrar] = e.balance; }
  void on(const events::AccountDebited& e) { balances_[e.registrar] = e.balance; }
  void on(const events::ContactCreated& e);
  void on(const events::ContactUpdated& e);
  void on(const events::ContactDeleted& e);
  void on(const events::HostCreated& e);
  void on(const events::HostUpdated& e);
  void on(const events::HostDeleted& e) { hosts_.erase(e.number); }
  void on(const events::DomainCreated& e);
  void on(const events::DomainUpdated& e);
  void on(const events::DomainRenewed& e);
  void on(const events::DomainDeleted&) {}
  void on(const events::DomainPurged& e) { domains_.erase(e.number); }
  void on(const events::SubjectErased& e);
  void on(const events::ClockAccepted&) {}

  Instant time_;
  bool vault_broken_ = false;
  ObjectNumber next_{1};
  std::shared_ptr<Settings> settings_ = std::make_shared<Settings>();
  std::map<RepositoryId, std::shared_ptr<const Repository>> repositories_;
  std::map<std::string, std::shared_ptr<const Administrator>, std::less<>> administrators_;
  Shared<Registrar> registrars_;
  Shared<Zone> zones_;
  std::map<ObjectNumber, Amount> balances_;
  std::map<ObjectNumber, Contact> contacts_;
  std::map<ObjectNumber, Host> hosts_;
  std::map<ObjectNumber, KeySlot> deleted_contacts_;
  std::map<ObjectNumber, Domain> domains_;
  std::map<ObjectNumber, bool> erased_;
};

}  // namespace stele::core
