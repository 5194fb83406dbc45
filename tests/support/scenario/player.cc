#include "tests/support/scenario/player.h"

#include <algorithm>
#include <map>

#include "engine/base/check.h"
#include "engine/core/launch/applications.h"
#include "events/codec.h"
#include "events/journal/transaction.h"
#include "frontends/epp/session.h"
#include "frontends/epp/xml/parser.h"
#include "frontends/gateway/command_words.h"
#include "tests/support/marks/test_marks.h"
#include "tests/support/scenario/epp_client.h"
#include "tests/support/scenario/epp_xml.h"
#include "tests/support/scenario/facts.h"
#include "tests/support/scenario/openings.h"
#include "tests/support/scenario/world.h"

namespace stele::test {
namespace {

using gateway::Word;
using Words = std::vector<Word>;

constexpr const char* kClientTrid = "story-1";

Result<Words> split(std::string_view text) {
  auto words = gateway::split_words(text);
  if (!words) return fail(Fault::invalid, gateway::to_text(words.error()));
  return std::move(*words);
}

// What came of a line, in the words a line is written in.
struct Got {
  int code = 0;
  std::vector<std::string> kinds;     // accepted: the events
  core::Rejections rejections;        // refused
  bool by_epp = false;                // values and reasons of its own grammar are not compared
  std::vector<std::string> reasons;   // by_epp: core's
  std::vector<std::string> texts;     // for people
  Facts facts;                        // of an info
  bool claims = false;                // by_epp: a check for claims, answered as it stands
  std::vector<std::string> available; // of a check: avail, or the reason why not
  bool accepted() const { return code < 2000; }
};

std::string to_text(const Got& got) {
  std::string out = std::to_string(got.code);
  for (const std::string& kind : got.kinds) out += " " + kind;
  for (const core::Rejection& rejection : got.rejections)
    out += " " + std::string(core::name_of(rejection.reason)) +
           (rejection.value.empty() ? "" : "=" + rejection.value);
  for (const std::string& word : got.available) out += " " + word;
  for (const std::string& text : got.texts) out += " [" + text + "]";
  return out;
}

class Player {
 public:
  explicit Player(Way way) : way_(way) { open_gateway(); }

  std::optional<std::string> play(const Step& step) {
    const auto words = split(step.action);
    if (!words) return words.error().what;
    const Word& first = words->front();
    if (!first.key.empty()) return "a line begins with who acts, or with use, at, advance, expect …";
    const std::string& verb = first.value;
    const Words rest(words->begin() + 1, words->end());
    const bool told = step.expected.has_value();
    if (verb == "use" || verb == "at" || verb == "advance" || verb == "clock" ||
        verb == "restart" || verb == "expect") {
      const bool passes = verb == "at" || verb == "advance";
      if (told && !passes) return "nothing can follow this line with ->";
      if (verb == "expect") return expect(rest);
      if (auto problem = direct(verb, rest); problem || !told) return problem;
      if (auto problem = fall_due(*step.expected)) return problem;
      if (auto problem = accounts_do_not_sum_to_zero()) return problem;
      return lose_power();
    }
    if (!told) return "the line does not say what comes of it: -> ok, or -> CODE reason";
    if (auto problem = act(verb, rest, *step.expected)) return problem;
    if (auto problem = accounts_do_not_sum_to_zero()) return problem;
    return lose_power();
  }

 private:
  // ---- the world

  std::optional<std::string> lose_power() {
    if (way_ != Way::replay || !world_.registry().serving().open()) return std::nullopt;
    if (const Done done = world_.crash(); !done) return done.error().what;
    open_gateway();
    return std::nullopt;
  }

  // Sessions stand on the gateway, the gateway on the registry.
  void open_gateway() {
    close_gateway();
    if (way_ != Way::epp) return;
    gateway_ = std::make_unique<gateway::Gateway>(world_.registry(), world_.random(),
                                                   world_.clock());
    epp::Options options;
    options.profile.extensions = epp::kServedExtensions;
    make_session_ = epp::make_sessions(*gateway_, options);
  }

  void close_gateway() {
    sessions_.clear();
    make_session_ = nullptr;
    gateway_.reset();
  }

