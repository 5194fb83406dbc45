#include "tests/sim/script.h"

#include <string>

#include "tests/unit/runtime/fixture.h"

namespace stele::sim {

namespace {

constexpr std::size_t kFounding = 8;  // two zones, three registrars, their credit
constexpr std::size_t kRound = 8;     // then rounds of a registrar's work
static_assert((kScript - kFounding) % kRound == 0);

const Currency kEuro = *parse_currency("EUR");

core::CreateZone zone(std::string_view name) {
  core::CreateZone command;
  command.name = *DomainName::parse(name);
  command.policy.prices = {{PricedOperation::create, {kEuro, *parse_amount("10.00")}},
                           {PricedOperation::renew, {kEuro, *parse_amount("10.00")}}};
  command.header.primary = "ns1.nic.example";
  command.header.responsible = "hostmaster.nic.example";
  command.header.name_servers = {"ns1.nic.example"};
  return command;
}

std::string registrar_id(std::size_t n) {
  return "reg-" + std::string(1, static_cast<char>('a' + n));
}

core::CreateRegistrar registrar(std::size_t n) {
  core::CreateRegistrar command;
  command.id = registrar_id(n);
  command.name = "Registrar " + command.id;
  command.zones = {"example", "com.example"};
  command.currency = kEuro;
  return command;
}

core::Command founding(std::size_t n) {
  switch (n) {
    case 0: return zone("example");
    case 1: return zone("com.example");
    case 2:
    case 3:
    case 4: return registrar(n - 2);
    default:
      return core::CreditAccount{registrar_id(n - 5), {kEuro, *parse_amount("9000.00")}, "top-up"};
  }
}

core::CreateDomain create_domain(const std::string& name, const std::string& contact) {
  core::CreateDomain command = runtime::create_domain(name);
  command.registrant = contact;
  return command;
}

core::UpdateContact move_house(const std::string& contact, std::size_t round) {
  core::UpdateContact command;
  command.id = contact;
  command.email = "moved-" + std::to_string(round) + "@shop.example";
  return command;
}

core::UpdateDomain delegate(const std::string& domain, const std::string& host) {
  core::UpdateDomain command;
  command.name = *DomainName::parse(domain);
  command.hosts_added = {*HostName::parse(host)};
  return command;
}

}  // namespace

core::Request script(std::size_t n, const core::State& state) {
  if (n < kFounding) return runtime::staff(founding(n));
  const std::size_t round = (n - kFounding) / kRound;
  const std::string number = std::to_string(round);
  const std::string contact = "con-" + number;
  const std::string domain = "shop-" + number + (round % 2 == 0 ? ".example" : ".com.example");
  const std::string short_lived = "brief-" + number + ".example";
  const std::string host = "ns1." + domain;
  const auto by_registrar = [&](core::Command command) {
    return runtime::by_registrar(state, registrar_id(round % 3), std::move(command));
  };
  switch ((n - kFounding) % kRound) {
    case 0: return by_registrar(runtime::create_contact(contact));
    case 1: return by_registrar(create_domain(domain, contact));
    case 2:
      return by_registrar(
          core::CreateHost{*HostName::parse(host), {*parse_ip_address("192.0.2.1")}, {}});
    case 3: return by_registrar(delegate(domain, host));
    case 4:
      return by_registrar(
          core::RenewDomain{*DomainName::parse(domain), "2027-03-01", Period{2}});
    case 5:
      // One who holds a name, and gets no other any more.
      if (round % 4 == 3)
        return runtime::staff(core::EraseContact{RepositoryId{1}, "con-" + std::to_string(round - 1)});
      return by_registrar(move_house(contact, round));
    case 6: return by_registrar(create_domain(short_lived, contact));
    default: return by_registrar(core::DeleteDomain{*DomainName::parse(short_lived)});
  }
}

}  // namespace stele::sim
