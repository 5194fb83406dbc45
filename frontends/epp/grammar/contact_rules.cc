// Grammar of the contact mapping's commands: RFC 5733 §3.1 and §3.2.
#include <array>

#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/grammar/object_rules.h"

namespace stele::epp::grammar {
namespace {

// §2.2
constexpr std::array<std::string_view, 12> kStatusWords{
    "ok", "linked",
    "clientDeleteProhibited", "clientTransferProhibited", "clientUpdateProhibited",
    "serverDeleteProhibited", "serverTransferProhibited", "serverUpdateProhibited",
    "pendingCreate", "pendingDelete", "pendingTransfer", "pendingUpdate"};
constexpr TextRule kStatusWord{.values = kStatusWords};
constexpr std::array kStatusAttributes{AttributeRule{"s", &kStatusWord, true},
                                       AttributeRule{"lang", &kLanguage, false}};
constexpr ElementRule kStatus{
    .content = Content::text, .text = &kNormalized, .attributes = kStatusAttributes};

// §2.4
constexpr std::array kPostalParts{one("name", kLineElement), optional("org", kOptionalLineElement),
                                  one("addr", kAddr)};
constexpr ElementRule kPostalInfo{
    .content = Content::sequence, .attributes = kPostalTypeAttribute, .particles = kPostalParts};

// §2.9
constexpr ElementRule kByType{.content = Content::sequence, .attributes = kPostalTypeAttribute};
constexpr std::array kDiscloseAttributes{AttributeRule{"flag", &kBoolean, true}};
constexpr std::array kDiscloseParts{
    optional("name", kByType, 2),  optional("org", kByType, 2),    optional("addr", kByType, 2),
    optional("voice", kAnything), optional("fax", kAnything), optional("email", kAnything)};
constexpr ElementRule kDisclose{
    .content = Content::sequence, .attributes = kDiscloseAttributes, .particles = kDiscloseParts};

// §3.1.1, §3.2.2
constexpr std::array kManyIds{some("id", kClientIdElement)};
constexpr ElementRule kCheck{.content = Content::sequence, .particles = kManyIds};
constexpr std::array kOneId{one("id", kClientIdElement)};
constexpr ElementRule kDelete{.content = Content::sequence, .particles = kOneId};

// §3.1.2, §3.1.3, §3.2.4
constexpr std::array kAuthorizedIdParts{one("id", kClientIdElement),
                                        optional("authInfo", kAuthInfo)};
constexpr ElementRule kAuthorizedId{.content = Content::sequence, .particles = kAuthorizedIdParts};

// §3.2.1
constexpr std::array kCreateParts{one("id", kClientIdElement), some("postalInfo", kPostalInfo, 2),
                                  optional("voice", kPhone),   optional("fax", kPhone),
                                  one("email", kNonEmptyTokenElement),        one("authInfo", kAuthInfo),
                                  optional("disclose", kDisclose)};
constexpr ElementRule kCreate{.content = Content::sequence, .particles = kCreateParts};

// §3.2.5
constexpr std::array kAddRemParts{some("status", kStatus, 7)};
constexpr ElementRule kAddRem{.content = Content::sequence, .particles = kAddRemParts};
constexpr std::array kNewPostalParts{optional("name", kLineElement),
                                     optional("org", kOptionalLineElement),
                                     optional("addr", kAddr)};
constexpr ElementRule kNewPostalInfo{
    .content = Content::sequence, .attributes = kPostalTypeAttribute, .particles = kNewPostalParts};
constexpr std::array kChangeParts{
    optional("postalInfo", kNewPostalInfo, 2), optional("voice", kPhone), optional("fax", kPhone),
    optional("email", kNonEmptyTokenElement), optional("authInfo", kAuthInfo), optional("disclose", kDisclose)};
constexpr ElementRule kChange{.content = Content::sequence, .particles = kChangeParts};
constexpr std::array kUpdateParts{one("id", kClientIdElement), optional("add", kAddRem),
                                  optional("rem", kAddRem), optional("chg", kChange)};
constexpr ElementRule kUpdate{.content = Content::sequence, .particles = kUpdateParts};

constexpr std::array kCommands{
    Global{xml::Ns::contact, "check", &kCheck},   Global{xml::Ns::contact, "info", &kAuthorizedId},
    Global{xml::Ns::contact, "create", &kCreate}, Global{xml::Ns::contact, "update", &kUpdate},
    Global{xml::Ns::contact, "delete", &kDelete},
    Global{xml::Ns::contact, "transfer", &kAuthorizedId}};

}  // namespace

std::span<const Global> contact_commands() { return kCommands; }

}  // namespace stele::epp::grammar
