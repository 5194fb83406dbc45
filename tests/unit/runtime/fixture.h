// A registry in memory with a clock in the test's hand, one zone and one registrar.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "engine/base/check.h"
#include "engine/runtime/registry.h"
#include "engine/runtime/registry_parts.h"

namespace stele::runtime {

// The writer's thread looks at it while the test moves it.
class HandClock final : public Clock {
 public:
  Instant now() override { return now_.load(); }
  std::int64_t monotonic_ms() override { return monotonic_; }
  void pass(std::int64_t ms) {
    jump(ms);
    monotonic_ += ms;
  }
  void jump(std::int64_t ms) { now_ = now_.load() + ms; }
  void start_over() {
    now_ = kStart;
    monotonic_ = kStartMs;
  }

 private:
  static inline const Instant kStart = *parse_instant("2026-03-01T00:00:00Z");
  static constexpr std::int64_t kStartMs = 1000;
  std::atomic<Instant> now_ = kStart;
  std::atomic<std::int64_t> monotonic_ = kStartMs;
};

// Deterministic, not secret.
class CountingRandom final : public Random {
 public:
  void fill(std::span<unsigned char> out) override {
    for (unsigned char& byte : out) byte = static_cast<unsigned char>((state_ = state_ * 1664525 + 1013904223) >> 24);
  }

 private:
  std::uint32_t state_ = 7;
};

inline core::Request staff(core::Command command) {
  core::Request request;
  request.caller.actor = {events::ActorKind::administrator, ObjectNumber{}, "test"};
  request.source = events::Source::command_line;
  request.command = std::move(command);
  return request;
}

inline core::Request by_registrar(const core::State& state, std::string_view id, core::Command command) {
  core::Request request;
  const auto registrar = state.find_registrar(id);
  CHECK(registrar != nullptr, "the fixture's registrar exists");
  request.caller.actor = {events::ActorKind::registrar, registrar->number, registrar->id};
  request.command = std::move(command);
  return request;
}

inline ContactData person(std::string name) {
  ContactData data;
  PostalInfo postal;
  postal.name = std::move(name);
  postal.streets = {"1 Long Road"};
  postal.city = "Dublin";
  postal.country = "IE";
  data.international = postal;
  data.email = "someone@shop.example";
  return data;
}

inline core::CreateContact create_contact(std::string id) {
  core::CreateContact command;
  command.id = std::move(id);
  command.data = person("Somebody Withname");
  command.auth_info = "secret-of-contact";
  return command;
}

inline core::CreateDomain create_domain(std::string_view name) {
  core::CreateDomain command;
  command.name = *DomainName::parse(name);
  command.registrant = "con-1";
  command.auth_info = "secret-of-domain";
  return command;
}

inline void require_accepted(const Outcome& outcome) {
  CHECK(outcome.accepted() != nullptr,
        "the fixture's command is accepted, not " + std::string(core::name_of(outcome.rejections()->front().reason)) +
            " " + outcome.rejections()->front().value);
}

// Zone `example`, registrar `reg-a` with 1000 EUR, contact `con-1`.
inline void furnish(Registry& registry) {
  core::CreateZone zone;
  zone.name = *DomainName::parse("example");
  const Currency eur = *parse_currency("EUR");
  zone.policy.prices = {{PricedOperation::create, {eur, *parse_amount("10.00")}},
                        {PricedOperation::renew, {eur, *parse_amount("10.00")}}};
  zone.header.primary = "ns1.nic.example";
  zone.header.responsible = "hostmaster.nic.example";
  zone.header.name_servers = {"ns1.nic.example"};
  core::CreateRegistrar registrar;
  registrar.id = "reg-a";
  registrar.name = "Registrar A";
  registrar.zones = {"example"};
  registrar.currency = eur;
  for (core::Command command : {core::Command{zone}, core::Command{registrar},
                                core::Command{core::CreditAccount{"reg-a", {eur, *parse_amount("1000.00")}, "top-up"}}})
    require_accepted(registry.execute(staff(command)));
  require_accepted(registry.execute(by_registrar(*registry.state(), "reg-a", create_contact("con-1"))));
}

}  // namespace stele::runtime
