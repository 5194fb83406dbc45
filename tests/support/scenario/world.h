// The world a story happens in: a registry in memory with a clock that only the story moves and
// random bytes that are the same every time. It can lose its power: what comes back is built from
// the journal alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>

#include "engine/base/clock.h"
#include "engine/base/random.h"
#include "engine/crypto/vault.h"
#include "engine/runtime/registry.h"
#include "engine/runtime/registry_parts.h"
#include "events/journal/memory_journal.h"

namespace stele::test {

class StoryClock final : public Clock {
 public:
  Instant now() override { return Instant{now_}; }
  std::int64_t monotonic_ms() override { return monotonic_; }
  void pass(std::int64_t ms) {
    now_ += ms;
    monotonic_ += ms;
  }
  void jump(std::int64_t ms) { now_ += ms; }  // what an operator would call a bad clock

 private:
  std::atomic<std::int64_t> now_{0};
  std::atomic<std::int64_t> monotonic_{0};
};

// Which random bytes a story gets: the same each time, of one of these sequences.
enum class Chance : std::uint64_t { usual = 20260301, other = 20270401 };

// Thread-safe: vault and writer draw from it.
class StoryRandom final : public Random {
 public:
  explicit StoryRandom(Chance chance = Chance::usual) : engine_(static_cast<std::uint64_t>(chance)) {}
  void fill(std::span<unsigned char> out) override;

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

class StoryWorld {
 public:
  explicit StoryWorld(Chance chance);
  ~StoryWorld();

  StoryClock& clock() { return clock_; }
  StoryRandom& random() { return random_; }
  runtime::Registry& registry() { return *registry_; }
  std::shared_ptr<const core::State> state() { return registry_->state(); }

  // Moves the clock to `time`, which must not lie behind it.
  Done go_to(Instant time);

  // The power goes and comes back: a new registry opens the journal as a power cut leaves it, with
  // an empty state, then again with a state some records behind. Both must be the state that was.
  Done crash();
  // The server is stopped and started by its ordinary rules, the long silence among them.
  Done restart();

 private:
  enum class StateLeft { nothing, older };
  Done reopen(StateLeft left, std::int64_t longest_silence_ms);

  StoryClock clock_;
  StoryRandom random_;
  std::shared_ptr<journal::MemoryJournal> journal_;
  std::shared_ptr<registry::Store> store_;
  std::shared_ptr<crypto::KeyVault> vault_;
  std::deque<std::shared_ptr<const registry::Snapshot>> past_;  // states after the last few steps
  std::unique_ptr<runtime::Registry> registry_;
};

}  // namespace stele::test
