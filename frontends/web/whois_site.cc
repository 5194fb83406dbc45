#include "frontends/web/whois_site.h"

#include <optional>

#include "engine/net/http_target.h"

namespace stele::web {

namespace {

net::HttpResponse html(const core::State& state, web_whois::Page page) {
  net::HttpResponse response;
  response.status = page.status;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(page.html);
  // No script at all; nothing of other sites; in no frame.
  response.headers.push_back({"Content-Security-Policy",
                              "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
                              "frame-ancestors 'none'"});
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  response.headers.push_back({"Referrer-Policy", "no-referrer"});
  response.headers.push_back({"Cache-Control", "no-store"});
  response.headers.push_back({"Stele-Position", std::to_string(state.position().value)});
  return response;
}

net::HttpResponse plain(unsigned status, std::string_view line) {
  net::HttpResponse response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  response.headers.push_back({"Cache-Control", "no-store"});
  response.body = std::string(line) + "\n";
  return response;
}

}  // namespace

bool WhoisSite::is_mine(std::string_view target) {
  const std::string_view path = target.substr(0, target.find('?'));
  return path == "/whois" || path == "/whois/" || path == "/whois/terms" || path == "/whois/style.css" || path == "/das";
}

net::HttpResponse WhoisSite::answer(const net::HttpRequest& request) const {
  const auto state = options_.state();
  if (request.method != "GET" && request.method != "HEAD") {
    net::HttpResponse response = html(*state, web_whois::refused_page(*state, 405, "This page is asked for with GET."));
    response.headers.push_back({"Allow", "GET, HEAD"});
    return response;
  }
  const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
  if (path == "/whois/style.css") {
    net::HttpResponse response;
    response.content_type = "text/css; charset=utf-8";
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    response.headers.push_back({"Cache-Control", "max-age=3600"});
    response.body = std::string(web_whois::stylesheet());
    return response;
  }
  if (path == "/whois/terms") return html(*state, web_whois::terms_page(*state));

  const auto target = net::parse_http_target(request.target, net::Plus::space);
  if (!target) return html(*state, web_whois::refused_page(*state, 400, "This link is damaged."));
  const std::string_view kind = path == "/das" ? "das" : "whois";
  const std::string* asked = target->find(path == "/das" ? "name" : "q");
  // The empty form costs nothing.
  if (asked != nullptr && options_.admit) {
    if (const auto wait = options_.admit(request.peer_address, kind)) {
      const std::string why = "You have asked too much. Try again in " + std::to_string(*wait) +
                              (*wait == 1 ? " second." : " seconds.");
      net::HttpResponse response = path == "/das" ? plain(429, why)
                                                  : html(*state, web_whois::refused_page(*state, 429, why));
      response.headers.push_back({"Retry-After", std::to_string(*wait)});
      return response;
    }
  }
  if (path == "/das") return das(request, *state, asked ? std::string_view(*asked) : std::string_view());
  const std::string* type = target->find("type");
  return html(*state, web_whois::whois_page(*state, rdds::Viewer{}, web_whois::parse_subject(type ? *type : ""),
                                            asked ? std::string_view(*asked) : std::string_view()));
}

net::HttpResponse WhoisSite::das(const net::HttpRequest&, const core::State& state, std::string_view name) const {
  const std::string_view word = name.size() > 1024 ? "invalid" : web_whois::availability(state, name);
  net::HttpResponse response = plain(word == "invalid" ? 400 : 200, word);
  response.headers.push_back({"Access-Control-Allow-Origin", "*"});
  response.headers.push_back({"Stele-Position", std::to_string(state.position().value)});
  return response;
}

}  // namespace stele::web
