// The log wall: one line an event, on stderr or in a file; spdlog stays behind it. Lines begin with
// a stable id ("journal.tail_dropped") so that they can be searched and counted.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stele::runtime {

enum class LogLevel { debug, info, warning, error };

// A file that would grow beyond `most_bytes` becomes FILE.1 (of `server.log`: server.1.log), that one
// FILE.2 and so on; the one after `kept` is removed.
struct LogRotation {
  std::size_t most_bytes = 64U << 20;
  std::size_t kept = 8;
};

// Before any thread logs. Empty path: stderr, which is not rotated.
void start_log(const std::string& path, LogLevel least, LogRotation rotation = {});
void log(LogLevel level, std::string_view id, std::string_view text);
void flush_log();

}  // namespace stele::runtime
