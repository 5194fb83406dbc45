// KeptAnswers: whole answers as anyone may see them, so that names that everybody asks for cost little. An
// answer is given again only while every row it was made of is what it was (registry::Footprint) and no
// moment has passed that changes what is told; so it is the one that would be made. All are forgotten
// with the first question after somebody was erased. Bounded. Any thread.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/instant.h"
#include "engine/base/lru.h"
#include "engine/runtime/reading.h"

namespace stele::rdds {

// How long an answer stays the same while nothing is changed, but for the moment it was given at.
struct Lasting {
  Instant until;              // first moment at which it would be another
  std::size_t moment_at = 0;  // where its own stands in it
};

class KeptAnswers {
 public:
  explicit KeptAnswers(std::size_t most_bytes);

  struct Made {
    std::string text;
    std::optional<Lasting> lasting;  // none: it may not be kept
  };
  using Make = std::function<Made(const core::State& state)>;
  // What is kept, or what `make` makes of the reading's state, kept where that is worth it. `moment`: what
  // an answer says of when it was given.
  std::string answer(const runtime::Reading& reading, const std::string& question, std::string_view moment,
                     const Make& make);

  // The parts of it. As it would be made of the reading's state, or nothing.
  std::optional<std::string> find(const runtime::Reading& reading, const std::string& question,
                                  std::string_view moment);
  // Whether it was asked lately. What is asked once is not worth keeping: who walks through all names
  // would pay for it, and push out what others ask.
  bool is_asked_again(const std::string& question);
  // `answer` was made of reading.noting(footprint).
  void keep(const runtime::Reading& reading, const std::string& question, std::string_view moment,
            const std::string& answer, const Lasting& lasting, registry::Footprint footprint);

 private:
  struct Entry {
    std::string packed;
    std::size_t size;  // of what is packed
    Lasting lasting;
    Instant since;
    registry::Footprint footprint;
  };
  // Readers of one rarely wait for those of another.
  struct Shard {
    explicit Shard(std::size_t most_bytes) : entries(most_bytes) {}
    std::mutex mutex;  // guards all below
    std::uint64_t erasures = 0;  // all of it was forgotten after so many
    Lru<std::string, std::shared_ptr<const Entry>> entries;
  };
  static constexpr std::size_t kShards = 16;

  Shard& shard_of(const std::string& question);
  void forget_all(std::uint64_t erasures);

  std::array<std::unique_ptr<Shard>, kShards> shards_;
  std::atomic<std::uint64_t> erasures_ = 0;  // those of all shards are no fewer
  // Of the last questions, by their hash: the rest of it.
  static constexpr std::size_t kAsked = 1 << 18;
  std::unique_ptr<std::atomic<std::uint32_t>[]> asked_ = std::make_unique<std::atomic<std::uint32_t>[]>(kAsked);
};

}  // namespace stele::rdds
