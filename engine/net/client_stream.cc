#include "engine/net/client_stream.h"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "engine/net/endpoint.h"
#include "engine/net/openssl_ptr.h"

namespace stele::net {
namespace {

using SteadyClock = std::chrono::steady_clock;

}  // namespace

struct ClientStream::State {
  int socket = -1;
  SSL* ssl = nullptr;
  std::shared_ptr<const TlsContext> tls;
  std::chrono::milliseconds timeout{0};
  SteadyClock::time_point deadline;

  ~State() {
    SSL_free(ssl);
    if (socket >= 0) ::close(socket);
  }

  void begin_call() { deadline = SteadyClock::now() + timeout; }
  Done wait(short events);
  Done connect_to(const Protocol::endpoint& endpoint, const std::string& where);
  Done handshake();
  // After an OpenSSL call that returned `result` <= 0: waits, or says what is wrong.
  Done after(int result);
  Result<std::size_t> read(char* out, std::size_t limit);
};

Done ClientStream::State::wait(short events) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
  pollfd wanted{socket, events, 0};
  const int ready = left <= 0 ? 0 : ::poll(&wanted, 1, static_cast<int>(left));
  if (ready > 0 || (ready < 0 && errno == EINTR)) return {};
  if (ready < 0) return fail(Fault::io, std::string("poll: ") + std::strerror(errno));
  return fail(Fault::timeout, "no answer within " + std::to_string(timeout.count()) + " ms");
}

