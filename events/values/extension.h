// Extensions of EPP that a server profile can offer, and sets of them. A set is a bit mask in the
// order of this list, which is append-only.
#pragma once

#include <compare>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

namespace stele {

enum class Extension : std::uint8_t {
  rgp,                   // RFC 3915
  sec_dns,               // RFC 5910
  fee,                   // RFC 8748
  launch,                // RFC 8334
  allocation_token,      // RFC 8495
  change_poll,           // RFC 8590
  org_ext,               // RFC 8544
  org,                   // RFC 8543
  login_sec,             // RFC 8807
  unhandled_namespaces,  // RFC 9038
  secure_auth_info,      // RFC 9154
  maintenance,           // RFC 9167
  ttl,                   // RFC 9803
  idn,                   // draft-ietf-eppext-idnmap
  balance,               // CoCCA's finance mapping
  b_dn,                  // RFC 9095
  variants,              // this project's own
};
constexpr int kExtensionCount = 17;

std::string_view to_text(Extension extension);  // "secDNS": in settings and on the command line
std::optional<Extension> parse_extension(std::string_view text);
std::string_view uri_of(Extension extension);   // in greeting and login
// An object mapping (objURI), not an extension of one (extURI).
bool is_object_mapping(Extension extension);

class ExtensionSet {
 public:
  constexpr ExtensionSet() = default;
  constexpr explicit ExtensionSet(std::uint32_t bits) : bits_(bits) {}
  constexpr ExtensionSet(std::initializer_list<Extension> list) {
    for (const Extension e : list) insert(e);
  }
  static constexpr ExtensionSet all() { return ExtensionSet((1U << kExtensionCount) - 1); }
  constexpr bool contains(Extension e) const { return (bits_ >> static_cast<unsigned>(e)) & 1U; }
  constexpr void insert(Extension e) { bits_ |= 1U << static_cast<unsigned>(e); }
  constexpr void erase(Extension e) { bits_ &= ~(1U << static_cast<unsigned>(e)); }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr std::uint32_t bits() const { return bits_; }
  std::vector<Extension> list() const;
  auto operator<=>(const ExtensionSet&) const = default;

 private:
  std::uint32_t bits_ = 0;
};

}  // namespace stele
