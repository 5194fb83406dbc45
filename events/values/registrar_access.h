// How a registrar's clients may connect, and how much they may ask.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stele {

// What a client's TLS certificate must be; the strictest first. The server has a mode too, and the
// stricter of the two holds.
enum class CertificateMode : std::uint8_t {
  own,     // one of the registrar's own, by fingerprint
  issued,  // signed by the registry's CA for this registrar (its clID as common name)
  none,    // none; a deviation from RFC 5734 §9
};
std::string_view to_text(CertificateMode mode);
std::optional<CertificateMode> parse_certificate_mode(std::string_view text);

struct RegistrarAccess {
  std::vector<std::string> networks;      // "192.0.2.0/24", "2001:db8::/48"; sorted; empty: anywhere
  CertificateMode certificate = CertificateMode::none;  // no stricter than the server
  std::uint32_t sessions = 0;             // at once; 0: the registry's setting
  std::uint32_t commands_per_second = 0;  // over all its sessions; 0: the registry's setting
  std::uint32_t checks_per_minute = 0;    // names asked for; 0: the registry's setting
  std::uint32_t changes_per_second = 0;   // of the commands; 0: the registry's setting
  auto operator<=>(const RegistrarAccess&) const = default;
};

}  // namespace stele
