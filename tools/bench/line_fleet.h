// LineFleet: clients of a protocol of one line and one text (WHOIS): connect, ask, read to the end, and
// again. All of them on one thread over epoll, so that the client costs as little as it can.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "tools/bench/fleet.h"

namespace stele::bench {

struct LineFleetOptions {
  std::string address = "127.0.0.1";     // IPv4
  std::uint16_t port = 43;
  std::size_t clients = 64;
  std::vector<std::string> queries;      // without line breaks; taken in turn
};

struct LineMeasurement {
  std::size_t answers = 0, failures = 0, bytes = 0;
  double seconds = 0;
  std::vector<std::uint32_t> latencies_us;  // from connect to the last byte, sorted
  double rate() const { return seconds > 0 ? static_cast<double>(answers) / seconds : 0; }
};

Result<LineMeasurement> run_lines(const LineFleetOptions& options,
                                  std::chrono::duration<double> duration);

}  // namespace stele::bench
