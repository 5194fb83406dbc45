#include "samples.h"

namespace stele::events {

namespace {

constexpr Instant kMarch{1772323200000};  // 2026-03-01T00:00:00.000Z
constexpr Instant kNextMarch{1803859200000};
constexpr RepositoryId kRepository{2};
constexpr Currency kEuro{{'E', 'U', 'R'}};

AuthInfoHash auth_info() {
  AuthInfoHash out;
  out.salt.fill(0x11);
  out.hash.fill(0x22);
  return out;
}

Personal<ContactData> sealed() {
  Personal<ContactData> out;
  out.slot = KeySlot{9};
  out.sealed = std::string("nonce\0cipher", 12);
  return out;
}

ZonePolicy policy() {
  ZonePolicy out;
  out.least_years = 2;
  out.most_years = 9;
  out.default_years = 3;
  out.most_years_ahead = 8;
  out.host_objects = true;
  out.least_hosts = 1;
  out.most_hosts = 12;
  out.registrant_required = true;
  out.admin = {1, 2};
  out.tech = {3, 4};
  out.billing = {5, 6};
  out.prices = {{PricedOperation::create, {kEuro, Amount{125000}}},
                {PricedOperation::renew, {kEuro, Amount{-1}}}};
  return out;
}

ZoneHeader header() {
  ZoneHeader out;
  out.primary = "ns1.nic.example";
  out.responsible = "hostmaster.nic.example";
  out.refresh = 1;
  out.retry = 2;
  out.expire = 3;
  out.minimum = 4;
  out.ttl = 5;
  out.name_servers = {"ns1.nic.example", "ns2.nic.example"};
  out.records = "@ TXT \"hello\"\n";
  return out;
}

std::vector<IpAddress> addresses() {
  return {*parse_ip_address("192.0.2.1"), *parse_ip_address("2001:db8::1")};
}

const StatusSet kAdded{Status::client_hold, Status::pending_update};
const StatusSet kRemoved{Status::ok, Status::server_hold};
const DomainName kName = DomainName::trusted("shop.example");
const HostName kHost = HostName::trusted("ns1.shop.example");

}  // namespace

std::vector<Event> full_events() {
  const std::vector<ObjectNumber> numbers{ObjectNumber{70}, ObjectNumber{71}};
  const std::vector<DomainContact> contacts{{ContactRole::admin, ObjectNumber{80}},
                                            {ContactRole::tech, ObjectNumber{81}}};
  const ObjectNumber number{42}, zone{7}, registrar{5}, other{6};
  return {
      RepositoryCreated{kRepository, "main", "STELE"},
      SettingsChanged{kRepository, "Stele", "Terms of use apply.", 10, 20},
      AdministratorCreated{kRepository, number, "root", "$argon2id$x", true, kMarch},
      SubjectErased{kRepository, number, KeySlot{9}},
      ClockAccepted{kRepository, kMarch, kNextMarch},
      RegistrarCreated{kRepository, number, "reg-a", "Registrar A", "https://a.example", sealed(),
                       "$argon2id$x", {"00ff", "11ee"}, numbers, kEuro, Amount{5000000}, true,
                       kMarch},
      RegistrarUpdated{kRepository, number, "Registrar B", "https://b.example", sealed(), {"22"},
                       {"33", "44"}, numbers, {ObjectNumber{72}}, Amount{-7}, false, kMarch},
      RegistrarPasswordChanged{kRepository, number, "$argon2id$y", kMarch},
      ZoneCreated{kRepository, zone, DomainName::trusted("example"), policy(), header(), true,
                  kMarch},
      ZoneUpdated{kRepository, zone, policy(), header(), false, kMarch},
      AccountCredited{kRepository, registrar, {kEuro, Amount{1000000}}, Amount{2000000}, "thanks"},
      AccountDebited{kRepository, registrar, {kEuro, Amount{125000}}, Amount{-5},
                     PricedOperation::renew, number, "shop.example", 2},
      ContactCreated{kRepository, number, "c-1", sealed(), auth_info(), registrar, other, kMarch},
      ContactUpdated{kRepository, number, kAdded, kRemoved, sealed(), auth_info(), registrar,
                     kMarch},
      ContactDeleted{kRepository, number, "c-1", registrar},
      HostCreated{kRepository, number, kHost, other, addresses(), registrar, registrar, kMarch},
      HostUpdated{kRepository, number, addresses(), {addresses()[1]}, kAdded, kRemoved, kHost,
                  other, registrar, kMarch},
      HostDeleted{kRepository, number, kHost, registrar},
      DomainCreated{kRepository, number, zone, kName, "shop", {99, PeriodUnit::months}, other,
                    contacts, numbers, auth_info(), registrar, other, kMarch, kNextMarch},
      DomainUpdated{kRepository, number, other, contacts, {contacts[0]}, numbers, {numbers[1]},
                    kAdded, kRemoved, auth_info(), registrar, kMarch},
      DomainRenewed{kRepository, number, {2, PeriodUnit::years}, kNextMarch, registrar, kMarch},
      DomainDeleted{kRepository, number, kName, registrar, kMarch, kNextMarch},
      DomainPurged{kRepository, number, zone, kName, "shop"},
  };
}

std::vector<Event> bare_events() {
  ZoneCreated zone_created;
  zone_created.name = DomainName::trusted("example");
  HostCreated host_created;
  host_created.name = kHost;
  HostDeleted host_deleted;
  host_deleted.name = kHost;
  DomainCreated domain_created;
  domain_created.name = kName;
  DomainDeleted domain_deleted;
  domain_deleted.name = kName;
  DomainPurged domain_purged;
  domain_purged.name = kName;
  return {
      RepositoryCreated{}, SettingsChanged{},  AdministratorCreated{}, SubjectErased{},
      ClockAccepted{},     RegistrarCreated{}, RegistrarUpdated{},     RegistrarPasswordChanged{},
      zone_created,        ZoneUpdated{},      AccountCredited{},      AccountDebited{},
      ContactCreated{},    ContactUpdated{},   ContactDeleted{},       host_created,
      HostUpdated{},       host_deleted,       domain_created,         DomainUpdated{},
      DomainRenewed{},     domain_deleted,     domain_purged,
  };
}

Transaction transaction_of(std::vector<Event> events) {
  Transaction out;
  out.actor = {ActorKind::registrar, ObjectNumber{5}, "reg-a"};
  out.source = Source::epp;
  out.client_trid = "C-1";
  out.server_trid = "S-1";
  out.reason = "because";
  out.events = std::move(events);
  return out;
}

}  // namespace stele::events
