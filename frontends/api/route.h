// The calls of the API: one table of method and path, from which requests are routed and against which
// the published description is held (openapi.h). A call more: docs/howto/add-an-api-call.md.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stele::api {

enum class Call { describe, log_in, log_out, check_names, show_domain, list_variants, set_variants };

struct Route {
  std::string_view method;  // HEAD is answered as GET
  std::string_view path;    // "/api/v1/domains/{name}"
  std::string_view operation;  // "show_domain": in the description and in the traffic log
  Call call;
  bool open = false;        // asked without a session
};

std::span<const Route> routes();

struct Routed {
  const Route* route = nullptr;  // none: neither is it there, or not by this method
  std::string name;              // what stands for {name}, decoded
  std::string allowed;           // "GET, HEAD, PUT": methods of that path; empty: there is no such path
};

// `path`: decoded segments, as net::parse_http_target gives them.
Routed find_route(std::string_view method, const std::vector<std::string>& path);

}  // namespace stele::api
