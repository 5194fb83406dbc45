// ZoneFiles: a master file of every published zone in a directory, made anew when its zone has a new
// serial, and a command of the operator's after each. On a thread of its own: a slow disk or command
// delays files, nothing else. What fails is logged and tried again with the next serial.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "projections/zone/published.h"

namespace stele::server {

struct ZoneFilesConfig {
  std::string directory;            // ZONE.zone for each; empty: no files
  std::chrono::milliseconds every{std::chrono::seconds(60)};  // of one zone, at most so often
  std::chrono::milliseconds after_failure{std::chrono::seconds(10)};  // and then not sooner than this
  std::vector<std::string> hook;    // program and arguments; ZONE, FILE and SERIAL come behind them
  std::chrono::milliseconds longest_hook{std::chrono::minutes(1)};
};

class ZoneFiles {
 public:
  // Before the zones are followed. `zones` outlives this.
  ZoneFiles(ZoneFilesConfig config, zone::Zones& zones);
  ~ZoneFiles() { stop(); }
  void stop();

 private:
  using Time = std::chrono::steady_clock::time_point;

  void run(const std::stop_token& stop);
  void write(const DomainName& name, const std::stop_token& stop);
  void run_hook(const DomainName& name, const std::string& path, std::uint32_t serial,
                const std::stop_token& stop);

  const ZoneFilesConfig config_;
  zone::Zones& zones_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::map<DomainName, Time> waiting_;     // zones with a new serial, and when their file may be made
  std::map<DomainName, Time> not_before_;  // the thread's own
  std::jthread thread_;                    // last
};

}  // namespace stele::server
