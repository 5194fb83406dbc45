// HttpFleet: keep-alive HTTPS connections, each with one request outstanding, driven by one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/net/tls.h"
#include "tools/bench/fleet.h"

namespace stele::bench {

struct HttpFleetOptions {
  std::string address;
  std::uint16_t port = 0;
  std::shared_ptr<const net::TlsContext> tls;  // none: plain
  std::size_t connections = 64;
  std::vector<std::string> targets;            // asked in turn; at least one
};

struct HttpMeasurement {
  std::size_t answers = 0;   // with status 200
  std::size_t failures = 0;  // with another, and connections that ended
  double seconds = 0;
  std::vector<std::uint32_t> latencies_us;  // sorted
  double rate() const { return seconds > 0 ? static_cast<double>(answers) / seconds : 0; }
};

// Connects, asks for `duration`, ends.
Result<HttpMeasurement> run_http(const HttpFleetOptions& options,
                                 std::chrono::duration<double> duration);

// Where an answer at the front of `bytes` ends, and its status; nullopt: it is not whole.
struct HttpHead {
  std::size_t end = 0;
  int status = 0;
};
std::optional<HttpHead> find_http_answer(std::string_view bytes);

}  // namespace stele::bench