  std::optional<std::string> direct(const std::string& verb, const Words& words) {
    const auto word = [&](std::size_t i) {
      return i < words.size() ? words[i].value : std::string();
    };
    Done done;
    if (verb == "use") return use(word(0));
    if (verb == "at") {
      const auto time = parse_instant(word(0));
      if (!time) return "at needs a time such as 2026-03-01T00:00Z";
      done = world_.go_to(*time);
    } else if (verb == "advance") {
      const auto time = parse_duration(word(0));
      if (!time) return "advance needs a time such as 40d, 2h, 5m or 90s";
      world_.clock().pass(*time);
    } else if (verb == "clock" && (word(0) == "jumps" || word(0) == "falls")) {
      const auto time = parse_duration(word(1));
      if (!time) return "clock " + word(0) + " needs a time such as 40d or 2h";
      world_.clock().jump(word(0) == "jumps" ? *time : -*time);
    } else if (verb == "restart") {
      const auto time = word(0) == "after" ? parse_duration(word(1)) : std::optional(std::int64_t{});
      if (!time) return "restart after needs a time such as 40d";
      close_gateway();
      world_.clock().pass(*time);
      done = world_.restart();
      if (done) open_gateway();
    } else {
      return verb + " " + word(0) + " is no line of this language";
    }
    return done ? std::nullopt : std::optional(done.error().what);
  }

  std::optional<std::string> use(const std::string& opening) {
    if (opening == "standard") {
      for (const char* const line : kStandard)
        if (auto problem = set_up("registry", line)) return problem;
    } else if (opening == "people") {
      for (const auto& [who, line] : kPeople)
        if (auto problem = set_up(who, line)) return problem;
    } else if (find_lifecycle(opening)) {
      for (const char* const zone : {"example", "com.example"})
        if (auto problem = set_up("registry", "update zone=" + std::string(zone) + " lifecycle=" +
                                                  opening + " price.restore=40.00EUR"))
          return problem;
    } else {
      return "there is no opening " + opening +
             ": use standard, then use people, and use gtld, cctld or fred";
    }
    return std::nullopt;
  }

  std::optional<std::string> set_up(const std::string& who, const std::string& line) {
    const auto caller = find_caller(who);
    if (!caller) return who + " does not exist yet: use standard comes first";
    const auto got = by_command(*caller, *split(line));
    if (!got) return got.error().what;
    if (got->accepted()) return std::nullopt;
    return "the opening was refused: " + line + ": " + to_text(*got);
  }

  // ---- who

  static core::Caller staff() { return {{events::ActorKind::system, ObjectNumber{}, "system"}}; }

  std::optional<core::Caller> find_caller(const std::string& who) {
    if (who == "registry") return staff();
    const auto state = world_.state();
    if (const auto registrar = state->find_registrar(who))
      return core::Caller{{events::ActorKind::registrar, registrar->number, registrar->id},
                          registrar->repository};
    if (const auto administrator = state->find_administrator(who))
      return core::Caller{
          {events::ActorKind::administrator, administrator->number, administrator->name}};
    return std::nullopt;
  }

  // ---- acts

  std::optional<std::string> act(const std::string& who, const Words& words,
                                 const std::string& expected_text) {
    const auto caller = find_caller(who);
    if (!caller) return who + " is neither registry, a registrar nor an administrator";
    auto expected = split(expected_text);
    if (!expected) return "right of ->: " + expected.error().what;
    take_epp_code(*expected);
    if (expected->empty()) return "nothing stands right of ->";
    const bool is_check = !words.empty() && words[0].value == "check" &&
                          !is_code((*expected)[0].value);
    const Position before = world_.registry().journal().head().next;
    auto got = perform(*caller, words);
    if (!got) return got.error().what;
    const auto kinds = kinds_since(before);
    if (!kinds) return kinds.error().what;
    got->kinds = std::move(*kinds);
    const auto mismatch = is_check ? compare_check(*got, *expected) : compare(*got, *expected);
    if (!mismatch) return std::nullopt;
    return *mismatch + "\n  expected  " + expected_text + "\n  got       " + to_text(*got);
  }

