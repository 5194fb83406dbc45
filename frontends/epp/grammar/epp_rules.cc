// Grammar of the EPP frame as a client may send it: RFC 5730 §2.5, §2.9 and §4.1.
#include <array>

#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/grammar/object_rules.h"

namespace stele::epp::grammar {
namespace {

constexpr TextRule kTransactionId{.least = 3, .most = 64};
constexpr ElementRule kTransactionIdElement{.content = Content::text, .text = &kTransactionId};

// §2.9.1.1. A version other than 1.0 is its own result code.
constexpr TextRule kPassword{.least = 6, .most = 16};
constexpr ElementRule kPasswordElement{.content = Content::text, .text = &kPassword};
constexpr std::array<std::string_view, 1> kVersions{"1.0"};
constexpr TextRule kVersion{
    .syntax = is_version, .form = "a version number", .values = kVersions, .value_code = 2100};
constexpr ElementRule kVersionElement{.content = Content::text, .text = &kVersion};
constexpr ElementRule kLanguageElement{.content = Content::text, .text = &kLanguage};
constexpr std::array kOptionParts{one("version", kVersionElement), one("lang", kLanguageElement)};
constexpr ElementRule kOptions{.content = Content::sequence, .particles = kOptionParts};
constexpr std::array kExtensionUris{some("extURI", kUriElement)};
constexpr ElementRule kServiceExtension{.content = Content::sequence, .particles = kExtensionUris};
constexpr std::array kServiceParts{some("objURI", kUriElement),
                                   optional("svcExtension", kServiceExtension)};
constexpr ElementRule kServices{.content = Content::sequence, .particles = kServiceParts};
constexpr std::array kLoginParts{one("clID", kClientIdElement), one("pw", kPasswordElement),
                                 optional("newPW", kPasswordElement), one("options", kOptions),
                                 one("svcs", kServices)};
constexpr ElementRule kLogin{.content = Content::sequence, .particles = kLoginParts};

// §2.9.2.3
constexpr std::array<std::string_view, 2> kPollOps{"ack", "req"};
constexpr TextRule kPollOp{.values = kPollOps};
constexpr std::array kPollAttributes{AttributeRule{"op", &kPollOp, true},
                                     AttributeRule{"msgID", &kToken, false}};
constexpr ElementRule kPoll{.content = Content::sequence, .attributes = kPollAttributes};

// The commands that carry an object's element, §2.9.2 and §2.9.3.
constexpr std::array kObjectElement{Particle{.match = Match::object, .name = "an object"}};
constexpr ElementRule kObjectCommand{.content = Content::sequence, .particles = kObjectElement};
constexpr std::array<std::string_view, 5> kTransferOps{"approve", "cancel", "query", "reject",
                                                       "request"};
constexpr TextRule kTransferOp{.values = kTransferOps};
constexpr std::array kTransferAttributes{AttributeRule{"op", &kTransferOp, true}};
constexpr ElementRule kTransfer{
    .content = Content::sequence, .attributes = kTransferAttributes, .particles = kObjectElement};

// §2.7.3: one element or more per extension.
constexpr std::array kExtensionElements{Particle{
    .match = Match::extension, .name = "an extension", .least = 1, .most = kUnbounded}};
constexpr ElementRule kExtension{.content = Content::sequence, .particles = kExtensionElements};

constexpr std::array kCommandChoice{
    one("check", kObjectCommand),  one("create", kObjectCommand), one("delete", kObjectCommand),
    one("info", kObjectCommand),   one("login", kLogin),          one("logout", kAnything),
    one("poll", kPoll),            one("renew", kObjectCommand),  one("transfer", kTransfer),
    one("update", kObjectCommand)};
constexpr std::array kCommandParts{
    one_of("a command", kCommandChoice),
    optional("extension", kExtension), optional("clTRID", kTransactionIdElement)};
constexpr ElementRule kCommand{.content = Content::sequence, .particles = kCommandParts};

constexpr std::array kEppChoice{one("hello", kAnything), one("command", kCommand),
                                one("extension", kExtension)};
constexpr ElementRule kEpp{.content = Content::choice, .particles = kEppChoice};

}  // namespace

const ElementRule& epp_rule() { return kEpp; }
const ElementRule& client_trid_rule() { return kTransactionIdElement; }

std::span<const Mapping> object_mappings() {
  static const std::array kMappings{Mapping{.ns = xml::Ns::domain, .commands = domain_commands()},
                                    Mapping{.ns = xml::Ns::host, .commands = host_commands()},
                                    Mapping{.ns = xml::Ns::contact, .commands = contact_commands()}};
  return kMappings;
}

}  // namespace stele::epp::grammar
