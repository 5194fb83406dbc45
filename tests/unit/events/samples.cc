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

Personal<TsigSecret> secret() {
  Personal<TsigSecret> out;
  out.slot = KeySlot{9};
  out.sealed = std::string("nonce\0cipher", 12);
  return out;
}

Secondary secondary(std::string name) {
  return {std::move(name), "noc@nic.example",
          {{*parse_ip_address("192.0.2.1"), 0}, {*parse_ip_address("2001:db8::1"), 5353}},
          "ns.transfer", true, true};
}

std::vector<RoleGrant> grants() {
  return {{OrganisationRole::reseller, "4711", StatusSet{Status::client_link_prohibited}},
          {OrganisationRole::dns_operator, "", {}}};
}

std::vector<OrganisationContact> people() {
  return {{OrganisationContactType::tech, "", ObjectNumber{72}},
          {OrganisationContactType::custom, "legal", ObjectNumber{73}}};
}

MaintenancePlan plan() {
  MaintenancePlan out;
  out.name = "Routine";
  out.types = {"Software Update", "Extended Outage"};
  out.systems = {{"EPP", "epp.nic.example", MaintenanceImpact::partial}, {"WHOIS", "", {}}};
  out.environment = "ote";
  out.starts_at = kMarch;
  out.ends_at = kNextMarch;
  out.emergency = true;
  out.detail = "https://nic.example/m";
  out.descriptions = {{"hello", "en", true}, {"hallo", "de", false}};
  out.zones = {"example"};
  out.connection = true;
  out.implementation = true;
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
  out.prices = {{PricedOperation::create, {kEuro, Amount{125000}}, 0, "", "", {}, {}},
                {PricedOperation::remove, {kEuro, Amount{-1}}, 2, "gold", "tier-1", kMarch, kNextMarch}};
  Lifecycle life;
  std::uint16_t days = 10;
  for (std::uint16_t* field :
       {&life.add_grace_days, &life.auto_renew_grace_days, &life.renew_grace_days,
        &life.transfer_grace_days, &life.suspend_days, &life.delete_days, &life.redemption_days,
        &life.pending_delete_days, &life.restore_report_days, &life.transfer_days,
        &life.transfer_lock_days, &life.drop_window_minutes})
    *field = ++days;
  life.add_refund = 1;
  life.auto_renew_refund = 2;
  life.renew_refund = 3;
  life.transfer_refund = 4;
  life.restore_refund = 6;
  life.auto_renew = true;
  life.restore_report = true;
  life.transfer_years = 5;
  out.lifecycle = life;
  out.contact_model = ContactModel::minimal;
  out.dnssec_model = DnssecModel::key_data;
  out.most_ds = 7;
  out.least_ttl = 60;
  out.premium_fee_required = true;
  out.most_ttl = 90;
  out.tax_e4 = 1900;
  out.dnssec_algorithms = {8, 13};
  out.ds_digest_types = {2, 4};
  out.ldh_labels = true;
  out.variant_activation = true;
  out.activated_at_creation = true;
  out.most_variants = 5;
  out.disclosure = {DisclosureProfile::icann_2024,
                    {{RddsRole::tech, ContactKind::organisation, ContactField::email, Disclosed::always},
                     {std::nullopt, std::nullopt, std::nullopt, Disclosed::by_consent}},
                    {DirectorySearch::domains, DirectorySearch::entities},
                    {{"uk.example", "whois.nic.uk", "https://rdap.nic.uk/"}},
                    "Name: {name}"};
  out.cds = CdsPolicy{3'600, 90'000, false};
  out.launch = {{LaunchKind::claims, "landrush", kMarch, kNextMarch, true, 24}};
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
  out.serial_scheme = SerialScheme::counter;
  out.serial_seconds = 60;
  out.zonemd = true;
  out.denial = Denial::nsec3_opt_out;
  out.delegated = true;
  out.ds = {{12345, 13, 2, "00FF", std::nullopt}};
  return out;
}

std::vector<IpAddress> addresses() {
  return {*parse_ip_address("192.0.2.1"), *parse_ip_address("2001:db8::1")};
}

const Grace kGrace{GraceKind::transfer, 1, ObjectNumber{5}, kNextMarch, {kEuro, Amount{125000}}, Amount{25000},
                   kMarch};
const DnsKey kKey{257, 3, 13, "AwEAAa=="};
const DsRecord kDs{12345, 13, 2, "00FF", kKey};
const RecordTtl kTtl{2, 3600};

