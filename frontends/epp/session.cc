#include "frontends/epp/session.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "engine/base/letters.h"
#include "engine/core/query.h"
#include "engine/idn/name.h"
#include "frontends/epp/extensions/mappings.h"
#include "frontends/epp/login.h"
#include "frontends/epp/map.h"
#include "frontends/epp/tolerance.h"
#include "frontends/epp/xml/fragment.h"

namespace stele::epp {
namespace {

using gateway::LoginAnswer;
using gateway::LoginResult;
using xml::Ns;

constexpr std::size_t kHeader = 4;  // RFC 5734 §4: total length, big-endian, counting itself

enum class Phase { greeted, checking, open, ended };

// A frame as it came, for the traffic log; without bytes where that is switched off.
struct Asked {
  std::string frame;
  Instant at;
  std::int64_t at_ms = 0;  // monotonic
};

// A change on its way through the writer, or what was answered behind one. `response` is there once
// it has been answered.
struct Change {
  std::uint64_t id = 0;
  Verb verb = Verb::none;
  Ns object = Ns::none;
  std::string key;
  std::string guarded;                 // by whose authInfo; empty: by none
  std::string client_trid;
  std::string server_trid;
  bool may_be_nothing = false;         // by a tolerance: nothing left to change is done
  std::optional<core::Command> then;   // once the command before it is accepted
  std::optional<std::string> response;
  std::optional<Asked> asked;
};

// Login in progress.
struct Attempt {
  std::optional<Asked> asked;
  std::string client_trid;
  std::string server_trid;
  Audience audience;
};

// An object whose authInfo may be guessed at. A name has one, by whichever of its variants it is called.
std::string guarded(const core::State& state, Ns object, std::string_view key) {
  if (object == Ns::contact) return "contact " + lower_case(key);
  const auto name = idn::parse_name(key);
  const auto domain = name ? core::find_domain(state, *name) : std::nullopt;
  return "domain " + (domain ? domain->name.text() : lower_case(key));
}

// As a proof; a creation sets one.
bool shows_auth_info(const xml::Tree& tree, const Frame& frame) {
  return frame.verb != Verb::create && tree.find(frame.payload, "authInfo") != xml::kNoElement;
}

// What may be a guess is judged before the next one is looked at: the lock counts answers.
bool may_be_guess(const xml::Tree& tree, const Frame& frame) {
  return frame.verb == Verb::transfer && shows_auth_info(tree, frame);
}

// A weak authInfo is 2202 too, and no guess.
bool is_wrong_auth_info(const Problem& problem) {
  return problem.code == 2202 && problem.reason.starts_with(core::name_of(core::Reason::bad_auth_info));
}

bool changes_nothing(const runtime::Outcome& outcome) {
  const core::Rejections* const rejections = outcome.rejections();
  return rejections != nullptr && rejections->front().reason == core::Reason::nothing_to_change;
}

gateway::Work work_of(const xml::Tree& tree, const Frame& frame, bool change) {
  gateway::Work work{.change = change};
  if (frame.verb == Verb::check && frame.problems.empty())
    for ([[maybe_unused]] const xml::Index name : tree.children(frame.payload)) ++work.checks;
  return work;
}

std::optional<std::string> limit_reached(gateway::Admission admission) {
  switch (admission) {
    case gateway::Admission::admitted: return std::nullopt;
    case gateway::Admission::too_many_commands: return "too many commands in this second";
    case gateway::Admission::too_many_changes: return "too many changes in this second";
    case gateway::Admission::too_many_checks: return "too many names checked in this minute";
  }
  return std::nullopt;
}

class Session final : public net::Session {
 public:
  Session(gateway::Gateway& gateway, std::shared_ptr<const Options> options)
      : gateway_(gateway),
        shared_(std::move(options)),
        options_(*shared_),
        service_{grammar::offered_by(options_.profile), mappings(), options_.profile.tolerances} {}

  void on_open(net::Connection& connection) override {
    client_address_ = connection.peer_address();
    client_port_ = gateway::port_of(connection.peer());
    if (gateway_.turns_away(client_of(connection)))
      return end(connection, "the certificate's registrar does not come from this network");
    send_greeting(connection);
  }

