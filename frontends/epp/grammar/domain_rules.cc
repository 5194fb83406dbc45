// Grammar of the domain mapping's commands: RFC 5731 §3.1 and §3.2.
#include <array>

#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/grammar/object_rules.h"

namespace stele::epp::grammar {
namespace {

// §1.1: name servers are host objects or host attributes, never both in one element.
constexpr std::array kHostAttribute{one("hostName", kNameElement),
                                    optional("hostAddr", kAddressElement, kUnbounded)};
constexpr ElementRule kHostAttr{.content = Content::sequence, .particles = kHostAttribute};
constexpr std::array kNsChoice{some("hostObj", kNameElement), some("hostAttr", kHostAttr)};
constexpr ElementRule kNs{.content = Content::choice, .particles = kNsChoice};

// §2.2
constexpr std::array<std::string_view, 3> kRoles{"admin", "billing", "tech"};
constexpr TextRule kRole{.values = kRoles};
constexpr std::array kContactAttributes{AttributeRule{"type", &kRole, false}};
constexpr ElementRule kContact{
    .content = Content::text, .text = &kClientId, .attributes = kContactAttributes};

// §2.3
constexpr std::array<std::string_view, 17> kStatusWords{
    "ok", "inactive",
    "clientDeleteProhibited", "clientHold", "clientRenewProhibited", "clientTransferProhibited",
    "clientUpdateProhibited",
    "serverDeleteProhibited", "serverHold", "serverRenewProhibited", "serverTransferProhibited",
    "serverUpdateProhibited",
    "pendingCreate", "pendingDelete", "pendingRenew", "pendingTransfer", "pendingUpdate"};
constexpr TextRule kStatusWord{.values = kStatusWords};
constexpr std::array kStatusAttributes{AttributeRule{"s", &kStatusWord, true},
                                       AttributeRule{"lang", &kLanguage, false}};
constexpr ElementRule kStatus{
    .content = Content::text, .text = &kNormalized, .attributes = kStatusAttributes};

// §3.1.1, §3.2.2
constexpr std::array kManyNames{some("name", kNameElement)};
constexpr ElementRule kCheck{.content = Content::sequence, .particles = kManyNames};
constexpr std::array kOneName{one("name", kNameElement)};
constexpr ElementRule kDelete{.content = Content::sequence, .particles = kOneName};

// §3.1.2
constexpr std::array<std::string_view, 4> kHostsWords{"all", "del", "none", "sub"};
constexpr TextRule kHosts{.values = kHostsWords};
constexpr std::array kInfoNameAttributes{AttributeRule{"hosts", &kHosts, false}};
constexpr ElementRule kInfoName{
    .content = Content::text, .text = &kName, .attributes = kInfoNameAttributes};
constexpr std::array kInfoParts{one("name", kInfoName), optional("authInfo", kAuthInfo)};
constexpr ElementRule kInfo{.content = Content::sequence, .particles = kInfoParts};

// §3.2.1
constexpr std::array kCreateParts{one("name", kNameElement),
                                  optional("period", kPeriod),
                                  optional("ns", kNs),
                                  optional("registrant", kClientIdElement),
                                  optional("contact", kContact, kUnbounded),
                                  one("authInfo", kAuthInfo)};
constexpr ElementRule kCreate{.content = Content::sequence, .particles = kCreateParts};

// §3.2.3
constexpr TextRule kDate{.syntax = is_date, .form = "a date"};
constexpr ElementRule kDateElement{.content = Content::text, .text = &kDate};
constexpr std::array kRenewParts{one("name", kNameElement), one("curExpDate", kDateElement),
                                 optional("period", kPeriod)};
constexpr ElementRule kRenew{.content = Content::sequence, .particles = kRenewParts};

// §3.1.3, §3.2.4
constexpr std::array kTransferParts{one("name", kNameElement), optional("period", kPeriod),
                                    optional("authInfo", kAuthInfo)};
constexpr ElementRule kTransfer{.content = Content::sequence, .particles = kTransferParts};

// §3.2.5: an empty registrant removes it, <null/> removes the authInfo.
constexpr std::array kAddRemParts{optional("ns", kNs), optional("contact", kContact, kUnbounded),
                                  optional("status", kStatus, 11)};
constexpr ElementRule kAddRem{.content = Content::sequence, .particles = kAddRemParts};
constexpr TextRule kOptionalClientId{.most = 16};
constexpr ElementRule kNewRegistrant{.content = Content::text, .text = &kOptionalClientId};
constexpr std::array kNewAuthInfoChoice{one("pw", kObjectPassword), one("ext", kForeignAuthInfo),
                                        one("null", kAnything)};
constexpr ElementRule kNewAuthInfo{.content = Content::choice, .particles = kNewAuthInfoChoice};
constexpr std::array kChangeParts{optional("registrant", kNewRegistrant),
                                  optional("authInfo", kNewAuthInfo)};
constexpr ElementRule kChange{.content = Content::sequence, .particles = kChangeParts};
constexpr std::array kUpdateParts{one("name", kNameElement), optional("add", kAddRem),
                                  optional("rem", kAddRem), optional("chg", kChange)};
constexpr ElementRule kUpdate{.content = Content::sequence, .particles = kUpdateParts};

constexpr std::array kCommands{
    Global{xml::Ns::domain, "check", &kCheck},   Global{xml::Ns::domain, "info", &kInfo},
    Global{xml::Ns::domain, "create", &kCreate}, Global{xml::Ns::domain, "update", &kUpdate},
    Global{xml::Ns::domain, "delete", &kDelete}, Global{xml::Ns::domain, "renew", &kRenew},
    Global{xml::Ns::domain, "transfer", &kTransfer}};

}  // namespace

std::span<const Global> domain_commands() { return kCommands; }

}  // namespace stele::epp::grammar
