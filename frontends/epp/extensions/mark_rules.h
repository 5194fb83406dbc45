// Grammar of trademarks (mark-1.0) and of what a validator signed about them (signedMark-1.0),
// RFC 7848. Other mappings embed these elements; the inside of the XML signature is for whoever
// verifies it.
#pragma once

#include <array>

#include "frontends/epp/grammar/common_rules.h"

namespace stele::epp::mark_rules {

using namespace grammar;  // NOLINT: this namespace is a table written in grammar's words

inline constexpr TextRule kMarkId{.syntax = is_mark_id, .form = "an identifier such as 1-1"};
inline constexpr ElementRule kId{.content = Content::text, .text = &kMarkId};
inline constexpr TextRule kInteger{.syntax = is_integer, .form = "a whole number"};
inline constexpr ElementRule kClass{.content = Content::text, .text = &kInteger};
inline constexpr TextRule kLabelText{
    .least = 1, .most = 63, .syntax = is_dns_label, .form = "a DNS label"};
inline constexpr ElementRule kLabel{.content = Content::text, .text = &kLabelText};

// RFC 7848 §2.1: holders and contacts.
inline constexpr std::array kMarkAddrParts{
    some("street", kTokenElement, 3), one("city", kTokenElement), optional("sp", kTokenElement),
    optional("pc", kPostalCodeElement), one("cc", kCountryElement)};
inline constexpr ElementRule kMarkAddr{.particles = kMarkAddrParts};
inline constexpr std::array<std::string_view, 3> kEntitlements{"owner", "assignee", "licensee"};
inline constexpr TextRule kEntitlement{.values = kEntitlements};
inline constexpr std::array kHolderAttributes{AttributeRule{"entitlement", &kEntitlement, false}};
inline constexpr std::array kHolderParts{
    optional("name", kTokenElement), optional("org", kTokenElement), one("addr", kMarkAddr),
    optional("voice", kPhone), optional("fax", kPhone), optional("email", kNonEmptyTokenElement)};
inline constexpr ElementRule kHolder{.attributes = kHolderAttributes, .particles = kHolderParts};
inline constexpr std::array<std::string_view, 3> kContactTypes{"owner", "agent", "thirdparty"};
inline constexpr TextRule kContactType{.values = kContactTypes};
inline constexpr std::array kContactAttributes{AttributeRule{"type", &kContactType, false}};
inline constexpr std::array kContactParts{
    one("name", kTokenElement), optional("org", kTokenElement), one("addr", kMarkAddr),
    one("voice", kPhone), optional("fax", kPhone), one("email", kNonEmptyTokenElement)};
inline constexpr ElementRule kContact{.attributes = kContactAttributes, .particles = kContactParts};

// RFC 7848 §2.2
inline constexpr std::array kTrademarkParts{
    one("id", kId),
    one("markName", kTokenElement),
    some("holder", kHolder),
    optional("contact", kContact, kUnbounded),
    one("jurisdiction", kCountryElement),
    optional("class", kClass, kUnbounded),
    optional("label", kLabel, kUnbounded),
    one("goodsAndServices", kTokenElement),
    optional("apId", kTokenElement),
    optional("apDate", kDateTimeElement),
    one("regNum", kTokenElement),
    one("regDate", kDateTimeElement),
    optional("exDate", kDateTimeElement)};
inline constexpr ElementRule kTrademark{.particles = kTrademarkParts};

inline constexpr std::array kProtectionParts{one("cc", kCountryElement),
                                             optional("region", kTokenElement),
                                             optional("ruling", kCountryElement, kUnbounded)};
inline constexpr ElementRule kProtection{.particles = kProtectionParts};
inline constexpr std::array kTreatyParts{one("id", kId),
                                         one("markName", kTokenElement),
                                         some("holder", kHolder),
                                         optional("contact", kContact, kUnbounded),
                                         some("protection", kProtection),
                                         optional("label", kLabel, kUnbounded),
                                         one("goodsAndServices", kTokenElement),
                                         one("refNum", kTokenElement),
                                         one("proDate", kDateTimeElement),
                                         one("title", kTokenElement),
                                         one("execDate", kDateTimeElement)};
inline constexpr ElementRule kTreaty{.particles = kTreatyParts};

inline constexpr std::array kCourtParts{one("id", kId),
                                        one("markName", kTokenElement),
                                        some("holder", kHolder),
                                        optional("contact", kContact, kUnbounded),
                                        optional("label", kLabel, kUnbounded),
                                        one("goodsAndServices", kTokenElement),
                                        one("refNum", kTokenElement),
                                        one("proDate", kDateTimeElement),
                                        one("cc", kCountryElement),
                                        optional("region", kTokenElement, kUnbounded),
                                        one("courtName", kTokenElement)};
inline constexpr ElementRule kCourt{.particles = kCourtParts};

inline constexpr std::array kMarkParts{optional("trademark", kTrademark, kUnbounded),
                                       optional("treatyOrStatute", kTreaty, kUnbounded),
                                       optional("court", kCourt, kUnbounded)};
inline constexpr ElementRule kMark{.particles = kMarkParts};

// RFC 7848 §2.3
inline constexpr std::array kIssuerAttributes{AttributeRule{"issuerID", &kToken, true}};
inline constexpr std::array kIssuerParts{one("org", kTokenElement),
                                         one("email", kNonEmptyTokenElement),
                                         optional("url", kTokenElement), optional("voice", kPhone)};
inline constexpr ElementRule kIssuer{.attributes = kIssuerAttributes, .particles = kIssuerParts};
inline constexpr TextRule kXmlId{.syntax = is_ncname, .form = "an XML identifier"};
inline constexpr std::array kSignedMarkAttributes{AttributeRule{"id", &kXmlId, true}};
inline constexpr std::array kSignedMarkParts{
    one("id", kId),
    one("issuerInfo", kIssuer),
    one("notBefore", kDateTimeElement),
    one("notAfter", kDateTimeElement),
    in(xml::Ns::mark, one("mark", kMark)),
    in(xml::Ns::xml_signature, one("Signature", kAnything))};
inline constexpr ElementRule kSignedMark{.attributes = kSignedMarkAttributes,
                                         .particles = kSignedMarkParts};
inline constexpr std::array kEncodedAttributes{AttributeRule{"encoding", &kToken, false}};
inline constexpr ElementRule kEncodedSignedMark{
    .content = Content::text, .text = &kToken, .attributes = kEncodedAttributes};

}  // namespace stele::epp::mark_rules
