// What the registry state's hash was at a clean stop, beside the journal in DIR/state.hash: position,
// projection, format, hash. A state that says something else at that position is not to be trusted.
#pragma once

#include <string>

#include "engine/base/result.h"
#include "projections/registry/state_reader.h"

namespace stele::runtime {

Done record_hash(const std::string& path, const registry::Progress& progress);
// Fault::corrupt when the record is of this position and format and names another hash. No record,
// or one of another position, says nothing.
Done check_hash(const std::string& path, const registry::Progress& progress);

}  // namespace stele::runtime
