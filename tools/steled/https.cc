#include "tools/steled/https.h"

#include "engine/net/http_target.h"
#include "engine/runtime/reading.h"
#include "engine/runtime/record.h"
#include "frontends/gateway/public_query.h"

namespace stele::server {

namespace {

constexpr std::string_view kRdap = "/rdap/";
constexpr unsigned kTooManyRequests = 429;

// The path below the base of a search (RFC 9082 §3.2), or its first segment.
bool is_search(std::string_view path) {
  return path == "domains" || path == "nameservers" || path == "entities";
}

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

// What was asked with a token, and why, is in the log before the answer leaves, whatever its level is. A
// name of a person that was asked for is not: no erasure would reach it there.
Done record_use(const rdap::TokenUse& use) {
  const std::string query = gateway::kept_query(gateway::QueryKind::rdap_lookup, use.target);
  return runtime::record(
      "rdap.token_used",
      "token=" + std::to_string(use.token.value) + " holder=\"" + to_printable(use.holder, 200) +
          "\" peer=" + use.peer_address + " position=" + std::to_string(use.position.value) + " query=\"" +
          query + "\" reason=\"" + to_printable(use.reason, 2000) + "\"");
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

HttpsSites::HttpsSites(const HttpsListener& config, gateway::Gateway& gateway, Random& random,
                       std::chrono::milliseconds session_idle, net::OnEvent refused)
    : config_(config), gateway_(gateway), refused_(std::move(refused)) {
  if (config_.api)
    api_ = std::make_shared<api::ApiSite>(gateway_, random, api::SessionLimits{.idle = session_idle}, refused_);
}

void HttpsSites::open(std::uint16_t port) {
  url_ = config_.url;
  if (url_.empty())
    url_ = (config_.certificate.empty() ? "http://" : "https://") + to_text({config_.listen.address, port});
  const auto state = [this] { return gateway_.state(); };
  const auto admit = [this](const std::string& address, gateway::QueryKind kind) {
    return gateway_.admit(address, kind, *gateway_.state()->settings());
  };
  if (config_.rdap) {
    rdap::RdapOptions options;
    options.site.base = url_ + std::string(kRdap);
    options.site.terms = config_.terms.empty() && config_.whois ? url_ + "/whois/terms" : config_.terms;
    options.site.whois = config_.whois_server;
    options.reading = [this] { return gateway_.registry().reading(); };
    options.admit = [admit](const std::string& address, std::string_view kind) {
      const auto said = admit(address, is_search(kind) ? gateway::QueryKind::rdap_search
                                                       : gateway::QueryKind::rdap_lookup);
      return rdap::Admission{said.admitted, said.retry_seconds};
    };
    options.record_use = record_use;
    rdap_ = std::make_unique<rdap::RdapSite>(std::move(options));
  }
  if (config_.whois) {
    web::WhoisSiteOptions options;
    options.state = state;
    options.admit = [admit](const std::string& address,
                            std::string_view kind) -> std::optional<std::uint32_t> {
      const auto said = admit(address, kind == "das" ? gateway::QueryKind::availability
                                                     : gateway::QueryKind::whois);
      if (said.admitted) return std::nullopt;
      return said.retry_seconds;
    };
    whois_ = std::make_unique<web::WhoisSite>(std::move(options));
  }
  open_.store(true, std::memory_order_release);
}

bool HttpsSites::is_api(const net::HttpRequest& request) const {
  return api_ && api::ApiSite::is_mine(request.target);
}

void HttpsSites::answer_api(net::HttpRequest request, net::HttpAnswer answer) const {
  api_->answer(std::move(request), std::move(answer));
}

net::HttpResponse HttpsSites::answer(const net::HttpRequest& request) const {
  const std::int64_t began_ms = gateway_.monotonic_ms();
  net::HttpResponse response = route(request);
  note(request, response.status, began_ms);
  return response;
}

void HttpsSites::sweep() {
  if (api_) api_->sweep();
}

void HttpsSites::note(const net::HttpRequest& request, unsigned status, std::int64_t began_ms) const {
  const std::string_view target = request.target;
  const std::string_view path = target.substr(0, target.find_first_of("?#"));
  gateway::PublicQuery query{.kind = gateway::QueryKind::whois,
                             .peer = request.peer,
                             .address = request.peer_address,
                             .outcome = std::to_string(status),
                             .began_ms = began_ms};
  const auto asked = net::parse_http_target(target, net::Plus::space);
  std::string text = request.method + " " + request.target;
  if (path.starts_with(kRdap)) {
    const std::string_view below = path.substr(kRdap.size());
    query.kind = is_search(below) ? gateway::QueryKind::rdap_search : gateway::QueryKind::rdap_lookup;
    if (asked && below.contains('/')) query.objects = gateway::objects_of_line(asked->path.back());
  } else {
    const std::string* name = asked ? asked->find(path == "/das" ? "name" : "q") : nullptr;
    if (name == nullptr) return;  // a page without a question
    if (path == "/das") query.kind = gateway::QueryKind::availability;
    query.objects = gateway::objects_of_line(*name);
    text = *name;
  }
  if (status == kTooManyRequests) {
    refused_({net::EndReason::query_refused, request.peer,
              "too_many_queries kind=" + std::string(gateway::to_text(query.kind))});
    return;
  }
  query.text = text;
  gateway::note_query(gateway_, *gateway_.state()->settings(), std::move(query));
}

net::HttpResponse HttpsSites::route(const net::HttpRequest& request) const {
  if (!open_.load(std::memory_order_acquire)) return plain(503, "Not open yet.");
  const std::string_view target = request.target;
  if (rdap_ && target.starts_with(kRdap)) return rdap_->answer(request, target.substr(kRdap.size()));
  if (rdap_ && target == "/rdap") return rdap_->answer(request, "");
  if (whois_ && web::WhoisSite::is_mine(target)) return whois_->answer(request);
  if (whois_ && target == "/") return moved("/whois");
  return plain(404, "There is nothing here.");
}

}  // namespace stele::server
