// The login command: what a client asks for, and how the gateway's verdicts are told to it
// (RFC 5730 §2.9.1.1). Passwords pass through here and are kept nowhere.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "frontends/epp/grammar/validate.h"
#include "frontends/gateway/gateway.h"

namespace stele::epp {

// The object services a session has chosen.
class Services {
 public:
  void add(xml::Ns ns) { bits_ |= 1U << static_cast<unsigned>(ns); }
  bool has(xml::Ns ns) const { return ((bits_ >> static_cast<unsigned>(ns)) & 1U) != 0; }

 private:
  unsigned bits_ = 0;
};

struct LoginRequest {
  std::string registrar;
  std::string password;
  std::optional<std::string> new_password;
  Services services;
  // Language, objects or extensions we do not have; such a login never reaches the password.
  std::vector<grammar::Problem> problems;
};

LoginRequest read_login(const xml::Tree& tree, const grammar::Frame& frame);

int code_of(gateway::LoginResult result);
std::string reason_of(gateway::LoginResult result);
// Counts towards 2501.
bool is_refused_credential(gateway::LoginResult result);

}  // namespace stele::epp
