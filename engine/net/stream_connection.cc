#include "engine/net/stream_connection.h"

#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <boost/asio/post.hpp>
#include <cerrno>
#include <utility>

#include "engine/net/openssl_ptr.h"

namespace stele::net {
namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

namespace {

constexpr std::int64_t kLingerMs = 2'000;
constexpr std::size_t kKeptCapacity = 4 * 1024;  // a larger buffer is given back when empty
constexpr int kReadsPerTurn = 4;                 // then other connections have their turn
constexpr int kPartsPerTurn = 8;                 // sent one after the other

class StreamReentry final : public Reentry {
 public:
  StreamReentry(std::shared_ptr<Loop> loop, std::weak_ptr<StreamConnection> connection)
      : loop_(std::move(loop)), connection_(std::move(connection)) {}
  void post(Task task) override {
    loop_->post([connection = connection_, task = std::move(task)]() mutable {
      if (auto alive = connection.lock()) alive->run(task);
    });
  }

 private:
  std::shared_ptr<Loop> loop_;
  std::weak_ptr<StreamConnection> connection_;
};

void give_back(std::string& buffer) {
  buffer.clear();
  if (buffer.capacity() > kKeptCapacity) std::string().swap(buffer);
}

bool is_disconnect(int error) {
  return error == ECONNRESET || error == EPIPE || error == ENOTCONN || error == ETIMEDOUT;
}

}  // namespace

void StreamOwner::report(EndReason reason, const std::string& peer, std::string_view detail) const {
  if (on_event && is_noteworthy(reason)) on_event({reason, peer, to_printable(detail, 200)});
}

StreamConnection::StreamConnection(Loop& loop, Socket socket, PeerName peer,
                                   std::shared_ptr<StreamOwner> owner,
                                   std::shared_ptr<const TlsContext> tls)
    : loop_(loop), socket_(std::move(socket)), peer_(std::move(peer)), owner_(std::move(owner)),
      tls_(std::move(tls)) {}

StreamConnection::~StreamConnection() { SSL_free(ssl_); }

// --- beginning ------------------------------------------------------------------------------

void StreamConnection::start_accepted() {
  loop_.add(shared_from_this());
  deadline_ms_ = loop_.now_ms() + owner_->limits.handshake_timeout.count();
  begin(false);
}

void StreamConnection::start_dial(const Protocol::endpoint& endpoint) {
  loop_.add(shared_from_this());
  deadline_ms_ = loop_.now_ms() + owner_->limits.handshake_timeout.count();
  socket_.async_connect(endpoint, [self = shared_from_this()](const ErrorCode& error) {
    if (self->state_ != State::connecting) return;
    if (error) return self->finish(EndReason::connect_failed, error.message());
    self->begin(true);
  });
}

void StreamConnection::begin(bool as_client) {
  ErrorCode error;
  socket_.native_non_blocking(true, error);
  if (!peer_.key.empty()) {
    const int on = 1;
    ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  if (!tls_) return open();

  const TlsSide side = as_client ? TlsSide::client : TlsSide::server;
  ssl_ = begin_tls(*tls_, socket_.native_handle(), side);
  if (!ssl_) return finish(EndReason::io_error, "out of memory for a TLS session");
  state_ = State::handshake;
  advance_handshake();
}

void StreamConnection::advance_handshake() {
  ERR_clear_error();
  const Transfer step = classify(SSL_do_handshake(ssl_));
  switch (step.io) {
    case Io::done: return open();
    case Io::would_read: return await_input(true);
    case Io::would_write: return await_output();
    case Io::end_of_stream: return finish(EndReason::handshake_failed, "peer went away");
    case Io::failed: return finish(EndReason::handshake_failed, tls_failure());
  }
}

std::string StreamConnection::tls_failure() const {
  const unsigned long error = ERR_peek_last_error();
  const char* reason = ERR_reason_error_string(error);
  std::string text = reason ? reason : error == 0 ? "peer went away" : "TLS error";
  if (const long verdict = SSL_get_verify_result(ssl_); verdict != X509_V_OK)
    text += std::string(": ") + X509_verify_cert_error_string(verdict);
  return text;
}

void StreamConnection::open() {
  if (ssl_ && SSL_is_server(ssl_) && !speaks_application(*tls_, ssl_))
    return finish(EndReason::handshake_failed, "no ALPN \"" + tls_->application() + "\"");
  state_ = State::open;
  consumed_ms_ = loop_.now_ms();
  if (ssl_) {
    const OpensslPtr<X509> certificate(SSL_get1_peer_certificate(ssl_));
    if (certificate) {
      certificate_ = describe(certificate.get());
      certificate_->issued = SSL_get_verify_result(ssl_) == X509_V_OK;
    }
  }
  session_ = owner_->session();
  session_->on_open(*this);
  settle();
}

// --- ending ---------------------------------------------------------------------------------

void StreamConnection::abandon() { finish(EndReason::server_stopping, {}); }

void StreamConnection::begin_stop() {
  stopping_ = true;
  if (state_ == State::connecting || state_ == State::handshake)
    return finish(EndReason::server_stopping, {});
  if (state_ == State::open && !paused_ && unsent_.empty() && kept_.empty())
    finish(EndReason::server_stopping, {});
}

// May free this object's last owner but one: callers hold a shared_ptr (handlers, tick, posts).
void StreamConnection::finish(EndReason reason, std::string_view detail) {
  if (state_ == State::ended) return;
  const std::shared_ptr<StreamConnection> self = shared_from_this();
  const bool said_goodbye = state_ == State::lingering;
  const bool established = state_ == State::open || state_ == State::closing;
  state_ = State::ended;
  if (!said_goodbye) owner_->report(reason, peer_.text, detail);
  release_session(reason);
  // Before the peer can see the end: it may come back at once, and its place has to be free by then.
  owner_->released(peer_, said_goodbye);
  if (!said_goodbye && ssl_ && established && reason != EndReason::io_error) {
    ERR_clear_error();
    SSL_shutdown(ssl_);
  }
  SSL_free(std::exchange(ssl_, nullptr));
  ErrorCode ignored;
  socket_.close(ignored);
  loop_.remove(*this);
}

void StreamConnection::release_session(EndReason reason) {
  reentry_.reset();
  if (!session_) return;
  const std::unique_ptr<Session> session = std::move(session_);
  session->on_close(reason);
}

void StreamConnection::linger() {
  if (!owner_->may_linger(peer_)) return finish(close_reason_, close_detail_);
  owner_->report(close_reason_, peer_.text, close_detail_);
  if (ssl_) {
    ERR_clear_error();
    SSL_shutdown(ssl_);
  }
  ::shutdown(socket_.native_handle(), SHUT_WR);
  state_ = State::lingering;
  deadline_ms_ = loop_.now_ms() + kLingerMs;
  release_session(close_reason_);
  give_back(kept_);
  await_input(true);
}

void StreamConnection::tick() {
  const std::int64_t now = loop_.now_ms();
  const Limits& limits = owner_->limits;
  switch (state_) {
    case State::connecting:
    case State::handshake:
      if (now > deadline_ms_) finish(EndReason::handshake_timeout, "handshake not finished");
      return;
    case State::open:
    case State::closing:
      if (unsent_since_ms_ != 0) {
        if (now - unsent_since_ms_ > limits.send_timeout.count())
          finish(EndReason::slow_client,
                 std::to_string(unsent_.size() - sent_) + " bytes of answers not read in time");
        return;
      }
      if (paused_ || state_ == State::closing) return;
      if (!kept_.empty() && now - request_begun_ms_ > limits.frame_timeout.count())
        return time_out_request();
      if (now - consumed_ms_ > limits.idle_timeout.count())
        finish(EndReason::idle_timeout, "nothing asked");
      return;
    case State::lingering:
      if (now > deadline_ms_) finish(close_reason_, {});
      return;
    case State::ended: return;
  }
}

void StreamConnection::time_out_request() {
  std::string detail = std::to_string(kept_.size()) + " bytes of a request, the rest did not come";
  session_->on_frame_timeout(*this);
  if (unsent_.empty()) return finish(EndReason::frame_timeout, detail);
  close_reason_ = EndReason::frame_timeout;
  close_detail_ = std::move(detail);
  state_ = State::closing;
  settle();
}

// --- what the session calls -----------------------------------------------------------------

void StreamConnection::send(std::string bytes) {
  if (state_ != State::open) return;
  sending_ = true;
  if (unsent_.empty()) unsent_ = std::move(bytes);
  else unsent_ += bytes;
}

void StreamConnection::close_after_send() {
  if (state_ == State::open) state_ = State::closing;
}

void StreamConnection::close() { close_asked_ = true; }

void StreamConnection::refuse(std::string why) {
  if (state_ != State::open) return;
  close_reason_ = EndReason::refused_by_session;
  close_detail_ = std::move(why);
  state_ = State::closing;
}

void StreamConnection::pause_reading() { paused_ = true; }

void StreamConnection::resume_reading() {
  if (!paused_) return;
  paused_ = false;
  redeliver_ = !kept_.empty();
  consumed_ms_ = request_begun_ms_ = loop_.now_ms();
}

std::shared_ptr<Reentry> StreamConnection::reentry() {
  if (!reentry_)
    reentry_ = std::make_shared<StreamReentry>(loop_.shared_from_this(), weak_from_this());
  return reentry_;
}

void StreamConnection::run(Reentry::Task& task) {
  if (!session_ || (state_ != State::open && state_ != State::closing)) return;
  task(*this);
  settle();
}

// --- input ----------------------------------------------------------------------------------

void StreamConnection::readable() {
  input_awaited_ = false;
  switch (state_) {
    case State::handshake: return advance_handshake();
    case State::open: return read_input();
    case State::lingering: return discard_input();
    case State::connecting:
    case State::closing:
    case State::ended: return;
  }
}

void StreamConnection::read_input() {
  for (int turn = 0; turn < kReadsPerTurn; ++turn) {
    if (state_ != State::open || paused_ || !unsent_.empty()) return;
    auto& buffer = loop_.buffer();
    std::size_t filled = 0;
    Transfer got{Io::done};
    // Small records that came together are handed over together, and answered in one write.
    do {
      got = read_from_peer(buffer.data() + filled, buffer.size() - filled);
      filled += got.bytes;
    } while (got.io == Io::done && ssl_ && filled < buffer.size() && SSL_has_pending(ssl_));

    if (got.io == Io::failed)
      return is_disconnect(errno) ? finish(EndReason::closed_by_peer, {})
                                  : finish(EndReason::io_error, tls_failure());
    // A peer may shut its direction after the last request and still wait for the answer.
    if (got.io == Io::end_of_stream) peer_finished_ = true;
    if (filled > 0) hand_over({buffer.data(), filled});
    if (got.io == Io::would_read && filled == 0) return await_input(true);
    settle();
    if (filled < buffer.size()) return;
  }
}

void StreamConnection::discard_input() {
  char scratch[4096];
  for (int turn = 0; turn < kReadsPerTurn; ++turn) {
    const ssize_t got = ::recv(socket_.native_handle(), scratch, sizeof scratch, 0);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
      return finish(close_reason_, {});
    if (got < 0) break;
  }
  await_input(true);
}

// `fresh` empty: what was kept is delivered again.
void StreamConnection::hand_over(std::string_view fresh) {
  std::string_view input = fresh;
  const bool was_empty = kept_.empty();
  if (!was_empty) {
    kept_.append(fresh);
    input = kept_;
  }
  const std::size_t consumed = session_->on_data(*this, input);

  if (consumed > 0 || was_empty) request_begun_ms_ = loop_.now_ms();
  if (consumed > 0) consumed_ms_ = loop_.now_ms();
  if (consumed >= input.size()) give_back(kept_);
  else if (was_empty) kept_.assign(input.substr(consumed));
  else kept_.erase(0, consumed);

  if (!paused_ && state_ == State::open && kept_.size() >= owner_->limits.unconsumed_bytes)
    finish(EndReason::input_overflow,
           "a request of more than " + std::to_string(owner_->limits.unconsumed_bytes) + " bytes");
}

// Whether the session had a word in it: then all is to be looked at again.
bool StreamConnection::tell_sent() {
  if (state_ != State::open || !std::exchange(sending_, false)) return false;
  session_->on_sent(*this);
  return true;
}

// After every session function: ends, sends, delivers again or waits for more, in this order.
void StreamConnection::settle() {
  for (int parts = 0;;) {
    if (state_ == State::ended || state_ == State::lingering) return;
    if (close_asked_) return finish(EndReason::closed_by_session, {});
    if (!flush()) return;
    if (state_ == State::closing) return linger();
    if (tell_sent()) {
      if (++parts < kPartsPerTurn) continue;
      return asio::post(loop_.context(), [self = shared_from_this()] { self->settle(); });
    }
    if (paused_) return;
    if (!redeliver_) break;
    redeliver_ = false;
    hand_over({});
  }
  if (stopping_ && kept_.empty()) return finish(EndReason::server_stopping, {});
  if (peer_finished_) return finish(EndReason::closed_by_peer, {});
  await_input(false);
}

// --- output ---------------------------------------------------------------------------------

void StreamConnection::writable() {
  output_awaited_ = false;
  if (state_ == State::handshake) return advance_handshake();
  if (state_ == State::open || state_ == State::closing) settle();
}

// True when all is sent.
bool StreamConnection::flush() {
  while (sent_ < unsent_.size()) {
    const Transfer put = write_to_peer(std::string_view(unsent_).substr(sent_));
    if (put.io == Io::done) {
      sent_ += put.bytes;
      continue;
    }
    if (put.io == Io::end_of_stream || put.io == Io::failed) {
      finish(EndReason::closed_by_peer, {});
      return false;
    }
    if (unsent_.size() - sent_ > owner_->limits.unsent_bytes) {
      finish(EndReason::slow_client, std::to_string(unsent_.size() - sent_) + " bytes unread");
      return false;
    }
    if (unsent_since_ms_ == 0) unsent_since_ms_ = loop_.now_ms();
    await_output();
    return false;
  }
  give_back(unsent_);
  sent_ = 0;
  unsent_since_ms_ = 0;
  return true;
}

// --- socket and TLS -------------------------------------------------------------------------

StreamConnection::Transfer StreamConnection::classify(int result) {
  if (result > 0) return {Io::done, static_cast<std::size_t>(result)};
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ: return {Io::would_read};
    case SSL_ERROR_WANT_WRITE: return {Io::would_write};
    case SSL_ERROR_ZERO_RETURN: return {Io::end_of_stream};
    default: return {Io::failed};
  }
}

StreamConnection::Transfer StreamConnection::read_from_peer(char* out, std::size_t limit) {
  errno = 0;
  if (ssl_) {
    ERR_clear_error();
    return classify(SSL_read(ssl_, out, static_cast<int>(limit)));
  }
  const ssize_t got = ::recv(socket_.native_handle(), out, limit, 0);
  if (got > 0) return {Io::done, static_cast<std::size_t>(got)};
  if (got == 0) return {Io::end_of_stream};
  return {errno == EAGAIN || errno == EINTR ? Io::would_read : Io::failed};
}

StreamConnection::Transfer StreamConnection::write_to_peer(std::string_view bytes) {
  if (ssl_) {
    ERR_clear_error();
    const std::size_t part = std::min<std::size_t>(bytes.size(), 1 << 20);
    return classify(SSL_write(ssl_, bytes.data(), static_cast<int>(part)));
  }
  const ssize_t put = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (put >= 0) return {Io::done, static_cast<std::size_t>(put)};
  return {errno == EAGAIN || errno == EINTR ? Io::would_write : Io::failed};
}

// Bytes that OpenSSL has read already make no socket readable; unless it has just said that they
// are not a whole record (`socket_only`), the next read is due at once.
void StreamConnection::await_input(bool socket_only) {
  if (input_awaited_) return;
  input_awaited_ = true;
  if (!socket_only && ssl_ && SSL_has_pending(ssl_)) {
    asio::post(loop_.context(), [self = shared_from_this()] { self->readable(); });
    return;
  }
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](const ErrorCode& error) {
    if (!error) self->readable();
  });
}

void StreamConnection::await_output() {
  if (output_awaited_) return;
  output_awaited_ = true;
  socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const ErrorCode& error) {
    if (!error) self->writable();
  });
}

}  // namespace stele::net