std::vector<HostAttribute> attributes() {
  return {{HostName::trusted("ns1.shop.example"), addresses()}};
}

RegistrarDirectory directory() {
  return {9999, "whois.reg-a.example", "https://rdap.reg-a.example/", "abuse@reg-a.example",
          "+420.123456"};
}

RegistrarAccess access() {
  return {{"192.0.2.0/24", "2001:db8::/48"}, CertificateMode::issued, 3, 4, 5, 6};
}

const LaunchBasis kBasis{LaunchKind::custom, "founders", {"1-2", "3-4"},
                         ClaimsNotice{"370d0b7c9223372036854775807", kMarch, kNextMarch}};

const StatusSet kAdded{Status::client_hold, Status::pending_update};
const StatusSet kRemoved{Status::ok, Status::server_hold};
const DomainName kName = DomainName::trusted("shop.example");
const HostName kHost = HostName::trusted("ns1.shop.example");

MessageQueued message() {
  MessageQueued out{kRepository, ObjectNumber{5}, 17, kMarch, MessageKind::change, "It changed",
                    ObjectNumber{42}, "shop.example", {}, {}, {}, {}};
  out.transfer = TransferNotice{true, "c-1", TransferStatus::server_cancelled, "reg-a", "reg-b",
                                kMarch, kNextMarch, kNextMarch};
  out.pending_action = PendingActionNotice{"shop.example", true, "C-1", "S-1", kMarch};
  ObjectImage image{true, "ns1.shop.example", "42-STELE", kAdded, "c-1", {"admin:c-2"},
                    {"ns2.shop.example"}, {"192.0.2.1"}, "reg-a", "reg-b", "reg-c",
                    kMarch, kMarch, kNextMarch, kMarch, true, {kDs}, {kKey}};
  out.change = ChangeNotice{true, "update", kMarch, "S-1", "admin", "court order", image,
                            ContactImage{"c-1", "43-STELE", kAdded, sealed(), "reg-a", "reg-b",
                                         "reg-c", kMarch, kMarch, kNextMarch}};
  out.change->organisation =
      OrganisationImage{"res-1", "44-STELE", {{OrganisationRole::reseller, "1234", kAdded}}, kAdded, "res-0",
                        sealed(), "https://res.example", {{OrganisationContactType::custom, "desk", "c-3"}},
                        "reg-a", "reg-b", "reg-c", kMarch, kNextMarch};
  out.balance = BalanceNotice{{kEuro, Amount{-5}}, Amount{100}};
  out.maintenance =
      MaintenanceNotice{MaintenanceOccasion::courtesy, "M42", plan(), kMarch, kNextMarch};
  return out;
}

DomainCreated wanted() {
  DomainCreated out;
  out.repository = kRepository;
  out.number = ObjectNumber{42};
  out.zone = ObjectNumber{7};
  out.name = kName;
  out.index_label = "shop";
  out.created_at = kMarch;
  out.launch = kBasis;
  return out;
}

DomainUpdated wanted_change() {
  DomainUpdated out;
  out.repository = kRepository;
  out.number = ObjectNumber{42};
  out.hosts_added = {ObjectNumber{70}};
  out.updated_at = kMarch;
  return out;
}

}  // namespace

