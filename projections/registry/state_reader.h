// StateReader: core::State over rows and hot objects. PublishedState is what readers hold; Pending
// (pending.h) is the writer's.
#pragma once

#include <memory>

#include "engine/core/state.h"
#include "engine/crypto/vault.h"
#include "projections/registry/footprint.h"
#include "projections/registry/hot_objects.h"
#include "projections/registry/state_hash.h"
#include "projections/registry/store.h"

namespace stele::registry {

// How far the state has come. Stored in the same write as the rows it speaks of.
struct Progress {
  Position position{};  // next record to apply
  Instant time;         // transaction time of the last one applied
  Digest leaf{};        // leaf hash of the record before `position`: the state's own journal, not another's
  StateHash hash;
};

class StateReader : public core::State {
 public:
  Position position() const final { return progress().position; }
  Instant time() const final { return progress().time; }
  ObjectNumber next_number() const override;
  KeySlot highest_slot() const;  // that an event has named

  std::shared_ptr<const core::Settings> settings() const final { return hot().settings; }
  std::shared_ptr<const core::Repository> find_repository(RepositoryId id) const final;
  std::shared_ptr<const core::Administrator> find_administrator(std::string_view name) const final;
  std::shared_ptr<const core::Registrar> find_registrar(ObjectNumber number) const final;
  std::shared_ptr<const core::Registrar> find_registrar(std::string_view id) const final;
  Amount balance(ObjectNumber registrar) const final;
  Amount balance(core::Account account, Currency currency) const final;
  core::Queue queue(ObjectNumber registrar) const final;
  std::optional<core::Message> first_message(ObjectNumber registrar) const final;
  std::optional<core::Message> find_message(ObjectNumber registrar, std::uint64_t id) const final;
  std::shared_ptr<const core::Zone> find_zone(ObjectNumber number) const final;
  std::shared_ptr<const core::Zone> find_zone(std::string_view name) const final;
  std::shared_ptr<const core::Zone> zone_of(const DomainName& name) const final;

  std::optional<ObjectNumber> find_idn_table_number(RepositoryId repository, std::string_view id) const final;
  std::optional<core::IdnTable> find_idn_table(ObjectNumber number) const final;
  void for_each_idn_table(RepositoryId repository,
                          const std::function<bool(const core::IdnTable&)>& visit) const final;
  std::string idn_table_text(TableUse use) const final;
  std::shared_ptr<const idn::lgr::TableSet> table_set(const std::vector<TableUse>& tables) const final;

  std::optional<core::ListedName> find_listed_name(ObjectNumber zone,
                                                   std::string_view index_label) const final;
  void for_each_listed_name(
      ObjectNumber zone,
      const std::function<bool(std::string_view label, const core::ListedName&)>& visit) const final;
  core::MarkAuthority mark_authority(RepositoryId repository) const final;
  core::CertificateRevocations certificate_revocations(RepositoryId repository,
                                                       std::string_view issuer) const final;
  std::optional<Instant> find_mark_revocation(RepositoryId repository, std::string_view mark) const final;
  void for_each_mark_revocation(RepositoryId repository,
                                const std::function<bool(const MarkRevocation&)>& visit) const final;
  std::optional<std::string> find_claim(RepositoryId repository, std::string_view label) const final;
  void for_each_claim(RepositoryId repository, const std::function<bool(const Claim&)>& visit) const final;
  std::optional<core::Application> find_application(ObjectNumber number) const final;
  void for_each_application(ObjectNumber zone, std::string_view index_label,
                            const std::function<bool(ObjectNumber)>& visit) const final;
  void for_each_application_of(ObjectNumber zone,
                               const std::function<bool(const core::Application&)>& visit) const final;
  std::optional<ObjectNumber> find_domain_number(const core::Zone& zone,
                                                 std::string_view index_label) const final;
  std::optional<core::Domain> find_domain(ObjectNumber number) const final;
  std::optional<ObjectNumber> find_host_number(RepositoryId repository, const HostName& name) const final;
  std::optional<core::Host> find_host(ObjectNumber number) const final;
  std::optional<ObjectNumber> find_contact_number(RepositoryId repository, std::string_view id) const final;
  std::optional<core::Contact> find_contact(ObjectNumber number) const final;
  std::optional<ObjectNumber> find_organisation_number(RepositoryId repository, std::string_view id) const final;
  std::optional<core::Organisation> find_organisation(ObjectNumber number) const final;
  std::optional<KeySlot> find_deleted_subject(ObjectNumber number) const final;
  Result<std::optional<std::string>> unseal_bytes(ObjectNumber subject, KeySlot slot,
                                                  std::string_view sealed) const override;

