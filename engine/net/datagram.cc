#include "engine/net/datagram.h"

#include <boost/asio/ip/udp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <future>
#include <utility>
#include <vector>

#include "engine/net/loop.h"

namespace stele::net {
namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using Udp = asio::ip::udp;

namespace {

constexpr int kDatagramsPerTurn = 32;  // then connections have their turn

DatagramPeer peer_of(const Udp::endpoint& endpoint) {
  auto ip = endpoint.address();
  if (ip.is_v6() && ip.to_v6().is_v4_mapped())
    ip = asio::ip::make_address_v4(asio::ip::v4_mapped, ip.to_v6());
  return {ip.to_string(), endpoint.port()};
}

}  // namespace

std::string to_text(const DatagramPeer& peer) {
  const bool v6 = peer.address.find(':') != std::string::npos;
  return (v6 ? "[" + peer.address + "]" : peer.address) + ":" + std::to_string(peer.port);
}

class DatagramCore final : public std::enable_shared_from_this<DatagramCore> {
 public:
  DatagramCore(std::shared_ptr<Loop> loop, DatagramOptions options)
      : loop_(std::move(loop)), options_(std::move(options)), socket_(loop_->context()),
        buffer_(options_.largest) {}

  Done bind();
  void wait();  // on the loop
  void close();
  std::uint16_t port() const { return port_; }
  Loop& loop() const { return *loop_; }
  Done send(const DatagramPeer& to, std::string bytes);

 private:
  void readable();
  std::optional<Udp::endpoint> endpoint_of(const DatagramPeer& peer) const;

  const std::shared_ptr<Loop> loop_;
  const DatagramOptions options_;
  Udp::socket socket_;
  std::vector<char> buffer_;
  std::uint16_t port_ = 0;
  bool v6_ = false;
};

Done DatagramCore::bind() {
  ErrorCode error;
  const auto ip = asio::ip::make_address(options_.address, error);
  if (error)
    return fail(Fault::invalid, "'" + options_.address + "' is not an IPv4 or IPv6 address");
  v6_ = ip.is_v6();
  const Udp::endpoint endpoint(ip, options_.port);
  const auto failed = [&] {
    return fail(Fault::io, "cannot listen on " + options_.address + " UDP port " +
                               std::to_string(options_.port) + ": " + error.message());
  };
  socket_.open(endpoint.protocol(), error);
  if (error) return failed();
  if (v6_ && ip.is_unspecified()) socket_.set_option(asio::ip::v6_only(false), error);
  socket_.non_blocking(true, error);
  if (error) return failed();
  socket_.bind(endpoint, error);
  if (error) return failed();
  const Udp::endpoint bound = socket_.local_endpoint(error);
  if (error) return failed();
  port_ = bound.port();
  return {};
}

void DatagramCore::wait() {
  if (!socket_.is_open()) return;
  socket_.async_wait(Udp::socket::wait_read, [self = shared_from_this()](const ErrorCode& error) {
    if (!error) self->readable();
  });
}

// An ICMP answer to what was sent shows as an error of one call: the next datagram comes all the same.
void DatagramCore::readable() {
  for (int turn = 0; turn < kDatagramsPerTurn && socket_.is_open(); ++turn) {
    Udp::endpoint from;
    ErrorCode error;
    const std::size_t size = socket_.receive_from(asio::buffer(buffer_), from, 0, error);
    if (error == asio::error::would_block || error == asio::error::try_again) break;
    if (error) continue;
    const auto answer = options_.on_datagram(peer_of(from), {buffer_.data(), size});
    if (answer) socket_.send_to(asio::buffer(*answer), from, 0, error);
  }
  wait();
}

void DatagramCore::close() {
  ErrorCode ignored;
  socket_.close(ignored);
}

std::optional<Udp::endpoint> DatagramCore::endpoint_of(const DatagramPeer& peer) const {
  ErrorCode error;
  auto ip = asio::ip::make_address(peer.address, error);
  if (error || (ip.is_v6() && !v6_)) return std::nullopt;
  if (ip.is_v4() && v6_) ip = asio::ip::make_address_v6(asio::ip::v4_mapped, ip.to_v4());
  return Udp::endpoint(ip, peer.port);
}

Done DatagramCore::send(const DatagramPeer& to, std::string bytes) {
  const auto endpoint = endpoint_of(to);
  if (!endpoint)
    return fail(Fault::invalid, to_text(to) + " cannot be reached from " + options_.address);
  loop_->post([self = shared_from_this(), endpoint = *endpoint, bytes = std::move(bytes)] {
    ErrorCode ignored;
    if (self->socket_.is_open()) self->socket_.send_to(asio::buffer(bytes), endpoint, 0, ignored);
  });
  return {};
}

Result<std::unique_ptr<DatagramEndpoint>> DatagramEndpoint::open(Reactor& reactor,
                                                                 DatagramOptions options) {
  const std::shared_ptr<Loop>& loop = reactor.loop(0);
  auto core = std::make_shared<DatagramCore>(loop, std::move(options));
  if (Done bound = core->bind(); !bound) return std::unexpected(bound.error());
  loop->post([core] { core->wait(); });
  return std::unique_ptr<DatagramEndpoint>(new DatagramEndpoint(std::move(core)));
}

DatagramEndpoint::DatagramEndpoint(std::shared_ptr<DatagramCore> core) : core_(std::move(core)) {}

DatagramEndpoint::~DatagramEndpoint() {
  auto closed = std::make_shared<std::promise<void>>();
  core_->loop().post([core = core_, closed] {
    core->close();
    closed->set_value();
  });
  closed->get_future().wait();
}

std::uint16_t DatagramEndpoint::port() const { return core_->port(); }

Done DatagramEndpoint::send(const DatagramPeer& to, std::string bytes) {
  return core_->send(to, std::move(bytes));
}

}  // namespace stele::net
