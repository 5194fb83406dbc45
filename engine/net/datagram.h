// DatagramEndpoint: one UDP socket on a Reactor's loop. Datagrams come in on the loop's thread; an
// answer may leave at once, anything else from any thread. What the system cannot take is lost, as
// datagrams are.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/net/reactor.h"

namespace stele::net {

struct DatagramPeer {
  std::string address;  // IPv4-mapped IPv6 addresses are named as IPv4
  std::uint16_t port = 0;
  auto operator<=>(const DatagramPeer&) const = default;
};
std::string to_text(const DatagramPeer& peer);  // "192.0.2.1:53", "[2001:db8::1]:53"

// On the loop's thread; `bytes` dies with the call. What is returned goes back to the peer.
using OnDatagram =
    std::function<std::optional<std::string>(const DatagramPeer& peer, std::string_view bytes)>;

struct DatagramOptions {
  std::string address = "127.0.0.1";  // "::" takes both families
  std::uint16_t port = 0;             // 0: the system chooses
  std::size_t largest = 4096;         // longer datagrams come cut off
  OnDatagram on_datagram;
};

class DatagramCore;

// Owned by the composition root, destroyed before its Reactor and not on its threads.
class DatagramEndpoint {
 public:
  static Result<std::unique_ptr<DatagramEndpoint>> open(Reactor& reactor, DatagramOptions options);
  ~DatagramEndpoint();  // no call comes any more once it returns
  DatagramEndpoint(const DatagramEndpoint&) = delete;
  DatagramEndpoint& operator=(const DatagramEndpoint&) = delete;

  std::uint16_t port() const;
  // Any thread. Fails only on an address that this socket cannot reach.
  Done send(const DatagramPeer& to, std::string bytes);

 private:
  explicit DatagramEndpoint(std::shared_ptr<DatagramCore> core);
  std::shared_ptr<DatagramCore> core_;
};

}  // namespace stele::net