  void for_each_domain_using(ObjectNumber contact_or_host, const Visit& visit) const final;
  std::optional<core::AccessToken> find_access_token(ObjectNumber number) const final;
  std::optional<ObjectNumber> find_access_token_number(std::string_view digest) const final;
  void for_each_access_token(const std::function<bool(const core::AccessToken&)>& visit) const final;
  void for_each_host_at(const IpAddress& address, const Visit& visit) const final;
  void for_each_host_below(ObjectNumber domain, const Visit& visit) const final;
  std::vector<OrganisationLink> organisations_of(ObjectNumber object) const final;
  void for_each_object_linked(ObjectNumber organisation, std::optional<OrganisationRole> role,
                              const Visit& visit) const final;
  void for_each_organisation_using(ObjectNumber target, const Visit& visit) const final;
  void for_each_host_of(RepositoryId repository,
                        const std::function<bool(const HostName&)>& visit) const final {
    for_each_host_from(repository, {}, visit);
  }
  void for_each_host_from(RepositoryId repository, std::string_view from,
                          const std::function<bool(const HostName&)>& visit) const final;
  void for_each_zone(const Visit& visit) const final;
  void for_each_registrar(const Visit& visit) const final;
  void for_each_organisation(RepositoryId repository, const Visit& visit) const final;
  void for_each_domain_of(const core::Zone& zone,
                          const std::function<bool(const core::Domain&)>& visit) const final {
    for_each_domain_from(zone, {}, visit);
  }
  void for_each_domain_from(const core::Zone& zone, std::string_view from,
                            const std::function<bool(const core::Domain&)>& visit) const final;
  std::optional<core::CdsSeen> find_cds(ObjectNumber domain) const final;
  std::optional<core::Maintenance> find_maintenance(ObjectNumber number) const final;
  void for_each_maintenance(const std::function<bool(const core::Maintenance&)>& visit) const final;
  void for_each_domain_standing_still(ObjectNumber zone, const Visit& visit) const final;
  std::optional<core::Due> first_due(core::Due from = {}) const override;

 protected:
  explicit StateReader(crypto::KeyVault* vault) : vault_(vault) {}
  virtual const Snapshot& rows() const = 0;
  virtual const HotObjects& hot() const = 0;
  virtual const Progress& progress() const = 0;
  crypto::KeyVault* vault() const { return vault_; }

 private:
  crypto::KeyVault* vault_;  // null: replayed without keys, everything sealed reads as absent
};

class PublishedState final : public StateReader {
 public:
  // `nothing_due_before`: what is known of the calendar. The rows of a million names that were purged
  // are tombstones in front of the first one that is left; nobody walks over them twice.
  // `times`: of the changes up to this state; none: no footprint holds. `hot_since`: the position of the
  // first state with these hot objects.
  PublishedState(std::shared_ptr<const Snapshot> rows, std::shared_ptr<const HotObjects> hot, Progress progress,
                 crypto::KeyVault* vault, Instant nothing_due_before = {},
                 std::shared_ptr<const RowTimes> times = nullptr, Position hot_since = {})
      : StateReader(vault), rows_(std::move(rows)), hot_(std::move(hot)), progress_(progress),
        times_(std::move(times)), hot_since_(hot_since), first_due_(StateReader::first_due({nothing_due_before, {}})) {}
  const Progress& progress() const override { return progress_; }
  const std::shared_ptr<const Snapshot>& shared_rows() const { return rows_; }
  const std::shared_ptr<const HotObjects>& shared_hot() const { return hot_; }
  Position hot_since() const { return hot_since_; }
  // The very first is asked for by every read.
  std::optional<core::Due> first_due(core::Due from = {}) const override {
    return from.at.ms == 0 ? first_due_ : StateReader::first_due(from);
  }

  // The same state, which notes in `footprint` what is read of it. `footprint` outlives it; one thread.
  static std::shared_ptr<const core::State> noting(std::shared_ptr<const PublishedState> state,
                                                   Footprint& footprint);
  // Whether what was read then reads the same here. False also where that is not known.
  bool still_says(const Footprint& footprint) const;

 private:
  const Snapshot& rows() const override { return *rows_; }
  const HotObjects& hot() const override { return *hot_; }

  std::shared_ptr<const Snapshot> rows_;
  std::shared_ptr<const HotObjects> hot_;
  Progress progress_;
  std::shared_ptr<const RowTimes> times_;
  Position hot_since_;
  const std::optional<core::Due> first_due_;  // last: read from all of the above
};

// What is authenticated with sealed data, so that it cannot be moved to another subject.
std::string seal_context(ObjectNumber subject);

}  // namespace stele::registry
