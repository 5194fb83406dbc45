#include "tests/unit/core/world.h"

#include <gtest/gtest.h>

namespace stele::core {

ContactData person() {
  ContactData data;
  data.international = PostalInfo{.name = "Jo Doe",
                                  .streets = {"1 Main Street"},
                                  .city = "Oslo",
                                  .postal_code = "0150",
                                  .country = "NO"};
  data.voice.number = "+47.22222222";
  data.email = "jo@doe.example";
  return data;
}

ZoneHeader zone_header() {
  ZoneHeader header;
  header.primary = "ns1.nic.example";
  header.responsible = "hostmaster.nic.example";
  header.name_servers = {"ns1.nic.example", "ns2.nic.example"};
  return header;
}

ZonePolicy zone_policy() {
  const Currency eur = *parse_currency("EUR");
  ZonePolicy policy;
  policy.most_hosts = 3;
  policy.tech.most = 1;
  policy.prices = {{PricedOperation::create, {eur, *parse_amount("10.00")}},
                   {PricedOperation::renew, {eur, *parse_amount("7.50")}}};
  return policy;
}

CreateContact create_contact(std::string id) {
  return {.id = std::move(id), .data = person(), .auth_info = "contact-secret"};
}

CreateDomain create_domain(std::string_view text) {
  CreateDomain command{.name = name(text), .registrant = "con-a"};
  command.contacts = {{ContactRole::admin, "con-a"}, {ContactRole::tech, "con-b"}};
  command.auth_info = "domain-secret";
  return command;
}

CreateHost create_host(std::string_view text, std::vector<std::string> addresses) {
  CreateHost command{.name = host_name(text)};
  for (const std::string& given : addresses) command.addresses.push_back(address(given));
  return command;
}

CreateRegistrar create_registrar(std::string id, std::vector<std::string> zones) {
  return {.id = std::move(id),
          .name = "A Registrar",
          .url = "https://registrar.example",
          .password_hash = "$argon2id$x",
          .fingerprints = {std::string(64, 'a')},
          .zones = std::move(zones),
          .currency = *parse_currency("EUR")};
}

World::World() {
  state.set_time(now);
  accept(staff, CreateRepository{"default", "STELE"});
  for (const char* zone : {"example", "com.example"})
    accept(staff, CreateZone{.name = name(zone), .policy = zone_policy(), .header = zone_header()});
  for (const char* id : {"reg-a", "reg-b", "reg-c"}) {
    std::vector<std::string> zones;
    if (std::string_view(id) != "reg-c") zones = {"example", "com.example"};
    accept(staff, create_registrar(id, std::move(zones)));
    accept(staff, CreditAccount{id, {*parse_currency("EUR"), *parse_amount("100.00")}, "deposit"});
  }
  a = caller("reg-a");
  b = caller("reg-b");
  c = caller("reg-c");
  accept(a, create_contact("con-a"));
  accept(b, create_contact("con-b"));
  accept(a, create_domain("a.example"));
}

Caller World::caller(std::string_view id) const {
  return {{events::ActorKind::registrar, registrar(id).number, std::string(id)}, RepositoryId{1}};
}

Domain World::domain(std::string_view text) const {
  return *core::find_domain(state, core::name(text));
}
Host World::host(std::string_view text) const {
  return *state->find_host(*state->find_host_number(RepositoryId{1}, host_name(text)));
}
Contact World::contact(std::string_view id) const {
  return *state->find_contact(*state->find_contact_number(RepositoryId{1}, id));
}

Decided<Decision> World::decide(const Caller& caller, const Command& command) {
  const Context context{state, now, caller, random};
  auto decided = core::decide(context, command);
  if (decided)
    for (const events::Event& event : decided->events) state.apply(event);
  return decided;
}

std::string World::run(const Caller& caller, const Command& command) {
  return line_of(decide(caller, command));
}

Decision World::accept(const Caller& caller, const Command& command) {
  auto decided = decide(caller, command);
  if (!decided) {
    ADD_FAILURE() << "refused: " << line_of(decided.error());
    return {};
  }
  return std::move(*decided);
}

std::string World::line_of(const Decided<Decision>& decided) {
  if (!decided) return line_of(decided.error());
  std::string line;
  for (const events::Event& event : decided->events) {
    if (!line.empty()) line += ' ';
    line += events::name_of(events::kind_of(event));
  }
  return line;
}

std::string World::line_of(const Rejections& rejections) {
  std::string line;
  for (const Rejection& rejection : rejections) {
    reasons_reached().insert(rejection.reason);
    if (!line.empty()) line += ' ';
    line += std::string(name_of(rejection.reason)) + "(" + std::string(name_of(rejection.field));
    if (!rejection.value.empty()) line += "=" + rejection.value;
    line += ")";
  }
  return line;
}

std::set<Reason>& World::reasons_reached() {
  static std::set<Reason> reached;
  return reached;
}

}  // namespace stele::core
