#include "events/journal/scrub.h"

#include <chrono>

#include "events/journal/chain.h"

namespace stele::journal {

Scrub::Scrub(Journal& journal, ScrubOptions options,
             std::function<void(Position, const Error&)> on_bad)
    : journal_(journal),
      options_(options),
      on_bad_(std::move(on_bad)),
      thread_([this] { run(); }) {}

Scrub::~Scrub() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::uint64_t Scrub::passes() const {
  const std::lock_guard lock(mutex_);
  return passes_;
}

bool Scrub::wait_for_passes(std::uint64_t n, std::int64_t timeout_ms) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                    [&] { return passes_ >= n || found_; });
  return passes_ >= n;
}

bool Scrub::pause(std::int64_t ms) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, std::chrono::milliseconds(ms), [&] { return stop_; });
}

// Reads up to one slice and moves `at` on: to where the next one begins, or to what is bad. A slice
// reads the record before it too, so the chain is checked across slices.
Done Scrub::read_slice(Position& at, Position end) const {
  auto chain = ChainReader::from(journal_, at);
  if (!chain) {
    at = Position(at.value == 0 ? 0 : at.value - 1);
    return std::unexpected(chain.error());
  }
  for (std::uint64_t n = 0; n < options_.slice_records && at < end; ++n) {
    const auto record = chain->next();
    if (!record) return std::unexpected(record.error());
    at = chain->head().next;
  }
  return {};
}

void Scrub::run() {
  Position at{};
  while (true) {
    const Position end = journal_.head().next;
    if (const auto done = read_slice(at, end); !done) {
      on_bad_(at, done.error());
      {
        const std::lock_guard lock(mutex_);
        found_ = true;
      }
      changed_.notify_all();
      return;
    }
    const bool pass_done = at >= end;
    if (pass_done) {
      at = Position(0);
      {
        const std::lock_guard lock(mutex_);
        ++passes_;
      }
      changed_.notify_all();
    }
    if (!pause(pass_done ? options_.pass_pause_ms : options_.slice_pause_ms)) return;
  }
}

}  // namespace stele::journal
