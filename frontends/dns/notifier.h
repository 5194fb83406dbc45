// Notifier: tells secondaries of a new serial, and new ones of the zone there is (RFC 1996), signed
// where they have a key, again with growing pauses until they answer and come, or a newer serial takes
// its place. One thread of its own; what it sends and what it is told go through the functions it is
// given.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "engine/base/random.h"
#include "engine/core/state.h"
#include "engine/net/datagram.h"
#include "frontends/dns/tsig.h"
#include "frontends/gateway/secondary_sight.h"
#include "projections/zone/published.h"

namespace stele::dns {

class Notifier {
 public:
  struct Ports {
    const zone::Zones& zones;
    std::function<std::shared_ptr<const core::State>()> state;
    std::function<Instant()> now;
    std::function<std::int64_t()> monotonic_ms;
    std::function<Done(const net::DatagramPeer&, std::string)> send;
    Random& random;
    gateway::SecondarySight& sight;
  };
  explicit Notifier(Ports ports);
  ~Notifier();
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  void start();  // the thread; without it nothing is sent but by send_due()
  void stop();   // nothing is sent any more once it returns
  // Any thread; only takes note.
  void new_serial(const DomainName& zone, std::uint32_t serial);
  // A datagram with the response bit. Any thread.
  void answered(const net::DatagramPeer& from, std::string_view message);

  // What the thread does: sends all that is due at this moment, and says when to look
  // again (milliseconds from then).
  std::int64_t send_due(std::int64_t now_ms);

 private:
  // One secondary's address, told of one zone.
  struct Target {
    std::string zone, secondary;
    net::DatagramPeer peer;
    auto operator<=>(const Target&) const = default;
  };
  struct Attempt {
    std::uint32_t serial = 0;
    int sent = 0;
    int most = 0;                  // so often at most
    std::int64_t due_ms = 0;
    std::uint16_t id = 0;
    std::string mac;               // of what was sent; empty: not signed
    std::int64_t last_sent_ms = 0;
    Instant begun_at;              // the first was sent
    bool answered = false;
    bool open = false;             // it may have to be told again
  };
  void run(std::stop_token stop);
  void look_for_new_ones(std::int64_t now_ms);
  void spread(const std::string& zone, std::uint32_t serial, std::int64_t now_ms);
  void tell(const core::Zone& zone, const Secondary& secondary, std::uint32_t serial, std::int64_t now_ms);
  bool has_come(const Target& target, const Attempt& attempt);
  std::string make(const Target& target, Attempt& attempt);
  void give_up(const Target& target, Attempt& attempt);

  Ports ports_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::map<std::string, std::uint32_t> news_;  // zones with a serial that nobody was told of
  std::map<Target, Attempt> attempts_;
  std::map<std::string, std::shared_ptr<const core::Zone>> known_;  // as secondaries were last looked at
  std::jthread thread_;                        // last: uses all of the above
};

}  // namespace stele::dns
