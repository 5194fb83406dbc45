#include "frontends/epp/login.h"

#include "frontends/epp/xml/fragment.h"

namespace stele::epp {

using gateway::LoginResult;
using xml::Index;
using xml::kNoElement;

namespace {

// RFC 8807 §3.2: where the base command holds the placeholder, the extension holds the password.
void read_extension(const xml::Tree& tree, Index at, LoginRequest& login) {
  Source source(tree, login.problems);
  LoginSecurity security = read_login_security(source, at);
  login.user_agent = std::move(security.user_agent);
  if (login.password == kPasswordElsewhere && security.password)
    login.password = *std::move(security.password);
  if (login.new_password == kPasswordElsewhere && security.new_password)
    login.new_password = std::move(security.new_password);
}

xml::NsSet everything_but_shapes(xml::NsSet offered, xml::NsSet chosen) {
  for (const xml::Ns ns : {xml::Ns::change_poll, xml::Ns::maintenance,
                          xml::Ns::unhandled_namespaces})
    if (!chosen.has(ns)) offered.remove(ns);
  return offered;
}

void choose_services(const xml::Tree& tree, const grammar::Frame& frame,
                     const grammar::Service& service, LoginRequest& login) {
  xml::NsSet& chosen = login.audience.services;
  bool unknown = false;
  const bool tolerant = service.tolerances.has(Tolerance::unknown_service);
  const auto choose = [&](Index uri, int code, const char* reason) {
    const xml::Ns ns = xml::find_namespace(tree[uri].text);
    if (service.offered.has(ns)) chosen.add(ns);
    else if (tolerant) unknown = true;
    else login.problems.push_back({code, xml::fragment(tree, uri), reason});
  };
  for (const Index child : tree.children(tree.find(frame.command, "svcs"))) {
    if (tree[child].name == "svcExtension") {
      for (const Index uri : tree.children(child))
        choose(uri, 2103, "this extension is not in the greeting");
    } else {
      choose(child, 2307, "this object service is not in the greeting");
    }
  }
  if (unknown) chosen = everything_but_shapes(service.offered, chosen);
}

}  // namespace

LoginRequest read_login(const xml::Tree& tree, const grammar::Frame& frame,
                        const grammar::Service& service, std::span<const Texts> further) {
  LoginRequest login;
  login.registrar = tree.text(frame.command, "clID");
  login.password = tree.text(frame.command, "pw");
  if (tree.find(frame.command, "newPW") != kNoElement)
    login.new_password = std::string(tree.text(frame.command, "newPW"));
  const auto refuse = [&](int code, Index at, const char* reason) {
    login.problems.push_back({code, xml::fragment(tree, at), reason});
  };
  const Index language = tree.find(tree.find(frame.command, "options"), "lang");
  if (const auto known = find_language(tree[language].text, further)) login.audience.language = *known;
  else refuse(2102, language, "this language is not in the greeting");
  choose_services(tree, frame, service, login);
  for (const Index extension : frame.extensions) {
    if (!login.audience.services.has(tree[extension].ns))
      refuse(2103, extension, "this extension is not among the services of this login");
    else if (tree[extension].ns == xml::Ns::login_sec)
      read_extension(tree, extension, login);
  }
  grammar::sort_decisive_first(login.problems);
  return login;
}

int code_of(LoginResult result) {
  switch (result) {
    case LoginResult::ok: return 1000;
    case LoginResult::wrong:
    case LoginResult::disabled:
    case LoginResult::password_expired: return 2200;
    case LoginResult::locked: return 2501;
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
    case LoginResult::locked: return "too many failed logins, try again later";
    case LoginResult::disabled: return "the registrar is disabled";
    case LoginResult::password_expired:
      return "the password has expired, log in with a new one (newPW)";
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

namespace {

SecurityEvent event_of(const gateway::LoginNotice& notice) {
  SecurityEvent event;
  switch (notice.about) {
    case gateway::LoginNotice::About::password: event.type = SecurityEventType::password; break;
    case gateway::LoginNotice::About::certificate:
      event.type = SecurityEventType::certificate;
      break;
    case gateway::LoginNotice::About::new_password: event.type = SecurityEventType::new_pw; break;
  }
  event.level = notice.error ? SecurityLevel::error : SecurityLevel::warning;
  event.expires_at = notice.expires_at;
  event.text = notice.text;
  return event;
}

}  // namespace

std::string to_text(const UserAgent& agent) {
  std::string out;
  for (const std::string* part : {&agent.application, &agent.technology, &agent.operating_system})
    if (!part->empty()) out += (out.empty() ? "" : "; ") + *part;
  return out;
}

LoginResponse respond_to_login(const gateway::LoginAnswer& answer, const Trids& trids,
                               const Audience& audience, bool last_try) {
  int code = code_of(answer.result);
  if (last_try && is_refused_credential(answer.result)) code = 2501;
  std::vector<SecurityEvent> events;
  for (const gateway::LoginNotice& notice : answer.notices) events.push_back(event_of(notice));
  Reply reply(code);
  reply.reason = reason_of(answer.result);
  if (answer.result == LoginResult::bad_new_password && !events.empty())
    reply.reason += ": " + events.front().text;
  if (!events.empty()) reply.extensions.push_back(write_login_security(events));
  return {code, respond(reply, trids, audience)};
}

}  // namespace stele::epp
