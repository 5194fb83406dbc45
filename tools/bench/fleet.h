// Fleet: many client sessions over length-framed streams (RFC 5734 §4), each with one request
// outstanding, driven by as few threads as possible so that the client is not what is measured.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/net/connection.h"
#include "engine/net/reactor.h"
#include "engine/net/tls.h"

namespace stele::bench {

using SteadyClock = std::chrono::steady_clock;

// What one session says. Payloads only; the frame header is the fleet's.
class Script {
 public:
  virtual ~Script() = default;
  // Before measuring: `answer` is what came (nothing at first). The next payload, empty to wait for
  // an answer unasked (EPP's greeting); nullopt: ready.
  virtual Result<std::optional<std::string>> prepare(std::optional<std::string_view> answer) = 0;
  virtual std::string next() = 0;
  // What next() has asked for, in a word that lasts; latencies are told apart by it.
  virtual std::string_view kind() const { return {}; }
  // The answer's result code.
  virtual int judge(std::string_view answer) = 0;
};

// Of sorted values; 0 where there are none.
double percentile(const std::vector<std::uint32_t>& sorted, std::size_t percent);

struct Measurement {
  std::size_t frames = 0;
  double seconds = 0;
  double p50_us = 0;
  double p99_us = 0;
  std::map<int, std::size_t> codes;
  std::map<std::string_view, std::vector<std::uint32_t>> latencies_us;  // by kind, sorted

  double rate() const { return seconds > 0 ? static_cast<double>(frames) / seconds : 0; }
};

struct FleetOptions {
  std::string address;
  std::uint16_t port = 0;
  std::vector<std::shared_ptr<const net::TlsContext>> tls;  // sessions take them in turn
  std::size_t sessions = 1;
  std::size_t threads = 1;
};

class Fleet {
 public:
  // Connects all sessions and brings them through Script::prepare; fails when one does not.
  static Result<std::unique_ptr<Fleet>> connect(
      const FleetOptions& options, std::function<std::unique_ptr<Script>(std::size_t)> script);
  ~Fleet();
  // May be called again: the sessions stay connected in between.
  Result<Measurement> run(std::chrono::duration<double> duration);

 private:
  friend class FleetSession;
  struct Report {
    std::map<std::string_view, std::vector<std::uint32_t>> latencies_us;
    std::map<int, std::size_t> codes;
  };

  Fleet() = default;
  void ready(std::shared_ptr<net::Reentry> way_back, class FleetSession* session);
  void finished(Report report);
  void failed(std::string why);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::pair<std::shared_ptr<net::Reentry>, class FleetSession*>> sessions_;
  std::vector<Report> reports_;
  std::optional<std::string> failure_;
  std::atomic<bool> closing_ = false;
  std::unique_ptr<net::Reactor> reactor_;  // last: its threads use all the above
};

// 4 bytes of length, its own included, and the payload.
std::string framed(std::string_view payload);

// Calls `take(payload)` for each whole frame at the front of `bytes`; returns the bytes used.
template <class Take>
std::size_t for_each_frame(std::string_view bytes, Take take) {
  std::size_t used = 0;
  while (bytes.size() - used >= 4) {
    const std::size_t length = get_big_endian<std::uint32_t>(bytes.substr(used));
    if (length < 4 || bytes.size() - used < length) break;
    take(bytes.substr(used + 4, length - 4));
    used += length;
  }
  return used;
}

}  // namespace stele::bench
