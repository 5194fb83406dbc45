// Longer passwords, the client's software, and security events: loginSec-1.0 (RFC 8807). Passwords
// pass through here and are kept nowhere.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping login_sec_mapping();

// §3.2: stands in <pw> and <newPW> where the password is in the extension.
inline constexpr std::string_view kPasswordElsewhere = "[LOGIN-SECURITY]";

struct UserAgent {
  std::string application, technology, operating_system;
};

struct LoginSecurity {
  std::optional<UserAgent> user_agent;
  std::optional<std::string> password, new_password;
};

LoginSecurity read_login_security(const Source& source, xml::Index at);

// §3.1
enum class SecurityEventType { password, certificate, cipher, tls_protocol, new_pw, stat, custom };
enum class SecurityLevel { warning, error };

struct SecurityEvent {
  SecurityEventType type = SecurityEventType::password;
  std::string name;  // of stat and custom events
  SecurityLevel level = SecurityLevel::warning;
  std::optional<Instant> expires_at;
  std::string value;
  std::string duration;  // XML Schema's form: "P1D"
  std::string text;
};

// Precondition: not empty.
Part write_login_security(const std::vector<SecurityEvent>& events);

}  // namespace stele::epp
