// Log: what the frontends hand over, on its way to the Store. note() costs a move and a short lock;
// masking, encoding and writing are one thread's work, at a lower priority than answers. The queue is
// bounded: what does not fit is dropped, counted and told in the server's log, since an answer must
// never wait for a log. Thread-safe; outlives the frontends.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/traffic/record.h"

namespace stele::traffic {

class Store;

// What a frontend sees of the log.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void note(Record record) = 0;
};

// Makes of a record as it was handed over what may be kept: without secrets and personal data. Runs
// on the log's thread. False: nothing of it may.
using Prepare = std::move_only_function<bool(Record&)>;

struct LogOptions {
  std::size_t most_waiting = 262'144;                    // records
  std::size_t most_waiting_bytes = 64ULL << 20;
  std::chrono::milliseconds every{200};                  // what waits is written at least so often
  int niceness = 10;                                     // of the thread: who answers goes first
  std::string disk;                                      // the directory whose disk is watched
  std::uint64_t least_free_bytes = 0;                    // below, nothing is written
  std::array<Prepare, kClasses.size()> prepare;          // by index_of(); none: as handed over
};

// Since the start.
struct Tally {
  std::uint64_t written = 0;
  std::uint64_t lost = 0;      // the queue was full, or the store could not write
  std::uint64_t waiting = 0;   // at the moment
  std::string last_problem;    // of the store or disk; empty: there is none now
};

class Log final : public Sink {
 public:
  Log(Store& store, LogOptions options);
  ~Log() override;             // stop()
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void note(Record record) override;
  Tally tally() const;
  // Until all that was noted before is written or lost; for tests and before a search.
  void drain();
  // Writes what waits. What is noted afterwards is lost.
  void stop();

 private:
  void run(const std::stop_token& stop);
  void write(std::vector<Record> batch);
  bool has_room_on_disk();
  void tell_of_losses(bool last);

  Store& store_;
  LogOptions options_;
  mutable std::mutex mutex_;             // guards all down to the blank line
  std::condition_variable_any wake_, written_up_to_;
  std::vector<Record> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::uint64_t noted_ = 0, done_ = 0;   // records, of all time; done_ <= noted_
  bool hurry_ = false, stopped_ = false;
  std::string problem_;

  std::atomic<std::uint64_t> kept_{0}, lost_{0};
  std::uint64_t lost_told_ = 0;          // this and the next are the thread's own
  std::chrono::steady_clock::time_point told_at_{}, disk_seen_at_{};
  bool disk_has_room_ = true;
  std::jthread thread_;                  // last
};

}  // namespace stele::traffic
