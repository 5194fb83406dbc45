#include "frontends/metrics/metrics_server.h"

#include <utility>

#include "engine/net/http.h"

namespace stele::metrics {

namespace {

constexpr const char* kTextFormat = "text/plain; version=0.0.4; charset=utf-8";

net::HttpResponse plain(unsigned status, std::string text) {
  net::HttpResponse response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(text) + "\n";
  return response;
}

net::HttpResponse answer(const net::HttpRequest& request, const Sources& sources) {
  const std::string path = request.target.substr(0, request.target.find('?'));
  if (path != "/metrics") return plain(404, "the figures are at /metrics");
  if (request.method != "GET" && !request.is_head()) {
    net::HttpResponse refusal = plain(405, "GET /metrics");
    refusal.headers.push_back({"Allow", "GET, HEAD"});
    return refusal;
  }
  net::HttpResponse response;
  response.content_type = kTextFormat;
  response.headers.push_back({"Cache-Control", "no-store"});
  response.body = collect(sources);
  return response;
}

}  // namespace

Result<std::unique_ptr<net::Server>> listen(net::Reactor& reactor, Sources sources, MetricsOptions options) {
  net::HttpOptions http;
  http.address = std::move(options.address);
  http.port = options.port;
  http.connections.connections = 100;
  http.connections.connections_per_address = 20;
  http.limits.body_bytes = 0;
  http.handler = [sources = std::move(sources)](const net::HttpRequest& request) {
    return answer(request, sources);
  };
  http.on_event = std::move(options.on_event);
  return net::listen_http(reactor, std::move(http));
}

}  // namespace stele::metrics
