// Text kinds and elements that several objects share (RFC 5730 §4.2, RFC 5731-5733 §2).
#pragma once

#include <array>
#include <string_view>

#include "frontends/epp/grammar/rules.h"
#include "frontends/epp/grammar/text_forms.h"

namespace stele::epp::grammar {

inline constexpr TextRule kToken{};
inline constexpr TextRule kNormalized{.space = Space::replace};
inline constexpr TextRule kNonEmptyToken{.least = 1};
inline constexpr TextRule kClientId{.least = 3, .most = 16};       // also contact identifiers
inline constexpr TextRule kName{.least = 1, .most = 255};          // domain and host names
inline constexpr TextRule kLanguage{.syntax = is_language, .form = "a language tag"};
inline constexpr TextRule kBoolean{.syntax = is_boolean, .form = "a boolean"};
inline constexpr TextRule kRoid{.syntax = is_roid, .form = "a repository object identifier"};

inline constexpr TextRule kDateTime{.syntax = is_date_time, .form = "a date and time"};
inline constexpr TextRule kUint8{.syntax = is_unsigned,
                                 .form = "a whole number",
                                 .in_range = is_uint8,
                                 .range = "0 to 255"};
inline constexpr TextRule kUint16{.syntax = is_unsigned,
                                  .form = "a whole number",
                                  .in_range = is_uint16,
                                  .range = "0 to 65535"};

inline constexpr ElementRule kAnything{.content = Content::anything};
inline constexpr ElementRule kNothing{};  // neither text nor children
inline constexpr ElementRule kTokenElement{.content = Content::text, .text = &kToken};
inline constexpr ElementRule kNonEmptyTokenElement{.content = Content::text,
                                                   .text = &kNonEmptyToken};
inline constexpr TextRule kUri{.syntax = is_uri, .form = "a URI"};
inline constexpr ElementRule kUriElement{.content = Content::text, .text = &kUri};
inline constexpr ElementRule kBooleanElement{.content = Content::text, .text = &kBoolean};
inline constexpr ElementRule kDateTimeElement{.content = Content::text, .text = &kDateTime};
inline constexpr ElementRule kClientIdElement{.content = Content::text, .text = &kClientId};
inline constexpr ElementRule kNameElement{.content = Content::text, .text = &kName};

// authInfo: a password, or one element of an extension's own kind.
inline constexpr std::array kPasswordAttributes{AttributeRule{"roid", &kRoid, false}};
inline constexpr ElementRule kObjectPassword{
    .content = Content::text, .text = &kNormalized, .attributes = kPasswordAttributes};
inline constexpr std::array kForeignOne{
    Particle{.match = Match::foreign, .name = "an element of another namespace"}};
inline constexpr ElementRule kForeignAuthInfo{.content = Content::sequence,
                                             .particles = kForeignOne};
inline constexpr std::array kAuthInfoChoice{one("pw", kObjectPassword),
                                            one("ext", kForeignAuthInfo)};
inline constexpr ElementRule kAuthInfo{.content = Content::choice, .particles = kAuthInfoChoice};

// domain:period, and fee:period which has the same type (RFC 5731 §2.5): 1..99, and the unit.
inline constexpr TextRule kPeriodValue{.syntax = is_unsigned,
                                       .form = "a whole number",
                                       .in_range = is_period_value,
                                       .range = "1 to 99"};
inline constexpr std::array<std::string_view, 2> kUnits{"y", "m"};
inline constexpr TextRule kUnit{.values = kUnits};
inline constexpr std::array kPeriodAttributes{AttributeRule{"unit", &kUnit, true}};
inline constexpr ElementRule kPeriod{
    .content = Content::text, .text = &kPeriodValue, .attributes = kPeriodAttributes};

// Addresses and telephone numbers of contacts (RFC 5733 §2.4, §2.5) and organizations (RFC 8543
// §4.2.1). Postal lines keep their inner spaces.
inline constexpr TextRule kLine{.space = Space::replace, .least = 1, .most = 255};
inline constexpr TextRule kOptionalLine{.space = Space::replace, .most = 255};
inline constexpr TextRule kPostalCode{.most = 16};
inline constexpr TextRule kCountry{.least = 2, .most = 2};
inline constexpr ElementRule kLineElement{.content = Content::text, .text = &kLine};
inline constexpr ElementRule kOptionalLineElement{.content = Content::text, .text = &kOptionalLine};
inline constexpr ElementRule kPostalCodeElement{.content = Content::text, .text = &kPostalCode};
inline constexpr ElementRule kCountryElement{.content = Content::text, .text = &kCountry};
inline constexpr std::array kAddrParts{
    optional("street", kOptionalLineElement, 3), one("city", kLineElement),
    optional("sp", kOptionalLineElement), optional("pc", kPostalCodeElement),
    one("cc", kCountryElement)};
inline constexpr ElementRule kAddr{.content = Content::sequence, .particles = kAddrParts};
inline constexpr std::array<std::string_view, 2> kPostalTypes{"int", "loc"};
inline constexpr TextRule kPostalType{.values = kPostalTypes};
inline constexpr std::array kPostalTypeAttribute{AttributeRule{"type", &kPostalType, true}};
inline constexpr TextRule kPhoneNumber{
    .most = 17, .syntax = is_e164, .form = "a telephone number such as +1.7035555555"};
inline constexpr std::array kPhoneAttributes{AttributeRule{"x", &kToken, false}};
inline constexpr ElementRule kPhone{
    .content = Content::text, .text = &kPhoneNumber, .attributes = kPhoneAttributes};

// host:addr, and domain:hostAddr which has the same type.
inline constexpr TextRule kAddress{.least = 3, .most = 45};
inline constexpr std::array<std::string_view, 2> kIpVersions{"v4", "v6"};
inline constexpr TextRule kIpVersion{.values = kIpVersions};
inline constexpr std::array kAddressAttributes{AttributeRule{"ip", &kIpVersion, false}};
inline constexpr ElementRule kAddressElement{
    .content = Content::text, .text = &kAddress, .attributes = kAddressAttributes};

}  // namespace stele::epp::grammar
