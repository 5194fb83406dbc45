// The public directory never lies about a moment: at 10,000 random instants of a random story what
// WHOIS says of random names, to random viewers, is what a state says that was built from the journal
// as it stood then. And in hindsight, from the whole journal, replayed up to each instant. Answers
// that are kept are what would be made anew.
//
// STELE_SEED=N tells another story.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>
#include <sstream>

#include "engine/core/query/as_of.h"
#include "engine/runtime/reading.h"
#include "engine/runtime/replay.h"
#include "projections/rdap/answer.h"
#include "projections/rdds/kept_answers.h"
#include "projections/registry/registry_state.h"
#include "projections/whois/whois_answers.h"
#include "projections/whois/whois_text.h"
#include "tests/sim/random_story.h"
#include "tests/sim/random_world.h"

namespace stele::sim {
namespace {

constexpr std::size_t kCommands = 2'000;
constexpr std::size_t kInstants = 10'000;
constexpr const char* kZones[] = {"gtld.test", "cctld.test", "fred.test", "own.test", "plain.test"};

std::uint64_t seed() {
  const char* const text = std::getenv("STELE_SEED");
  return text != nullptr ? std::strtoull(text, nullptr, 10) : 20260301;
}

struct Question {
  Position position;
  Instant at;
  rdds::Viewer viewer;
  std::string query;
  std::string answer;
  bool in_doubt = false;  // a command came in the same instant
};

// Without what depends on how far the clock's work was written down, and without people: the keys of
// those who were erased since are gone.
std::string in_hindsight(const std::string& answer) {
  std::istringstream lines(answer);
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    bool personal = line.starts_with(">>>");
    for (const char* label : {"Registry ", "Registrant ", "Admin ", "Tech ", "Billing ", "holder: "})
      personal = personal || (line.starts_with(label) && !line.starts_with("Registry Domain") &&
                              !line.starts_with("Registry Expiry"));
    if (!personal) out += line + "\n";
  }
  return out;
}

class Reporter {
 public:
  explicit Reporter(std::uint64_t seed) : random_(seed) {}

  std::uint64_t below(std::uint64_t n) { return random_() % n; }

  // Names are asked for again long after they were taken: most of what there is to see is of those.
  void was_created(const std::string& words) {
    constexpr std::string_view kBegin = "create domain=";
    if (words.starts_with(kBegin))
      names_.push_back(words.substr(kBegin.size(), words.find(' ', kBegin.size()) - kBegin.size()));
  }

  std::string name() {
    return !names_.empty() && below(3) != 0 ? names_[below(names_.size())]
                                            : "n" + std::to_string(below(120)) + "." + kZones[below(5)];
  }

  std::string query() {
    const std::string name = this->name();
    switch (below(12)) {
      case 0: return "nameserver ns1." + name;
      case 1: return "nameserver 192.0.2." + std::to_string(below(256));
      case 2: return "registrar reg-" + std::string(below(2) ? "0" : "1") + std::to_string(below(10));
      case 3: return "contact con-" + std::to_string(below(250));
      case 4: return "www." + name;
      default: return name;
    }
  }

  rdds::Viewer viewer(const core::State& state) {
    switch (below(4)) {
      case 0: return {rdds::Viewer::Kind::staff, {}, {}};
      case 1: {
        const auto registrar = state.find_registrar("reg-0" + std::to_string(below(10)));
        if (registrar) return {rdds::Viewer::Kind::registrar, registrar->number, {}};
        return {};
      }
      default: return {};
    }
  }

  // The registry changes its mind about what is public, and people about what they agree to.
  std::optional<Line> change() {
    if (below(12) != 0) return std::nullopt;
    const std::string zone = kZones[below(5)];
    constexpr const char* kProfiles[] = {"thin", "icann-2024", "open", "own"};
    switch (below(5)) {
      case 0: return Line{0, "registry", "update zone=" + zone + " disclosure=" + kProfiles[below(4)]};
      case 1:
        return Line{0, "registry", "update zone=" + zone + " disclose=" +
                                       (below(2) ? "registrant:any:name:consent,tech:any:any:always"
                                                 : "any:person:email:objection")};
      case 2:
        return Line{0, "registry", "update registrar=reg-0" + std::to_string(below(10)) + " iana_id=" +
                                       std::to_string(1 + below(9999)) + " abuse_email=abuse@a.invalid"};
      case 3:
        return Line{0, "registry", "update zone=" + zone + " whois_layout=" +
                                       (below(2) ? "" : "\"domain: {name}\\n{each status}\\nstatus: "
                                                        "{status}\\n{end}\\n{with registrant}\\n"
                                                        "holder: {contact.name}\\n{end}\"")};
      default:
        return Line{0, "registry", "update contact=con-" + std::to_string(below(250)) +
                                       (below(2) ? " disclose=name.int,email" : " withhold=email")};
    }
  }

 private:
  std::mt19937_64 random_;
  std::vector<std::string> names_;
};

// A state that follows a journal, and what it says of an instant.
class Replayed {
 public:
  explicit Replayed(std::shared_ptr<crypto::KeyVault> vault)
      : vault_(std::move(vault)), state_(registry::memory_store(), vault_.get()) {}

  Done follow(journal::Journal& journal, std::optional<Instant> until) {
    if (position() == journal.head().next) return {};
    const auto done = runtime::replay(journal, state_, {.until_time = until});
    return done ? Done{} : std::unexpected(done.error());
  }
  Position position() const { return state_.published()->position(); }
  std::string answer(const Question& question) const {
    const core::AsOf then(state_.published(), question.at);
    return whois::answer(then, question.viewer, question.query);
  }