  // What a line cannot hold as it is: signed marks, and the clearing house's files.
  static Words resolved(Words words) {
    for (Word& word : words) {
      if (word.key == "smd")
        for (std::string& item : word.items) item = TestMarks::resolve(item);
      if (word.key != "list") continue;
      if (word.value == "@root") word.value = TestMarks::get().root_pem();
      if (word.value == "@foreign-root") word.value = TestMarks::get().foreign_root_pem();
      if (word.value == "@crl") word.value = TestMarks::get().crl_pem();
      if (word.value == "@foreign-crl") word.value = TestMarks::get().foreign_crl_pem();
    }
    return words;
  }

  Result<Got> perform(const core::Caller& caller, const Words& given) {
    const Words words = resolved(given);
    if (words.empty()) return fail(Fault::invalid, "nothing is asked for");
    if (way_ == Way::epp && caller.is_registrar() && may_log_in(caller))
      if (const auto frame = epp_frame(words, kClientTrid)) return by_epp(caller, *frame);
    if (words[0].value == "check") return by_check(caller, words);
    if (words[0].value == "poll" && words.size() == 1) return by_poll(caller);
    if (words[0].value == "transfer" && has_op_query(words)) return by_transfer_query(caller, words);
    if (words[0].value == "info") return by_info(caller, words);
    return by_command(caller, words);
  }

  Result<Got> by_command(const core::Caller& caller, const Words& words) {
    Got got;
    auto command = gateway::parse_command(words, *world_.state(), hash_password);
    if (!command) {
      for (const gateway::TextProblem& problem : command.error()) {
        // A word that the language does not have is the story's mistake, not the registrar's.
        if (!problem.rejection) return fail(Fault::invalid, gateway::to_text(problem));
        got.rejections.push_back(*problem.rejection);
      }
      got.code = core::epp_code(got.rejections.front().reason);
      return got;
    }
    core::Request request;
    request.caller = caller;
    request.source = caller.is_registrar() ? events::Source::epp : events::Source::command_line;
    request.client_trid = kClientTrid;
    request.command = std::move(*command);
    const runtime::Outcome outcome = world_.registry().execute(std::move(request));
    if (outcome.rejections()) {
      got.rejections = *outcome.rejections();
      got.code = core::epp_code(got.rejections.front().reason);
      return got;
    }
    const core::Answer& answer = outcome.accepted()->answer;
    got.code = answer.pending ? 1001 : 1000;
    if (answer.transfer) got.facts = facts_of(*answer.transfer);
    if (answer.messages_waiting)
      got.facts = {{"waiting", {std::to_string(*answer.messages_waiting)}},
                   {"message", {answer.id}}};
    return got;
  }

  Result<Got> by_check(const core::Caller& caller, const Words& words) {
    if (words.size() < 2) return fail(Fault::invalid, "check what?");
    const auto state = world_.state();
    Got got{.code = 1000};
    std::optional<std::string> token;
    for (const Word& word : words)
      if (word.key == "token") token = word.value;
    const Word* const form = find(words, "form");
    const Word* const phase = find(words, "phase");
    for (const std::string& name : words[1].items) {
      if (form && form->value != "avail") {
        const auto parsed = DomainName::parse(name);
        got.available.push_back(
            (parsed ? core::find_claim_key(*state, *parsed) : std::nullopt).value_or("none"));
        continue;
      }
      core::Availability found;
      if (words[1].key == "domain")
        found = core::check_domain(*state, caller, name, token,
                                   words.back().value == "fee" && words.back().key.empty());
      else if (words[1].key == "host") found = core::check_host(*state, caller, name);
      else if (words[1].key == "contact") found = core::check_contact(*state, caller, name);
      else return fail(Fault::invalid, "only domain, host and contact can be checked");
      if (const auto asked = phase ? parse_launch_phase(phase->value) : std::nullopt)
        found = core::in_phase(*state, world_.clock().now(), name, asked->kind, asked->name, found);
      got.available.emplace_back(found.available ? "avail" : core::name_of(found.reason.value()));
    }
    return got;
  }

