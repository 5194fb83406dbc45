// The session behind listen_http: reads requests, has them answered one after the other.
#include <algorithm>
#include <memory>
#include <utility>

#include "engine/net/http_reader.h"

namespace stele::net {

namespace {

// What all connections of a listener share.
struct Site {
  HttpLimits limits;
  HttpHandler handler;
  LaterHttpHandler later;
  std::function<bool(const HttpRequest&)> is_later;
  Clock* clock = nullptr;
};

class HttpSession final : public Session {
 public:
  explicit HttpSession(std::shared_ptr<const Site> site)
      : site_(std::move(site)), reader_(site_->limits) {}

  void on_open(Connection&) override {}

  std::size_t on_data(Connection& connection, std::string_view bytes) override {
    std::size_t consumed = 0;
    unsent_ = 0;
    while (consumed < bytes.size() && !paused_ && !ended_) {
      const auto step = reader_.read(bytes.substr(consumed));
      consumed += step.consumed;
      using Kind = HttpReader::Step::Kind;
      if (step.kind == Kind::need_more) return consumed;
      if (step.kind == Kind::send_continue) connection.send("HTTP/1.1 100 Continue\r\n\r\n");
      if (step.kind == Kind::bad) refuse(connection, step.status, step.why);
      if (step.kind == Kind::whole) serve(connection);
    }
    return ended_ ? bytes.size() : consumed;
  }

  // The rest of a pipeline whose client had to read first.
  void on_sent(Connection& connection) override {
    if (!waiting_for_reader_) return;
    waiting_for_reader_ = paused_ = false;
    connection.resume_reading();
  }

  void on_frame_timeout(Connection& connection) override {
    send(connection, problem(408, "the request did not come in time"), false, true);
    ended_ = true;
  }

 private:
  static HttpResponse problem(unsigned status, std::string_view why) {
    HttpResponse response;
    response.status = status;
    response.content_type = "text/plain; charset=utf-8";
    response.body = std::string(http_reason(status)) + ": " + std::string(why) + "\n";
    return response;
  }

  void refuse(Connection& connection, unsigned status, std::string_view why) {
    send(connection, problem(status, why), false, true);
    connection.refuse("HTTP " + std::to_string(status) + ": " + std::string(why));
    ended_ = true;
  }

  void send(Connection& connection, const HttpResponse& response, bool head_only, bool close) {
    std::string out = to_http_bytes(response, head_only, close, site_->clock ? site_->clock->now() : Instant{});
    unsent_ += out.size();
    connection.send(std::move(out));
  }

  void finish(Connection& connection, const HttpResponse& response) {
    const bool close = close_ || response.close;
    send(connection, response, head_only_, close);
    if (!close) return;
    ended_ = true;
    connection.close_after_send();
  }

  void serve(Connection& connection) {
    HttpRequest request = reader_.take();
    request.peer = connection.peer();
    request.peer_address = connection.peer_address();
    request.encrypted = connection.is_encrypted();
    close_ = request.close;
    head_only_ = request.is_head();
    if (site_->later && (!site_->handler || site_->is_later(request))) {
      paused_ = true;
      connection.pause_reading();
      auto way_back = connection.reentry();
      site_->later(std::move(request), HttpAnswer([this, way_back](HttpAnswer::Make make) {
                     way_back->post([this, make = std::move(make)](Connection& again) mutable {
                       unsent_ = 0;
                       paused_ = false;
                       finish(again, make());
                       if (!ended_) again.resume_reading();
                     });
                   }));
      return;
    }
    finish(connection, site_->handler(request));
    if (ended_ || unsent_ < site_->limits.unread_bytes) return;
    paused_ = waiting_for_reader_ = true;
    connection.pause_reading();
  }

  std::shared_ptr<const Site> site_;
  HttpReader reader_;
  std::size_t unsent_ = 0;
  bool paused_ = false;
  bool waiting_for_reader_ = false;
  bool ended_ = false;
  bool close_ = false;      // of the request being answered
  bool head_only_ = false;
};

}  // namespace

Limits HttpOptions::default_connections() {
  Limits limits;
  limits.connections = 2'000;
  limits.connections_per_address = 200;
  limits.idle_timeout = std::chrono::seconds(30);
  limits.frame_timeout = std::chrono::seconds(20);
  limits.send_timeout = std::chrono::seconds(20);
  limits.unsent_bytes = 32 << 20;
  return limits;
}

Result<std::unique_ptr<Server>> listen_http(Reactor& reactor, HttpOptions options) {
  auto site = std::make_shared<Site>();
  site->limits = options.limits;
  site->handler = std::move(options.handler);
  site->later = std::move(options.later);
  site->is_later = std::move(options.is_later);
  site->clock = options.clock;
  ServerOptions server;
  server.address = std::move(options.address);
  server.port = options.port;
  server.tls = std::move(options.tls);
  server.limits = options.connections;
  // The session refuses before this is reached.
  server.limits.unconsumed_bytes =
      std::max(server.limits.unconsumed_bytes, options.limits.header_bytes + options.limits.body_bytes * 8 + 64 * 1024);
  // A browser that keeps its connection until we end it is no news.
  if (options.on_event)
    server.on_event = [tell = std::move(options.on_event)](const Event& event) {
      if (event.reason != EndReason::idle_timeout) tell(event);
    };
  server.session = [site = std::shared_ptr<const Site>(std::move(site))] {
    return std::make_unique<HttpSession>(site);
  };
  return Server::listen(reactor, std::move(server));
}

}  // namespace stele::net
