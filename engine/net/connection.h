// Connection and Session: what a frontend sees of the network. A frontend writes a Session; the
// byte stream below it (TLS or not, socket, time-outs, back-pressure) is a Connection.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/net/peer_certificate.h"

namespace stele::net {

// Why a connection ended, or was never let in.
enum class EndReason {
  closed_by_peer,
  closed_by_session,      // the session said goodbye: close() or close_after_send()
  refused_by_session,     // the session gave a reason: refuse("frame of 2147483647 bytes")
  query_refused,          // no end: a question was turned down (datagrams have no connection)
  server_stopping,
  handshake_failed,       // not TLS, TLS below 1.2, no or wrong client certificate …
  handshake_timeout,
  idle_timeout,           // nothing asked for too long
  frame_timeout,          // a request begun and not finished: slow loris
  slow_client,            // does not read its answers
  input_overflow,         // the session cannot consume what has arrived and the buffer is full
  too_many_connections,
  too_many_from_address,
  accept_failed,          // out of file descriptors; accepting pauses for a moment
  connect_failed,         // dials only
  io_error,
};

const char* to_text(EndReason reason);

// Whether an operator wants a line about it: all but the three ordinary ends.
bool is_noteworthy(EndReason reason);

class Connection;

// A way back onto a connection's thread that survives the connection. Any thread; when the
// connection has ended in between the task is dropped. While the task runs, the session is alive.
class Reentry {
 public:
  using Task = std::move_only_function<void(Connection&)>;
  virtual ~Reentry() = default;
  virtual void post(Task task) = 0;
};

// One byte stream. Used on its own thread only: inside Session's functions and inside tasks posted
// through `reentry()`. Nothing is written before that function returns: several send() of one call
// leave as one TLS record. Abstract so that sessions can be tested without a network.
class Connection {
 public:
  virtual ~Connection() = default;

  // Queues bytes. While any of them are unsent, no more input is read or delivered, so a client
  // that pipelines without reading its answers costs one answer of memory.
  virtual void send(std::string bytes) = 0;
  // Sends what is queued, says goodbye (TLS close_notify), lets the peer read it all, then ends.
  // Input is no longer delivered.
  virtual void close_after_send() = 0;
  // Ends at once; on_close follows when the running function has returned.
  virtual void close() = 0;
  // Like close_after_send, and one event with EndReason::refused_by_session and this detail.
  virtual void refuse(std::string why) = 0;

  // A session that waits for the writer stops input, so that pipelined requests are answered
  // strictly in order. Bytes not consumed are kept and delivered again after resume_reading().
  // The idle time-out stands still meanwhile.
  virtual void pause_reading() = 0;
  virtual void resume_reading() = 0;

  // "192.0.2.1:50000", "[2001:db8::1]:50000", "unix"; and without the port, for rate limits.
  virtual const std::string& peer() const = 0;
  virtual const std::string& peer_address() const = 0;
  // None where the peer showed none.
  virtual const std::optional<PeerCertificate>& peer_certificate() const = 0;
  virtual std::shared_ptr<Reentry> reentry() = 0;
  virtual bool is_encrypted() const { return false; }
};

// One peer's protocol state. Made after the TLS handshake has succeeded, so bytes of a peer that
// does not speak TLS never reach it. All functions run on the connection's thread.
class Session {
 public:
  virtual ~Session() = default;
  virtual void on_open(Connection& connection) = 0;
  // Takes as many whole requests from the front of `bytes` as it can and returns how many bytes
  // that was; the rest is kept and comes again with what follows. Returning less while holding a
  // whole request is right only after pause_reading(). The view dies with the call.
  virtual std::size_t on_data(Connection& connection, std::string_view bytes) = 0;
  // All that send() took has left. A session that has more than fits into memory sends the next part
  // here, or later by its Reentry: so a slow peer costs one part, however long the whole is.
  virtual void on_sent(Connection&) {}
  // A request was begun and did not end in time. What is sent here is the connection's last answer.
  virtual void on_frame_timeout(Connection&) {}
  // The last call; `connection` may not be used any more.
  virtual void on_close(EndReason) {}
};

using SessionFactory = std::function<std::unique_ptr<Session>()>;

}  // namespace stele::net
