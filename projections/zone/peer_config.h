// PeerConfig: what a zone's settings mean for those who fetch it, as configuration of the three usual
// name servers: a secondary, or a signer that stands between this server and the public ones. It holds
// the TSIG secrets, so it is for staff and goes to the one it was made for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/core/state.h"

namespace stele::zone {

enum class PeerSoftware { bind, knot, nsd };
std::optional<PeerSoftware> parse_peer_software(std::string_view text);

struct PeerWish {
  PeerSoftware software = PeerSoftware::bind;
  bool signer = false;            // NSD does not sign
  std::string secondary;          // for this one; empty: the zone's only one
  std::string primary;            // this server's address, as the secondary sees it
  std::uint16_t port = 53, xot_port = 853;
  std::string xot_name;           // in this server's certificate; empty: its address, or not checked
};

// Fault::not_found: no such secondary, or none named of several. Fault::invalid: what the software
// cannot do.
Result<std::string> peer_config(const core::State& state, const core::Zone& zone,
                                const PeerWish& wish);

}  // namespace stele::zone
