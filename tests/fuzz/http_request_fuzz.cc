// HTTP requests from outside. However the bytes are cut, the same requests come out, within limits.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/check.h"
#include "engine/net/http_reader.h"
#include "engine/net/http_target.h"

using namespace stele::net;

namespace {

constexpr HttpLimits kLimits{.line_bytes = 200, .header_bytes = 400, .headers = 8, .body_bytes = 100};
using Kind = HttpReader::Step::Kind;

// What a connection makes of it: requests as text, then how it ended.
std::vector<std::string> read(std::string_view bytes, std::size_t step_bytes) {
  std::vector<std::string> out;
  HttpReader reader(kLimits);
  std::size_t consumed = 0, come = 0;
  for (;;) {
    const auto step = reader.read(bytes.substr(consumed, come - consumed));
    CHECK(step.consumed <= come - consumed, "no more is consumed than has come");
    consumed += step.consumed;
    if (step.kind == Kind::bad) {
      CHECK(step.status >= 400 && step.status < 600, "a refusal has a status");
      out.push_back("refused");
      return out;
    }
    if (step.kind == Kind::whole) {
      const HttpRequest request = reader.take();
      CHECK(request.target == "*" || request.target.starts_with('/'), "a target is a path");
      CHECK(request.target.size() <= kLimits.line_bytes, "the line's limit holds");
      CHECK(request.headers.size() <= kLimits.headers && request.body.size() <= kLimits.body_bytes,
            "limits hold");
      if (request.target != "*") (void)parse_http_target(request.target, Plus::space);
      out.push_back(request.method + " " + request.target + " " + request.body);
      if (consumed < come) continue;
    }
    if (step.kind == Kind::send_continue) continue;
    if (come == bytes.size()) return out;
    come = std::min(bytes.size(), come + step_bytes);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (size == 0) return 0;
  CHECK(read(bytes, size) == read(bytes, 1), "how bytes are cut changes nothing");
  return 0;
}
