// The text of a WHOIS answer (RFC 3912), from one State. Labels and order follow ICANN's registry
// agreement, specification 4 §1. Data of contacts are never shown: they are withheld by default, and
// the parties' consent has no meaning in a protocol without log-in.
//
// Queries:   NAME | domain NAME | nameserver NAME | registrar ID-OR-NAME
#pragma once

#include <string>
#include <string_view>

#include "engine/core/state.h"

namespace stele::whois {

constexpr std::size_t kMaxQuery = 512;

// `query`: the line without its line break. Any bytes: what cannot be a query is answered so, and no
// byte of it comes back unless it is printable ASCII. Lines end with CR LF.
std::string answer(const core::State& state, std::string_view query);

}  // namespace stele::whois
