#include "frontends/epp/extensions/login_sec.h"

#include <array>

#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/response/writer.h"

namespace stele::epp {
namespace {

using namespace grammar;

// §4.1
constexpr TextRule kPassword{.least = 6};
constexpr ElementRule kPasswordElement{.content = Content::text, .text = &kPassword};
constexpr std::array kAgentParts{optional("app", kTokenElement), optional("tech", kTokenElement),
                                 optional("os", kTokenElement)};
constexpr ElementRule kUserAgent{.particles = kAgentParts, .some_child = true};
constexpr std::array kParts{optional("userAgent", kUserAgent), optional("pw", kPasswordElement),
                            optional("newPW", kPasswordElement)};
constexpr ElementRule kLoginSec{.particles = kParts};
constexpr std::array kExtensions{CommandExtension{"loginSec", &kLoginSec, {Verb::login}, {}}};

std::string_view to_text(SecurityEventType type) {
  switch (type) {
    case SecurityEventType::password: return "password";
    case SecurityEventType::certificate: return "certificate";
    case SecurityEventType::cipher: return "cipher";
    case SecurityEventType::tls_protocol: return "tlsProtocol";
    case SecurityEventType::new_pw: return "newPW";
    case SecurityEventType::stat: return "stat";
    case SecurityEventType::custom: return "custom";
  }
  return "";
}

}  // namespace

Mapping login_sec_mapping() { return {.ns = xml::Ns::login_sec, .extensions = kExtensions}; }

LoginSecurity read_login_security(const Source& source, xml::Index at) {
  LoginSecurity security;
  if (const xml::Index agent = source.find(at, "userAgent"); agent != xml::kNoElement)
    security.user_agent =
        UserAgent{source.text(agent, "app"), source.text(agent, "tech"), source.text(agent, "os")};
  security.password = source.optional_text(at, "pw");
  security.new_password = source.optional_text(at, "newPW");
  return security;
}

Part write_login_security(const std::vector<SecurityEvent>& events) {
  Writer writer(xml::Ns::login_sec, "loginSecData");
  for (const SecurityEvent& event : events) {
    const std::string expires = event.expires_at ? stele::to_text(*event.expires_at) : "";
    writer.element("event",
                   {{"type", to_text(event.type)},
                    {"name", event.name},
                    {"level", event.level == SecurityLevel::error ? "error" : "warning"},
                    {"exDate", expires},
                    {"value", event.value},
                    {"duration", event.duration}},
                   event.text);
  }
  return writer.finish();
}

}  // namespace stele::epp
