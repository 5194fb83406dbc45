#include "tests/sim/random_story.h"

#include <iterator>
#include <optional>

#include "engine/core/query.h"

namespace stele::sim {
namespace {

constexpr std::uint64_t kRegistrars = 20;
constexpr std::uint64_t kLabels = 120;    // in each zone
constexpr std::uint64_t kContacts = 250;
constexpr std::uint64_t kProviders = 30;  // external hosts
constexpr std::size_t kRecent = 12;       // names that are on everybody's mind
constexpr const char* kZones[] = {"gtld.test", "cctld.test", "fred.test", "own.test", "plain.test"};
constexpr const char* kSecret = "open-sesame-1";
constexpr const char* kHeader =
    " primary=ns1.nic.invalid responsible=hostmaster.nic.invalid ns=ns1.nic.invalid,ns2.nic.invalid";

std::string registrar(std::uint64_t n) {
  return std::string("reg-") + (n < 10 ? "0" : "") + std::to_string(n);
}
bool pays_in_dollars(std::uint64_t n) { return n % 4 == 3; }

std::string create_zone(std::string_view name, const std::string& policy) {
  return "create zone=" + std::string(name) + " " + policy +
         " price.create=10.00EUR,12.00USD,2y:18.00EUR,group:gold:8.35EUR,tier:top:250.00EUR,"
         "tier:top:300.00USD"
         " price.renew=9.99EUR,11.11USD,group:gold:8.00EUR,tier:top:120.00EUR,tier:top:140.00USD"
         " price.transfer=7.77EUR,8.88USD,tier:top:100.00EUR,tier:top:110.00USD"
         " price.restore=40.00EUR,45.00USD" +
         kHeader;
}

std::string create_registrar(std::uint64_t n) {
  return "create registrar=" + registrar(n) + " name=\"Registrar " + std::to_string(n) +
         "\" zones=gtld.test,cctld.test,fred.test,own.test" + (n % 7 == 6 ? "" : ",plain.test") +
         " currency=" + (pays_in_dollars(n) ? "USD" : "EUR") +
         " credit_limit=" + (n % 3 == 0 ? "100" : "0") + (n % 5 == 0 ? " price_group=gold" : "") +
         (n % 6 == 5 ? " tax_exempt=yes" : "") + " low_balances=50.00,500.00";
}

}  // namespace

std::string to_text(const Line& line) {
  std::string out;
  if (line.pause_seconds > 0) out = "advance " + std::to_string(line.pause_seconds) + "s\n";
  return out + line.who + "  " + line.words;
}

std::vector<Line> opening() {
  std::vector<Line> lines;
  const auto staff = [&](std::string words) { lines.push_back({1, "registry", std::move(words)}); };
  staff(create_zone("gtld.test", "lifecycle=gtld tax=19"));
  staff(create_zone("cctld.test", "lifecycle=cctld registrant=optional tax=7.7"));
  staff(create_zone("fred.test", "lifecycle=fred premium_fee=required"));
  staff(create_zone(
      "own.test",
      "lifecycle=own tax=21 add_grace_days=2 add_refund=50 renew_grace_days=3 renew_refund=33 "
      "auto_renew=yes auto_renew_grace_days=20 auto_renew_refund=75 transfer_grace_days=4 "
      "transfer_refund=90 redemption_days=10 pending_delete_days=3 restore_report=yes "
      "restore_report_days=4 restore_refund=60 transfer_days=3 transfer_years=1 "
      "transfer_lock_days=5 drop_window_minutes=600 years=1..5 price.update=0.25EUR,0.30USD "
      "price.delete=1.50EUR,1.60USD"));
  staff(create_zone("plain.test", "registrant=optional"));
  for (std::uint64_t n = 0; n < kRegistrars; ++n) staff(create_registrar(n));
  for (std::uint64_t n = 0; n < kRegistrars; ++n)
    staff("credit registrar=" + registrar(n) + " amount=900.00" +
          (pays_in_dollars(n) ? "USD" : "EUR") + " text=opening");
  for (const char* const zone : kZones) {
    staff(std::string("list name=n1,n2,n3,n4 zone=") + zone + " as=premium tier=top");
    staff(std::string("list name=n5 zone=") + zone + " as=reserved token=friend");
    staff(std::string("list name=n6 zone=") + zone + " as=blocked");
  }
  return lines;
}

std::int64_t RandomStory::pause() {
  constexpr std::int64_t kMinute = 60, kHour = 3600, kDays = 24 * 3600;
  const std::uint64_t dice = below(1000);
  if (dice < 200) return 0;
  if (dice < 850) return static_cast<std::int64_t>(below(10 * kMinute));
  if (dice < 970) return static_cast<std::int64_t>(below(12 * kHour));
  if (dice < 999) return static_cast<std::int64_t>(below(5 * kDays));
  return static_cast<std::int64_t>(below(120 * kDays));
}

struct RandomStory::Kind {
  std::uint64_t weight;
  Line (RandomStory::*make)();
};

const std::vector<RandomStory::Kind>& RandomStory::kinds() {
  static const std::vector<Kind> kinds = {
      {9, &RandomStory::create_contact},   {4, &RandomStory::update_contact},
      {4, &RandomStory::delete_contact},   {3, &RandomStory::transfer_contact},
      {7, &RandomStory::create_host},      {4, &RandomStory::update_host},
      {4, &RandomStory::delete_host},      {20, &RandomStory::create_domain},
      {13, &RandomStory::update_domain},   {8, &RandomStory::renew_domain},
      {6, &RandomStory::delete_domain},    {9, &RandomStory::transfer_domain},
      {6, &RandomStory::restore_domain},   {6, &RandomStory::acknowledge},
      {5, &RandomStory::credit},           {2, &RandomStory::change_registrar},
      {1, &RandomStory::change_zone},      {1, &RandomStory::list_name},
      {3, &RandomStory::act_for_somebody},
  };
  return kinds;
}

Line RandomStory::next(const core::State& state) {
  state_ = &state;
  std::uint64_t all = 0;
  for (const Kind& kind : kinds()) all += kind.weight;
  std::uint64_t dice = below(all);
  for (const Kind& kind : kinds()) {
    if (dice < kind.weight) return (this->*kind.make)();
    dice -= kind.weight;
  }
  return {};
}

// ---- what lines are made of ----

std::string RandomStory::some_registrar() { return registrar(below(kRegistrars)); }

std::string RandomStory::some_name() {
  if (recent_.size() == kRecent && chance(40)) return one_of(recent_);
  std::string name = "n" + std::to_string(below(kLabels)) + "." + one_of(kZones);
  if (recent_.size() < kRecent) recent_.push_back(name);
  else recent_[below(kRecent)] = name;
  return name;
}

std::string RandomStory::some_contact_id() { return "con-" + std::to_string(below(kContacts)); }

std::string RandomStory::some_host_name() {
  if (chance(25)) return "ns" + std::to_string(below(kProviders)) + ".provider.invalid";
  return (chance(50) ? "ns1." : "ns2.") + some_name();
}

std::string RandomStory::contact_there() {
  std::string id = some_contact_id();
  for (int tries = 0; tries < 4 && !state_->find_contact_number(RepositoryId{1}, id); ++tries)
    id = some_contact_id();
  return id;
}

std::string RandomStory::host_there() {
  std::string name = some_host_name();
  for (int tries = 0; tries < 6; ++tries) {
    if (state_->find_host_number(RepositoryId{1}, *HostName::parse(name))) break;
    name = some_host_name();
  }
  return name;
}

std::optional<core::Domain> RandomStory::domain_there() {
  for (int tries = 0; tries < 6; ++tries)
    if (auto domain = core::find_domain(*state_, *DomainName::parse(some_name()))) return domain;
  return std::nullopt;
}

std::string RandomStory::sponsor_or_other(ObjectNumber sponsor) {
  const auto found = state_->find_registrar(sponsor);
  return found && chance(90) ? found->id : some_registrar();
}

std::string RandomStory::period() {
  if (chance(60)) return "";
  if (chance(4)) return " period=24m";
  return " period=" + std::to_string(chance(70) ? 1 + below(2) : 1 + below(11)) + "y";
}

std::string RandomStory::fee() {
  if (chance(85)) return "";
  return chance(70) ? " fee=5000.00" : " fee=1.00";
}

// ---- contacts ----

Line RandomStory::create_contact() {
  return {0, some_registrar(),
          "create contact=" + some_contact_id() + " name=\"Somebody Else\" city=Dublin cc=" +
              (chance(95) ? "IE" : "XX") + " email=somebody@example.org pw=" + kSecret};
}

Line RandomStory::update_contact() {
  const std::string id = contact_there();
  const auto number = state_->find_contact_number(RepositoryId{1}, id);
  const std::string who =
      number ? sponsor_or_other(state_->find_contact(*number)->made.sponsor) : some_registrar();
  constexpr const char* kChanges[] = {
      " email=moved@example.org", " name=\"Somebody New\" city=Cork cc=IE",
      " add.status=clientDeleteProhibited", " rem.status=clientDeleteProhibited",
      " add.status=clientTransferProhibited", " rem.status=clientTransferProhibited",
      " pw=open-sesame-1", ""};
  return {0, who, "update contact=" + id + one_of(kChanges)};
}

Line RandomStory::delete_contact() {
  const std::string id = contact_there();
  const auto number = state_->find_contact_number(RepositoryId{1}, id);
  return {0, number ? sponsor_or_other(state_->find_contact(*number)->made.sponsor) : some_registrar(),
          "delete contact=" + id};
}

Line RandomStory::transfer_contact() {
  const std::string id = contact_there();
  const auto number = state_->find_contact_number(RepositoryId{1}, id);
  const auto contact = number ? state_->find_contact(*number) : std::nullopt;
  const bool pending = contact && contact->transfer && contact->transfer->pending();
  if (pending && chance(80)) {
    if (chance(30))
      return {0, sponsor_or_other(contact->transfer->requested_by),
              "transfer contact=" + id + " op=cancel"};
    return {0, sponsor_or_other(contact->made.sponsor),
            "transfer contact=" + id + (chance(60) ? " op=approve" : " op=reject")};
  }
  return {0, some_registrar(),
          "transfer contact=" + id + " op=request pw=" + (chance(90) ? kSecret : "let-me-guess")};
}

// ---- hosts ----

Line RandomStory::create_host() {
  if (chance(20))
    return {0, some_registrar(),
            "create host=ns" + std::to_string(below(kProviders)) + ".provider.invalid"};
  const auto domain = domain_there();
  const std::string above = domain ? domain->name.text() : some_name();
  const std::string name = (chance(50) ? "ns1." : "ns2.") + above;
  const std::string who = domain ? sponsor_or_other(domain->made.sponsor) : some_registrar();
  return {0, who,
          "create host=" + name +
              (chance(90) ? " addr=192.0.2." + std::to_string(1 + below(200)) : "")};
}

Line RandomStory::update_host() {
  const std::string name = host_there();
  const auto number = state_->find_host_number(RepositoryId{1}, *HostName::parse(name));
  const auto host = number ? state_->find_host(*number) : std::nullopt;
  const std::string who = host ? sponsor_or_other(host->made.sponsor) : some_registrar();
  if (chance(40)) return {0, who, "update host=" + name + " name=" + some_host_name()};
  if (chance(20))
    return {0, who, "update host=" + name + (chance(50) ? " add" : " rem") +
                        ".status=clientDeleteProhibited"};
  std::string words = "update host=" + name + " add.addr=2001:db8::" + std::to_string(1 + below(99));
  if (host && !host->addresses.empty() && chance(50))
    words += " rem.addr=" + stele::to_text(one_of(host->addresses));
  return {0, who, words};
}

Line RandomStory::delete_host() {
  const std::string name = host_there();
  const auto number = state_->find_host_number(RepositoryId{1}, *HostName::parse(name));
  return {0, number ? sponsor_or_other(state_->find_host(*number)->made.sponsor) : some_registrar(),
          "delete host=" + name};
}

// ---- domains ----

Line RandomStory::create_domain() {
  std::string name = some_name();
  for (int tries = 0; tries < 3 && core::find_domain(*state_, *DomainName::parse(name)); ++tries)
    name = some_name();
  std::string words = "create domain=" + name + period() + fee();
  if (chance(95)) words += " registrant=" + contact_there();
  if (chance(40)) words += " admin=" + contact_there();
  if (chance(40)) words += " tech=" + contact_there();
  if (chance(50)) words += " ns=" + host_there() + (chance(30) ? "," + host_there() : "");
  if (chance(3)) words += " token=friend";
  return {0, some_registrar(), words + " pw=" + kSecret};
}

Line RandomStory::update_domain() {
  const auto domain = domain_there();
  if (!domain) return create_domain();
  const auto contact_of = [&](ObjectNumber number) {
    const auto contact = state_->find_contact(number);
    return contact ? contact->id : std::string("con-gone");
  };
  std::string words = "update domain=" + domain->name.text();
  switch (below(12)) {
    case 0: words += " registrant=" + (chance(90) ? contact_there() : ""); break;
    case 1: words += " add.tech=" + contact_there(); break;
    case 2: {
      if (domain->contacts.empty()) break;
      const DomainContact& gone = one_of(domain->contacts);
      words += " rem." + std::string(stele::to_text(gone.role)) + "=" + contact_of(gone.contact);
      break;
    }
    case 3:
    case 4: words += " add.ns=" + host_there(); break;
    case 5: {
      if (domain->hosts.empty()) break;
      const auto host = state_->find_host(one_of(domain->hosts));
      words += " rem.ns=" + (host ? host->name.text() : "ns1.gone.invalid");
      if (chance(40)) words += " add.ns=" + host_there();
      break;
    }
    case 6: {
      constexpr const char* kStatuses[] = {"clientDeleteProhibited", "clientTransferProhibited",
                                           "clientRenewProhibited", "clientHold"};
      const std::string status = one_of(kStatuses);
      const bool there = domain->statuses.contains(*parse_status(status));
      words += (there != chance(10) ? " rem.status=" : " add.status=") + status;
      break;
    }
    default: words += std::string(" pw=") + kSecret;
  }
  return {0, sponsor_or_other(domain->made.sponsor), words};
}

Line RandomStory::renew_domain() {
  const auto domain = domain_there();
  if (!domain) return create_domain();
  const std::string date = chance(92) ? to_date_text(domain->expires_at) : "2030-01-01";
  return {0, sponsor_or_other(domain->made.sponsor),
          "renew domain=" + domain->name.text() + " exp=" + date + period() + fee()};
}

Line RandomStory::delete_domain() {
  const auto domain = domain_there();
  if (!domain) return create_domain();
  return {0, sponsor_or_other(domain->made.sponsor), "delete domain=" + domain->name.text()};
}

Line RandomStory::transfer_domain() {
  const auto domain = domain_there();
  if (!domain) return create_domain();
  const std::string words = "transfer domain=" + domain->name.text() + " op=";
  if (domain->transfer && domain->transfer->pending() && chance(80)) {
    if (chance(25)) return {0, sponsor_or_other(domain->transfer->requested_by), words + "cancel"};
    return {0, sponsor_or_other(domain->made.sponsor), words + (chance(60) ? "approve" : "reject")};
  }
  return {0, some_registrar(),
          words + "request pw=" + (chance(92) ? kSecret : "let-me-guess") + period()};
}

Line RandomStory::restore_domain() {
  for (int tries = 0; tries < 12; ++tries) {
    const auto domain = domain_there();
    if (!domain) continue;
    const std::string words = "restore domain=" + domain->name.text();
    if (domain->phase == DomainPhase::pending_restore && chance(70))
      return {0, sponsor_or_other(domain->made.sponsor), words + " report=\"it was a mistake\""};
    if (domain->phase == DomainPhase::redemption || chance(2))
      return {0, sponsor_or_other(domain->made.sponsor), words};
  }
  return renew_domain();
}

Line RandomStory::acknowledge() {
  const std::string who = some_registrar();
  const auto message = state_->first_message(state_->find_registrar(who)->number);
  const std::uint64_t id = message && chance(95) ? message->id : 1 + below(1000);
  return {0, who, "ack message=" + std::to_string(id)};
}

// ---- the registry ----

Line RandomStory::credit() {
  const std::uint64_t n = below(kRegistrars);
  const std::string sign = chance(15) ? "-" : "";
  return {0, "registry",
          "credit registrar=" + registrar(n) + " amount=" + sign + std::to_string(1 + below(200)) +
              ".50" + (pays_in_dollars(n) != chance(2) ? "USD" : "EUR") + " text=transfer"};
}

Line RandomStory::change_registrar() {
  // Whoever is disabled is enabled again soon: it can do nothing else.
  for (std::uint64_t n = 0; n < kRegistrars; ++n)
    if (!state_->find_registrar(registrar(n))->enabled && chance(50))
      return {0, "registry", "update registrar=" + registrar(n) + " enabled=yes"};
  constexpr const char* kChanges[] = {" credit_limit=0",   " credit_limit=100", " credit_limit=250",
                                      " price_group=gold", " price_group=",     " tax_exempt=yes",
                                      " tax_exempt=no",    " enabled=no"};
  return {0, "registry", "update registrar=" + some_registrar() + one_of(kChanges)};
}

Line RandomStory::change_zone() {
  const std::string zone = one_of(kZones);
  const std::string price = std::to_string(5 + below(9)) + ".05";
  const std::string prices = " price.renew=" + price + "EUR," + price + "USD,tier:top:120.00EUR," +
                             "tier:top:140.00USD,group:gold:" + price + "EUR";
  if (chance(30)) {
    const Instant at = state_->now() + static_cast<std::int64_t>(1 + below(60)) * kDay + 500;
    return {0, "registry", "schedule zone=" + zone + " at=" + stele::to_text(at) + prices};
  }
  if (chance(15)) return {0, "registry", "unschedule zone=" + zone};
  if (zone == "plain.test" && chance(50)) {
    constexpr const char* kLives[] = {"none", "none", "cctld", "gtld", "fred"};
    return {0, "registry", std::string("update zone=plain.test lifecycle=") + one_of(kLives)};
  }
  if (zone == "own.test" && chance(60))
    return {0, "registry", "update zone=own.test renew_refund=" + std::to_string(below(101)) +
                               " add_grace_days=" + std::to_string(below(6))};
  return {0, "registry", "update zone=" + zone + prices};
}

Line RandomStory::list_name() {
  const std::string where =
      " name=n" + std::to_string(below(kLabels)) + " zone=" + one_of(kZones);
  if (chance(85)) return {0, "registry", "unlist" + where};
  constexpr const char* kAs[] = {"premium tier=top", "reserved token=friend", "blocked"};
  return {0, "registry", "list" + where + " as=" + one_of(kAs)};
}

Line RandomStory::act_for_somebody() {
  const auto domain = domain_there();
  if (!domain || chance(15))
    return {0, "registry", "erase contact=" + contact_there()};
  const std::string name = "domain=" + domain->name.text();
  switch (below(6)) {
    case 0: return {0, "registry", "delete " + name};
    case 1: return {0, "registry", "transfer " + name + " op=request to=" + some_registrar()};
    case 2: return {0, "registry", "renew " + name + " exp=" + to_date_text(domain->expires_at)};
    case 3: return {0, "registry", "restore " + name};
    case 4: return {0, "registry", "update " + name + (chance(50) ? " add" : " rem") + ".status=server" +
                                       (chance(50) ? "Delete" : "Transfer") + "Prohibited"};
    default: return {0, "registry", "transfer " + name + (chance(50) ? " op=approve" : " op=reject")};
  }
}

}  // namespace stele::sim
