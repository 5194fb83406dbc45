// A hundred thousand random commands and a clock that jumps from seconds to months: after each of
// them the money is right and nothing dangles, and the journal always tells the same story again.
//
// STELE_SEED=N tells another story, STELE_COMMANDS=N one of another length. A story that goes wrong
// is made as short as a minute allows and printed, to be told again as a scenario.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>

#include "tests/sim/audit.h"
#include "tests/sim/random_story.h"
#include "tests/sim/random_world.h"

namespace stele::sim {
namespace {

constexpr std::uint64_t kSeed = 20260301;
constexpr std::size_t kCommands = 100'000;
constexpr std::size_t kDearEvery = 1'000;
constexpr std::size_t kCrashEvery = 2'500;
constexpr std::chrono::seconds kToShorten{60};

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* const text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

std::string result_of(const runtime::Outcome& outcome) {
  const auto* rejections = outcome.rejections();
  if (rejections == nullptr) return "ok";
  return std::string(core::name_of(rejections->front().reason));
}

// A world with the books of its auditor.
class Telling {
 public:
  Telling() {
    for (const Line& line : opening()) {
      const Problem problem = tell(line);
      if (!problem && result_ == "ok") continue;
      opening_failed_ = line.words + ": " + problem.value_or(result_);
      return;
    }
  }

  const Problem& opening_failed() const { return opening_failed_; }
  const std::string& result() const { return result_; }
  const std::map<std::string, std::size_t>& results() const { return results_; }
  const Audit& audit() const { return audit_; }
  RandomWorld& world() { return world_; }

  Problem tell(const Line& line) {
    world_.clock().pass(line.pause_seconds * kSecond);
    return perform(line);
  }
  // The pause is over already.
  Problem perform(const Line& line) {
    const auto outcome = world_.act(line.who, line.words);
    result_ = result_of(outcome);
    ++results_[result_];
    if (Problem problem = audit_.read(world_.registry().journal(), outcome)) return problem;
    return audit_.check_accounts(*world_.registry().state());
  }
  Problem look_at_everything() { return audit_.check_objects(*world_.registry().state()); }

 private:
  RandomWorld world_;
  Audit audit_{world_.registry().journal().head().next};
  std::string result_;
  std::map<std::string, std::size_t> results_;
  Problem opening_failed_;
};

// What is wrong with a story that is told from the beginning; everything is looked at in its end.
Problem wrong_with(const std::vector<Line>& story) {
  Telling telling;
  for (const Line& line : story)
    if (Problem problem = telling.tell(line)) return problem;
  if (Problem problem = telling.look_at_everything()) return problem;
  if (Problem problem = telling.world().crash()) return problem;
  return telling.world().replay();
}

// Leaves out what it can: ever smaller parts, as long as something is still wrong.
std::vector<Line> shortened(std::vector<Line> story) {
  const auto until = std::chrono::steady_clock::now() + kToShorten;
  for (std::size_t part = story.size() / 2; part > 0; part /= 2)
    for (std::size_t at = 0; at + 1 < story.size();) {
      if (std::chrono::steady_clock::now() > until) return story;
      std::vector<Line> shorter(story.begin(), story.begin() + static_cast<std::ptrdiff_t>(at));
      const std::size_t rest = std::min(at + part, story.size());
      shorter.insert(shorter.end(), story.begin() + static_cast<std::ptrdiff_t>(rest), story.end());
      // Time passes all the same.
      if (at < shorter.size())
        for (std::size_t i = at; i < rest; ++i) shorter[at].pause_seconds += story[i].pause_seconds;
      if (wrong_with(shorter)) story = std::move(shorter);
      else at += part;
    }
  return story;
}

std::string to_text(const std::vector<Line>& story) {
  std::string out;
  for (const Line& line : story) out += "  " + to_text(line) + "\n";
  return out;
}

std::string report(const std::vector<Line>& story, const std::string& problem) {
  const std::vector<Line> shorter = shortened(story);
  const std::size_t tail = shorter.size() > 60 ? shorter.size() - 60 : 0;
  return problem + "\nafter " + std::to_string(story.size()) + " commands; " +
         std::to_string(shorter.size()) + " are enough for: " +
         wrong_with(shorter).value_or("nothing, the first one does not repeat") + "\n" +
         (tail > 0 ? "  … (what comes before is left out here)\n" : "") +
         to_text({shorter.begin() + static_cast<std::ptrdiff_t>(tail), shorter.end()});
}

// A story in which nothing happens proves nothing.
void expect_a_full_life(const Telling& telling, std::size_t commands) {
  const auto& seen = telling.audit().seen();
  for (const char* const event :
       {"ContactDeleted", "ContactTransferred", "HostDeleted", "HostUpdated", "HostTransferred",
        "SubjectErased", "DomainCreated", "DomainRenewed automatic", "DomainRestored", "DomainPurged",
        "DomainTransferRequested", "DomainTransferEnded", "DomainTransferred", "ZoneUpdateScheduled",
        "ZoneUpdated with its names", "DomainPhaseChanged expired", "DomainPhaseChanged suspended",
        "DomainPhaseChanged pending_restore", "DomainPhaseChanged pending_delete",
        "AccountRefunded addPeriod", "AccountRefunded autoRenewPeriod", "AccountRefunded renewPeriod",
        "AccountRefunded transferPeriod", "AccountRefunded pendingRestore", "MessageQueued",
        "MessageAcknowledged", "NameListed"})
    EXPECT_TRUE(seen.contains(event)) << event << " never came";
  const auto& results = telling.results();
  for (const char* const reason : {"low_credit", "object_exists", "not_sponsor", "linked", "below_limit",
                                   "transfer_locked", "bad_auth_info", "fee_too_low"})
    EXPECT_TRUE(results.contains(reason)) << reason << " never came";
  EXPECT_GT(results.at("ok"), commands / 3);
}

void print(const Telling& telling) {
  for (const auto& [name, count] : telling.audit().seen())
    std::cout << "  " << name << " " << count << "\n";
  for (const auto& [name, count] : telling.results()) std::cout << "  -> " << name << " " << count << "\n";
}

TEST(RandomCommands, KeepEveryPromise) {
  const std::uint64_t seed = number_from("STELE_SEED", kSeed);
  const std::size_t commands = number_from("STELE_COMMANDS", kCommands);
  std::cout << commands << " commands, STELE_SEED=" << seed << "\n";
  RandomStory random(seed);
  auto telling = std::make_unique<Telling>();
  ASSERT_FALSE(telling->opening_failed()) << *telling->opening_failed();
  std::vector<Line> story;
  Problem problem;
  for (std::size_t n = 1; n <= commands && !problem; ++n) {
    const std::int64_t pause = random.pause();
    telling->world().clock().pass(pause * kSecond);
    Line line = random.next(*telling->world().registry().state());
    line.pause_seconds = pause;
    story.push_back(line);
    problem = telling->perform(line);
    if (!problem && (n % kDearEvery == 0 || n == commands)) problem = telling->look_at_everything();
    if (!problem && (n % kCrashEvery == 0 || n == commands)) problem = telling->world().crash();
  }
  if (!problem) problem = telling->world().replay();
  if (problem) {
    telling.reset();
    FAIL() << report(story, *problem);
  }
  print(*telling);
  std::cout << "  until " << stele::to_text(telling->world().clock().now()) << "\n";
  expect_a_full_life(*telling, commands);
}

}  // namespace
}  // namespace stele::sim
