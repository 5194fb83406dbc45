// HTTP/1.1 (RFC 9110, 9112) for frontends: a listener, plain or TLS, that gives a handler one whole
// request at a time and sends its answer. Pipelined requests are answered strictly in order. What
// hostile clients are held to is here; what a path means is the handler's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/net/server.h"

namespace stele::net {

struct HttpHeader {
  std::string name;  // of requests always in lower case
  std::string value;
};

struct HttpRequest {
  std::string method;  // "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" or "OPTIONS"
  std::string target;  // "/path?query" as it was sent, or "*"; take it apart with parse_http_target
  std::vector<HttpHeader> headers;
  std::string body;
  std::string peer;          // as Connection::peer()
  std::string peer_address;  // without the port
  bool encrypted = false;
  bool close = false;        // the client wants no other answer on this connection

  // The first of that name (in lower case), empty where there is none.
  std::string_view header(std::string_view name) const;
  bool is_head() const { return method == "HEAD"; }
};

struct HttpResponse {
  unsigned status = 200;
  std::string content_type;  // empty: none is said
  std::vector<HttpHeader> headers;  // all but Content-Type, Content-Length, Connection and Date
  std::string body;          // of an answer to HEAD: counted, not sent
  bool close = false;        // end the connection after it
};

std::string_view http_reason(unsigned status);

// The bytes of a response. `date` is when; Instant{} to say none.
std::string to_http_bytes(const HttpResponse& response, bool head_only, bool close, Instant date);

// An answer owed. Any thread; may outlive its connection, then it is dropped. One that goes without
// having been sent is a 500.
class HttpAnswer {
 public:
  using Make = std::move_only_function<HttpResponse()>;
  using Send = std::move_only_function<void(Make)>;
  explicit HttpAnswer(Send send) : send_(std::move(send)) {}
  HttpAnswer(HttpAnswer&& other) noexcept : send_(std::exchange(other.send_, nullptr)) {}
  HttpAnswer& operator=(HttpAnswer&&) = delete;
  ~HttpAnswer();
  void send(HttpResponse response);
  // Made on the connection's thread, for who must not stay on this one; not at all once it has ended.
  void send(Make make);

 private:
  Send send_;
};

// Both run on reactor threads, several at once. The first answers there and then; the second takes
// the request away and answers when it can.
using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;
using LaterHttpHandler = std::function<void(HttpRequest, HttpAnswer)>;

struct HttpLimits {
  std::size_t line_bytes = 8 * 1024;      // the request line: 414
  std::size_t header_bytes = 16 * 1024;   // with the request line: 431
  std::size_t headers = 64;               // 431
  std::size_t body_bytes = 64 * 1024;     // 413
  // A pipeline is answered up to here, then its client has to read.
  std::size_t unread_bytes = 64 * 1024;
};

struct HttpOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;                 // 0: the system chooses
  std::shared_ptr<const TlsContext> tls;  // none: plain
  // idle_timeout: to the first byte of a request, and between requests, without an event.
  // frame_timeout: from its first byte to its last; 408.
  Limits connections = default_connections();
  HttpLimits limits;
  HttpHandler handler;      // one of the two; or both, and which requests are for the second
  LaterHttpHandler later;
  std::function<bool(const HttpRequest&)> is_later;
  Clock* clock = nullptr;   // for Date; outlives the listener. None: no Date
  OnEvent on_event;

  static Limits default_connections();
};

Result<std::unique_ptr<Server>> listen_http(Reactor& reactor, HttpOptions options);

}  // namespace stele::net
