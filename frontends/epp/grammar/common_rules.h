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

inline constexpr ElementRule kAnything{.content = Content::anything};
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

// host:addr, and domain:hostAddr which has the same type.
inline constexpr TextRule kAddress{.least = 3, .most = 45};
inline constexpr std::array<std::string_view, 2> kIpVersions{"v4", "v6"};
inline constexpr TextRule kIpVersion{.values = kIpVersions};
inline constexpr std::array kAddressAttributes{AttributeRule{"ip", &kIpVersion, false}};
inline constexpr ElementRule kAddressElement{
    .content = Content::text, .text = &kAddress, .attributes = kAddressAttributes};

}  // namespace stele::epp::grammar
