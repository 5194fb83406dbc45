// PeerLog: what the network says about peers, on its way to the log. The first few events of a kind
// from an address are a line each, at once: who bans by these lines (fail2ban) counts them. The rest of
// ten seconds is one line with a count, so that an attack costs lines by time and not by connections.
// Thread-safe; owned by the composition root.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "engine/net/server.h"

namespace stele::server {

// The counting alone: the caller brings the time and writes the lines.
class PeerEvents {
 public:
  static constexpr std::int64_t kWindowMs = 10'000;
  static constexpr std::uint64_t kToldSingly = 5;
  // Addresses and kinds told apart; those beyond are counted together, by kind, as peer=others.
  static constexpr std::size_t kMostTold = 4096;

  struct Line {
    std::string id;    // "epp.connection_ended"
    std::string text;  // "peer=192.0.2.1 cause=handshake_failed detail=… repeated=57"
  };
  // Empty when the event is one more of a kind that has its lines already.
  std::vector<Line> note(const std::string& service, const net::Event& event, std::int64_t now_ms);
  // The counts of every window that is over.
  std::vector<Line> take_due(std::int64_t now_ms);
  std::vector<Line> take_all();  // at the end

 private:
  using Key = std::tuple<std::string, net::EndReason, std::string>;  // service, reason, address
  struct Window {
    std::int64_t ends_ms = 0;
    std::uint64_t told = 0;      // one by one
    std::uint64_t repeated = 0;  // the rest
    net::Event last;             // of the rest
  };
  static Line count_line(const Key& key, const Window& window);
  std::map<Key, Window> windows_;
};

class PeerLog {
 public:
  PeerLog();
  ~PeerLog();  // writes the counts that are open
  PeerLog(const PeerLog&) = delete;
  PeerLog& operator=(const PeerLog&) = delete;

  // For a listener's options; the listener ends before this.
  net::OnEvent sink(std::string service);

 private:
  void run(std::stop_token stop);

  std::mutex mutex_;
  std::condition_variable_any wake_;
  PeerEvents events_;
  std::jthread thread_;  // last: uses all of the above
};

}  // namespace stele::server
