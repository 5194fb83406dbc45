#include "engine/runtime/serving.h"

namespace stele::runtime {

const char* to_text(ReadOnlyCause cause) {
  switch (cause) {
    case ReadOnlyCause::none: return "open";
    case ReadOnlyCause::clock: return "clock";
    case ReadOnlyCause::disk_low: return "disk_low";
    case ReadOnlyCause::damage: return "damage";
  }
  return "unknown";
}

}  // namespace stele::runtime
