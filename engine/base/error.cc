#include "engine/base/error.h"

namespace stele {

const char* to_text(Fault fault) {
  switch (fault) {
    case Fault::io: return "io";
    case Fault::corrupt: return "corrupt";
    case Fault::unknown: return "unknown";
    case Fault::fenced: return "fenced";
    case Fault::wrong_position: return "wrong_position";
    case Fault::regressed: return "regressed";
    case Fault::disk_low: return "disk_low";
    case Fault::read_only: return "read_only";
    case Fault::not_found: return "not_found";
    case Fault::invalid: return "invalid";
    case Fault::too_large: return "too_large";
    case Fault::timeout: return "timeout";
    case Fault::busy: return "busy";
    case Fault::closed: return "closed";
    case Fault::unsupported: return "unsupported";
  }
  return "fault";
}

}  // namespace stele
