#include "tests/support/scenario/player.h"

#include <algorithm>
#include <map>

#include "engine/base/check.h"
#include "engine/base/file.h"
#include "events/codec.h"
#include "events/journal/transaction.h"
#include "frontends/epp/session.h"
#include "frontends/epp/xml/parser.h"
#include "tests/support/marks/test_marks.h"
#include "tests/support/scenario/epp_client.h"
#include "tests/support/scenario/epp_xml.h"
#include "tests/support/scenario/expectation.h"
#include "tests/support/scenario/facts.h"
#include "tests/support/scenario/inquiry.h"
#include "tests/support/scenario/money_facts.h"
#include "tests/support/scenario/openings.h"
#include "tests/support/scenario/outcome.h"
#include "tests/support/scenario/world.h"

namespace stele::test {
namespace {

using gateway::Word;

constexpr const char* kClientTrid = "story-1";

Result<Words> split(std::string_view text) {
  auto words = gateway::split_words(text);
  if (!words) return fail(Fault::invalid, gateway::to_text(words.error()));
  return std::move(*words);
}

// The table that is shipped with the sandbox.
std::string arabic_table() {
  auto text = read_file(std::string(STELE_SOURCE_DIR) + "/tools/stele/tables/arabic.xml", 1 << 20);
  CHECK(text, "the Arabic table is not in the source tree");
  return std::move(*text);
}

class Player {
 public:
  Player(Way way, std::vector<std::string>* responses, Chance chance)
      : way_(way), responses_(responses), world_(chance) {
    open_gateway();
  }

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
      if (verb == "expect")
        return expect(*world_.state(), world_.registry().journal(),
                      world_.registry().serving().open(), rest);
      if (auto problem = direct(verb, rest); problem || !told) return problem;
      if (auto problem = fall_due(*step.expected)) return problem;
      if (auto problem = accounts_do_not_sum_to_zero(*world_.state())) return problem;
      return lose_power();
    }
    if (!told) return "the line does not say what comes of it: -> ok, or -> CODE reason";
    if (auto problem = act(verb, rest, *step.expected)) return problem;
    if (auto problem = accounts_do_not_sum_to_zero(*world_.state())) return problem;
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

  std::optional<core::Caller> find_caller(const std::string& who) {
    if (who == "registry") return staff();
    if (who == "scan")
      return core::Caller{{events::ActorKind::system, ObjectNumber{}, "cds-scan"}, RepositoryId{1}};
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
    if (!caller) return who + " is neither registry, scan, a registrar nor an administrator";
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
      if (word.value == "@arabic") word.value = arabic_table();
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
    if (auto answer = inquire(*world_.state(), world_.clock().now(), caller, words))
      return std::move(*answer);
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
    if (answer.bill) add_facts(got.facts, *answer.bill);
    for (const DomainName& variant : answer.variants)
      got.facts["variants"].push_back(variant.text());
    if (answer.too_many_variants) got.facts["too_many"] = {"yes"};
    if (answer.messages_waiting)
      got.facts = {{"waiting", {std::to_string(*answer.messages_waiting)}},
                   {"message", {answer.id}}};
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
    if (responses_ != nullptr) responses_->push_back(*bytes);
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

  // `… | epp 2005` at the end: where EPP's grammar is stricter than the words of this language.
  void take_epp_code(Words& expected) const {
    const std::size_t size = expected.size();
    if (size < 4 || expected[size - 3].value != "|" || expected[size - 2].value != "epp") return;
    if (way_ == Way::epp) expected[0].value = expected[size - 1].value;
    expected.resize(size - 3);
  }

  Way way_;
  std::vector<std::string>* responses_;
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

std::optional<std::string> play(const ScenarioFile& file, const Story& story, Way way,
                                std::vector<std::string>* responses, Chance chance) {
  Player player(way, responses, chance);
  for (const Step& step : story.steps)
    if (const auto problem = player.play(step))
      return file.path + ":" + std::to_string(step.line) + ": " + step.action + "\n  " + *problem;
  return std::nullopt;
}

namespace {

// "ST-1a2b3c4d5e6f-42" without what the gateway draws when it is made.
std::string without_run(std::string response) {
  constexpr std::string_view kBegin = "ST-";
  constexpr std::size_t kDrawn = 12;
  for (std::size_t at = response.find(kBegin); at != std::string::npos;
       at = response.find(kBegin, at + kBegin.size())) {
    const std::size_t drawn = at + kBegin.size();
    const std::size_t end = response.find_first_not_of("0123456789abcdef", drawn);
    if (end == drawn + kDrawn && response[end] == '-') response.erase(drawn, kDrawn);
  }
  return response;
}

}  // namespace

std::optional<std::string> compare_two_runs(const ScenarioFile& file, const Story& story) {
  std::vector<std::string> once, again;
  if (auto problem = play(file, story, Way::epp, &once, Chance::usual)) return problem;
  if (auto problem = play(file, story, Way::epp, &again, Chance::other)) return problem;
  if (once.size() != again.size()) return "the second run has another number of answers";
  for (std::size_t i = 0; i < once.size(); ++i) {
    const std::string first = without_run(once[i]);
    const std::string second = without_run(again[i]);
    if (first != second)
      return "answer " + std::to_string(i + 1) + " is another the second time:\n  first   " +
             first + "\n  second  " + second;
  }
  return std::nullopt;
}

}  // namespace stele::test
