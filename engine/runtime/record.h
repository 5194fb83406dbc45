// What must be in the log: a line that no level leaves out. Written and flushed when this returns, so
// that what depends on it can be refused where it fails. Any thread.
#pragma once

#include <string_view>

#include "engine/base/result.h"

namespace stele::runtime {

Done record(std::string_view id, std::string_view text);

}  // namespace stele::runtime
