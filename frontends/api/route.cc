#include "frontends/api/route.h"

namespace stele::api {

namespace {

constexpr std::string_view kName = "{name}";

constexpr Route kRoutes[] = {
    {"GET", "/api/v1/openapi.json", "describe", Call::describe, true},
    {"POST", "/api/v1/session", "log_in", Call::log_in, true},
    {"DELETE", "/api/v1/session", "log_out", Call::log_out},
    {"GET", "/api/v1/availability", "check_names", Call::check_names},
    {"GET", "/api/v1/domains/{name}", "show_domain", Call::show_domain},
    {"GET", "/api/v1/domains/{name}/variants", "list_variants", Call::list_variants},
    {"PUT", "/api/v1/domains/{name}/variants", "set_variants", Call::set_variants},
};

bool matches(std::string_view pattern, const std::vector<std::string>& path, std::string& name) {
  for (const std::string& segment : path) {
    if (!pattern.starts_with('/')) return false;
    pattern.remove_prefix(1);
    const std::string_view wanted = pattern.substr(0, pattern.find('/'));
    pattern.remove_prefix(wanted.size());
    if (wanted == kName && !segment.empty()) name = segment;
    else if (wanted != segment) return false;
  }
  return pattern.empty();
}

}  // namespace

std::span<const Route> routes() { return kRoutes; }

Routed find_route(std::string_view method, const std::vector<std::string>& path) {
  Routed out;
  const std::string_view asked = method == "HEAD" ? "GET" : method;
  for (const Route& route : kRoutes) {
    if (!matches(route.path, path, out.name)) continue;
    out.allowed += (out.allowed.empty() ? "" : ", ") + std::string(route.method);
    if (route.method == "GET") out.allowed += ", HEAD";
    if (route.method == asked) out.route = &route;
  }
  return out;
}

}  // namespace stele::api