std::vector<Event> full_events() {
  const std::vector<ObjectNumber> numbers{ObjectNumber{70}, ObjectNumber{71}};
  const std::vector<DomainContact> contacts{{ContactRole::admin, ObjectNumber{80}},
                                            {ContactRole::tech, ObjectNumber{81}}};
  const ObjectNumber number{42}, zone{7}, registrar{5}, other{6};
  return {
      RepositoryCreated{kRepository, "main", "STELE"},
      SettingsChanged{kRepository, "Stele", "Terms of use apply.", 10, 20, 30, 40, 5, 60,
                      70, 8, 9, 3, 90, 5, 24, 30, 1, 0, 1, 0, 90, 30, 31, 365, 1, 150, 1024, 600,
                      601, 60, 1200, 32, 64, 24, 48, 16, "127.0.0.0/8"},
      AdministratorCreated{kRepository, number, "root", "$argon2id$x", true, kMarch},
      SubjectErased{kRepository, number, KeySlot{9}},
      ClockAccepted{kRepository, kMarch, kNextMarch},
      AccessLogPurged{kRepository, "whois", kMarch, 1000},
      RegistrarCreated{kRepository, number, "reg-a", "Registrar A", "https://a.example", sealed(),
                       "$argon2id$x", {"00ff", "11ee"}, numbers, kEuro, Amount{5000000}, true,
                       kMarch, access(), "gold", true, {Amount{100}, Amount{200}}, true, directory()},
      RegistrarUpdated{kRepository, number, "Registrar B", "https://b.example", sealed(), {"22"},
                       {"33", "44"}, numbers, {ObjectNumber{72}}, Amount{-7}, false, kMarch,
                       access(), "silver", false, {Amount{300}}, {Amount{100}}, false, directory()},
      RegistrarPasswordChanged{kRepository, number, "$argon2id$y", kMarch, true},
      ZoneCreated{kRepository, zone, DomainName::trusted("example"), policy(), header(), true,
                  kMarch},
      ZoneUpdated{kRepository, zone, policy(), header(), false, kMarch},
      AccountCredited{kRepository, registrar, {kEuro, Amount{1000000}}, Amount{2000000}, "thanks"},
      AccountDebited{kRepository, registrar, {kEuro, Amount{125000}}, Amount{-5},
                     PricedOperation::renew, number, "shop.example", 2, Amount{25000}, "tier-1"},
      ContactCreated{kRepository, number, "c-1", sealed(), auth_info(), registrar, other, kMarch},
      ContactUpdated{kRepository, number, kAdded, kRemoved, sealed(), auth_info(), registrar,
                     kMarch},
      ContactDeleted{kRepository, number, "c-1", registrar},
      HostCreated{kRepository, number, kHost, other, addresses(), registrar, registrar, kMarch,
                  {kTtl}},
      HostUpdated{kRepository, number, addresses(), {addresses()[1]}, kAdded, kRemoved, kHost,
                  other, registrar, kMarch, {kTtl}},
      HostDeleted{kRepository, number, kHost, registrar},
      DomainCreated{kRepository, number, zone, kName, "shop", {99, PeriodUnit::months}, other,
                    contacts, numbers, auth_info(), registrar, other, kMarch, kNextMarch, kGrace,
                    attributes(), {kDs}, {kKey}, 86400, {kTtl}, "tier-1", true, kBasis, ObjectNumber{8},
                    {kName}},
      DomainUpdated{kRepository, number, other, contacts, {contacts[0]}, numbers, {numbers[1]},
                    kAdded, kRemoved, auth_info(), registrar, kMarch, attributes(), attributes(),
                    {kDs}, {kDs}, {kKey}, {kKey}, 86400, {kTtl}, true, {kName}, {kName}},
      DomainRenewed{kRepository, number, {2, PeriodUnit::years}, kNextMarch, registrar, kMarch, true,
                    kGrace},
      DomainDeleted{kRepository, number, kName, registrar, kMarch, kNextMarch,
                    DomainPhase::redemption, kNextMarch, kMarch},
      DomainPurged{kRepository, number, zone, kName, "shop"},
      DomainPhaseChanged{kRepository, number, kName, DomainPhase::pending_restore, kMarch, kNextMarch,
                         Grace{GraceKind::restore, 0, ObjectNumber{5}, kNextMarch,
                               {kEuro, Amount{400000}}, Amount{63866}}},
      DomainRestored{kRepository, number, kName, registrar, kMarch, kNextMarch, "by mistake"},
      DomainTransferRequested{kRepository, number, registrar, kMarch, kNextMarch, 1, kNextMarch},
      DomainTransferEnded{kRepository, number, TransferStatus::client_cancelled, registrar, kMarch},
      DomainTransferred{kRepository, number, TransferStatus::server_approved, registrar, other,
                        registrar, kMarch, 1, kNextMarch, kGrace},
      HostTransferred{kRepository, number, other, kMarch},
      ContactTransferRequested{kRepository, number, registrar, kMarch, kNextMarch},
      ContactTransferEnded{kRepository, number, TransferStatus::client_rejected, registrar, kMarch},
      ContactTransferred{kRepository, number, TransferStatus::server_approved, registrar, other,
                         registrar, kMarch},
      AccountRefunded{kRepository, registrar, {kEuro, Amount{125000}}, Amount{7}, Amount{25000},
                      GraceKind::renew, number, "shop.example"},
      message(),
      MessageAcknowledged{kRepository, registrar, 17},
      ZoneUpdateScheduled{kRepository, zone, kNextMarch, policy()},
      NameListed{kRepository, zone, "gold", ListedAs::premium, "tier-1", auth_info(), "by decree", "golden"},
      NameUnlisted{kRepository, zone, "gold"},
      MarkAuthorityChanged{kRepository, {"MIIA", "MIIB"}, kMarch},
      CertificatesRevoked{kRepository, "00ff", {"01", "02"}, kMarch},
      MarksRevoked{kRepository, {{"1-2", kMarch}}, {"3-4"}, kMarch},
      ClaimsListed{kRepository, {{"shop", "2013041500/2/6/9"}}, {"gold"}, kMarch},
      ApplicationReceived{kRepository, number, wanted(), "C-1", "S-1"},
      ApplicationUpdated{kRepository, number, wanted_change()},
      ApplicationDecided{kRepository, number, ApplicationStatus::allocated, other, kMarch},
      ApplicationWithdrawn{kRepository, number, registrar},
      OrganisationCreated{kRepository, number, "res-1", grants(), kAdded, other, sealed(),
                          "https://res.example", people(), registrar, other, kMarch},
      OrganisationUpdated{kRepository, number, grants(), {grants()[0]}, kAdded, kRemoved, other,
                          sealed(), "https://new.example", people(), {people()[0]}, registrar,
                          kMarch},
      OrganisationDeleted{kRepository, number, "res-1", registrar},
      MaintenanceAnnounced{kRepository, number, plan(), kMarch, kMarch},
      MaintenanceUpdated{kRepository, number, plan(), kMarch, kNextMarch},
      MaintenanceCancelled{kRepository, number},
      MaintenanceReminded{kRepository, number},
      MaintenanceEnded{kRepository, number},
      OrganisationLinksChanged{kRepository, number,
                               {{OrganisationRole::reseller, other}},
                               {{OrganisationRole::dns_operator, registrar}}},
      IdnTableLoaded{kRepository, number, "arab", 2, "<lgr/>", "15.0", kMarch},
      ZoneTablesChanged{kRepository, zone, {{number, 2}}, "15.0", {{other, "shop"}},
                        {{registrar, "gold"}}, {{"silver", "golden"}}, kMarch},
      TsigKeySet{kRepository, zone, "ns.transfer", TsigAlgorithm::hmac_sha512, secret(), KeySlot{8},
                 kMarch},
      TsigKeyRemoved{kRepository, zone, "ns.transfer", KeySlot{9}, kMarch},
      SecondariesChanged{kRepository, zone, {secondary("a")}, {secondary("b")}, {"c", "d"}, kMarch},
      CdsObserved{kRepository, number, std::string(64, 'a'), kMarch, kNextMarch},
      CdsAccepted{kRepository, number, kMarch, kNextMarch},
      AccessTokenIssued{kRepository, number, "Police of Praha", std::string(64, 'a'), numbers, kMarch,
                        kNextMarch},
      AccessTokenRevoked{kRepository, number, kMarch},
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
  DomainPhaseChanged phase_changed;
  phase_changed.name = kName;
  DomainRestored restored;
  restored.name = kName;
  ApplicationReceived application;
  application.domain.name = kName;
  return {
      RepositoryCreated{}, SettingsChanged{},  AdministratorCreated{}, SubjectErased{},
      ClockAccepted{},     AccessLogPurged{},  RegistrarCreated{}, RegistrarUpdated{},     RegistrarPasswordChanged{},
      zone_created,        ZoneUpdated{},      AccountCredited{},      AccountDebited{},
      ContactCreated{},    ContactUpdated{},   ContactDeleted{},       host_created,
      HostUpdated{},       host_deleted,       domain_created,         DomainUpdated{},
      DomainRenewed{},     domain_deleted,     domain_purged,
      phase_changed,       restored,           DomainTransferRequested{},
      DomainTransferEnded{}, DomainTransferred{}, HostTransferred{},
      ContactTransferRequested{}, ContactTransferEnded{}, ContactTransferred{},
      AccountRefunded{},   MessageQueued{},    MessageAcknowledged{},
      ZoneUpdateScheduled{}, NameListed{},     NameUnlisted{},
      MarkAuthorityChanged{}, CertificatesRevoked{}, MarksRevoked{}, ClaimsListed{},
      application,         ApplicationUpdated{}, ApplicationDecided{}, ApplicationWithdrawn{},
      OrganisationCreated{}, OrganisationUpdated{}, OrganisationDeleted{},
      MaintenanceAnnounced{}, MaintenanceUpdated{}, MaintenanceCancelled{},
      MaintenanceReminded{}, MaintenanceEnded{}, OrganisationLinksChanged{},
      IdnTableLoaded{},    ZoneTablesChanged{},
      TsigKeySet{},        TsigKeyRemoved{},   SecondariesChanged{},
      CdsObserved{},       CdsAccepted{},
      AccessTokenIssued{}, AccessTokenRevoked{},
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
