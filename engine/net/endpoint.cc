#include "engine/net/endpoint.h"

#include <sys/un.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <cstring>

namespace stele::net {
namespace asio = boost::asio;

namespace {

asio::ip::tcp::endpoint to_tcp(const Protocol::endpoint& endpoint) {
  asio::ip::tcp::endpoint tcp;
  std::memcpy(tcp.data(), endpoint.data(), std::min(endpoint.size(), tcp.capacity()));
  return tcp;
}

}  // namespace

Result<Protocol::endpoint> parse_endpoint(const std::string& address, std::uint16_t port) {
  boost::system::error_code error;
  const auto ip = asio::ip::make_address(address, error);
  if (error) return fail(Fault::invalid, "'" + address + "' is not an IPv4 or IPv6 address");
  return Protocol::endpoint(asio::ip::tcp::endpoint(ip, port));
}

Result<Protocol::endpoint> unix_endpoint(const std::filesystem::path& path) {
  if (path.native().size() >= sizeof(sockaddr_un::sun_path))
    return fail(Fault::too_large, "path too long for a Unix socket: " + path.native());
  return Protocol::endpoint(asio::local::stream_protocol::endpoint(path.native()));
}

bool is_ip(const Protocol::endpoint& endpoint) {
  const int family = endpoint.protocol().family();
  return family == AF_INET || family == AF_INET6;
}

std::uint16_t port_of(const Protocol::endpoint& endpoint) {
  return is_ip(endpoint) ? to_tcp(endpoint).port() : std::uint16_t{0};
}

PeerName name_of(const Protocol::endpoint& endpoint) {
  if (!is_ip(endpoint)) return {"unix", "unix", {}};
  const auto tcp = to_tcp(endpoint);
  const std::string port = ":" + std::to_string(tcp.port());
  auto ip = tcp.address();
  if (ip.is_v6() && ip.to_v6().is_v4_mapped())
    ip = asio::ip::make_address_v4(asio::ip::v4_mapped, ip.to_v6());
  const std::string text = ip.to_string();
  if (ip.is_v4()) return {text + port, text, text};
  const auto bytes = ip.to_v6().to_bytes();
  return {"[" + text + "]" + port, text, {reinterpret_cast<const char*>(bytes.data()), 8}};
}

}  // namespace stele::net
