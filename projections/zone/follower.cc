#include "projections/zone/follower.h"

#include <algorithm>
#include <chrono>
#include <functional>

#include "engine/runtime/log.h"

namespace stele::zone {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLook{100};          // for new transactions
constexpr milliseconds kShortestWait{5};    // for a second that is all but over
constexpr milliseconds kAfterFailure{5000};
constexpr std::chrono::seconds kLongestStep{600};  // of building all zones anew
constexpr std::chrono::seconds kBetweenReports{10};

// Said while it takes long: the zones are not served before it is done.
std::function<void(Position)> report_progress(Position end) {
  return [end, said = std::chrono::steady_clock::now()](Position next) mutable {
    const auto now = std::chrono::steady_clock::now();
    if (now - said < kBetweenReports) return;
    said = now;
    runtime::log(runtime::LogLevel::info, "zone.catching_up",
                 "the zones have read up to position " + std::to_string(next.value) + " of " +
                     std::to_string(end.value));
  };
}

}  // namespace

void Follower::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Follower::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  if (Done done = image_.flush(); !done)
    runtime::log(runtime::LogLevel::warning, "zone.not_flushed",
                 done.error().what + "; the next start reads more of the journal");
}

std::string Follower::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

Done Follower::step(const std::stop_token& stop) {
  const std::lock_guard one(stepping_);
  const runtime::Settled settled = registry_.settled();
  Image::Reading reading;
  reading.settled = settled.time;
  reading.stop = stop;
  reading.progress = report_progress(settled.position);
  Done done = image_.catch_up(registry_.journal(), settled.position, reading);
  const std::lock_guard lock(mutex_);
  if (done) {
    settled_ = settled.time;
    problem_.clear();
  } else if (done.error().fault != Fault::closed && problem_ != done.error().what) {
    problem_ = done.error().what;
    runtime::log(runtime::LogLevel::error, "zone.stands_still", problem_);
  }
  return done;
}

void Follower::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const Done done = step(stop);
    milliseconds wait = done ? kLook : kAfterFailure;
    std::unique_lock lock(mutex_);
    if (const Instant due = image_.next_due(); done && due.ms)
      wait = std::clamp(milliseconds(due - settled_), kShortestWait, kLook);
    wake_.wait_for(lock, stop, wait, [] { return false; });
  }
}

Done Follower::wait_for_now(std::stop_token stop) {
  const auto begun = std::chrono::steady_clock::now();
  const auto state = registry_.state();
  const Position position = state->position();
  for (;;) {
    if (stop.stop_requested()) return fail(Fault::closed, "cut off: the server stops");
    if (!thread_.joinable())
      if (Done done = step(stop); !done) return done;
    {
      const std::lock_guard lock(mutex_);
      if (!problem_.empty()) return fail(Fault::io, "the zones stand still: " + problem_);
      // Its second is over, and nothing of it waits for a serial.
      if (image_.next() >= position && settled_.ms / kSecond > state->time().ms / kSecond) return {};
    }
    if (std::chrono::steady_clock::now() - begun > kLongestStep)
      return fail(Fault::timeout, "the zones are not up with the registry yet");
    std::this_thread::sleep_for(kShortestWait);
  }
}

}  // namespace stele::zone