  Result<Got> by_info(const core::Caller& caller, const Words& words) {
    if (words.size() < 2) return fail(Fault::invalid, "info of what?");
    const auto state = world_.state();
    const Word& object = words[1];
    std::optional<std::string> password;
    if (words.size() > 2 && words[2].key == "pw") password = words[2].value;
    Got got{.code = 1000};
    const auto take = [&](const auto& found, const auto& facts) {
      if (found) {
        got.facts = facts(*found);
      } else {
        got.rejections = found.error();
        got.code = core::epp_code(got.rejections.front().reason);
      }
    };
    if (object.key == "domain") {
      const auto name = DomainName::parse(object.value);
      if (!name) return bad_name(object.value);
      const Word* const application = find(words, "application");
      const auto number = application ? core::parse_application_id(application->value)
                                      : std::optional<ObjectNumber>();
      take(number ? core::info_application(*state, caller, *name, *number)
                  : core::info_domain(*state, caller, *name, password),
           [&](const auto& info) { return facts_of(*state, info); });
    } else if (object.key == "host") {
      const auto name = HostName::parse(object.value);
      if (!name) return bad_name(object.value);
      take(core::info_host(*state, caller, *name),
           [](const auto& info) { return facts_of(info); });
    } else if (object.key == "contact") {
      take(core::info_contact(*state, caller, object.value, password),
           [](const auto& info) { return facts_of(info); });
    } else {
      return fail(Fault::invalid, "info is of a domain, host or contact");
    }
    return got;
  }

  static bool has_op_query(const Words& words) {
    return std::any_of(words.begin(), words.end(), [](const Word& word) {
      return word.key == "op" && word.value == "query";
    });
  }

  Result<Got> by_transfer_query(const core::Caller& caller, const Words& words) {
    const auto state = world_.state();
    const Word& object = words[1];
    std::optional<std::string> password;
    for (const Word& word : words)
      if (word.key == "pw") password = word.value;
    core::Decided<TransferNotice> found;
    if (object.key == "domain") {
      const auto name = DomainName::parse(object.value);
      if (!name) return bad_name(object.value);
      found = core::info_transfer(*state, caller, *name, password);
    } else if (object.key == "contact") {
      found = core::info_transfer(*state, caller, object.value, password);
    } else {
      return fail(Fault::invalid, "only domains and contacts are transferred");
    }
    if (!found) return refused(found.error());
    return Got{.code = 1000, .facts = facts_of(*found)};
  }

  Result<Got> by_poll(const core::Caller& caller) {
    const auto head = core::poll(*world_.state(), caller);
    if (!head) return refused(head.error());
    return Got{.code = head->message ? 1301 : 1300, .facts = facts_of(*head)};
  }

  static Got refused(const core::Rejections& rejections) {
    return Got{.code = core::epp_code(rejections.front().reason), .rejections = rejections};
  }

  static const Word* find(const Words& words, std::string_view key) {
    for (const Word& word : words)
      if (word.key == key) return &word;
    return nullptr;
  }

  static Got bad_name(const std::string& name) {
    Got got{.code = core::epp_code(core::Reason::bad_name)};
    got.rejections.push_back({core::Reason::bad_name, core::Field::name, name});
    return got;
  }

  // ---- through EPP

  // The sessions of a registrar that is disabled are over: what it may not do is told to it direct.
  bool may_log_in(const core::Caller& caller) {
    const auto registrar = world_.state()->find_registrar(caller.actor.number);
    return registrar && registrar->enabled;
  }

  Result<Got> by_epp(const core::Caller& caller, const std::string& frame) {
    const auto client = session_of(caller.actor.name);
    if (!client) return std::unexpected(client.error());
    const auto bytes = (*client)->exchange(frame);
    if (!bytes) return std::unexpected(bytes.error());
    auto answer = parse_epp_answer(parser_, *bytes);
    if (!answer) return std::unexpected(answer.error());
    if (answer->client_trid != kClientTrid)
      return fail(Fault::invalid, "the answer is to another command: " + answer->client_trid);
    Got got{.code = answer->code};
    got.by_epp = true;
    // The grammar's own refusals name a place in the frame instead.
    for (std::string& reason : answer->reasons)
      if (is_reason(reason)) got.reasons.push_back(std::move(reason));
    got.texts = std::move(answer->texts);
    got.facts = std::move(answer->facts);
    got.claims = !answer->claims.empty();
    if (got.claims) got.available = std::move(answer->claims);
    for (const bool available : answer->available)
      got.available.emplace_back(available ? "avail" : "no");
    return got;
  }

