#include "engine/net/server.h"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "engine/net/endpoint.h"
#include "engine/net/stream_connection.h"

namespace stele::net {
namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<Protocol>;

// The acceptor lives on loop 0; connections go to the loops in turn.
class ServerCore final : public StreamOwner, public std::enable_shared_from_this<ServerCore> {
 public:
  ServerCore(Reactor& reactor, ServerOptions options)
      : StreamOwner(options.limits, std::move(options.session), std::move(options.on_event)),
        reactor_(reactor), acceptor_(reactor.loop(0)->context()), unix_path_(options.unix_path),
        tls_(std::move(options.tls)) {}

  Done bind(const std::string& address, std::uint16_t port);
  void accept();  // on loop 0
  std::uint16_t port() const { return port_; }
  std::size_t connections() const;
  void set_tls(std::shared_ptr<const TlsContext> tls);
  void stop(std::chrono::milliseconds drain);
  bool may_linger(const PeerName& peer) override;
  void released(const PeerName& peer, bool lingered) override;

 private:
  std::optional<EndReason> admit(const PeerName& peer);
  void accepted(Socket socket, std::size_t loop);
  void post_to_connections(void (StreamConnection::*act)());

  Reactor& reactor_;
  Acceptor acceptor_;
  std::filesystem::path unix_path_;
  std::uint16_t port_ = 0;
  std::size_t next_loop_ = 0;

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable released_;
  std::shared_ptr<const TlsContext> tls_;
  // Apart: who has its answer and asks again on a new connection is not two.
  struct OfAddress {
    std::size_t open = 0, lingering = 0;
  };
  std::map<std::string, OfAddress> per_address_;
  std::size_t total_ = 0;
  bool stopping_ = false;
};

Done ServerCore::bind(const std::string& address, std::uint16_t port) {
  const auto endpoint =
      unix_path_.empty() ? parse_endpoint(address, port) : unix_endpoint(unix_path_);
  if (!endpoint) return std::unexpected(endpoint.error());
  const std::string where =
      unix_path_.empty() ? address + " port " + std::to_string(port) : unix_path_.string();
  ErrorCode error;
  const auto failed = [&](const char* doing) {
    return fail(Fault::io, std::string(doing) + " " + where + ": " + error.message());
  };
  acceptor_.open(endpoint->protocol(), error);
  if (error) return failed("cannot open a socket for");
  if (unix_path_.empty()) {
    acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  } else {
    std::error_code ignored;
    if (std::filesystem::is_socket(unix_path_, ignored)) ::unlink(unix_path_.c_str());
    // Before bind(), which copies the mode; chmod() afterwards would leave a gap.
    ::fchmod(acceptor_.native_handle(), 0600);
  }
  acceptor_.bind(*endpoint, error);
  if (error) return failed("cannot listen on");
  acceptor_.listen(1024, error);
  if (error) return failed("cannot listen on");
  const auto bound = acceptor_.local_endpoint(error);
  if (error) return failed("cannot listen on");
  port_ = port_of(bound);
  return {};
}

void ServerCore::accept() {
  const std::size_t loop = next_loop_++ % reactor_.threads();
  acceptor_.async_accept(reactor_.loop(loop)->context(),
                         [self = shared_from_this(), loop](const ErrorCode& error, Socket socket) {
                           if (!error) {
                             self->accepted(std::move(socket), loop);
                             return self->accept();
                           }
                           if (!self->acceptor_.is_open()) return;
                           if (error == asio::error::connection_aborted) return self->accept();
                           // Out of descriptors: trying again at once would spin.
                           self->report(EndReason::accept_failed, "listener", error.message());
                           self->reactor_.loop(0)->add_tick([self] {
                             if (self->acceptor_.is_open()) self->accept();
                             return false;
                           });
                         });
}

std::optional<EndReason> ServerCore::admit(const PeerName& peer) {
  std::lock_guard lock(mutex_);
  if (stopping_) return EndReason::server_stopping;
  if (total_ >= limits.connections) return EndReason::too_many_connections;
  if (!peer.key.empty()) {
    OfAddress& of = per_address_[peer.key];
    if (of.open >= limits.connections_per_address) return EndReason::too_many_from_address;
    ++of.open;
  }
  ++total_;
  return std::nullopt;
}

void ServerCore::accepted(Socket socket, std::size_t loop) {
  ErrorCode error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return;  // gone before it was accepted
  PeerName peer = name_of(endpoint);
  if (const auto refused = admit(peer)) {
    report(*refused, peer.text, std::to_string(connections()) + " connections are open");
    return;
  }
  std::shared_ptr<const TlsContext> tls;
  {
    std::lock_guard lock(mutex_);
    tls = tls_;
  }
  reactor_.loop(loop)->post([self = shared_from_this(), loop, socket = std::move(socket),
                             peer = std::move(peer), tls = std::move(tls)]() mutable {
    std::make_shared<StreamConnection>(*self->reactor_.loop(loop), std::move(socket),
                                       std::move(peer), self, std::move(tls))
        ->start_accepted();
  });
}

std::size_t ServerCore::connections() const {
  std::lock_guard lock(mutex_);
  return total_;
}

void ServerCore::set_tls(std::shared_ptr<const TlsContext> tls) {
  std::lock_guard lock(mutex_);
  tls_ = std::move(tls);
}

bool ServerCore::may_linger(const PeerName& peer) {
  std::lock_guard lock(mutex_);
  const auto at = per_address_.find(peer.key);
  if (at == per_address_.end()) return true;
  OfAddress& of = at->second;
  if (of.lingering >= limits.connections_per_address) return false;
  --of.open;
  ++of.lingering;
  return true;
}

void ServerCore::released(const PeerName& peer, bool lingered) {
  std::lock_guard lock(mutex_);
  if (const auto at = per_address_.find(peer.key); at != per_address_.end()) {
    OfAddress& of = at->second;
    --(lingered ? of.lingering : of.open);
    if (of.open == 0 && of.lingering == 0) per_address_.erase(at);
  }
  if (--total_ == 0) released_.notify_all();
}

void ServerCore::post_to_connections(void (StreamConnection::*act)()) {
  for (std::size_t i = 0; i < reactor_.threads(); ++i) {
    reactor_.loop(i)->post([self = shared_from_this(), i, act] {
      const auto connections = self->reactor_.loop(i)->connections();
      for (const auto& connection : connections)
        if (connection->owner() == self.get()) (connection.get()->*act)();
    });
  }
}

void ServerCore::stop(std::chrono::milliseconds drain) {
  {
    std::lock_guard lock(mutex_);
    if (std::exchange(stopping_, true)) return;
  }
  std::promise<void> closed;
  // On the acceptor's own loop: what it has accepted was posted before, so it is told to stop too.
  reactor_.loop(0)->post([this, &closed] {
    ErrorCode ignored;
    acceptor_.close(ignored);
    post_to_connections(&StreamConnection::begin_stop);
    closed.set_value();
  });
  closed.get_future().wait();
  if (!unix_path_.empty()) ::unlink(unix_path_.c_str());

  std::unique_lock lock(mutex_);
  const auto none_left = [this] { return total_ == 0; };
  if (released_.wait_for(lock, drain, none_left)) return;
  lock.unlock();
  post_to_connections(&StreamConnection::abandon);
  lock.lock();
  released_.wait(lock, none_left);
}

Result<std::unique_ptr<Server>> Server::listen(Reactor& reactor, ServerOptions options) {
  const std::string address = options.address;
  const std::uint16_t port = options.port;
  auto core = std::make_shared<ServerCore>(reactor, std::move(options));
  if (auto bound = core->bind(address, port); !bound) return std::unexpected(bound.error());
  reactor.loop(0)->post([core] { core->accept(); });
  return std::unique_ptr<Server>(new Server(std::move(core)));
}

Server::Server(std::shared_ptr<ServerCore> core) : core_(std::move(core)) {}
Server::~Server() { stop(std::chrono::milliseconds(0)); }
std::uint16_t Server::port() const { return core_->port(); }
std::size_t Server::connections() const { return core_->connections(); }
void Server::set_tls(std::shared_ptr<const TlsContext> tls) { core_->set_tls(std::move(tls)); }
void Server::stop(std::chrono::milliseconds drain) { core_->stop(drain); }

}  // namespace stele::net
