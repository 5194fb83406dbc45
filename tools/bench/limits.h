// The machine's own limits: a disk that syncs and a TLS echo with EPP-sized frames.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/base/result.h"
#include "engine/net/server.h"
#include "tools/bench/fleet.h"

namespace stele::bench {

constexpr std::size_t kRecordBytes = 600;   // a typical journal record
constexpr std::size_t kRequestBytes = 700;  // a typical EPP request …
constexpr std::size_t kAnswerBytes = 600;   // … and answer, in the echo

// Records a second, appended to a scratch file in `directory`, `group` of them per fdatasync.
Result<double> sync_rate(const std::filesystem::path& directory, std::size_t group,
                         std::chrono::duration<double> duration);

struct EchoMeasurement {
  Measurement client;
  double server_cpu_us = 0;  // per frame
};

// A TLS echo server in this process and a fleet connected to it.
class Echo {
 public:
  static Result<std::unique_ptr<Echo>> start(std::size_t sessions, std::size_t client_threads,
                                             std::size_t server_threads);
  ~Echo();
  Result<EchoMeasurement> run(std::chrono::duration<double> duration);

 private:
  Echo() = default;

  std::unique_ptr<net::Reactor> reactor_;
  std::unique_ptr<net::Server> server_;
  std::unique_ptr<Fleet> fleet_;
};

}  // namespace stele::bench