  Result<EppClient*> session_of(const std::string& registrar) {
    auto& session = sessions_[registrar];
    if (session) return session.get();
    const auto known = world_.state()->find_registrar(registrar);
    CHECK(known, "the caller was found a moment ago");
    if (known->fingerprints.empty())
      return fail(Fault::invalid, registrar + " has no certificate to log in with");
    const auto bytes = parse_hex(known->fingerprints.front());
    CHECK(bytes && bytes->size() == sizeof(Digest), "core checks fingerprints");
    Digest fingerprint;
    std::copy(bytes->begin(), bytes->end(), fingerprint.begin());
    auto client = std::make_unique<EppClient>(make_session_, fingerprint);
    const auto answered = client->exchange(epp_login_frame(registrar, kPassword));
    if (!answered) return std::unexpected(answered.error());
    const auto answer = parse_epp_answer(parser_, *answered);
    if (!answer) return std::unexpected(answer.error());
    if (answer->code != 1000)
      return fail(Fault::invalid, registrar + " cannot log in with password " +
                                      std::string(kPassword) + ": " + answer->texts.front());
    session = std::move(client);
    return session.get();
  }

  // ---- comparing

  // What a command has left in the journal; what fell due before it is the clock's.
  Result<std::vector<std::string>> kinds_since(Position before) {
    std::vector<std::string> kinds;
    const auto left = transactions_since(before);
    if (!left) return std::unexpected(left.error());
    std::size_t commands = 0;
    for (const events::Transaction& transaction : *left) {
      if (transaction.source == events::Source::clock) continue;
      if (++commands > 1)
        return fail(Fault::corrupt, "one command has left more than one transaction");
      for (const events::Event& event : transaction.events)
        kinds.emplace_back(events::name_of(events::kind_of(event)));
    }
    return kinds;
  }

  Result<std::vector<events::Transaction>> transactions_since(Position before) {
    std::vector<events::Transaction> all;
    journal::Journal& journal = world_.registry().journal();
    if (journal.head().next == before) return all;
    auto reader = journal::TransactionReader::open(journal, before);
    if (!reader) return std::unexpected(reader.error());
    for (Position next = before; next < journal.head().next;) {
      const auto stored = (*reader)->next();
      if (!stored) return std::unexpected(stored.error());
      auto transaction = events::decode(stored->payload);
      if (!transaction) return std::unexpected(transaction.error());
      all.push_back(std::move(*transaction));
      next = stored->next;
    }
    return all;
  }

  // `at TIME -> …`: the writer looks at the calendar, as it does of its own accord every second.
  std::optional<std::string> fall_due(const std::string& expected_text) {
    const Position before = world_.registry().journal().head().next;
    world_.registry().execute({.caller = staff(), .command = core::ChangeSettings{}});  // refused
    const auto left = transactions_since(before);
    if (!left) return left.error().what;
    std::string is;
    for (const events::Transaction& transaction : *left)
      for (const events::Event& event : transaction.events)
        // What registrars are told of it has stories of its own.
        if (!std::holds_alternative<events::MessageQueued>(event))
          is += (is.empty() ? "" : " ") + std::string(events::name_of(events::kind_of(event)));
    const std::string wanted = expected_text == "nothing" ? "" : expected_text;
    if (is == wanted) return std::nullopt;
    return "other events fell due than told:\n  expected  " + wanted + "\n  got       " + is;
  }

  static std::optional<std::string> compare(const Got& got, const Words& expected) {
    const std::string& code = expected[0].value;
    const bool ok = code == "ok" ? got.accepted() : code == std::to_string(got.code);
    if (!ok) return "another outcome than told:";
    const Words rest(expected.begin() + 1, expected.end());
    if (!got.accepted()) {
      if (!got.kinds.empty()) return "refused, and yet the journal has grown:";
      return compare_reasons(got, rest);
    }
    Words facts;
    std::vector<std::string> kinds;
    for (const Word& word : rest)
      if (word.key.empty()) kinds.push_back(word.value);
      else facts.push_back(word);
    if (kinds != got.kinds) return "the journal holds other events than told:";
    return unmet(got.facts, facts);
  }

