#include "frontends/epp/login.h"

#include "frontends/epp/xml/fragment.h"

namespace stele::epp {

using gateway::LoginResult;
using xml::Index;
using xml::kNoElement;

LoginRequest read_login(const xml::Tree& tree, const grammar::Frame& frame) {
  LoginRequest login;
  login.registrar = tree.text(frame.command, "clID");
  login.password = tree.text(frame.command, "pw");
  if (tree.find(frame.command, "newPW") != kNoElement)
    login.new_password = std::string(tree.text(frame.command, "newPW"));
  const auto refuse = [&](int code, Index at, const char* reason) {
    login.problems.push_back({code, xml::fragment(tree, at), reason});
  };
  const Index language = tree.find(tree.find(frame.command, "options"), "lang");
  if (tree[language].text != "en") refuse(2102, language, "texts are in English (en) only");
  const Index services = tree.find(frame.command, "svcs");
  for (const Index child : tree.children(services)) {
    if (tree[child].name == "svcExtension") {
      for (const Index uri : tree.children(child))
        refuse(2103, uri, "this extension is not in the greeting");
      continue;
    }
    const xml::Ns ns = xml::find_namespace(tree[child].text);
    const bool offered =
        ns == xml::Ns::domain || ns == xml::Ns::host || ns == xml::Ns::contact;
    if (offered) login.services.add(ns);
    else refuse(2307, child, "this object service is not in the greeting");
  }
  grammar::sort_decisive_first(login.problems);
  return login;
}

int code_of(LoginResult result) {
  switch (result) {
    case LoginResult::ok: return 1000;
    case LoginResult::wrong:
    case LoginResult::disabled: return 2200;
    case LoginResult::too_many_sessions: return 2502;
    case LoginResult::bad_new_password: return 2306;
    case LoginResult::busy:
    case LoginResult::failed: return 2400;
  }
  return 2400;
}

std::string reason_of(LoginResult result) {
  switch (result) {
    case LoginResult::ok: return "";
    case LoginResult::wrong: return "registrar, password and certificate do not belong together";
    case LoginResult::disabled: return "the registrar is disabled";
    case LoginResult::too_many_sessions: return "the registrar has as many sessions as it may";
    case LoginResult::bad_new_password: return "the new password does not meet the rules";
    case LoginResult::busy: return "the server cannot check the password now, try again later";
    case LoginResult::failed: return "the new password could not be recorded, try again later";
  }
  return "";
}

bool is_refused_credential(LoginResult result) {
  return result == LoginResult::wrong || result == LoginResult::disabled;
}

}  // namespace stele::epp
