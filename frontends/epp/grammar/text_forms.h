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
bool is_period_value(std::string_view text); // 1..99 (RFC 5731 §2.4)

}  // namespace stele::epp::grammar
