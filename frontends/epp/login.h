// The login command: what a client asks for, and how the gateway's verdicts are told to it
// (RFC 5730 §2.9.1.1). Passwords pass through here and are kept nowhere.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "frontends/epp/extensions/login_sec.h"
#include "frontends/epp/grammar/validate.h"
#include "frontends/epp/response/response.h"
#include "frontends/gateway/gateway.h"

namespace stele::epp {

struct LoginRequest {
  std::string registrar;
  std::string password;
  std::optional<std::string> new_password;
  Audience audience;                      // language and services chosen
  std::optional<UserAgent> user_agent;    // RFC 8807
  // Language, objects or extensions we do not have; such a login never reaches the password.
  std::vector<grammar::Problem> problems;
};

// `further`: languages beside English. `service`: what the greeting offers. With Tolerance::unknown_service a client that names what is not
// there has everything, but for what only shapes answers: that is for clients that know it.
LoginRequest read_login(const xml::Tree& tree, const grammar::Frame& frame,
                        const grammar::Service& service, std::span<const Texts> further = {});

int code_of(gateway::LoginResult result);
std::string reason_of(gateway::LoginResult result);
// Counts towards 2501.
bool is_refused_credential(gateway::LoginResult result);
// "app; tech; os", as far as they are given.
std::string to_text(const UserAgent& agent);

struct LoginResponse {
  int code = 1000;
  std::string response;  // the whole frame
};
// `last_try`: after another refusal the connection ends.
LoginResponse respond_to_login(const gateway::LoginAnswer& answer, const Trids& trids,
                               const Audience& audience, bool last_try);

}  // namespace stele::epp
