#include "frontends/api/api_site.h"

#include <algorithm>
#include <boost/json.hpp>

#include "engine/base/letters.h"
#include "engine/net/http_target.h"
#include "frontends/api/answers.h"
#include "frontends/api/body.h"
#include "frontends/api/openapi.h"
#include "frontends/api/problem.h"
#include "frontends/api/route.h"

namespace stele::api {

namespace json = boost::json;
using gateway::LoginResult;

namespace {

constexpr std::string_view kBearer = "Bearer ";
constexpr std::string_view kName = "name";
constexpr std::int64_t kSweepEveryMs = 10'000;
constexpr std::uint32_t kSecondsOfChecks = 60;  // what checks are counted by
constexpr std::string_view kWrongLogin =
    "Registrar, password and network do not belong together. A registrar that has to show a client "
    "certificate cannot log in here.";

net::HttpResponse respond_json(unsigned status, std::string body) {
  net::HttpResponse response;
  response.status = status;
  response.content_type = "application/json";
  response.body = std::move(body);
  return response;
}

net::HttpResponse refuse(unsigned status, std::string detail, std::uint32_t retry_seconds = 0) {
  return respond({.status = status, .detail = std::move(detail), .findings = {}, .retry_seconds = retry_seconds});
}

// Of a request without a session that is good (RFC 6750 §3).
net::HttpResponse refuse_caller(std::string detail, bool token_given) {
  net::HttpResponse response = refuse(401, std::move(detail));
  response.headers.push_back(
      {"WWW-Authenticate", token_given ? "Bearer realm=\"api\", error=\"invalid_token\"" : "Bearer realm=\"api\""});
  return response;
}

std::optional<net::HttpResponse> limit_reached(gateway::Admission admission) {
  switch (admission) {
    case gateway::Admission::admitted: return std::nullopt;
    case gateway::Admission::too_many_commands: return refuse(429, "Too many requests in this second.", 1);
    case gateway::Admission::too_many_changes: return refuse(429, "Too many changes in this second.", 1);
    case gateway::Admission::too_many_checks:
      return refuse(429, "Too many names checked in this minute.", kSecondsOfChecks);
  }
  return std::nullopt;
}

// clTRID (RFC 5730 §2.5), without blanks.
bool is_transaction_id(std::string_view text) {
  return text.size() >= 3 && text.size() <= 64 &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

// A request until it is answered. One that its client did not wait for leaves a row in the traffic log
// all the same.
class ApiSite::Exchange {
 public:
  Exchange(gateway::Gateway& gateway, net::HttpRequest of, net::HttpAnswer to)
      : request(std::move(of)), answer(std::move(to)), gateway_(gateway), began_ms_(gateway.monotonic_ms()) {
    record.log = traffic::Class::api;
    record.at = gateway.now();
    record.kind = "other";
    record.address = request.peer_address;
    record.port = gateway::port_of(request.peer);
    record.server_trid = gateway.next_server_trid();
  }
  ~Exchange() { note({}); }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // What every answer has. Who has no session begins anew after each refusal.
  net::HttpResponse finish(net::HttpResponse response) {
    response.headers.push_back({"Cache-Control", "no-store"});
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    response.headers.push_back({"Stele-Position", std::to_string(position.value)});
    response.headers.push_back({"Server-Transaction-Id", record.server_trid});
    if (!record.client_trid.empty()) response.headers.push_back({"Client-Transaction-Id", record.client_trid});
    if (!session && response.status >= 400) response.close = true;
    note(std::to_string(response.status));
    return response;
  }

  net::HttpRequest request;
  net::HttpAnswer answer;
  const Route* route = nullptr;
  std::string name;                    // of the path, as written
  std::vector<std::pair<std::string, std::string>> query;
  std::string_view token;              // of the request's header
  std::shared_ptr<Session> session;
  core::Caller caller;                 // of the session
  Position position;                   // of the state it is answered from
  DomainName domain;                   // `name`, once it is read
  traffic::Record record;              // what is kept of it: what is listed, never the body
  bool is_kept = true;

 private:
  void note(std::string outcome) {
    traffic::Sink* const log = gateway_.traffic();
    if (!std::exchange(is_kept, false) || log == nullptr) return;
    record.outcome = std::move(outcome);
    record.microseconds = static_cast<std::uint32_t>(
        std::clamp<std::int64_t>((gateway_.monotonic_ms() - began_ms_) * 1000, 0, UINT32_MAX));
    log->note(std::move(record));
  }

  gateway::Gateway& gateway_;
  const std::int64_t began_ms_;
};

void ApiSite::answer(net::HttpRequest request, net::HttpAnswer answer) {
  auto exchange = std::make_unique<Exchange>(gateway_, std::move(request), std::move(answer));
  const auto state = gateway_.state();
  exchange->position = state->position();
  exchange->is_kept = state->settings()->traffic_log_epp != 0;
  const auto reply = [&](net::HttpResponse response) {
    exchange->answer.send(exchange->finish(std::move(response)));
  };
  if (auto refused = turn_away(*exchange, *state)) return reply(*std::move(refused));
  switch (exchange->route->call) {
    case Call::describe: return reply(respond_json(200, std::string(openapi())));
    case Call::log_in: return log_in(std::move(exchange));
    case Call::log_out: return reply(log_out(*exchange));
    case Call::check_names: return reply(check_names(*exchange, *state));
    case Call::show_domain:
    case Call::list_variants: return reply(show(*exchange, *state));
    case Call::set_variants: return set_variants(std::move(exchange));
  }
}

void ApiSite::sweep() {
  const std::int64_t now = gateway_.monotonic_ms();
  if (now < next_sweep_ms_.load()) return;
  next_sweep_ms_ = now + kSweepEveryMs;
  sessions_.sweep(now, *gateway_.state());
}

// ---- who asks, how much, and for what

std::optional<net::HttpResponse> ApiSite::turn_away(Exchange& exchange, const core::State& state) {
  const net::HttpRequest& request = exchange.request;
  auto target = net::parse_http_target(request.target, net::Plus::space);
  Routed routed;
  if (target) {
    routed = find_route(request.method, target->path);
    exchange.query = std::move(target->query);
  }
  exchange.route = routed.route;
  exchange.name = std::move(routed.name);
  if (routed.route) exchange.record.kind = routed.route->operation;
  exchange.record.request =
      request.method + " " + (routed.route ? std::string(routed.route->path) : std::string("***"));
  if (auto refused = enter(exchange, state)) return refused;

  if (!target && target.error().fault == Fault::too_large)
    return refuse(400, "Too much in one request: " + target.error().what + ".");
  if (!target) return refuse(400, "This is not a path: " + target.error().what + ".");
  if (!routed.route && routed.allowed.empty()) return refuse(404, "There is nothing here.");
  if (!routed.route) {
    net::HttpResponse response = refuse(405, "Not by this method.");
    response.headers.push_back({"Allow", routed.allowed});
    return response;
  }
  if (!routed.route->open && !exchange.session)
    return refuse_caller(exchange.token.empty() ? "Log in first: POST /api/v1/session."
                                                : "There is no such session, or it has ended: log in again.",
                         !exchange.token.empty());
  if (const std::string_view trid = request.header("client-transaction-id"); !trid.empty()) {
    if (!is_transaction_id(trid))
      return refuse(400, "A Client-Transaction-Id has 3 to 64 visible ASCII characters.");
    exchange.record.client_trid = trid;
  }
  if (routed.route->call != Call::check_names && !exchange.query.empty())
    return respond(problem_of({Finding{{}, "There is no such parameter", to_printable(exchange.query[0].first), {}}}));
  if (exchange.name.empty()) return std::nullopt;
  auto name = read_name(exchange.name, kName);
  if (auto* const finding = std::get_if<Finding>(&name)) return respond(problem_of({std::move(*finding)}));
  exchange.domain = std::get<DomainName>(std::move(name));
  exchange.record.objects.push_back(exchange.domain.text());
  return std::nullopt;
}

// The limits of an address.
std::optional<net::HttpResponse> ApiSite::admit_stranger(Exchange& exchange, const core::State& state) {
  const auto said = gateway_.admit(exchange.request.peer_address, gateway::QueryKind::rdap_lookup,
                                   *state.settings());
  if (said.admitted) return std::nullopt;
  exchange.is_kept = false;  // a flood must not push out what is answered
  refused_({net::EndReason::query_refused, exchange.request.peer, "too_many_queries kind=api"});
  return refuse(429, "You have asked too much without a session: wait a moment.", said.retry_seconds);
}

// The session of the request's token, and its limits; without one those of its address.
std::optional<net::HttpResponse> ApiSite::enter(Exchange& exchange, const core::State& state) {
  const std::string_view authorization = exchange.request.header("authorization");
  if (equal_ignoring_case(authorization.substr(0, kBearer.size()), kBearer))
    exchange.token = authorization.substr(kBearer.size());
  const std::shared_ptr<Session> session =
      exchange.token.empty() ? nullptr : sessions_.find(exchange.token, gateway_.monotonic_ms());
  if (!session) return admit_stranger(exchange, state);
  gateway::Work work;
  if (exchange.route) {
    work.change = exchange.route->call == Call::set_variants;
    if (exchange.route->call == Call::check_names) work.checks = static_cast<std::uint32_t>(exchange.query.size());
  }
  const std::lock_guard lock(session->mutex);
  if (const auto over = session->seat->ended_because(state)) {
    sessions_.end(exchange.token);
    return refuse_caller("The session has ended: " + std::string(*over) + ".", true);
  }
  // A token goes with no connection: who has found one asks from elsewhere, and does not end it.
  if (!session->seat->may_come_from(exchange.request.peer_address)) {
    if (auto refused = admit_stranger(exchange, state)) return refused;
    return refuse(403, "The registrar of this session does not come from your address.");
  }
  exchange.session = session;
  exchange.caller = session->seat->caller();
  exchange.record.registrar = exchange.caller.actor.name;
  return limit_reached(session->seat->admit(state, work));
}

// ---- the session

void ApiSite::log_in(ExchangePtr exchange) {
  const net::HttpRequest& request = exchange->request;
  const auto reply = [&](net::HttpResponse response) {
    exchange->answer.send(exchange->finish(std::move(response)));
  };
  if (const auto problem = content_problem(request.header("content-type"))) return reply(respond(*problem));
  auto body = read_login(request.body);
  if (!body) return reply(respond(body.error()));
  exchange->record.registrar = gateway::one_word(body->registrar);
  gateway::Login login{.registrar = std::move(body->registrar),
                       .password = std::move(body->password),
                       .new_password = std::move(body->new_password),
                       .agent = std::string(request.header("user-agent")),
                       .client = {.peer = request.peer,
                                  .address = request.peer_address,
                                  .certificate = {},
                                  .mode = CertificateMode::none},
                       .source = events::Source::api};
  // The seat goes with the answer: where nobody waits for the token any more, nobody has it.
  gateway_.login(std::move(login), [self = shared_from_this(),
                                    exchange = std::move(exchange)](gateway::LoginAnswer done) mutable {
    net::HttpAnswer answer = std::move(exchange->answer);
    answer.send([self, exchange = std::move(exchange), done = std::move(done)]() mutable {
      return exchange->finish(self->logged_in(std::move(done)));
    });
  });
}

net::HttpResponse ApiSite::logged_in(gateway::LoginAnswer answer) {
  switch (answer.result) {
    case LoginResult::ok: break;
    case LoginResult::wrong: return refuse_caller(std::string(kWrongLogin), false);
    case LoginResult::locked:
      return refuse(429, "Too many failed logins: try again later.",
                    gateway_.state()->settings()->login_lock_seconds);
    case LoginResult::disabled: return refuse(403, "The registrar is disabled.");
    case LoginResult::password_expired:
      return refuse(403, "The password has expired: log in with a new one (new_password).");
    case LoginResult::too_many_sessions:
      return refuse(429, "The registrar has as many sessions as it may: end one, or let it end.",
                    static_cast<std::uint32_t>(sessions_.limits().idle.count() / kSecond));
    case LoginResult::bad_new_password:
      return respond(problem_of({Finding{{}, "The new password does not meet the rules: " +
                                                 (answer.notices.empty() ? "" : answer.notices.front().text),
                                         "new_password", {}}}));
    case LoginResult::busy: return refuse(503, "The server cannot check the password now.", 1);
    case LoginResult::failed: return refuse(503, "The new password could not be recorded.", 1);
  }
  const std::string registrar = answer.seat->caller().actor.name;
  const auto token = sessions_.begin(std::move(answer.seat), random_, gateway_.monotonic_ms());
  if (!token) return refuse(503, "There are as many sessions as may be.", 1);
  json::object body{{"token", *token},
                    {"registrar", registrar},
                    {"expires_at", to_text(gateway_.now() + sessions_.limits().lifetime.count())},
                    {"idle_seconds", sessions_.limits().idle.count() / kSecond}};
  for (const gateway::LoginNotice& notice : answer.notices) {
    json::object each{{"text", notice.text}};
    if (notice.expires_at) each["expires_at"] = to_text(*notice.expires_at);
    if (!body.contains("notices")) body["notices"] = json::array();
    body["notices"].as_array().push_back(std::move(each));
  }
  return respond_json(201, json::serialize(body));
}

net::HttpResponse ApiSite::log_out(const Exchange& exchange) {
  sessions_.end(exchange.token);
  net::HttpResponse response;
  response.status = 204;
  return response;
}

// ---- questions

net::HttpResponse ApiSite::check_names(Exchange& exchange, const core::State& state) {
  std::vector<Finding> findings;
  std::vector<NameChecked> names;
  for (const auto& [parameter, text] : exchange.query) {
    if (parameter != kName) {
      findings.push_back({{}, "There is no such parameter", to_printable(parameter), {}});
      continue;
    }
    const auto read = read_name(text, kName);
    const auto* const name = std::get_if<DomainName>(&read);
    if (name != nullptr) exchange.record.objects.push_back(name->text());
    names.push_back({name ? name->text() : to_printable(text, 255),
                     core::check_domain(state, exchange.caller, name ? name->text() : text)});
  }
  if (names.empty() && findings.empty()) findings.push_back({{}, "This parameter is missing", std::string(kName), {}});
  if (!findings.empty()) return respond(problem_of(std::move(findings)));
  return respond_json(200, availability_text(names));
}

net::HttpResponse ApiSite::show(Exchange& exchange, const core::State& state) {
  const auto info = core::info_domain(state, exchange.caller, exchange.domain, std::nullopt);
  if (!info) return respond(problem_of(info.error()));
  if (!info->authorized)
    return respond(problem_of(
        core::Rejections{{core::Reason::not_sponsor, core::Field::name, exchange.domain.text()}}));
  return respond_json(200, exchange.route->call == Call::show_domain ? domain_text(*info)
                                                                    : variants_text(state, info->domain));
}

// ---- changes

void ApiSite::set_variants(ExchangePtr exchange) {
  const auto reply = [&](net::HttpResponse response) {
    exchange->answer.send(exchange->finish(std::move(response)));
  };
  if (const auto problem = content_problem(exchange->request.header("content-type")))
    return reply(respond(*problem));
  auto body = read_variants(exchange->request.body);
  if (!body) return reply(respond(body.error()));
  std::string shown = body->all ? "all" : body->active.empty() ? "none" : "";
  for (const DomainName& name : body->active) shown += (shown.empty() ? "" : ",") + name.text();
  exchange->record.request += " active=" + shown;

  core::UpdateDomain command;
  command.name = exchange->domain;
  command.variants = {.added = std::move(body->active), .removed = {}, .all_added = body->all,
                      .all_removed = !body->all};
  core::Request request{.caller = exchange->caller,
                        .source = events::Source::api,
                        .client_trid = exchange->record.client_trid,
                        .server_trid = exchange->record.server_trid,
                        .reason = {},
                        .command = std::move(command)};
  // What is answered takes a search, which the writer must not wait for.
  gateway_.submit(std::move(request), [self = shared_from_this(),
                                       exchange = std::move(exchange)](runtime::Outcome outcome) mutable {
    net::HttpAnswer answer = std::move(exchange->answer);
    answer.send([self, exchange = std::move(exchange), outcome = std::move(outcome)]() mutable {
      return exchange->finish(self->variants_set(*exchange, outcome));
    });
  });
}

net::HttpResponse ApiSite::variants_set(Exchange& exchange, const runtime::Outcome& outcome) {
  const auto state = gateway_.state();
  exchange.position = state->position();
  const runtime::Accepted* const accepted = outcome.accepted();
  if (accepted == nullptr) return respond(problem_of(*outcome.rejections()));
  const auto domain = core::find_domain(*state, exchange.domain);
  if (!domain)  // done, and gone since
    return respond(problem_of(
        core::Rejections{{core::Reason::object_does_not_exist, core::Field::name, exchange.domain.text()}}));
  return respond_json(200, variants_text(*state, *domain, accepted->answer.too_many_variants));
}

}  // namespace stele::api
