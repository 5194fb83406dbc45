// The XML namespaces the EPP frontend knows. A frame's prefixes mean nothing here: an element is
// known by namespace and local name alone. Prefixes are ours, for paths and answers.
#pragma once

#include <cstdint>
#include <string_view>

namespace stele::epp::xml {

enum class Ns : std::uint8_t { none, epp, domain, host, contact, xsi, xml, unknown };

inline constexpr std::string_view kEppUri = "urn:ietf:params:xml:ns:epp-1.0";
inline constexpr std::string_view kDomainUri = "urn:ietf:params:xml:ns:domain-1.0";
inline constexpr std::string_view kHostUri = "urn:ietf:params:xml:ns:host-1.0";
inline constexpr std::string_view kContactUri = "urn:ietf:params:xml:ns:contact-1.0";

Ns find_namespace(std::string_view uri);
std::string_view uri_of(Ns ns);     // empty for none and unknown
std::string_view prefix_of(Ns ns);  // empty for none, epp and unknown

}  // namespace stele::epp::xml
