// AsOf: the registry as it is at a moment, whatever the clock has come to write down. What is due by
// then shows as done: a name past its purge does not exist, one past its expiry is renewed or
// expired, a scheduled policy holds. Reads go through it; the writer does the same work in earnest.
// Balances stay as recorded: each name that falls due is shown as if it were the only one.
#pragma once

#include <memory>

#include "engine/core/state.h"

namespace stele::core {

class AsOf final : public State {
 public:
  // A moment before the state's own is the state's own.
  AsOf(std::shared_ptr<const State> recorded, Instant now);

  Position position() const override { return recorded_->position(); }
  Instant time() const override { return recorded_->time(); }
  Instant now() const override { return now_; }
  ObjectNumber next_number() const override { return recorded_->next_number(); }
  std::shared_ptr<const Settings> settings() const override { return recorded_->settings(); }
  std::shared_ptr<const Repository> find_repository(RepositoryId id) const override;
  std::shared_ptr<const Administrator> find_administrator(std::string_view name) const override;
  std::shared_ptr<const Registrar> find_registrar(ObjectNumber number) const override;
  std::shared_ptr<const Registrar> find_registrar(std::string_view id) const override;
  Amount balance(ObjectNumber registrar) const override { return recorded_->balance(registrar); }
  Amount balance(Account account, Currency currency) const override;
  Queue queue(ObjectNumber registrar) const override { return recorded_->queue(registrar); }
  std::optional<Message> first_message(ObjectNumber registrar) const override;
  std::optional<Message> find_message(ObjectNumber registrar, std::uint64_t id) const override;
  std::shared_ptr<const Zone> find_zone(ObjectNumber number) const override;
  std::shared_ptr<const Zone> find_zone(std::string_view name) const override;
  std::shared_ptr<const Zone> zone_of(const DomainName& name) const override;
  std::optional<ObjectNumber> find_idn_table_number(RepositoryId repository,
                                                    std::string_view id) const override {
    return recorded_->find_idn_table_number(repository, id);
  }
  std::optional<IdnTable> find_idn_table(ObjectNumber number) const override {
    return recorded_->find_idn_table(number);
  }
  void for_each_idn_table(RepositoryId repository,
                          const std::function<bool(const IdnTable&)>& visit) const override {
    recorded_->for_each_idn_table(repository, visit);
  }
  std::string idn_table_text(TableUse use) const override {
    return recorded_->idn_table_text(use);
  }
  std::shared_ptr<const idn::lgr::TableSet> table_set(
      const std::vector<TableUse>& tables) const override {
    return recorded_->table_set(tables);
  }
  std::optional<ListedName> find_listed_name(ObjectNumber zone,
                                             std::string_view index_label) const override;
  void for_each_listed_name(
      ObjectNumber zone,
      const std::function<bool(std::string_view label, const ListedName&)>& visit) const override;
  std::optional<ObjectNumber> find_domain_number(const Zone& zone,
                                                 std::string_view index_label) const override;
  std::optional<Domain> find_domain(ObjectNumber number) const override;
  std::optional<ObjectNumber> find_host_number(RepositoryId repository,
                                               const HostName& name) const override;
  std::optional<Host> find_host(ObjectNumber number) const override;
  std::optional<ObjectNumber> find_contact_number(RepositoryId repository,
                                                  std::string_view id) const override;
  std::optional<Contact> find_contact(ObjectNumber number) const override;
  std::optional<ObjectNumber> find_organisation_number(RepositoryId repository,
                                                       std::string_view id) const override {
    return recorded_->find_organisation_number(repository, id);
  }
  std::optional<Organisation> find_organisation(ObjectNumber number) const override {
    return recorded_->find_organisation(number);
  }
  std::optional<KeySlot> find_deleted_subject(ObjectNumber number) const override;
  Result<std::optional<std::string>> unseal_bytes(ObjectNumber subject, KeySlot slot,
                                                  std::string_view sealed) const override;
  void for_each_domain_using(ObjectNumber contact_or_host, const Visit& visit) const override;
  void for_each_host_below(ObjectNumber domain, const Visit& visit) const override;
  void for_each_host_at(const IpAddress& address, const Visit& visit) const override;
  std::optional<AccessToken> find_access_token(ObjectNumber number) const override {
    return recorded_->find_access_token(number);
  }
  std::optional<ObjectNumber> find_access_token_number(std::string_view digest) const override {
    return recorded_->find_access_token_number(digest);
  }
  void for_each_access_token(
      const std::function<bool(const AccessToken&)>& visit) const override {
    recorded_->for_each_access_token(visit);
  }
  std::vector<OrganisationLink> organisations_of(ObjectNumber object) const override;
  void for_each_object_linked(ObjectNumber organisation, std::optional<OrganisationRole> role,
                              const Visit& visit) const override;
  void for_each_organisation_using(ObjectNumber target, const Visit& visit) const override {
    recorded_->for_each_organisation_using(target, visit);
  }
  void for_each_host_of(RepositoryId repository,
                        const std::function<bool(const HostName&)>& visit) const override;
  void for_each_host_from(RepositoryId repository, std::string_view from,
                          const std::function<bool(const HostName&)>& visit) const override {
    recorded_->for_each_host_from(repository, from, visit);
  }
  void for_each_zone(const Visit& visit) const override { recorded_->for_each_zone(visit); }
  void for_each_registrar(const Visit& visit) const override;
  void for_each_organisation(RepositoryId repository, const Visit& visit) const override {
    recorded_->for_each_organisation(repository, visit);
  }
  void for_each_domain_of(const Zone& zone,
                          const std::function<bool(const Domain&)>& visit) const override {
    for_each_domain_from(zone, {}, visit);
  }
  void for_each_domain_from(const Zone& zone, std::string_view from,
                            const std::function<bool(const Domain&)>& visit) const override;
  std::optional<CdsSeen> find_cds(ObjectNumber domain) const override {
    return recorded_->find_cds(domain);
  }
  MarkAuthority mark_authority(RepositoryId repository) const override {
    return recorded_->mark_authority(repository);
  }
  CertificateRevocations certificate_revocations(RepositoryId repository,
                                                 std::string_view issuer) const override {
    return recorded_->certificate_revocations(repository, issuer);
  }
  std::optional<Instant> find_mark_revocation(RepositoryId repository,
                                              std::string_view mark) const override {
    return recorded_->find_mark_revocation(repository, mark);
  }
  void for_each_mark_revocation(
      RepositoryId repository,
      const std::function<bool(const MarkRevocation&)>& visit) const override {
    recorded_->for_each_mark_revocation(repository, visit);
  }
  std::optional<std::string> find_claim(RepositoryId repository,
                                        std::string_view label) const override {
    return recorded_->find_claim(repository, label);
  }
  void for_each_claim(RepositoryId repository,
                      const std::function<bool(const Claim&)>& visit) const override {
    recorded_->for_each_claim(repository, visit);
  }
  std::optional<Application> find_application(ObjectNumber number) const override {
    return recorded_->find_application(number);
  }
  void for_each_application(ObjectNumber zone, std::string_view index_label,
                            const std::function<bool(ObjectNumber)>& visit) const override {
    recorded_->for_each_application(zone, index_label, visit);
  }
  void for_each_application_of(
      ObjectNumber zone, const std::function<bool(const Application&)>& visit) const override {
    recorded_->for_each_application_of(zone, visit);
  }
  std::optional<Maintenance> find_maintenance(ObjectNumber number) const override {
    return recorded_->find_maintenance(number);
  }
  void for_each_maintenance(
      const std::function<bool(const Maintenance&)>& visit) const override {
    recorded_->for_each_maintenance(visit);
  }
  void for_each_domain_standing_still(ObjectNumber zone, const Visit& visit) const override {
    recorded_->for_each_domain_standing_still(zone, visit);
  }
  std::optional<Due> first_due(Due from = {}) const override { return recorded_->first_due(from); }

 private:
  std::shared_ptr<const Zone> shown(std::shared_ptr<const Zone> zone) const;
  // nullopt: purged by now.
  std::optional<Domain> shown(Domain domain) const;
  std::optional<Domain> stepped(Domain domain) const;  // hosts as recorded
  bool takes_up(Domain& domain) const;                 // false: purged
  Contact shown(Contact contact) const;
  bool is_gone(ObjectNumber domain_or_host) const;
  bool has_changed_hands(ObjectNumber object) const;

  const std::shared_ptr<const State> recorded_;
  const Instant now_;
  const bool anything_due_;  // else everything is as recorded
};

}  // namespace stele::core