 private:
  std::shared_ptr<crypto::KeyVault> vault_;
  registry::RegistryState state_;
};

// RDAP and WHOIS as everybody asks them, with answers kept from one instant to the next.
class Kept {
 public:
  void ask(const runtime::Reading& reading, const std::string& name) {
    const rdap::Query query = *rdap::parse_query({"domain", name}, {});
    const std::string moment = stele::to_text(reading.state()->now());
    const std::string right = rdap::answer(*reading.state(), {}, site_, name, query).body;
    if (const auto found = kept_.find(reading, name, moment)) {
      ++found_;
      ASSERT_EQ(*found, right) << name << " at " << stele::to_text(reading.state()->now());
      return;
    }
    registry::Footprint footprint;
    const rdap::Answer made = rdap::answer(*reading.noting(footprint), {}, site_, name, query);
    ASSERT_EQ(made.body, right);
    if (made.lasting) kept_.keep(reading, name, moment, made.body, *made.lasting, std::move(footprint));
  }
  void ask_whois(const runtime::Reading& reading, const std::string& query) {
    ASSERT_EQ(whois_.answer(reading, query), whois::answer(*reading.state(), query));
  }
  std::size_t found() const { return found_; }

 private:
  rdap::Site site_;
  rdds::KeptAnswers kept_{16 << 20};
  whois::WhoisAnswers whois_;
  std::size_t found_ = 0;
};

TEST(Directory, SaysAtEveryInstantWhatAReplayUpToItSays) {
  RandomWorld world;
  RandomStory story(seed());
  Reporter reporter(seed() + 1);
  std::cout << kInstants << " instants, STELE_SEED=" << seed() << "\n";
  for (const Line& line : opening()) {
    world.clock().pass(line.pause_seconds * kSecond);
    ASSERT_TRUE(world.act(line.who, line.words).accepted()) << line.words;
  }
  for (const char* const zone : kZones)
    ASSERT_TRUE(world.act("registry", std::string("update zone=") + zone + " disclosure=" +
                                          (zone[0] == 'g' ? "icann-2024" : "open"))
                    .accepted());

  Replayed beside(world.vault());
  std::vector<Question> questions;
  std::size_t registered = 0, withheld = 0;
  Kept directory;
  const auto look = [&] {
    for (int n = 0; n < 10; ++n)
      ASSERT_NO_FATAL_FAILURE(directory.ask(world.registry().reading(), reporter.name()));
    for (int n = 0; n < 5; ++n)
      ASSERT_NO_FATAL_FAILURE(directory.ask_whois(world.registry().reading(), reporter.query()));
    const auto live = world.registry().state();
    Question question{live->position(), live->now(), reporter.viewer(*live), reporter.query(), {}, false};
    question.answer = whois::answer(*live, question.viewer, question.query);
    registered += question.answer.find("Registry Domain ID: ") != std::string::npos;
    withheld += question.answer.find(whois::kRedacted) != std::string::npos;
    const Done followed = beside.follow(world.registry().journal(), std::nullopt);
    ASSERT_TRUE(followed) << followed.error().what;
    ASSERT_EQ(beside.position(), question.position);
    ASSERT_EQ(beside.answer(question), question.answer)
        << question.query << " at " << stele::to_text(question.at);
    questions.push_back(std::move(question));
  };
  const std::size_t each = kInstants / kCommands;
  for (std::size_t n = 0; n < kCommands; ++n) {
    // The pause before a command in so many pieces, with a question in each.
    std::int64_t left = story.pause() * kSecond;
    for (std::size_t i = 0; i < each; ++i) {
      const std::int64_t piece = left > 0 ? static_cast<std::int64_t>(
                                                reporter.below(static_cast<std::uint64_t>(left) + 1))
                                          : 0;
      world.clock().pass(piece);
      left -= piece;
      ASSERT_NO_FATAL_FAILURE(look());
    }
    world.clock().pass(left);
    for (auto asked = questions.rbegin(); asked != questions.rend(); ++asked) {
      if (asked->at != world.clock().now()) break;
      asked->in_doubt = true;
    }
    const Line line = reporter.change().value_or(story.next(*world.registry().state()));
    if (world.act(line.who, line.words).accepted()) reporter.was_created(line.words);
  }
  ASSERT_EQ(questions.size(), kInstants);

  Replayed afterwards(world.vault());
  std::size_t compared = 0;
  for (const Question& question : questions) {
    const Done followed = afterwards.follow(world.registry().journal(), question.at);
    ASSERT_TRUE(followed) << followed.error().what;
    if (question.in_doubt || question.query.starts_with("contact ")) continue;
    ++compared;
    ASSERT_EQ(in_hindsight(afterwards.answer(question)), in_hindsight(question.answer))
        << question.query << " at " << stele::to_text(question.at);
  }
  std::cout << "  " << registered << " registered names, " << withheld << " answers with something withheld, "
            << compared << " compared in hindsight, until "
            << stele::to_text(world.clock().now()) << "\n";
  std::cout << "  " << directory.found() << " kept answers given again\n";
  EXPECT_GT(directory.found(), kInstants / 5);
  EXPECT_GT(registered, kInstants / 5);
  EXPECT_GT(withheld, kInstants / 10);
  EXPECT_GT(compared, kInstants / 10);
}

}  // namespace
}  // namespace stele::sim
