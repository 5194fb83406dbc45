// Passwords the tools make up: for administrators of a new registry and registrars of the sandbox.
#pragma once

#include <string>

#include "engine/base/random.h"

namespace stele::cli {

// 16 letters and digits (the most RFC 5730's pwType takes), 93 bits, without look-alikes.
std::string make_password(Random& random);

}  // namespace stele::cli