  std::size_t on_data(net::Connection& connection, std::string_view bytes) override {
    std::size_t used = 0;
    while (phase_ == Phase::greeted || phase_ == Phase::open) {
      const std::string_view rest = bytes.substr(used);
      if (rest.size() < kHeader) break;
      const std::size_t length = get_big_endian<std::uint32_t>(rest);
      if (length < kHeader || length > options_.xml.frame_bytes + kHeader) {
        if (!changes_.empty()) break;  // what came before is answered first
        end(connection, "frame of " + std::to_string(length) + " bytes");
        break;
      }
      if (rest.size() < length) break;
      if (!take(connection, rest.substr(kHeader, length - kHeader))) break;
      used += length;
    }
    if (phase_ == Phase::ended) return bytes.size();
    // A connection that owes an answer waits for it, whether the peer or the server is closing.
    if (!changes_.empty()) connection.pause_reading();
    return used;
  }

  void on_close(net::EndReason) override {
    phase_ = Phase::ended;
    // What nobody waits for any more may still happen; that it was asked is kept.
    if (attempt_) note(std::move(attempt_->asked), {});
    for (Change& change : changes_) note(std::move(change.asked), {});
    seat_.reset();
  }

 private:
  void remember(std::string_view frame, bool kept) {
    asked_.reset();
    if (kept && gateway_.traffic() != nullptr)
      asked_.emplace(Asked{std::string(frame), gateway_.now(), gateway_.monotonic_ms()});
  }
  // False: not now, the frame stays where it is.
  bool take(net::Connection& connection, std::string_view bytes);
  void refuse_bytes(net::Connection& connection, const Error& error);
  void answer_unauthenticated(net::Connection& connection, const Frame& frame);
  void begin_login(net::Connection& connection, const xml::Tree& tree, const Frame& frame);
  void finish_login(net::Connection& connection, LoginAnswer answer);
  void answer_command(net::Connection& connection, const core::State& state,
                      const xml::Tree& tree, const Frame& frame);
  void submit(net::Connection& connection, const Frame& frame, Tolerated wish, std::string key,
              std::string guarded, bool tolerated);
  void hand_over(net::Connection& connection, const Change& change, core::Command command);
  void answered(net::Connection& connection, std::uint64_t id, const runtime::Outcome& outcome);
  std::vector<Problem> service_problems(const xml::Tree& tree, const Frame& frame) const;

  void count_wrong_auth_info(const std::vector<Problem>& problems, const std::string& object) {
    if (!seat_) return;
    for (const Problem& problem : problems)
      if (is_wrong_auth_info(problem)) return seat_->wrong_auth_info(object);
  }
  gateway::Client client_of(const net::Connection& connection) const {
    return {connection.peer(), connection.peer_address(), connection.peer_certificate(),
            options_.certificate};
  }
  void send_greeting(net::Connection& connection) {
    std::string greeting = greet(gateway_.state()->settings()->server_id, gateway_.now(),
                                 options_.profile, options_.languages);
    if (asked_) note(std::exchange(asked_, std::nullopt), greeting);
    connection.send(std::move(greeting));
  }
  // The traffic log, where it is switched on. Both frames are masked on the log's own thread.
  void note(std::optional<Asked> asked, std::string_view response) {
    if (!asked) return;
    traffic::Sink* const log = gateway_.traffic();
    if (log == nullptr) return;
    traffic::Record record{.log = traffic::Class::epp, .at = asked->at};
    record.registrar = seat_ ? seat_->caller().actor.name : std::string();
    record.address = client_address_;
    record.port = client_port_;
    record.microseconds = static_cast<std::uint32_t>(
        std::clamp<std::int64_t>((gateway_.monotonic_ms() - asked->at_ms) * 1000, 0, UINT32_MAX));
    record.request = std::move(asked->frame);
    if (response.size() > kHeader) record.response = response.substr(kHeader);
    log->note(std::move(record));
  }
  void send_response(net::Connection& connection, std::optional<Asked> asked, std::string response) {
    note(std::move(asked), response);
    gateway_.activity().epp_result(code_of(response));
    connection.send(std::move(response));
  }
  // What is answered here and now must not overtake changes on their way.
  void send_in_turn(net::Connection& connection, std::string response) {
    std::optional<Asked> asked = std::exchange(asked_, std::nullopt);
    if (changes_.empty()) return send_response(connection, std::move(asked), std::move(response));
    Change& behind = changes_.emplace_back();
    behind.response = std::move(response);
    behind.asked = std::move(asked);
  }
  void reply(net::Connection& connection, const Frame& frame, const Reply& answer) {
    send_in_turn(connection,
                 respond(answer, {frame.client_trid, gateway_.next_server_trid()}, audience_));
  }
  void reply(net::Connection& connection, const Frame& frame, int code) {
    reply(connection, frame, Reply(code));
  }
  void reply(net::Connection& connection, const Frame& frame,
             const std::vector<Problem>& problems) {
    send_in_turn(connection, respond(problems, {frame.client_trid, gateway_.next_server_trid()},
                                     audience_.language));
  }
  void refuse(net::Connection& connection, const Frame& frame, int code, std::string reason) {
    reply(connection, frame, std::vector<Problem>{{code, "", std::move(reason)}});
  }
  // For clients that break the rules of the transport: what is queued is sent, the operator gets
  // one line.
  void end(net::Connection& connection, std::string why) {
    phase_ = Phase::ended;
    connection.refuse(std::move(why));
  }
  void say_goodbye(net::Connection& connection) {
    phase_ = Phase::ended;
    seat_.reset();
    connection.close_after_send();
  }

