// State: the registry at one position of the journal, read only. The port through which core and
// the frontends read; projections/registry implements it over a snapshot, and over a snapshot plus
// the writer's batch. A State never changes; using one from several threads is fine.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/core/objects.h"
#include "engine/idn/lgr/table.h"

namespace stele::core {

// A moment at which the clock has to look at an object.
struct Due {
  Instant at;
  ObjectNumber object{};
};

class State {
 public:
  virtual ~State() = default;

  // Everything before this position has been applied.
  virtual Position position() const = 0;
  virtual Instant time() const = 0;  // transaction time of the last one applied
  // When it is read: what has happened until then shows (query/as_of.h). Never before time().
  virtual Instant now() const { return time(); }
  virtual ObjectNumber next_number() const = 0;

  virtual std::shared_ptr<const Settings> settings() const = 0;
  virtual std::shared_ptr<const Repository> find_repository(RepositoryId id) const = 0;
  virtual std::shared_ptr<const Administrator> find_administrator(std::string_view name) const = 0;

  virtual std::shared_ptr<const Registrar> find_registrar(ObjectNumber number) const = 0;
  virtual std::shared_ptr<const Registrar> find_registrar(std::string_view id) const = 0;
  virtual Amount balance(ObjectNumber registrar) const = 0;
  virtual Amount balance(Account account, Currency currency) const = 0;  // the registry's own

  // Messages the registrar has not acknowledged, by ascending id.
  virtual Queue queue(ObjectNumber registrar) const = 0;
  virtual std::optional<Message> first_message(ObjectNumber registrar) const = 0;
  virtual std::optional<Message> find_message(ObjectNumber registrar, std::uint64_t id) const = 0;

  virtual std::shared_ptr<const Zone> find_zone(ObjectNumber number) const = 0;
  virtual std::shared_ptr<const Zone> find_zone(std::string_view name) const = 0;
  // The zone with the longest name that `name` lies under (or equals); across all repositories.
  virtual std::shared_ptr<const Zone> zone_of(const DomainName& name) const = 0;

  // IDN tables: by identifier or number, and in order of identifier; one version's text; and what a
  // list of versions means for labels. Precondition: the versions exist.
  virtual std::optional<ObjectNumber> find_idn_table_number(RepositoryId repository,
                                                            std::string_view id) const = 0;
  virtual std::optional<IdnTable> find_idn_table(ObjectNumber number) const = 0;
  virtual void for_each_idn_table(RepositoryId repository,
                                  const std::function<bool(const IdnTable&)>& visit) const = 0;
  virtual std::string idn_table_text(TableUse use) const = 0;
  virtual std::shared_ptr<const idn::lgr::TableSet> table_set(
      const std::vector<TableUse>& tables) const = 0;

  virtual std::optional<ListedName> find_listed_name(ObjectNumber zone,
                                                     std::string_view index_label) const = 0;
  // Launches: the clearing house's lists, and the applications for a name in order of number.
  virtual MarkAuthority mark_authority(RepositoryId repository) const = 0;
  virtual CertificateRevocations certificate_revocations(RepositoryId repository,
                                                         std::string_view issuer) const = 0;
  virtual std::optional<Instant> find_mark_revocation(RepositoryId repository,
                                                      std::string_view mark) const = 0;
  virtual void for_each_mark_revocation(
      RepositoryId repository, const std::function<bool(const MarkRevocation&)>& visit) const = 0;
  virtual std::optional<std::string> find_claim(RepositoryId repository,
                                                std::string_view label) const = 0;
  virtual void for_each_claim(RepositoryId repository,
                              const std::function<bool(const Claim&)>& visit) const = 0;
  virtual std::optional<Application> find_application(ObjectNumber number) const = 0;
  virtual void for_each_application(ObjectNumber zone, std::string_view index_label,
                                    const std::function<bool(ObjectNumber)>& visit) const = 0;

  virtual void for_each_application_of(
      ObjectNumber zone, const std::function<bool(const Application&)>& visit) const = 0;

  // In order of label.
  virtual void for_each_listed_name(
      ObjectNumber zone,
      const std::function<bool(std::string_view label, const ListedName&)>& visit) const = 0;

