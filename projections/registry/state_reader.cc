#include "projections/registry/state_reader.h"

#include "projections/registry/rows.h"

namespace stele::registry {

namespace {

template <class Map, class Key>
auto find_in(const Map& map, const Key& key) -> typename Map::mapped_type {
  const auto it = map.find(key);
  return it == map.end() ? nullptr : it->second;
}

std::optional<ObjectNumber> find_number(const Snapshot& rows, const std::string& key) {
  std::string value;
  if (!rows.get(key, value)) return std::nullopt;
  return from_row<ObjectNumber>(value);
}

template <class T>
std::optional<T> find_object(const Snapshot& rows, char tag, ObjectNumber number) {
  std::string value;
  if (!rows.get(key(tag, number), value)) return std::nullopt;
  return from_row<T>(value);
}

// The second number of a key of two.
ObjectNumber second(std::string_view row_key) { return ObjectNumber{get_big_endian<std::uint64_t>(row_key.substr(9))}; }

}  // namespace

std::string seal_context(ObjectNumber subject) {
  std::string out;
  put_big_endian(out, subject.value);
  return out;
}

ObjectNumber StateReader::next_number() const {
  const auto number = find_number(rows(), key('n'));
  return number ? *number : ObjectNumber{1};
}

KeySlot StateReader::highest_slot() const {
  std::string value;
  return rows().get(key('k'), value) ? from_row<KeySlot>(value) : KeySlot{};
}

std::shared_ptr<const core::Repository> StateReader::find_repository(RepositoryId id) const {
  return find_in(hot().repositories, id);
}

std::shared_ptr<const core::Administrator> StateReader::find_administrator(std::string_view name) const {
  return find_in(hot().administrators, name);
}

std::shared_ptr<const core::Registrar> StateReader::find_registrar(ObjectNumber number) const {
  return find_in(hot().registrars, number);
}

std::shared_ptr<const core::Registrar> StateReader::find_registrar(std::string_view id) const {
  return find_in(hot().registrars_by_id, id);
}

Amount StateReader::balance(ObjectNumber registrar) const {
  std::string value;
  if (!rows().get(key('b', registrar), value)) return Amount{};
  return from_row<Amount>(value);
}

Amount StateReader::balance(core::Account account, Currency currency) const {
  std::string value;
  if (!rows().get(key('a', account, currency), value)) return Amount{};
  return from_row<Amount>(value);
}

core::Queue StateReader::queue(ObjectNumber registrar) const {
  return find_object<core::Queue>(rows(), 'Q', registrar).value_or(core::Queue{});
}

std::optional<core::Message> StateReader::first_message(ObjectNumber registrar) const {
  std::optional<core::Message> found;
  rows().scan(key('q', registrar), {}, [&](std::string_view, std::string_view value) {
    found = from_row<core::Message>(value);
    return false;
  });
  return found;
}

std::optional<core::Message> StateReader::find_message(ObjectNumber registrar, std::uint64_t id) const {
  std::string value;
  if (!rows().get(key('q', registrar, id), value)) return std::nullopt;
  return from_row<core::Message>(value);
}

std::optional<core::ListedName> StateReader::find_listed_name(ObjectNumber zone,
                                                              std::string_view index_label) const {
  std::string value;
  if (!rows().get(key('N', zone, index_label), value)) return std::nullopt;
  return from_row<core::ListedName>(value);
}

void StateReader::for_each_listed_name(
    ObjectNumber zone, const std::function<bool(std::string_view, const core::ListedName&)>& visit) const {
  const std::string prefix = key('N', zone);
  rows().scan(prefix, {}, [&](std::string_view row_key, std::string_view value) {
    return visit(row_key.substr(prefix.size()), from_row<core::ListedName>(value));
  });
}

core::MarkAuthority StateReader::mark_authority(RepositoryId repository) const {
  std::string value;
  if (!rows().get(key('M', repository), value)) return {};
  return from_row<core::MarkAuthority>(value);
}

core::CertificateRevocations StateReader::certificate_revocations(RepositoryId repository,
                                                                  std::string_view issuer) const {
  std::string value;
  if (!rows().get(key('Z', repository, issuer), value)) return {};
  return from_row<core::CertificateRevocations>(value);
}

std::optional<Instant> StateReader::find_mark_revocation(RepositoryId repository, std::string_view mark) const {
  std::string value;
  if (!rows().get(key('v', repository, mark), value)) return std::nullopt;
  return from_row<Instant>(value);
}

void StateReader::for_each_mark_revocation(RepositoryId repository,
                                           const std::function<bool(const MarkRevocation&)>& visit) const {
  const std::string prefix = key('v', repository);
  rows().scan(prefix, {}, [&](std::string_view row_key, std::string_view value) {
    return visit({std::string(row_key.substr(prefix.size())), from_row<Instant>(value)});
  });
}

std::optional<std::string> StateReader::find_claim(RepositoryId repository, std::string_view label) const {
  std::string value;
  if (!rows().get(key('y', repository, label), value)) return std::nullopt;
  return from_row<std::string>(value);
}

void StateReader::for_each_claim(RepositoryId repository, const std::function<bool(const Claim&)>& visit) const {
  const std::string prefix = key('y', repository);
  rows().scan(prefix, {}, [&](std::string_view row_key, std::string_view value) {
    return visit({std::string(row_key.substr(prefix.size())), from_row<std::string>(value)});
  });
}

std::optional<core::Application> StateReader::find_application(ObjectNumber number) const {
  std::string value;
  if (!rows().get(key('p', number), value)) return std::nullopt;
  return from_row<core::Application>(value);
}

void StateReader::for_each_application(ObjectNumber zone, std::string_view index_label,
                                       const std::function<bool(ObjectNumber)>& visit) const {
  const std::string prefix = application_key(zone, index_label, {});
  rows().scan(prefix.substr(0, prefix.size() - 8), {}, [&](std::string_view row_key, std::string_view) {
    return visit(ObjectNumber{get_big_endian<std::uint64_t>(row_key.substr(row_key.size() - 8))});
  });
}

void StateReader::for_each_application_of(
    ObjectNumber zone, const std::function<bool(const core::Application&)>& visit) const {
  rows().scan(key('P', zone), {}, [&](std::string_view row_key, std::string_view) {
    const auto number = get_big_endian<std::uint64_t>(row_key.substr(row_key.size() - 8));
    return visit(*find_application(ObjectNumber{number}));
  });
}

std::optional<core::Due> StateReader::first_due(core::Due from) const {
  std::optional<core::Due> found;
  const std::string start = from.at.ms ? due_key(from.at, from.object) : std::string();
  rows().scan(key('t'), start, [&](std::string_view row_key, std::string_view) {
    found = core::Due{Instant{static_cast<std::int64_t>(get_big_endian<std::uint64_t>(row_key.substr(1)))},
                second(row_key)};
    return false;
  });
  return found;
}

std::shared_ptr<const core::Zone> StateReader::find_zone(ObjectNumber number) const {
  return find_in(hot().zones, number);
}

std::shared_ptr<const core::Zone> StateReader::find_zone(std::string_view name) const {
  return find_in(hot().zones_by_name, name);
}

std::shared_ptr<const core::Zone> StateReader::zone_of(const DomainName& name) const {
  std::string_view suffix = name.text();
  while (!suffix.empty()) {
    if (auto zone = find_zone(suffix)) return zone;
    const std::size_t dot = suffix.find('.');
    if (dot == std::string_view::npos) break;
    suffix.remove_prefix(dot + 1);
  }
  return nullptr;
}

std::optional<ObjectNumber> StateReader::find_domain_number(const core::Zone& zone,
                                                            std::string_view index_label) const {
  return find_number(rows(), key('D', zone.number, index_label));
}

std::optional<core::Domain> StateReader::find_domain(ObjectNumber number) const {
  return find_object<core::Domain>(rows(), 'd', number);
}

std::optional<ObjectNumber> StateReader::find_host_number(RepositoryId repository, const HostName& name) const {
  return find_number(rows(), key('H', repository, name.text()));
}

std::optional<core::Host> StateReader::find_host(ObjectNumber number) const {
  return find_object<core::Host>(rows(), 'h', number);
}

std::optional<ObjectNumber> StateReader::find_contact_number(RepositoryId repository, std::string_view id) const {
  return find_number(rows(), key('C', repository, id));
}

std::optional<core::Contact> StateReader::find_contact(ObjectNumber number) const {
  return find_object<core::Contact>(rows(), 'c', number);
}

std::optional<ObjectNumber> StateReader::find_organisation_number(RepositoryId repository,
                                                                  std::string_view id) const {
  return find_number(rows(), key('O', repository, id));
}

std::optional<core::Organisation> StateReader::find_organisation(ObjectNumber number) const {
  return find_object<core::Organisation>(rows(), 'o', number);
}

std::optional<ObjectNumber> StateReader::find_idn_table_number(RepositoryId repository,
                                                               std::string_view id) const {
  return find_number(rows(), key('E', repository, id));
}

std::optional<core::IdnTable> StateReader::find_idn_table(ObjectNumber number) const {
  return find_object<core::IdnTable>(rows(), 'e', number);
}

void StateReader::for_each_idn_table(RepositoryId repository,
                                     const std::function<bool(const core::IdnTable&)>& visit) const {
  rows().scan(key('E', repository), {}, [&](std::string_view, std::string_view value) {
    return visit(*find_idn_table(from_row<ObjectNumber>(value)));
  });
}

std::string StateReader::idn_table_text(TableUse use) const {
  std::string text;
  CHECK(rows().get(table_text_key(use), text), "a version of an IDN table is not in the registry state");
  return text;
}

std::shared_ptr<const idn::lgr::TableSet> StateReader::table_set(const std::vector<TableUse>& tables) const {
  return hot().table_sets->find(tables, [this](TableUse use) { return idn_table_text(use); });
}

std::optional<KeySlot> StateReader::find_deleted_subject(ObjectNumber number) const {
  return find_object<KeySlot>(rows(), 'x', number);
}

Result<std::optional<std::string>> StateReader::unseal_bytes(ObjectNumber subject, KeySlot slot,
                                                             std::string_view sealed) const {
  if (vault_ == nullptr) return std::nullopt;
  return vault_->unseal(slot, seal_context(subject), sealed);
}

std::optional<core::Maintenance> StateReader::find_maintenance(ObjectNumber number) const {
  return find_object<core::Maintenance>(rows(), 'w', number);
}

void StateReader::for_each_maintenance(const std::function<bool(const core::Maintenance&)>& visit) const {
  rows().scan(key('w'), {}, [&](std::string_view, std::string_view value) {
    return visit(from_row<core::Maintenance>(value));
  });
}

void StateReader::for_each_domain_using(ObjectNumber contact_or_host, const Visit& visit) const {
  rows().scan(key('l', contact_or_host), {}, [&](std::string_view k, std::string_view) { return visit(second(k)); });
}

void StateReader::for_each_domain_standing_still(ObjectNumber zone, const Visit& visit) const {
  rows().scan(key('e', zone), {}, [&](std::string_view k, std::string_view) { return visit(second(k)); });
}

void StateReader::for_each_host_below(ObjectNumber domain, const Visit& visit) const {
  rows().scan(key('u', domain), {}, [&](std::string_view k, std::string_view) { return visit(second(k)); });
}

std::optional<core::AccessToken> StateReader::find_access_token(ObjectNumber number) const {
  return find_object<core::AccessToken>(rows(), 'T', number);
}

std::optional<ObjectNumber> StateReader::find_access_token_number(std::string_view digest) const {
  return find_number(rows(), key('S', digest));
}

void StateReader::for_each_access_token(const std::function<bool(const core::AccessToken&)>& visit) const {
  rows().scan(key('T'), {}, [&](std::string_view, std::string_view value) {
    return visit(from_row<core::AccessToken>(value));
  });
}

void StateReader::for_each_host_at(const IpAddress& address, const Visit& visit) const {
  rows().scan(address_key(address), {}, [&](std::string_view k, std::string_view) {
    return visit(ObjectNumber{get_big_endian<std::uint64_t>(k.substr(k.size() - 8))});
  });
}

std::vector<OrganisationLink> StateReader::organisations_of(ObjectNumber object) const {
  if (!hot().organisation_links) return {};
  return find_object<std::vector<OrganisationLink>>(rows(), 'K', object).value_or(std::vector<OrganisationLink>());
}

void StateReader::for_each_object_linked(ObjectNumber organisation, std::optional<OrganisationRole> role,
                                         const Visit& visit) const {
  const std::string prefix = role ? link_key(organisation, *role) : key('G', organisation);
  rows().scan(prefix, {}, [&](std::string_view k, std::string_view) {
    return visit(ObjectNumber{get_big_endian<std::uint64_t>(k.substr(k.size() - 8))});
  });
}

void StateReader::for_each_organisation_using(ObjectNumber target, const Visit& visit) const {
  rows().scan(key('g', target), {}, [&](std::string_view k, std::string_view) { return visit(second(k)); });
}

void StateReader::for_each_organisation(RepositoryId repository, const Visit& visit) const {
  rows().scan(key('O', repository), {}, [&](std::string_view, std::string_view value) {
    return visit(from_row<ObjectNumber>(value));
  });
}

void StateReader::for_each_host_from(RepositoryId repository, std::string_view from,
                                     const std::function<bool(const HostName&)>& visit) const {
  const std::string prefix = key('H', repository);
  rows().scan(prefix, key('H', repository, from), [&](std::string_view k, std::string_view) {
    return visit(HostName::trusted(std::string(k.substr(prefix.size()))));
  });
}

void StateReader::for_each_zone(const Visit& visit) const {
  rows().scan(key('z'), {}, [&](std::string_view k, std::string_view) {
    return visit(ObjectNumber{get_big_endian<std::uint64_t>(k.substr(1))});
  });
}

void StateReader::for_each_registrar(const Visit& visit) const {
  rows().scan(key('r'), {}, [&](std::string_view k, std::string_view) {
    return visit(ObjectNumber{get_big_endian<std::uint64_t>(k.substr(1))});
  });
}

std::optional<core::CdsSeen> StateReader::find_cds(ObjectNumber domain) const {
  return find_object<core::CdsSeen>(rows(), 'j', domain);
}

void StateReader::for_each_domain_from(const core::Zone& zone, std::string_view from,
                                       const std::function<bool(const core::Domain&)>& visit) const {
  rows().scan(key('D', zone.number), key('D', zone.number, from), [&](std::string_view, std::string_view value) {
    const auto domain = find_domain(from_row<ObjectNumber>(value));
    CHECK(domain.has_value(), "the registry state's name index points at no domain");
    return visit(*domain);
  });
}

}  // namespace stele::registry
