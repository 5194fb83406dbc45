#include "projections/zone/peer_config.h"

#include <algorithm>

#include "engine/base/bytes.h"

namespace stele::zone {

namespace {

// What the fragments are made of.
struct Facts {
  std::string zone;              // without the final dot
  const Secondary& secondary;
  std::string primary;
  std::uint16_t port = 53;       // that is asked: the one of TLS where TLS is wanted
  std::string key;               // empty: none
  std::string_view algorithm;
  std::string secret;            // base64
  Denial denial = Denial::nsec3;
  std::string xot_name;          // in the primary's certificate; empty: not said
};

// Of everything that has a name in the other server's configuration: fragments of several zones stand
// there side by side.
std::string our_name(const Facts& facts) { return "stele-" + facts.zone; }

bool nsec3(const Facts& facts) { return facts.denial != Denial::nsec; }
bool opt_out(const Facts& facts) { return facts.denial == Denial::nsec3_opt_out; }
const char* on(bool value) { return value ? "on" : "off"; }

std::string head(const Facts& facts, std::string_view mark, bool signer) {
  std::string out(mark);
  out += " " + facts.zone + " at " + facts.secondary.name + (signer ? ", which signs it" : "");
  if (!facts.secondary.contact.empty()) out += " (" + facts.secondary.contact + ")";
  return out + ".\n";
}

// ---- BIND 9.18

std::string bind_config(const Facts& facts, bool signer) {
  std::string out = head(facts, "//", signer);
  if (!facts.key.empty())
    out += "key \"" + facts.key + "\" {\n    algorithm " + std::string(facts.algorithm) +
           ";\n    secret \"" + facts.secret + "\";\n};\n";
  const std::string key = facts.key.empty() ? "" : " key \"" + facts.key + "\"";
  const std::string tls = facts.secondary.xot ? " tls \"" + our_name(facts) + "\"" : std::string();
  if (facts.secondary.xot)
    out += "tls \"" + our_name(facts) + "\" {\n    protocols { TLSv1.3; };\n" +
           (facts.xot_name.empty() ? std::string()
                                   : "    remote-hostname \"" + facts.xot_name +
                                         "\";  // and ca-file, where the system does not know the CA\n") +
           "};\n";
  if (signer)
    out += "dnssec-policy \"" + our_name(facts) + "\" {\n    keys {\n"
           "        ksk key-directory lifetime unlimited algorithm ecdsap256sha256;\n"
           "        zsk key-directory lifetime P90D algorithm ecdsap256sha256;\n    };\n" +
           (nsec3(facts) ? "    nsec3param iterations 0 optout " +
                               std::string(opt_out(facts) ? "yes" : "no") + " salt-length 0;\n"
                         : std::string()) +
           "};\n";
  out += "zone \"" + facts.zone + "\" {\n    type secondary;\n    file \"" + facts.zone +
         ".db\";\n    primaries { " + facts.primary + " port " + std::to_string(facts.port) + key + tls +
         "; };\n    allow-notify { " +
         (facts.key.empty() ? facts.primary + ";" : "key \"" + facts.key + "\";") + " };\n";
  if (signer)
    out += "    inline-signing yes;\n    dnssec-policy \"" + our_name(facts) +
           "\";\n    also-notify { };      // the public secondaries\n";
  // BIND's own default is everybody.
  out += std::string("    allow-transfer { none; };") + (signer ? "  // the public secondaries\n" : "\n");
  return out + "};\n";
}

// ---- Knot DNS 3.2

std::string knot_keys(const Facts& facts) {
  if (facts.key.empty()) return {};
  return "key:\n  - id: " + facts.key + "\n    algorithm: " + std::string(facts.algorithm) +
         "\n    secret: " + facts.secret + "\n\n";
}

std::string knot_policy(const Facts& facts) {
  return "policy:\n  - id: " + our_name(facts) +
         "\n    algorithm: ecdsap256sha256\n    zsk-lifetime: 90d\n    nsec3: " + on(nsec3(facts)) +
         "\n    nsec3-iterations: 0\n    nsec3-salt-length: 0\n    nsec3-opt-out: " +
         on(opt_out(facts)) + "\n\n";
}

std::string knot_config(const Facts& facts, bool signer) {
  const std::string key = facts.key.empty() ? "" : "    key: " + facts.key + "\n";
  std::string out = head(facts, "#", signer) + knot_keys(facts);
  out += "remote:\n  - id: " + our_name(facts) + "\n    address: " + facts.primary + "@" + std::to_string(facts.port) +
         "\n" + key + "\n";
  out += "acl:\n  - id: " + our_name(facts) + "\n    address: " + facts.primary + "\n" + key +
         "    action: notify\n\n";
  if (signer) out += knot_policy(facts);
  out += "zone:\n  - domain: " + facts.zone + "\n    master: " + our_name(facts) + "\n    acl: " +
         our_name(facts) + "\n";
  if (signer)
    out += "    dnssec-signing: on\n    dnssec-policy: " + our_name(facts) +
           "\n    zonefile-sync: -1\n    zonefile-load: none\n    journal-content: all\n"
           "    # notify: and acl: of the public secondaries\n";
  return out;
}

// ---- NSD 4.6

std::string nsd_config(const Facts& facts) {
  std::string out = head(facts, "#", false);
  if (!facts.key.empty())
    out += "key:\n    name: \"" + facts.key + "\"\n    algorithm: " + std::string(facts.algorithm) +
           "\n    secret: \"" + facts.secret + "\"\n\n";
  if (facts.secondary.xot)
    out += "tls-auth:\n    name: \"" + our_name(facts) + "\"\n    auth-domain-name: \"" +
           (facts.xot_name.empty() ? facts.primary : facts.xot_name) + "\"\n\n";
  const std::string key = facts.key.empty() ? "NOKEY" : facts.key;
  out += "zone:\n    name: \"" + facts.zone + "\"\n    zonefile: \"" + facts.zone +
         ".zone\"\n    allow-notify: " + facts.primary + " " + key + "\n    request-xfr: " +
         facts.primary + "@" + std::to_string(facts.port) + " " +
         key + (facts.secondary.xot ? " " + our_name(facts) : std::string()) + "\n";
  return out;
}

Result<const Secondary*> wanted_secondary(const core::Zone& zone, const std::string& name) {
  const auto& all = zone.distribution.secondaries;
  if (name.empty() && all.size() == 1) return &all.front();
  const auto at = std::ranges::find(all, name, &Secondary::name);
  if (!name.empty() && at != all.end()) return &*at;
  std::string known;
  for (const Secondary& secondary : all) known += (known.empty() ? "" : ", ") + secondary.name;
  return fail(Fault::not_found,
              all.empty() ? "the zone has no secondaries"
                          : (name.empty() ? "name one of the secondaries: " : name + " is none of: ") + known);
}

Done read_key(const core::State& state, const core::Zone& zone, Facts& facts) {
  facts.key = facts.secondary.key;
  if (facts.key.empty()) return {};
  const auto& keys = zone.distribution.keys;
  const auto key = std::ranges::find(keys, facts.key, &TsigKey::name);
  if (key == keys.end()) return fail(Fault::not_found, "no key " + facts.key);
  const auto secret = state.unseal(zone.number, key->secret);
  if (!secret) return std::unexpected(secret.error());
  if (!*secret) return fail(Fault::not_found, "the secret of " + facts.key + " cannot be read here");
  facts.algorithm = to_text(key->algorithm);
  facts.secret = to_base64((*secret)->bytes);
  return {};
}

}  // namespace

std::optional<PeerSoftware> parse_peer_software(std::string_view text) {
  if (text == "bind") return PeerSoftware::bind;
  if (text == "knot") return PeerSoftware::knot;
  if (text == "nsd") return PeerSoftware::nsd;
  return std::nullopt;
}

Result<std::string> peer_config(const core::State& state, const core::Zone& zone,
                                const PeerWish& wish) {
  const auto secondary = wanted_secondary(zone, wish.secondary);
  if (!secondary) return std::unexpected(secondary.error());
  if (wish.signer && wish.software == PeerSoftware::nsd)
    return fail(Fault::invalid, "NSD does not sign zones; BIND and Knot do");
  if ((*secondary)->xot && wish.software == PeerSoftware::knot)
    return fail(Fault::invalid, "Knot DNS 3.2 fetches no zones over TLS; BIND and NSD do");
  Facts facts{.zone = zone.name.text(), .secondary = **secondary, .primary = wish.primary};
  facts.port = (*secondary)->xot ? wish.xot_port : wish.port;
  facts.denial = zone.header.denial;
  facts.xot_name = wish.xot_name;
  if (Done done = read_key(state, zone, facts); !done) return std::unexpected(done.error());
  switch (wish.software) {
    case PeerSoftware::bind: return bind_config(facts, wish.signer);
    case PeerSoftware::knot: return knot_config(facts, wish.signer);
    case PeerSoftware::nsd: return nsd_config(facts);
  }
  return std::string();
}

}  // namespace stele::zone
