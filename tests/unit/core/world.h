// World: a small registry to decide commands in. Zones `example` and `com.example` (whose domains
// cost 10.00 EUR to create and 7.50 EUR to renew), registrars reg-a, reg-b (both zones, 100.00 EUR)
// and reg-c (no zone), contacts con-a and con-b, domain a.example of reg-a.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "engine/core/decide.h"
#include "engine/core/query.h"
#include "tests/unit/core/memory_state.h"

namespace stele::core {

class CountingRandom final : public Random {
 public:
  void fill(std::span<unsigned char> out) override {
    for (unsigned char& byte : out) byte = ++last_;
  }

 private:
  unsigned char last_ = 0;
};

class World {
 public:
  World();

  // Decides and, when it is accepted, applies.
  Decided<Decision> decide(const Caller& caller, const Command& command);
  // What came of it, on one line: "DomainCreated AccountDebited", or the problems in order as
  // "given_twice(host=ns1.a.example)".
  std::string run(const Caller& caller, const Command& command);
  // The same, failing the test unless it is accepted.
  Decision accept(const Caller& caller, const Command& command);

  Caller caller(std::string_view registrar) const;
  const Registrar& registrar(std::string_view id) const { return *state->find_registrar(id); }
  Domain domain(std::string_view name) const;
  Host host(std::string_view name) const;
  Contact contact(std::string_view id) const;

  // Writes a line that run() would; remembers the reasons for every_reason_is_reached.
  static std::string line_of(const Decided<Decision>& decided);
  static std::string line_of(const Rejections& rejections);
  static std::set<Reason>& reasons_reached();

  MemoryState state;
  CountingRandom random;
  Instant now = *parse_instant("2026-03-01T12:00Z");
  Caller staff{{events::ActorKind::administrator, ObjectNumber{}, "admin"}, RepositoryId{1}};
  Caller a, b, c;
};

inline DomainName name(std::string_view text) { return *DomainName::parse(text); }
inline HostName host_name(std::string_view text) { return *HostName::parse(text); }
inline IpAddress address(std::string_view text) { return *parse_ip_address(text); }
ContactData person();
ZoneHeader zone_header();
ZonePolicy zone_policy();

CreateContact create_contact(std::string id);
CreateDomain create_domain(std::string_view text);
CreateHost create_host(std::string_view text, std::vector<std::string> addresses = {});
CreateRegistrar create_registrar(std::string id, std::vector<std::string> zones);

}  // namespace stele::core