  virtual std::optional<ObjectNumber> find_domain_number(const Zone& zone,
                                                         std::string_view index_label) const = 0;
  virtual std::optional<Domain> find_domain(ObjectNumber number) const = 0;
  virtual std::optional<CdsSeen> find_cds(ObjectNumber domain) const = 0;
  virtual std::optional<ObjectNumber> find_host_number(RepositoryId repository,
                                                       const HostName& name) const = 0;
  virtual std::optional<Host> find_host(ObjectNumber number) const = 0;
  virtual std::optional<ObjectNumber> find_contact_number(RepositoryId repository,
                                                          std::string_view id) const = 0;
  virtual std::optional<Contact> find_contact(ObjectNumber number) const = 0;
  virtual std::optional<ObjectNumber> find_organisation_number(RepositoryId repository,
                                                               std::string_view id) const = 0;
  virtual std::optional<Organisation> find_organisation(ObjectNumber number) const = 0;
  // The key slot of a contact or organisation that was deleted and not erased: its data are still in
  // the journal.
  virtual std::optional<KeySlot> find_deleted_subject(ObjectNumber number) const = 0;
  // What was sealed; nullopt when erased (or when this reader has no keys). A fault is neither: the
  // bytes are there and cannot be read at the moment.
  virtual Result<std::optional<std::string>> unseal_bytes(ObjectNumber subject, KeySlot slot,
                                                          std::string_view sealed) const = 0;

  // Access tokens: by number, by the digest of the secret, and in order of number.
  virtual std::optional<AccessToken> find_access_token(ObjectNumber number) const = 0;
  virtual std::optional<ObjectNumber> find_access_token_number(std::string_view digest) const = 0;
  virtual void for_each_access_token(
      const std::function<bool(const AccessToken&)>& visit) const = 0;

  // Domains that name this contact or host; hosts below this domain. In order of number; the
  // callback returns false to stop.
  using Visit = std::function<bool(ObjectNumber)>;
  virtual void for_each_domain_using(ObjectNumber contact_or_host, const Visit& visit) const = 0;
  virtual void for_each_host_below(ObjectNumber domain, const Visit& visit) const = 0;
  // Organisations that have this one above them or name this contact. In order of number.
  // The organisations of a domain, host or contact (RFC 8544), by role; and the objects that have this
  // one, in this role or in any.
  virtual std::vector<OrganisationLink> organisations_of(ObjectNumber object) const = 0;
  virtual void for_each_object_linked(ObjectNumber organisation,
                                      std::optional<OrganisationRole> role,
                                      const Visit& visit) const = 0;
  virtual void for_each_organisation_using(ObjectNumber target, const Visit& visit) const = 0;
  // Host objects with this address, in order of repository and number.
  virtual void for_each_host_at(const IpAddress& address, const Visit& visit) const = 0;
  // From this name on (empty: all), in order of its text.
  virtual void for_each_host_from(RepositoryId repository, std::string_view from,
                                  const std::function<bool(const HostName&)>& visit) const = 0;
  // By name, in no order that means anything.
  virtual void for_each_host_of(RepositoryId repository,
                                const std::function<bool(const HostName&)>& visit) const = 0;
  // All objects of a kind, for export and lists. Domains in order of index label.
  virtual void for_each_zone(const Visit& visit) const = 0;
  virtual void for_each_registrar(const Visit& visit) const = 0;
  virtual void for_each_organisation(RepositoryId repository, const Visit& visit) const = 0;  // by id
  virtual void for_each_domain_of(const Zone& zone,
                                  const std::function<bool(const Domain&)>& visit) const = 0;
  // The same from this index label on, so that a walk can be done in parts.
  virtual void for_each_domain_from(const Zone& zone, std::string_view from,
                                    const std::function<bool(const Domain&)>& visit) const = 0;

  virtual std::optional<Maintenance> find_maintenance(ObjectNumber number) const = 0;
  virtual void for_each_maintenance(
      const std::function<bool(const Maintenance&)>& visit) const = 0;  // in order of number

  // Names of the zone that stand still past their expiry (evolve.h), as recorded. In order of number.
  virtual void for_each_domain_standing_still(ObjectNumber zone, const Visit& visit) const = 0;

  // What the clock has to look at next: the domain, contact, zone or maintenance that is due first, by time, then
  // by number. `from`: where to look from; nothing before it is found.
  virtual std::optional<Due> first_due(Due from = {}) const = 0;

  // The clear data, with the outcomes of unseal_bytes. The subject of a TSIG secret is its zone.
  Result<std::optional<ContactData>> unseal(ObjectNumber subject,
                                            const Personal<ContactData>& data) const;
  Result<std::optional<TsigSecret>> unseal(ObjectNumber subject,
                                           const Personal<TsigSecret>& secret) const;

  // Whether any other object refers to this contact, host or organisation.
  bool is_linked(ObjectNumber number) const;
  // Whether any object has this organisation in this role.
  bool is_linked(ObjectNumber organisation, OrganisationRole role) const;
  bool has_hosts_below(ObjectNumber domain) const;
};

}  // namespace stele::core
