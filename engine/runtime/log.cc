#include "engine/runtime/log.h"

#include "engine/runtime/record.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>

namespace stele::runtime {

namespace {

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return spdlog::level::debug;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warning: return spdlog::level::warn;
    case LogLevel::error: return spdlog::level::err;
  }
  return spdlog::level::info;
}

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> fallback = [] {
    auto made = std::make_shared<spdlog::logger>("stele", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    return made;
  }();
  const auto chosen = spdlog::get("stele");
  return chosen ? *chosen : *fallback;
}

}  // namespace

void start_log(const std::string& path, LogLevel least, LogRotation rotation) {
  try {
    std::shared_ptr<spdlog::logger> made;
    if (path.empty()) {
      made = std::make_shared<spdlog::logger>("stele", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    } else {
      made = std::make_shared<spdlog::logger>("stele", std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
                                                           path, rotation.most_bytes, rotation.kept));
    }
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    made->set_level(level_of(least));
    made->flush_on(spdlog::level::info);
    spdlog::drop("stele");
    spdlog::register_logger(made);
  } catch (const spdlog::spdlog_ex& e) {
    std::fprintf(stderr, "log.unusable %s: %s; logging to standard error\n", path.c_str(), e.what());
  }
}

void log(LogLevel level, std::string_view id, std::string_view text) {
  logger().log(level_of(level), "{} {}", id, text);
}

// Past the logger, which leaves out lines and keeps quiet about what a sink throws.
Done record(std::string_view id, std::string_view text) {
  const std::string line = std::string(id) + " " + std::string(text);
  try {
    for (const auto& sink : logger().sinks()) {
      sink->log({logger().name(), spdlog::level::info, line});
      sink->flush();
    }
  } catch (const spdlog::spdlog_ex& e) {
    return fail(Fault::io, e.what());
  }
  return {};
}

void flush_log() { logger().flush(); }

}  // namespace stele::runtime
