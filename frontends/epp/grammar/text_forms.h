// Lexical forms of the simple types EPP uses. Each takes text after white space treatment.
#pragma once

#include <string_view>

namespace stele::epp::grammar {

bool is_language(std::string_view text);     // RFC 3066 tags as XML Schema has them
bool is_date(std::string_view text);         // "2027-03-01", offset allowed
bool is_unsigned(std::string_view text);     // decimal digits
bool is_boolean(std::string_view text);      // true false 1 0
bool is_version(std::string_view text);      // "1.0"
bool is_e164(std::string_view text);         // "+1.7035555555" or nothing (RFC 5733 §2.5)
bool is_roid(std::string_view text);         // RFC 5730 §2.8
bool is_period_value(std::string_view text); // 1..99 (RFC 5731 §2.5)
bool is_date_time(std::string_view text);    // "2027-03-01T12:00:00.5Z", offset may be missing
bool is_duration(std::string_view text);     // "P5D", "-PT1.5S"
bool is_integer(std::string_view text);      // sign allowed
bool is_decimal(std::string_view text);      // sign allowed, no exponent
bool is_currency(std::string_view text);     // three capitals
bool is_hex(std::string_view text);          // pairs of digits, or nothing
bool is_base64(std::string_view text);       // single spaces allowed, not empty
bool is_uri(std::string_view text);          // RFC 3986 reference, other characters as they are
bool is_ncname(std::string_view text);       // XML name without colon
bool is_mark_id(std::string_view text);      // "0000001-1" (RFC 7848)
bool is_dns_label(std::string_view text);    // letters, digits, hyphens inside
bool is_record_type(std::string_view text);  // "CAA" (RFC 9803)
bool is_ttl(std::string_view text);          // a whole number, or nothing: the default

// Ranges, for text that has its form.
bool is_uint8(std::string_view text);
bool is_uint16(std::string_view text);
bool is_positive_int(std::string_view text);   // of 32 bits
bool is_ttl_value(std::string_view text);      // 0..2147483647, or nothing
bool is_not_negative(std::string_view text);   // of decimals
bool is_not_positive(std::string_view text);

}  // namespace stele::epp::grammar
