// StreamConnection: a Connection on a socket, with OpenSSL reading and writing the socket itself
// (one read and one write per frame, no buffers while idle). Private to engine/net.
//
//   connecting ─► handshake ─► open ─► closing ─► lingering ─► ended
//                     └──────────┴────────┴─────────────────────►
//   closing: the last answer is being sent.  lingering: our direction is shut, the peer reads on;
//   closing the socket with its bytes unread would reset the connection and lose that answer.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/net/connection.h"
#include "engine/net/endpoint.h"
#include "engine/net/loop.h"
#include "engine/net/server.h"

struct ssl_st;

namespace stele::net {

using Socket = boost::asio::basic_stream_socket<Protocol>;

// What a server or a dial gives all its connections. Called on loop threads.
class StreamOwner {
 public:
  StreamOwner(const Limits& l, SessionFactory s, OnEvent e)
      : limits(l), session(std::move(s)), on_event(std::move(e)) {}
  virtual ~StreamOwner() = default;
  // A connection's last answer is sent. Whether it may wait for the peer to read it and go.
  virtual bool may_linger(const PeerName&) { return true; }
  virtual void released(const PeerName&, [[maybe_unused]] bool lingered) {}
  void report(EndReason reason, const std::string& peer, std::string_view detail) const;

  const Limits limits;
  const SessionFactory session;
  const OnEvent on_event;
};

class StreamConnection final : public Connection,
                               public std::enable_shared_from_this<StreamConnection> {
 public:
  StreamConnection(Loop& loop, Socket socket, PeerName peer, std::shared_ptr<StreamOwner> owner,
                   std::shared_ptr<const TlsContext> tls);
  ~StreamConnection() override;

  // On the loop's thread, once: as the accepted or as the calling side.
  void start_accepted();
  void start_dial(const Protocol::endpoint& endpoint);

  void tick();
  void begin_stop();                         // ends when no answer is owed any more
  void abandon();                            // ends now: no time is left, or the loop has gone
  void run(Reentry::Task& task);
  const StreamOwner* owner() const { return owner_.get(); }
  std::size_t index_in_loop = 0;

  void send(std::string bytes) override;
  void close_after_send() override;
  void close() override;
  void refuse(std::string why) override;
  void pause_reading() override;
  void resume_reading() override;
  const std::string& peer() const override { return peer_.text; }
  const std::string& peer_address() const override { return peer_.address; }
  const std::optional<PeerCertificate>& peer_certificate() const override { return certificate_; }
  std::shared_ptr<Reentry> reentry() override;
  bool is_encrypted() const override { return ssl_ != nullptr; }

 private:
  enum class State { connecting, handshake, open, closing, lingering, ended };
  enum class Io { done, would_read, would_write, end_of_stream, failed };
  struct Transfer {
    Io io;
    std::size_t bytes = 0;
  };

  void begin(bool as_client);
  void advance_handshake();
  void open();
  void readable();
  void writable();
  void read_input();
  void discard_input();
  void hand_over(std::string_view fresh);
  void settle();
  bool tell_sent();
  void time_out_request();
  bool flush();
  void linger();
  void finish(EndReason reason, std::string_view detail);
  void release_session(EndReason reason);

  Transfer read_from_peer(char* out, std::size_t limit);
  Transfer write_to_peer(std::string_view bytes);
  Transfer classify(int result);
  void await_input(bool socket_only);
  void await_output();
  std::string tls_failure() const;

  Loop& loop_;
  Socket socket_;
  PeerName peer_;
  std::shared_ptr<StreamOwner> owner_;
  std::shared_ptr<const TlsContext> tls_;
  ssl_st* ssl_ = nullptr;
  std::unique_ptr<Session> session_;
  std::shared_ptr<Reentry> reentry_;
  std::optional<PeerCertificate> certificate_;

  State state_ = State::connecting;
  bool paused_ = false;
  bool redeliver_ = false;       // resumed with bytes kept
  bool stopping_ = false;
  bool input_awaited_ = false;
  bool output_awaited_ = false;
  bool peer_finished_ = false;
  bool sending_ = false;         // since the last on_sent
  bool close_asked_ = false;     // by the session; done when its function has returned
  EndReason close_reason_ = EndReason::closed_by_session;
  std::string close_detail_;

  std::string kept_;             // input the session has not consumed
  std::string unsent_;
  std::size_t sent_ = 0;         // of unsent_

  std::int64_t deadline_ms_ = 0;      // handshake and lingering
  std::int64_t consumed_ms_ = 0;      // the session last consumed or was resumed
  std::int64_t request_begun_ms_ = 0; // first byte of kept_
  std::int64_t unsent_since_ms_ = 0;  // 0: nothing is stuck
};

}  // namespace stele::net
