#include "engine/traffic/log.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "engine/runtime/log.h"
#include "engine/traffic/store.h"

namespace stele::traffic {

namespace {

using std::chrono::steady_clock;

constexpr std::size_t kBatch = 512;                 // records of one write
constexpr std::chrono::seconds kTellOfLosses{10};
constexpr std::chrono::seconds kLookAtDisk{1};

}  // namespace

Log::Log(Store& store, LogOptions options)
    : store_(store), options_(std::move(options)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Log::~Log() { stop(); }

void Log::note(Record record) {
  const std::size_t bytes = size_of(record);
  bool hurry = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopped_ || waiting_.size() >= options_.most_waiting ||
        waiting_bytes_ + bytes > options_.most_waiting_bytes) {
      lost_.fetch_add(1, std::memory_order_relaxed);
      return;
    }
    waiting_.push_back(std::move(record));
    waiting_bytes_ += bytes;
    ++noted_;
    // Woken by time; sooner only where the queue fills up.
    hurry = !hurry_ && (waiting_.size() > options_.most_waiting / 8 ||
                        waiting_bytes_ > options_.most_waiting_bytes / 8);
    if (hurry) hurry_ = true;
  }
  if (hurry) wake_.notify_one();
}

Tally Log::tally() const {
  const std::lock_guard lock(mutex_);
  return {.written = kept_, .lost = lost_, .waiting = noted_ - done_, .last_problem = problem_};
}

void Log::drain() {
  std::unique_lock lock(mutex_);
  const std::uint64_t wanted = noted_;
  hurry_ = true;
  wake_.notify_one();
  written_up_to_.wait(lock, [&] { return done_ >= wanted || stopped_; });
}

void Log::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void Log::run(const std::stop_token& stop) {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), options_.niceness);
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait_for(lock, stop, options_.every, [this] { return hurry_; });
    hurry_ = false;
    std::vector<Record> batch;
    batch.swap(waiting_);
    waiting_bytes_ = 0;
    const bool last = stop.stop_requested() && batch.empty();
    if (last) stopped_ = true;
    lock.unlock();
    const std::size_t count = batch.size();
    write(std::move(batch));
    tell_of_losses(last);
    lock.lock();
    done_ += count;
    written_up_to_.notify_all();
    if (last) return;
  }
}

void Log::write(std::vector<Record> batch) {
  for (std::size_t begin = 0; begin < batch.size(); begin += kBatch) {
    std::vector<Record> part;
    for (std::size_t i = begin; i < std::min(begin + kBatch, batch.size()); ++i) {
      Prepare& prepare = options_.prepare[index_of(batch[i].log)];
      if (!prepare || prepare(batch[i])) part.push_back(std::move(batch[i]));
      else lost_.fetch_add(1, std::memory_order_relaxed);
    }
    const std::size_t count = part.size();
    Done done = has_room_on_disk() ? store_.append(std::move(part))
                                   : Done(fail(Fault::disk_low, "the disk is nearly full"));
    (done ? kept_ : lost_).fetch_add(count, std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    problem_ = done ? std::string() : done.error().what;
  }
}

// The journal comes first: the log stops before the server has to become read-only.
bool Log::has_room_on_disk() {
  if (options_.disk.empty() || options_.least_free_bytes == 0) return true;
  const auto now = steady_clock::now();
  if (now - disk_seen_at_ < kLookAtDisk) return disk_has_room_;
  disk_seen_at_ = now;
  std::error_code error;
  const auto space = std::filesystem::space(options_.disk, error);
  disk_has_room_ = error || space.available >= options_.least_free_bytes;
  return disk_has_room_;
}

void Log::tell_of_losses(bool last) {
  const std::uint64_t lost = lost_;
  const auto now = steady_clock::now();
  if (lost == lost_told_ || (!last && now - told_at_ < kTellOfLosses)) return;
  std::string why;
  {
    const std::lock_guard lock(mutex_);
    why = problem_.empty() ? "more came than could be written" : problem_;
  }
  runtime::log(runtime::LogLevel::warning, "traffic.lost",
               "records=" + std::to_string(lost - lost_told_) + " since_start=" +
                   std::to_string(lost) + " cause=" + why);
  lost_told_ = lost;
  told_at_ = now;
}

}  // namespace stele::traffic
