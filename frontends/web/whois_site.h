// WhoisSite: the WHOIS page and the one-word availability check over HTTP. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/net/http.h"
#include "projections/web_whois/page.h"

namespace stele::web {

// As a limiter says it: nullopt admits, a number is the seconds to wait. `kind`: "whois" or "das".
using Admit = std::function<std::optional<std::uint32_t>(const std::string& peer_address, std::string_view kind)>;

struct WhoisSiteOptions {
  std::function<std::shared_ptr<const core::State>()> state;
  Admit admit;  // none: everybody is admitted
};

class WhoisSite {
 public:
  explicit WhoisSite(WhoisSiteOptions options) : options_(std::move(options)) {}

  // /whois, /whois/terms, /whois/style.css and /das. Any thread.
  net::HttpResponse answer(const net::HttpRequest& request) const;
  static bool is_mine(std::string_view target);

 private:
  net::HttpResponse das(const net::HttpRequest& request, const core::State& state, std::string_view name) const;

  WhoisSiteOptions options_;
};

}  // namespace stele::web