  // `… | epp 2005` at the end: where EPP's grammar is stricter than the words of this language.
  void take_epp_code(Words& expected) const {
    const std::size_t size = expected.size();
    if (size < 4 || expected[size - 3].value != "|" || expected[size - 2].value != "epp") return;
    if (way_ == Way::epp) expected[0].value = expected[size - 1].value;
    expected.resize(size - 3);
  }

  // `reason` or `reason=value`, all of them, the decisive one first.
  static std::optional<std::string> compare_reasons(const Got& got, const Words& expected) {
    if (expected.empty()) return "the line does not say why it is refused:";
    for (const Word& word : expected)
      if (!is_reason(word.key.empty() ? word.value : word.key))
        return word.key + word.value + " is no reason (engine/core/refusal_list.inc)";
    if (got.by_epp) return compare_epp_reasons(got, expected);
    if (expected.size() != got.rejections.size()) return "other reasons than told:";
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const core::Rejection& rejection = got.rejections[i];
      const std::string& reason = expected[i].key.empty() ? expected[i].value : expected[i].key;
      if (reason != core::name_of(rejection.reason)) return "other reasons than told:";
      if (!expected[i].key.empty() && expected[i].value != rejection.value)
        return "another value than told:";
    }
    return std::nullopt;
  }

  static std::optional<std::string> compare_epp_reasons(const Got& got, const Words& expected) {
    std::vector<std::string> wanted;
    for (const Word& word : expected) wanted.push_back(word.key.empty() ? word.value : word.key);
    if (got.reasons.empty()) return std::nullopt;
    // Reasons of one code share a result, so only the decisive one keeps its place.
    const bool first = got.reasons.front() == wanted.front();
    const bool all = std::is_permutation(wanted.begin(), wanted.end(), got.reasons.begin(),
                                         got.reasons.end());
    return first && all ? std::nullopt : std::optional<std::string>("other reasons than told:");
  }

  static bool is_code(std::string_view word) {
    return word.size() == 4 && word.find_first_not_of("0123456789") == std::string_view::npos;
  }

  static bool is_reason(std::string_view name) {
    static constexpr std::string_view kNames[] = {
#define X(reason, code, text) #reason,
#include "engine/core/refusal_list.inc"
#undef X
    };
    return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
  }

  std::optional<std::string> compare_check(const Got& got, const Words& expected) const {
    if (got.code != 1000) return "the check was refused:";
    if (expected.size() != got.available.size()) return "other answers than told:";
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const std::string& wanted = expected[i].value;
      const std::string& is = got.available[i];
      const bool same = got.by_epp && !got.claims ? (wanted == "avail") == (is == "avail") : wanted == is;
      if (!same) return "other answers than told:";
    }
    return std::nullopt;
  }

  // ---- expect

  std::optional<std::string> expect(const Words& words) {
    if (words.empty()) return "expect what?";
    const bool absent = words[0].value == "no";
    const std::size_t at = absent ? 1 : 0;
    if (words.size() <= at) return "expect no what?";
    const Word& object = words[at];
    const Words rest(words.begin() + static_cast<std::ptrdiff_t>(at) + 1, words.end());
    if (object.key == "serving")
      return unmet({{"serving", {world_.registry().serving().open() ? "open" : "read_only"}}},
                   {object});
    if (object.key == "balance") return expect_balance(object.value, rest);
    if (object.key == "account") return expect_account(object.value, rest);
    const auto facts = look_up(object);
    if (absent) return facts ? std::optional(object.key + "=" + object.value + " exists")
                             : std::nullopt;
    if (!facts) return "there is no " + object.key + " " + object.value;
    return unmet(*facts, rest);
  }

  std::optional<std::string> expect_balance(const std::string& registrar, const Words& rest) {
    const auto state = world_.state();
    const auto found = state->find_registrar(registrar);
    if (!found) return "there is no registrar " + registrar;
    const std::string is = stele::to_text(state->balance(found->number));
    const std::string wanted = rest.empty() ? std::string() : rest[0].value;
    if (wanted == is) return std::nullopt;
    return "expected a balance of " + wanted + ", got " + is;
  }