  gateway::Gateway& gateway_;
  std::shared_ptr<const Options> shared_;  // one for all sessions of a server
  const Options& options_;
  const grammar::Service service_;
  Phase phase_ = Phase::greeted;
  int refused_logins_ = 0;
  int bad_frames_ = 0;
  int frames_before_login_ = 0;
  std::uint64_t next_change_ = 1;
  Audience audience_;
  gateway::SeatHandle seat_;
  std::optional<std::string_view> over_;  // why; answered once changes on their way are
  std::optional<Attempt> attempt_;
  std::optional<Asked> asked_;          // the frame that is being answered
  std::string client_address_;
  std::uint16_t client_port_ = 0;
  std::deque<Change> changes_;  // in order of their frames; while there are any, input stands still
};

// Parsed frames live in the parser of their thread until the next frame, whosever it is: nothing of
// a tree may be kept beyond take().
xml::Parser& thread_parser(const xml::Limits& limits) {
  static thread_local std::optional<xml::Parser> parser;
  static thread_local xml::Limits made_for;
  if (!parser || made_for != limits) {
    parser.emplace(limits);
    made_for = limits;
  }
  return *parser;
}

bool Session::take(net::Connection& connection, std::string_view bytes) {
  const auto parsed = thread_parser(options_.xml).parse(bytes);
  if (!parsed) {
    if (!changes_.empty()) return false;
    remember(bytes, gateway_.state()->settings()->traffic_log_epp != 0);
    refuse_bytes(connection, parsed.error());
    return true;
  }
  xml::Tree& tree = **parsed;
  const Frame frame = grammar::validate(tree, service_);
  const bool change = phase_ == Phase::open && frame.problems.empty() && is_change(tree, frame);
  const bool alone = !change || may_be_guess(tree, frame) ||
                     depends_on_state(frame, options_.profile.tolerances);
  if (alone ? !changes_.empty() : changes_.size() >= options_.changes_in_flight) return false;
  const auto state = phase_ == Phase::open ? gateway_.state() : nullptr;
  const bool kept = (state ? state : gateway_.state())->settings()->traffic_log_epp != 0;
  if (state && !over_) over_ = seat_->ended_because(*state);
  if (over_ && !changes_.empty()) return false;  // what came before is answered first
  remember(bytes, kept);
  if (over_) {
    refuse(connection, frame, 2501, std::string(*over_));
    say_goodbye(connection);
    return true;
  }

  if (frame.verb == Verb::hello && frame.problems.empty()) {
    send_greeting(connection);
    if (phase_ == Phase::greeted) ++frames_before_login_;
  } else if (phase_ == Phase::greeted && frame.problems.empty() && frame.verb == Verb::login) {
    begin_login(connection, tree, frame);
  } else if (phase_ == Phase::greeted) {
    answer_unauthenticated(connection, frame);
  } else if (const auto limit = limit_reached(seat_->admit(*state, work_of(tree, frame, change)))) {
    refuse(connection, frame, 2400, *limit);
  } else if (!frame.problems.empty()) {
    reply(connection, frame, frame.problems);
  } else {
    answer_command(connection, *state, tree, frame);
  }
  if (phase_ == Phase::greeted && frames_before_login_ > options_.frames_before_login)
    end(connection, "too many requests without a login");
  return true;
}

// Bytes that are no XML are a mistake and are answered; a document type or a broken limit is not.
void Session::refuse_bytes(net::Connection& connection, const Error& error) {
  const bool hostile = error.fault != Fault::invalid || ++bad_frames_ >= options_.bad_frames;
  refuse(connection, Frame{}, hostile ? 2500 : 2001, error.what);
  if (hostile) end(connection, "bad frame: " + error.what);
}

void Session::answer_unauthenticated(net::Connection& connection, const Frame& frame) {
  ++frames_before_login_;
  if (!frame.problems.empty()) return reply(connection, frame, frame.problems);
  refuse(connection, frame, 2002, "log in first");
}

void Session::begin_login(net::Connection& connection, const xml::Tree& tree,
                          const Frame& frame) {
  LoginRequest request = read_login(tree, frame, service_, options_.languages);
  if (!request.problems.empty()) {
    ++frames_before_login_;
    return reply(connection, frame, request.problems);
  }
  attempt_.emplace(Attempt{std::exchange(asked_, std::nullopt), std::string(frame.client_trid),
                           gateway_.next_server_trid(), request.audience});
  phase_ = Phase::checking;
  connection.pause_reading();
  // The answer may come on a worker, or at once on this thread: it takes the same way back.
  gateway_.login(
      {.registrar = request.registrar,
       .password = std::move(request.password),
       .new_password = std::move(request.new_password),
       .agent = request.user_agent ? to_text(*request.user_agent) : std::string(),
       .client = client_of(connection)},
      [this, way = connection.reentry()](LoginAnswer answer) mutable {
        way->post([this, answer = std::move(answer)](net::Connection& back) mutable {
          finish_login(back, std::move(answer));
        });
      });
}

void Session::finish_login(net::Connection& connection, LoginAnswer answer) {
  if (phase_ != Phase::checking) return;
  Attempt attempt = *std::exchange(attempt_, std::nullopt);
  const Trids trids{attempt.client_trid, attempt.server_trid};
  if (is_refused_credential(answer.result)) ++refused_logins_;
  auto [code, response] = respond_to_login(answer, trids, attempt.audience,
                                           refused_logins_ >= options_.refused_logins);
  if (answer.result == LoginResult::ok) seat_ = std::move(answer.seat);
  send_response(connection, std::move(attempt.asked), std::move(response));
  if (answer.result == LoginResult::ok) {
    phase_ = Phase::open;
    audience_ = attempt.audience;
    connection.resume_reading();
    return;
  }
  if (code >= 2500) return say_goodbye(connection);
  ++frames_before_login_;
  phase_ = Phase::greeted;
  connection.resume_reading();
}

// What the client did not ask for at login it may not use (RFC 5730 §2.9.1.1).
std::vector<Problem> Session::service_problems(const xml::Tree& tree, const Frame& frame) const {
  std::vector<Problem> problems;
  if (frame.verb != Verb::poll && !audience_.services.has(frame.object))
    problems.push_back({2307, xml::fragment(tree, frame.payload),
                        "this object service was not chosen at login"});
  for (const xml::Index extension : frame.extensions)
    if (!audience_.services.has(tree[extension].ns))
      problems.push_back({2103, xml::fragment(tree, extension),
                          "this extension was not chosen at login"});
  return problems;
}

void Session::answer_command(net::Connection& connection, const core::State& state,
                             const xml::Tree& tree, const Frame& frame) {
  switch (frame.verb) {
    case Verb::none:
    case Verb::hello: return reply(connection, frame, 2000);
    case Verb::login: return refuse(connection, frame, 2002, "this session is logged in already");
    case Verb::logout:
      reply(connection, frame, 1500);
      return say_goodbye(connection);
    case Verb::check:
    case Verb::info:
    case Verb::create:
    case Verb::update:
    case Verb::remove:
    case Verb::renew:
    case Verb::transfer:
    case Verb::poll: break;
  }
  if (auto problems = service_problems(tree, frame); !problems.empty())
    return reply(connection, frame, problems);
  const bool by_id = frame.object == Ns::contact || frame.object == Ns::org;
  const std::string_view key_name = by_id ? "id" : "name";
  std::string key(tree.text(frame.payload, key_name));
  std::string by_auth_info = shows_auth_info(tree, frame) ? guarded(state, frame.object, key) : "";
  if (!by_auth_info.empty() && seat_->auth_info_locked(by_auth_info))
    return refuse(connection, frame, 2202, "too many wrong authInfos, try again later");
  Mapped mapped = map({tree, frame, state, seat_->caller(), gateway_.now(), audience_.services,
                       options_.profile.tolerances, options_.profile.auth_info_bits});
  if (const auto* problems = std::get_if<std::vector<Problem>>(&mapped)) {
    count_wrong_auth_info(*problems, by_auth_info);
    return reply(connection, frame, *problems);
  }
  if (const auto* answer = std::get_if<Reply>(&mapped)) return reply(connection, frame, *answer);
  if (auto* tolerated = std::get_if<Tolerated>(&mapped))
    return submit(connection, frame, std::move(*tolerated), std::move(key), std::move(by_auth_info), true);
  submit(connection, frame, {std::get<core::Command>(std::move(mapped)), std::nullopt},
         std::move(key), std::move(by_auth_info), false);
}

void Session::submit(net::Connection& connection, const Frame& frame, Tolerated wish,
                     std::string key, std::string guarded, bool tolerated) {
  Change& change = changes_.emplace_back();
  change.id = next_change_++;
  change.verb = frame.verb;
  change.object = frame.verb == Verb::poll ? Ns::none : frame.object;
  change.key = std::move(key);
  change.guarded = std::move(guarded);
  change.client_trid = frame.client_trid;
  change.server_trid = gateway_.next_server_trid();
  change.may_be_nothing = tolerated;
  change.then = std::move(wish.then);
  change.asked = std::exchange(asked_, std::nullopt);
  hand_over(connection, change, std::move(wish.command));
}

void Session::hand_over(net::Connection& connection, const Change& change,
                        core::Command command) {
  core::Request request{.caller = seat_->caller(),
                        .source = events::Source::epp,
                        .client_trid = change.client_trid,
                        .server_trid = change.server_trid,
                        .command = std::move(command)};
  gateway_.submit(std::move(request), [this, id = change.id, way = connection.reentry()](
                                          runtime::Outcome outcome) {
    way->post([this, id, outcome = std::move(outcome)](net::Connection& back) {
      answered(back, id, outcome);
    });
  });
}

void Session::answered(net::Connection& connection, std::uint64_t id,
                       const runtime::Outcome& outcome) {
  for (Change& change : changes_) {
    if (change.id != id) continue;
    const Trids trids{change.client_trid, change.server_trid};
    if (outcome.accepted() && change.then) {
      core::Command next = *std::exchange(change.then, std::nullopt);
      return hand_over(connection, change, std::move(next));
    }
    if (change.may_be_nothing && changes_nothing(outcome))
      change.response = respond(Reply(), trids, audience_);
    else if (const runtime::Accepted* accepted = outcome.accepted())
      change.response =
          respond(reply_to(change.object, change.verb, accepted->answer), trids, audience_);
    else {
      const auto problems = problems_of(change.object, change.key, *outcome.rejections());
      count_wrong_auth_info(problems, change.guarded);
      change.response = respond(problems, trids, audience_.language);
    }
    break;
  }
  while (!changes_.empty() && changes_.front().response) {
    send_response(connection, std::move(changes_.front().asked), std::move(*changes_.front().response));
    changes_.pop_front();
  }
  if (changes_.empty()) connection.resume_reading();
}

}  // namespace

net::SessionFactory make_sessions(gateway::Gateway& gateway, Options options) {
  auto shared = std::make_shared<const Options>(std::move(options));
  return [&gateway, shared]() -> std::unique_ptr<net::Session> {
    return std::make_unique<Session>(gateway, shared);
  };
}

}  // namespace stele::epp
