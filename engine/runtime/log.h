// The log wall: one line an event, on stderr or in a file; spdlog stays behind it. Lines begin with
// a stable id ("journal.tail_dropped") so that they can be searched and counted.
#pragma once

#include <string>
#include <string_view>

namespace stele::runtime {

enum class LogLevel { debug, info, warning, error };

// Before any thread logs. Empty path: stderr.
void start_log(const std::string& path, LogLevel least);
void log(LogLevel level, std::string_view id, std::string_view text);
void flush_log();

}  // namespace stele::runtime
