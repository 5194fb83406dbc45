// The text of a WHOIS answer (RFC 3912), from one State. What may be said is decided by
// projections/rdds; here it is written out, a domain by its zone's layout
// (engine/core/directory/whois_layout.h), by default ICANN's (registry agreement, specification 4 §1).
//
// Queries:   NAME | ADDRESS | domain NAME | nameserver NAME-OR-ADDRESS | registrar ID-OR-NAME
//            | contact ID
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/state.h"
#include "projections/rdds/kept_answers.h"
#include "projections/rdds/view.h"

namespace stele::whois {

constexpr std::size_t kMaxQuery = 512;
constexpr std::size_t kMostHosts = 50;      // with one address
constexpr std::size_t kMostText = 256 * 1024;

// Stands for what is withheld.
constexpr std::string_view kRedacted = "REDACTED FOR PRIVACY";

// `query`: the line without its line break. Any bytes: what cannot be a query is answered so, and no
// byte of it comes back unless it is UTF-8 text without control characters. Lines end with CR LF.
std::string answer(const core::State& state, const rdds::Viewer& viewer, std::string_view query);
// And whether it may be kept (rdds/kept_answers.h); its moment is moment_of(state).
std::string answer(const core::State& state, const rdds::Viewer& viewer, std::string_view query,
                   std::optional<rdds::Lasting>& lasting);
std::string moment_of(const core::State& state);  // of the last change of anything
std::string answer(const core::State& state, std::string_view query);  // as anyone sees it

}  // namespace stele::whois
