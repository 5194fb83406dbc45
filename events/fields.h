// The fields of every event and value table, once, in the order of their ids in events/schema.
// Encoding, decoding and text are all generated from these lists; the compiler checks each list
// against the schema: as many fields, the same names. Private to the codec.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "events/event.h"
#include "object_events_generated.h"
#include "registry_events_generated.h"
#include "transaction_generated.h"
#include "values_generated.h"
#include "zone_events_generated.h"

namespace stele::events {

// "number" for &DomainCreated::number: the compiler spells the member in the function's signature.
template <auto Member>
constexpr std::string_view member_name() {
  const std::string_view signature = __PRETTY_FUNCTION__;
  const std::size_t begin = signature.find("Member = ");
  const std::string_view spelled =
      signature.substr(begin, signature.find_first_of(";]", begin) - begin);
  return spelled.substr(spelled.rfind(':') + 1);
}

template <class Wire, auto... Members>
struct FieldList {
  using Table = Wire;  // the generated class
  using Indexes = std::make_index_sequence<sizeof...(Members)>;
  static constexpr std::array<std::string_view, sizeof...(Members)> names = {
      member_name<Members>()...};

  // Calls visit(std::integral_constant<std::size_t, I>, member of `value`) in order of ids, until
  // one call returns false.
  template <class Value, class Visit>
  static bool each(Value& value, Visit&& visit) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return (visit(std::integral_constant<std::size_t, I>{}, value.*Members) && ...);
    }(Indexes{});
  }

  static constexpr bool matches_schema() {
    if (sizeof...(Members) != Wire::Traits::fields_number) return false;
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i] != Wire::Traits::field_names[i]) return false;
    return true;
  }
};

// Instants this far from 1970 (in either direction, 10,000 years and more) are no dates of ours;
// beyond, calendar arithmetic would overflow.
constexpr std::int64_t kFarthestInstant = 10'000 * 366 * kDay;

template <class T>
struct Fields;

// Inside FIELDS, `E` is the C++ struct; the generated class has the same name.
#define FIELDS(Type, ...)                                                        \
  template <>                                                                    \
  struct Fields<Type> {                                                          \
    using E = Type;                                                              \
    using List = FieldList<fb::Type, __VA_ARGS__>;                               \
    static_assert(List::matches_schema(), #Type " is not what events/schema says"); \
  };

FIELDS(ZonePolicy, &E::least_years, &E::most_years, &E::default_years, &E::most_years_ahead,
       &E::host_objects, &E::least_hosts, &E::most_hosts, &E::registrant_required, &E::admin,
       &E::tech, &E::billing, &E::name_key, &E::prices)
FIELDS(ZoneHeader, &E::primary, &E::responsible, &E::refresh, &E::retry, &E::expire, &E::minimum,
       &E::ttl, &E::name_servers, &E::records)
FIELDS(Price, &E::operation, &E::per_year)

FIELDS(RepositoryCreated, &E::repository, &E::name, &E::roid_suffix)
FIELDS(SettingsChanged, &E::repository, &E::server_id, &E::whois_notice,
       &E::sessions_per_registrar, &E::commands_per_second)
FIELDS(AdministratorCreated, &E::repository, &E::number, &E::name, &E::password_hash,
       &E::must_change_password, &E::created_at)
FIELDS(SubjectErased, &E::repository, &E::subject, &E::slot)
FIELDS(ClockAccepted, &E::repository, &E::previous, &E::accepted)

FIELDS(RegistrarCreated, &E::repository, &E::number, &E::id, &E::name, &E::url, &E::contact,
       &E::password_hash, &E::fingerprints, &E::zones, &E::currency, &E::credit_limit, &E::enabled,
       &E::created_at)
FIELDS(RegistrarUpdated, &E::repository, &E::number, &E::name, &E::url, &E::contact,
       &E::fingerprints_added, &E::fingerprints_removed, &E::zones_added, &E::zones_removed,
       &E::credit_limit, &E::enabled, &E::updated_at)
FIELDS(RegistrarPasswordChanged, &E::repository, &E::number, &E::password_hash, &E::changed_at)
FIELDS(AccountCredited, &E::repository, &E::registrar, &E::money, &E::balance, &E::text)
FIELDS(AccountDebited, &E::repository, &E::registrar, &E::money, &E::balance, &E::operation,
       &E::object, &E::object_name, &E::years)

FIELDS(ZoneCreated, &E::repository, &E::number, &E::name, &E::policy, &E::header, &E::publish,
       &E::created_at)
FIELDS(ZoneUpdated, &E::repository, &E::number, &E::policy, &E::header, &E::publish, &E::updated_at)

FIELDS(ContactCreated, &E::repository, &E::number, &E::id, &E::data, &E::auth_info, &E::sponsor,
       &E::creator, &E::created_at)
FIELDS(ContactUpdated, &E::repository, &E::number, &E::statuses_added, &E::statuses_removed,
       &E::data, &E::auth_info, &E::updated_by, &E::updated_at)
FIELDS(ContactDeleted, &E::repository, &E::number, &E::id, &E::deleted_by)
FIELDS(HostCreated, &E::repository, &E::number, &E::name, &E::superordinate, &E::addresses,
       &E::sponsor, &E::creator, &E::created_at)
FIELDS(HostUpdated, &E::repository, &E::number, &E::addresses_added, &E::addresses_removed,
       &E::statuses_added, &E::statuses_removed, &E::name, &E::superordinate, &E::updated_by,
       &E::updated_at)
FIELDS(HostDeleted, &E::repository, &E::number, &E::name, &E::deleted_by)
FIELDS(DomainCreated, &E::repository, &E::number, &E::zone, &E::name, &E::index_label, &E::period,
       &E::registrant, &E::contacts, &E::hosts, &E::auth_info, &E::sponsor, &E::creator,
       &E::created_at, &E::expires_at)
FIELDS(DomainUpdated, &E::repository, &E::number, &E::registrant, &E::contacts_added,
       &E::contacts_removed, &E::hosts_added, &E::hosts_removed, &E::statuses_added,
       &E::statuses_removed, &E::auth_info, &E::updated_by, &E::updated_at)
FIELDS(DomainRenewed, &E::repository, &E::number, &E::period, &E::expires_at, &E::renewed_by,
       &E::renewed_at)
FIELDS(DomainDeleted, &E::repository, &E::number, &E::name, &E::deleted_by, &E::deleted_at,
       &E::purge_at)
FIELDS(DomainPurged, &E::repository, &E::number, &E::zone, &E::name, &E::index_label)

#undef FIELDS

template <class T>
concept HasFields = requires { typename Fields<T>::List; };

}  // namespace stele::events
