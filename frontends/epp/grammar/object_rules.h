// One list of commands per object mapping; epp_rules.cc gathers them by namespace.
#pragma once

#include <span>

#include "frontends/epp/grammar/rules.h"

namespace stele::epp::grammar {

std::span<const Global> domain_commands();
std::span<const Global> host_commands();
std::span<const Global> contact_commands();

}  // namespace stele::epp::grammar
