// Serving: whether the server accepts changes. One concept for clock, disk, scrub and fencing alike.
#pragma once

#include <string>

namespace stele::runtime {

enum class ReadOnlyCause {
  none,       // open
  clock,      // the clock jumped, or the last record is long ago: `stele clock accept`
  disk_low,   // opens by itself when space is back
  damage,     // the scrub found a bad record, or the journal cannot be written; until a restart
};
const char* to_text(ReadOnlyCause cause);

struct Serving {
  ReadOnlyCause cause = ReadOnlyCause::none;
  std::string why;  // for the operator: what, where, what to do
  bool open() const { return cause == ReadOnlyCause::none; }
};

}  // namespace stele::runtime
