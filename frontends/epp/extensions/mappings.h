// The table of all extensions: what the grammar learns of them. One line an extension; each has one
// header with its types, its reader and its writers, and one source with its grammar beside them.
#pragma once

#include <span>

#include "frontends/epp/grammar/rules.h"

namespace stele::epp {

std::span<const grammar::Mapping> mappings();

}  // namespace stele::epp
