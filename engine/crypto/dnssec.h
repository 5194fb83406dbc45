// What DNSSEC computes from keys: key tags and the digests of DS records (RFC 4034). Bytes in, bytes
// out: names and keys in their wire form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace stele::crypto {

// `dnskey`: the RDATA of a DNSKEY record. RFC 4034 Appendix B.
std::uint16_t key_tag(std::string_view dnskey);

// Octets of a digest of this type (IANA: DS RR type digest algorithms); 0 for one that cannot be
// computed here: GOST's, and what nobody assigned.
std::size_t ds_digest_size(std::uint8_t type);

// RFC 4034 §5.1.4, RFC 4509 (SHA-256), RFC 6605 (SHA-384), RFC 9563 (SM3). `owner`: its canonical wire
// form. Precondition: ds_digest_size(type) > 0.
std::string ds_digest(std::uint8_t type, std::string_view owner, std::string_view dnskey);

}  // namespace stele::crypto
