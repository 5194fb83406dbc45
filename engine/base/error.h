// Faults: what the environment did to us (disk, peer, bytes). Refusals are core/rejection.h; bugs
// are check.h. A fault says what happened, where, and what to do, in one line.
#pragma once

#include <string>

namespace stele {

enum class Fault {
  io,              // the operating system or the disk said no
  corrupt,         // bytes are not what was written
  unknown,         // the answer was lost: it may or may not have happened
  fenced,          // another writer has taken over
  wrong_position,  // append expected another head
  regressed,       // the store is behind what was acknowledged, or a projection is ahead of it
  disk_low,        // below the reserve; nothing was written
  read_only,       // the server does not accept changes now
  not_found,
  invalid,         // outside bytes that do not parse
  too_large,
  timeout,
  busy,            // a bounded queue is full
  closed,          // peer or component has gone
  unsupported,     // a format or kind this build does not know
};

struct Error {
  Fault fault = Fault::io;
  std::string what;
};

const char* to_text(Fault fault);

}  // namespace stele
