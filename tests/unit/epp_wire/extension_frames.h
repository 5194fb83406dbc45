// Valid client frames that use extensions: every form of each, as its RFC shows it.
#pragma once

#include <string>
#include <vector>

#include "tests/unit/epp/frames.h"

namespace stele::epp::testing {

// `name` begins with the extension's word and a dot.
std::vector<NamedFrame> extension_frames();
std::string extension_frame(const std::string& name);

}  // namespace stele::epp::testing
