// Pace: how often and how much at once is asked, altogether and of one server, and who is left alone
// for a while because it does not answer. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>

namespace stele::cds {

class Pace {
 public:
  struct Limits {
    std::size_t per_second = 100;  // connections
    std::size_t per_server = 4;    // at once, to one address
  };
  explicit Pace(Limits limits) : limits_(limits) {}

  enum class Turn { taken, left_alone, stopped };
  // Waits for its turn. Who takes it gives it back with whether there was an answer.
  Turn take(const std::string& address, std::stop_token stop);
  void give_back(const std::string& address, bool answered);

 private:
  struct Seen {
    std::size_t at_once = 0;
    unsigned failures = 0;         // since the last answer
    std::int64_t alone_until = 0;  // milliseconds of the monotonic clock
    std::int64_t touched = 0;
  };
  void forget_some(std::int64_t now);

  const Limits limits_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<std::string, Seen> servers_;
  std::int64_t next_us_ = 0;  // when the next connection may be made
};

}  // namespace stele::cds
