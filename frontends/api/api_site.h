// ApiSite: what registrars ask over HTTPS, as JSON (docs/protocols/api.md). It is to a request what an
// EPP session is to a frame: it knows who asks and how much they may, reads values, asks the gateway
// and writes what it says; it decides nothing. A session is a token, not a connection. Thread-safe.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string_view>

#include "engine/base/random.h"
#include "engine/net/http.h"
#include "frontends/api/sessions.h"
#include "frontends/gateway/gateway.h"

namespace stele::api {

class ApiSite : public std::enable_shared_from_this<ApiSite> {
 public:
  // `refused`: told of who asks too much without a session. The gateway outlives the site, but for a
  // login that comes too late.
  ApiSite(gateway::Gateway& gateway, Random& random, SessionLimits limits, net::OnEvent refused)
      : gateway_(gateway), random_(random), sessions_(limits), refused_(std::move(refused)) {}

  static bool is_mine(std::string_view target) { return target.starts_with("/api/"); }
  void answer(net::HttpRequest request, net::HttpAnswer answer);
  // Ends sessions that are over. Cheap when called often.
  void sweep();

 private:
  class Exchange;
  using ExchangePtr = std::unique_ptr<Exchange>;

  // What stands between a request and its call; the response that says so.
  std::optional<net::HttpResponse> turn_away(Exchange& exchange, const core::State& state);
  std::optional<net::HttpResponse> enter(Exchange& exchange, const core::State& state);
  std::optional<net::HttpResponse> admit_stranger(Exchange& exchange, const core::State& state);
  void log_in(ExchangePtr exchange);
  net::HttpResponse logged_in(gateway::LoginAnswer answer);
  net::HttpResponse log_out(const Exchange& exchange);
  net::HttpResponse check_names(Exchange& exchange, const core::State& state);
  net::HttpResponse show(Exchange& exchange, const core::State& state);
  void set_variants(ExchangePtr exchange);
  net::HttpResponse variants_set(Exchange& exchange, const runtime::Outcome& outcome);

  gateway::Gateway& gateway_;
  Random& random_;
  Sessions sessions_;
  const net::OnEvent refused_;
  std::atomic<std::int64_t> next_sweep_ms_{0};
};

}  // namespace stele::api