  // `expect account=tax 1.90EUR`: the registry's own.
  std::optional<std::string> expect_account(const std::string& name, const Words& rest) {
    const auto wanted = gateway::as_money(rest.empty() ? "" : rest[0].value);
    if (!wanted) return "an account has an amount such as 1.90EUR";
    for (const core::Account account :
         {core::Account::cash, core::Account::income, core::Account::tax}) {
      if (core::to_text(account) != name) continue;
      const Amount is = world_.state()->balance(account, wanted->currency);
      if (is == wanted->amount) return std::nullopt;
      return "expected " + name + " to be " + stele::to_text(wanted->amount) + ", got " +
             stele::to_text(is);
    }
    return "there is no account " + name + ": cash, income or tax";
  }

  // Money is never made or lost: of every currency, all accounts together are nothing.
  std::optional<std::string> accounts_do_not_sum_to_zero() {
    const auto state = world_.state();
    std::map<Currency, Amount> sums;
    state->for_each_registrar([&](ObjectNumber number) {
      const Currency currency = state->find_registrar(number)->currency;
      sums[currency] = add(sums[currency], state->balance(number)).value();
      return true;
    });
    for (auto& [currency, sum] : sums) {
      for (const core::Account account :
           {core::Account::cash, core::Account::income, core::Account::tax})
        sum = add(sum, state->balance(account, currency)).value();
      if (sum != Amount{})
        return "all accounts in " + stele::to_text(currency) + " sum to " + stele::to_text(sum);
    }
    return std::nullopt;
  }

  std::optional<Facts> look_up(const Word& object) {
    const auto state = world_.state();
    const core::Caller caller = staff();
    if (object.key == "domain") {
      const auto found = core::info_domain(*state, caller, DomainName::trusted(object.value), {});
      if (found) return facts_of(*state, *found);
    } else if (object.key == "host") {
      const auto found = core::info_host(*state, caller, HostName::trusted(object.value));
      if (found) return facts_of(*found);
    } else if (object.key == "contact") {
      const auto found = core::info_contact(*state, caller, object.value, {});
      if (found) return facts_of(*found);
    } else if (object.key == "application") {
      const auto number = core::parse_application_id(object.value);
      const auto known = number ? state->find_application(*number)
                                : std::optional<core::Application>();
      if (!known) return std::nullopt;
      const auto found = core::info_application(*state, caller, known->domain.name, *number);
      if (found) return facts_of(*state, *found);
    } else if (object.key == "registrar") {
      if (const auto found = state->find_registrar(object.value)) return facts_of(*state, *found);
    } else if (object.key == "zone") {
      if (const auto found = state->find_zone(object.value)) return facts_of(*state, *found);
    } else if (object.key == "name") {
      const DomainName name = DomainName::trusted(object.value);
      if (const auto zone = state->find_zone(name.parent()))
        if (const auto listed =
                state->find_listed_name(zone->number, core::index_label(*zone, name)))
          return facts_of(*listed);
    } else if (object.key == "administrator") {
      if (state->find_administrator(object.value)) return Facts{};
    } else if (object.value == "settings") {
      return facts_of(*state->settings());
    }
    return std::nullopt;
  }

  Way way_;
  StoryWorld world_;
  epp::xml::Parser parser_;
  std::unique_ptr<gateway::Gateway> gateway_;
  net::SessionFactory make_session_;  // outlives its sessions
  std::map<std::string, std::unique_ptr<EppClient>> sessions_;
};

}  // namespace

std::optional<Way> parse_way(std::string_view text) {
  if (text == "memory") return Way::memory;
  if (text == "replay") return Way::replay;
  if (text == "epp") return Way::epp;
  return std::nullopt;
}

std::optional<std::string> play(const ScenarioFile& file, const Story& story, Way way) {
  Player player(way);
  for (const Step& step : story.steps)
    if (const auto problem = player.play(step))
      return file.path + ":" + std::to_string(step.line) + ": " + step.action + "\n  " + *problem;
  return std::nullopt;
}

}  // namespace stele::test
