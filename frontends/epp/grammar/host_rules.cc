// Grammar of the host mapping's commands: RFC 5732 §3.1 and §3.2.
#include <array>

#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/grammar/object_rules.h"

namespace stele::epp::grammar {
namespace {

// §2.3
constexpr std::array<std::string_view, 10> kStatusWords{
    "ok", "linked", "clientDeleteProhibited", "clientUpdateProhibited", "serverDeleteProhibited",
    "serverUpdateProhibited", "pendingCreate", "pendingDelete", "pendingTransfer", "pendingUpdate"};
constexpr TextRule kStatusWord{.values = kStatusWords};
constexpr std::array kStatusAttributes{AttributeRule{"s", &kStatusWord, true},
                                       AttributeRule{"lang", &kLanguage, false}};
constexpr ElementRule kStatus{
    .content = Content::text, .text = &kNormalized, .attributes = kStatusAttributes};

// §3.1.1, §3.1.2, §3.2.2
constexpr std::array kManyNames{some("name", kNameElement)};
constexpr ElementRule kCheck{.content = Content::sequence, .particles = kManyNames};
constexpr std::array kOneName{one("name", kNameElement)};
constexpr ElementRule kOnly{.content = Content::sequence, .particles = kOneName};

// §3.2.1
constexpr std::array kCreateParts{one("name", kNameElement),
                                  optional("addr", kAddressElement, kUnbounded)};
constexpr ElementRule kCreate{.content = Content::sequence, .particles = kCreateParts};

// §3.2.5
constexpr std::array kAddRemParts{optional("addr", kAddressElement, kUnbounded),
                                  optional("status", kStatus, 7)};
constexpr ElementRule kAddRem{.content = Content::sequence, .particles = kAddRemParts};
constexpr std::array kUpdateParts{one("name", kNameElement), optional("add", kAddRem),
                                  optional("rem", kAddRem), optional("chg", kOnly)};
constexpr ElementRule kUpdate{.content = Content::sequence, .particles = kUpdateParts};

constexpr std::array kCommands{
    Global{xml::Ns::host, "check", &kCheck},   Global{xml::Ns::host, "info", &kOnly},
    Global{xml::Ns::host, "create", &kCreate}, Global{xml::Ns::host, "update", &kUpdate},
    Global{xml::Ns::host, "delete", &kOnly}};

}  // namespace

std::span<const Global> host_commands() { return kCommands; }

}  // namespace stele::epp::grammar
