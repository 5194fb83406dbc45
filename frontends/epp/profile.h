// The server profiles by name, and how a configuration changes one. The default is `full`.
//
//   full    everything this server does
//   icann   what ICANN's registry system tests want: registered namespaces only, no mistake passes
//   cocca   everything, and the mistakes that clients of CoCCA registries make pass
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "frontends/epp/grammar/profile.h"

namespace stele::epp {

// The extensions that reach the core: what a server can honestly offer. Others are known on the wire
// only (docs/protocols/epp.md).
constexpr ExtensionSet kServedExtensions{
    Extension::allocation_token, Extension::b_dn,      Extension::balance,
    Extension::change_poll,      Extension::fee,       Extension::idn,
    Extension::launch,           Extension::login_sec, Extension::maintenance,
    Extension::org,              Extension::org_ext,   Extension::rgp,
    Extension::sec_dns,          Extension::secure_auth_info,
    Extension::ttl,              Extension::unhandled_namespaces,
    Extension::variants};

std::span<const std::string_view> profile_names();
std::optional<Profile> find_profile(std::string_view name);

// One part of a profile on or off: an extension by its word ("fee"), an object mapping ("host",
// "contact", "org"), or a tolerance ("absent-status"). False: there is no such part, or it is an
// extension to switch on that does not reach the core.
bool switch_part(Profile& profile, std::string_view part, bool on);

}  // namespace stele::epp