Done ClientStream::State::connect_to(const Protocol::endpoint& endpoint, const std::string& where) {
  socket = ::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return fail(Fault::io, std::string("socket: ") + std::strerror(errno));
  int error = 0;
  if (::connect(socket, endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0) {
    error = errno;
    if (error == EINPROGRESS) {
      if (auto ready = wait(POLLOUT); !ready) return ready;
      socklen_t size = sizeof error;
      ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
    }
  }
  if (error != 0)
    return fail(Fault::io, "cannot connect to " + where + ": " + std::strerror(error));
  if (is_ip(endpoint)) {
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  return {};
}

Done ClientStream::State::handshake() {
  ssl = begin_tls(*tls, socket, TlsSide::client);
  if (!ssl) return fail(Fault::io, "out of memory for TLS");
  for (;;) {
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl);
    if (result == 1) return {};
    if (auto ready = after(result); !ready) {
      std::string what = "TLS handshake: " + ready.error().what;
      if (const long verdict = SSL_get_verify_result(ssl); verdict != X509_V_OK)
        what += std::string(": ") + X509_verify_cert_error_string(verdict);
      return fail(ready.error().fault, std::move(what));
    }
  }
}

Done ClientStream::State::after(int result) {
  switch (SSL_get_error(ssl, result)) {
    case SSL_ERROR_WANT_READ: return wait(POLLIN);
    case SSL_ERROR_WANT_WRITE: return wait(POLLOUT);
    case SSL_ERROR_ZERO_RETURN: return fail(Fault::closed, "the peer has closed the connection");
    case SSL_ERROR_SYSCALL: return fail(Fault::closed, "the peer has gone away");
    default: {
      const char* reason = ERR_reason_error_string(ERR_peek_error());
      return fail(Fault::io, reason ? reason : "TLS error");
    }
  }
}

Result<std::size_t> ClientStream::State::read(char* out, std::size_t limit) {
  for (;;) {
    if (ssl) {
      ERR_clear_error();
      const int got = SSL_read(ssl, out, static_cast<int>(std::min<std::size_t>(limit, 1 << 20)));
      if (got > 0) return static_cast<std::size_t>(got);
      if (auto ready = after(got); !ready) return std::unexpected(ready.error());
      continue;
    }
    const ssize_t got = ::recv(socket, out, limit, 0);
    if (got > 0) return static_cast<std::size_t>(got);
    if (got == 0) return fail(Fault::closed, "the peer has closed the connection");
    if (errno == ECONNRESET) return fail(Fault::closed, "the peer has gone away");
    if (errno != EAGAIN && errno != EINTR) return fail(Fault::io, std::strerror(errno));
    if (auto ready = wait(POLLIN); !ready) return std::unexpected(ready.error());
  }
}

ClientStream::ClientStream(std::unique_ptr<State> state) : state_(std::move(state)) {}
ClientStream::~ClientStream() = default;
ClientStream::ClientStream(ClientStream&&) noexcept = default;
ClientStream& ClientStream::operator=(ClientStream&&) noexcept = default;

Result<ClientStream> ClientStream::connect(const std::string& address, std::uint16_t port,
                                           std::shared_ptr<const TlsContext> tls,
                                           std::chrono::milliseconds timeout) {
  // OpenSSL writes with write(): without this a peer that has gone ends the program.
  std::signal(SIGPIPE, SIG_IGN);
  const auto endpoint = parse_endpoint(address, port);
  if (!endpoint) return std::unexpected(endpoint.error());
  auto state = std::make_unique<State>();
  state->timeout = timeout;
  state->tls = std::move(tls);
  state->begin_call();
  const std::string where = address + " port " + std::to_string(port);
  if (auto done = state->connect_to(*endpoint, where); !done) return std::unexpected(done.error());
  if (state->tls)
    if (auto done = state->handshake(); !done) return std::unexpected(done.error());
  return ClientStream(std::move(state));
}

Result<ClientStream> ClientStream::connect_unix(const std::filesystem::path& path,
                                                std::chrono::milliseconds timeout) {
  const auto endpoint = unix_endpoint(path);
  if (!endpoint) return std::unexpected(endpoint.error());
  auto state = std::make_unique<State>();
  state->timeout = timeout;
  state->begin_call();
  if (auto done = state->connect_to(*endpoint, path.string()); !done)
    return std::unexpected(done.error());
  return ClientStream(std::move(state));
}

Done ClientStream::write(std::string_view bytes) {
  state_->begin_call();
  while (!bytes.empty()) {
    if (state_->ssl) {
      ERR_clear_error();
      const int put = SSL_write(state_->ssl, bytes.data(),
                                static_cast<int>(std::min<std::size_t>(bytes.size(), 1 << 20)));
      if (put > 0) bytes.remove_prefix(static_cast<std::size_t>(put));
      else if (auto ready = state_->after(put); !ready) return ready;
      continue;
    }
    const ssize_t put = ::send(state_->socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (put >= 0) bytes.remove_prefix(static_cast<std::size_t>(put));
    else if (errno == EPIPE || errno == ECONNRESET)
      return fail(Fault::closed, "the peer has gone away");
    else if (errno != EAGAIN && errno != EINTR) return fail(Fault::io, std::strerror(errno));
    else if (auto ready = state_->wait(POLLOUT); !ready) return ready;
  }
  return {};
}

Result<std::string> ClientStream::read_some(std::size_t limit) {
  state_->begin_call();
  std::string bytes(std::min<std::size_t>(limit, 64 * 1024), '\0');
  const auto got = state_->read(bytes.data(), bytes.size());
  if (!got) return std::unexpected(got.error());
  bytes.resize(*got);
  return bytes;
}

Result<std::string> ClientStream::read_exactly(std::size_t count) {
  state_->begin_call();
  std::string bytes(count, '\0');
  for (std::size_t filled = 0; filled < count;) {
    const auto got = state_->read(bytes.data() + filled, count - filled);
    if (!got) return std::unexpected(got.error());
    filled += *got;
  }
  return bytes;
}

Result<std::string> ClientStream::read_to_end(std::size_t limit) {
  state_->begin_call();
  std::string all;
  std::string part(16 * 1024, '\0');
  for (;;) {
    const auto got = state_->read(part.data(), part.size());
    if (!got && got.error().fault == Fault::closed) return all;
    if (!got) return std::unexpected(got.error());
    all.append(part, 0, *got);
    if (all.size() > limit)
      return fail(Fault::too_large, "an answer of more than " + std::to_string(limit) + " bytes");
  }
}

void ClientStream::finish_writing() {
  ERR_clear_error();
  if (state_->ssl) SSL_shutdown(state_->ssl);
  ::shutdown(state_->socket, SHUT_WR);
}

std::string ClientStream::tls_version() const {
  return state_->ssl ? SSL_get_version(state_->ssl) : "";
}

}  // namespace stele::net
