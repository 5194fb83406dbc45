// Socket addresses as text. Private to engine/net.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/base/result.h"

namespace stele::net {

using Protocol = boost::asio::generic::stream_protocol;

struct PeerName {
  std::string text;     // "192.0.2.1:50000", "[2001:db8::1]:50000", "unix"
  std::string address;  // without the port
  std::string key;      // what is counted as one address: an IPv4 address or an IPv6 /64
};

Result<Protocol::endpoint> parse_endpoint(const std::string& address, std::uint16_t port);
Result<Protocol::endpoint> unix_endpoint(const std::filesystem::path& path);
bool is_ip(const Protocol::endpoint& endpoint);
std::uint16_t port_of(const Protocol::endpoint& endpoint);
// IPv4-mapped IPv6 addresses are named as IPv4.
PeerName name_of(const Protocol::endpoint& endpoint);

}  // namespace stele::net
