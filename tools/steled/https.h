// HttpsSites: which site answers which path of the HTTPS port, and what is counted and kept of what is
// asked. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "engine/net/connection.h"
#include "engine/net/http.h"
#include "frontends/gateway/gateway.h"
#include "frontends/rdap/rdap_site.h"
#include "frontends/web/whois_site.h"
#include "tools/steled/config.h"

namespace stele::server {

Result<std::shared_ptr<const net::TlsContext>> read_https_tls(const HttpsListener& https);

class HttpsSites {
 public:
  // `refused`: told of who asks too much.
  HttpsSites(const HttpsListener& config, gateway::Gateway& gateway, net::OnEvent refused);

  // Once the port is known: links in answers name it. Until then 503.
  void open(std::uint16_t port);
  net::HttpResponse answer(const net::HttpRequest& request) const;
  const std::string& url() const { return url_; }

 private:
  net::HttpResponse route(const net::HttpRequest& request) const;
  void note(const net::HttpRequest& request, unsigned status, std::int64_t began_ms) const;

  HttpsListener config_;
  gateway::Gateway& gateway_;
  net::OnEvent refused_;
  std::string url_;
  std::unique_ptr<rdap::RdapSite> rdap_;
  std::unique_ptr<web::WhoisSite> whois_;
  std::atomic<bool> open_ = false;  // the above are set
};

}  // namespace stele::server
