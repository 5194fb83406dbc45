// A registry in memory that takes commands as text, for tests of what is read from its state.
#pragma once

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/clock.h"
#include "engine/crypto/system_random.h"
#include "engine/runtime/registry.h"
#include "engine/runtime/registry_parts.h"
#include "frontends/gateway/command_text.h"

namespace stele::test {

class TextRegistry {
 public:
  // Without a clock of the test's: one that stands but for advance().
  // `change`: what the registry stands on, before it opens.
  explicit TextRegistry(Clock* clock = nullptr, const std::function<void(runtime::Parts&)>& change = {}) {
    runtime::Options options;
    options.clock = clock != nullptr ? clock : &clock_;
    options.random = &random_;
    options.scrub = false;
    runtime::Parts parts = runtime::memory_parts(random_);
    if (change) change(parts);
    auto opened = runtime::Registry::open(options, std::move(parts));
    CHECK(opened.has_value(), "a registry in memory opens");
    registry_ = std::move(*opened);
  }

  // As staff; a refusal ends the test: what these tests look at is what was accepted.
  void run(std::string_view text) { require_accepted(text, ask(text)); }
  // Many, in few batches: none may need another of them to be parsed.
  void run_all(const std::vector<std::string>& texts) {
    std::vector<std::promise<runtime::Outcome>> outcomes(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i)
      registry_->submit(request(texts[i]), [&outcomes, i](runtime::Outcome outcome) {
        outcomes[i].set_value(std::move(outcome));
      });
    for (std::size_t i = 0; i < texts.size(); ++i)
      require_accepted(texts[i], outcomes[i].get_future().get());
  }
  // For stories that do not know what will be accepted.
  bool accepts(std::string_view text) { return ask(text).accepted() != nullptr; }

  std::shared_ptr<const core::State> state() const { return registry_->state(); }
  runtime::Registry& registry() { return *registry_; }
  void advance(std::int64_t ms) { clock_.advance(ms); }
  Instant now() { return clock_.now(); }

 private:
  static void require_accepted(std::string_view text, const runtime::Outcome& outcome) {
    if (const auto* refused = outcome.rejections())
      CHECK(false, std::string(text) + " was refused: " +
                       std::string(core::name_of(refused->front().reason)) + " " +
                       refused->front().value);
  }

  runtime::Outcome ask(std::string_view text) { return registry_->execute(request(text)); }

  core::Request request(std::string_view text) const {
    auto command = gateway::parse_command(
        text, *state(), [](std::string_view) { return std::string("$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g"); });
    CHECK(command.has_value(), gateway::to_text(command.error()));
    core::Request out;
    out.caller.actor = {events::ActorKind::administrator, ObjectNumber{}, "test"};
    out.source = events::Source::command_line;
    out.command = std::move(*command);
    return out;
  }

  class StandingClock final : public Clock {
   public:
    Instant now() override { return *parse_instant("2026-03-01T00:00:00Z") + (advanced_ - 1000); }
    std::int64_t monotonic_ms() override { return advanced_; }
    void advance(std::int64_t ms) { advanced_ += ms; }

   private:
    std::atomic<std::int64_t> advanced_{1000};
  };

  StandingClock clock_;
  crypto::SystemRandom random_;
  std::unique_ptr<runtime::Registry> registry_;
};

}  // namespace stele::test
