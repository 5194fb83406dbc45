#include "tools/steled/https.h"

#include "engine/runtime/log.h"

namespace stele::server {

namespace {

constexpr std::string_view kRdap = "/rdap/";

net::HttpResponse plain(unsigned status, std::string_view why) {
  net::HttpResponse response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  response.body = std::string(why) + "\n";
  return response;
}

net::HttpResponse moved(const std::string& where) {
  net::HttpResponse response = plain(302, "See " + where);
  response.headers.push_back({"Location", where});
  return response;
}

// What was asked with a token, and why, is in the log before the answer leaves.
Done record_use(const rdap::TokenUse& use) {
  runtime::log(runtime::LogLevel::info, "rdap.token_used",
               "token=" + std::to_string(use.token.value) + " holder=\"" + to_printable(use.holder, 200) +
                   "\" peer=" + use.peer_address + " position=" + std::to_string(use.position.value) + " query=\"" +
                   to_printable(use.target, 500) + "\" reason=\"" + to_printable(use.reason, 2000) + "\"");
  return {};
}

}  // namespace

Result<std::shared_ptr<const net::TlsContext>> read_https_tls(const HttpsListener& https) {
  net::ServerTls tls;
  auto certificate = net::read_pem(https.certificate);
  if (!certificate) return std::unexpected(certificate.error());
  auto key = net::read_pem(https.key);
  if (!key) return std::unexpected(key.error());
  tls.certificate_pem = std::move(*certificate);
  tls.key_pem = std::move(*key);
  return net::TlsContext::server(tls);
}

HttpsSites::HttpsSites(const HttpsListener& config, GetState state)
    : config_(config), state_(std::move(state)) {}

void HttpsSites::open(std::uint16_t port) {
  url_ = config_.url;
  if (url_.empty())
    url_ = (config_.certificate.empty() ? "http://" : "https://") + to_text({config_.listen.address, port});
  if (config_.rdap) {
    rdap::RdapOptions options;
    options.site.base = url_ + std::string(kRdap);
    options.site.terms = config_.terms.empty() && config_.whois ? url_ + "/whois/terms" : config_.terms;
    options.site.whois = config_.whois_server;
    options.state = state_;
    options.record_use = record_use;
    rdap_ = std::make_unique<rdap::RdapSite>(std::move(options));
  }
  if (config_.whois) {
    web::WhoisSiteOptions options;
    options.state = state_;
    whois_ = std::make_unique<web::WhoisSite>(std::move(options));
  }
  open_.store(true, std::memory_order_release);
}

net::HttpResponse HttpsSites::answer(const net::HttpRequest& request) const {
  if (!open_.load(std::memory_order_acquire)) return plain(503, "Not open yet.");
  const std::string_view target = request.target;
  if (rdap_ && target.starts_with(kRdap)) return rdap_->answer(request, target.substr(kRdap.size()));
  if (rdap_ && target == "/rdap") return rdap_->answer(request, "");
  if (whois_ && web::WhoisSite::is_mine(target)) return whois_->answer(request);
  if (whois_ && target == "/") return moved("/whois");
  return plain(404, "There is nothing here.");
}

}  // namespace stele::server
