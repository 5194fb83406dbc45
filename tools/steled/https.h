// HttpsSites: which site answers which path of the HTTPS port, and what is counted and kept of what is
// asked. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "engine/net/connection.h"
#include "engine/net/http.h"
#include "frontends/api/api_site.h"
#include "frontends/gateway/gateway.h"
#include "frontends/rdap/rdap_site.h"
#include "frontends/web/whois_site.h"
#include "tools/steled/config.h"

namespace stele::server {

Result<std::shared_ptr<const net::TlsContext>> read_https_tls(const HttpsListener& https);

class HttpsSites {
 public:
  // `refused`: told of who asks too much. `session_idle`: of the API's sessions.
  HttpsSites(const HttpsListener& config, gateway::Gateway& gateway, Random& random,
             std::chrono::milliseconds session_idle, net::OnEvent refused);

  // Once the port is known: links in answers name it. Until then 503.
  void open(std::uint16_t port);
  net::HttpResponse answer(const net::HttpRequest& request) const;
  // The API's, which may have to wait for the writer.
  bool is_api(const net::HttpRequest& request) const;
  void answer_api(net::HttpRequest request, net::HttpAnswer answer) const;
  void sweep();  // cheap when called often
  const std::string& url() const { return url_; }

 private:
  net::HttpResponse route(const net::HttpRequest& request) const;
  void note(const net::HttpRequest& request, unsigned status, std::int64_t began_ms) const;

  HttpsListener config_;
  gateway::Gateway& gateway_;
  net::OnEvent refused_;
  std::shared_ptr<api::ApiSite> api_;  // its logins may outlast the port
  std::string url_;
  std::unique_ptr<rdap::RdapSite> rdap_;
  std::unique_ptr<web::WhoisSite> whois_;
  std::atomic<bool> open_ = false;  // the above are set
};

}  // namespace stele::server
