#include "tests/support/scenario/world.h"

#include <limits>

#include "engine/base/check.h"
#include "tests/support/shared_parts.h"

namespace stele::test {
namespace {

constexpr std::int64_t kNoSilence = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kStatesKept = 5;

Result<std::unique_ptr<registry::Store>> copy_of(const registry::Snapshot& snapshot) {
  auto store = registry::memory_store();
  std::vector<registry::RowChange> rows;
  snapshot.scan("", "", [&](std::string_view key, std::string_view value) {
    rows.push_back({std::string(key), std::string(value)});
    return true;
  });
  if (const Done done = store->write(rows); !done) return std::unexpected(done.error());
  return store;
}

}  // namespace

void StoryRandom::fill(std::span<unsigned char> out) {
  const std::lock_guard lock(mutex_);
  for (unsigned char& byte : out) byte = static_cast<unsigned char>(engine_());
}

StoryWorld::StoryWorld(Chance chance) : random_(chance) {
  auto parts = runtime::memory_parts(random_);
  std::shared_ptr<journal::Journal> journal = std::move(parts.journal);
  journal_ = std::dynamic_pointer_cast<journal::MemoryJournal>(journal);
  CHECK(journal_, "a registry in memory has a journal in memory");
  store_ = std::move(parts.store);
  vault_ = std::move(parts.vault);
  clock_.pass(parse_instant("2026-01-01")->ms);
  const Done opened = reopen(StateLeft::nothing, kNoSilence);
  CHECK(opened.has_value(), opened.error().what);
}

StoryWorld::~StoryWorld() = default;

Done StoryWorld::go_to(Instant time) {
  if (time < clock_.now())
    return fail(Fault::invalid, "it is " + to_text(clock_.now()) + " already; time does not go back");
  clock_.pass(time - clock_.now());
  return {};
}

Done StoryWorld::reopen(StateLeft left, std::int64_t longest_silence_ms) {
  registry_.reset();
  if (left == StateLeft::older && !past_.empty()) {
    auto older = copy_of(*past_.front());
    if (!older) return std::unexpected(older.error());
    store_ = std::move(*older);
  } else {
    store_ = registry::memory_store();
  }
  runtime::Options options;
  options.clock = &clock_;
  options.random = &random_;
  options.scrub = false;
  // Only a line of the story makes the writer look: what is due is done before its command.
  options.idle_look_ms = 24 * 3600 * kSecond;
  options.longest_silence_ms = longest_silence_ms;
  auto opened = runtime::Registry::open(
      options, {std::make_unique<SharedJournal>(journal_), std::make_unique<SharedStore>(store_),
                std::make_unique<SharedVault>(vault_)});
  if (!opened) return std::unexpected(opened.error());
  registry_ = std::move(*opened);
  return {};
}

Done StoryWorld::crash() {
  const std::string was = registry_->state_hash();
  registry_.reset();
  const auto now = store_->snapshot();
  for (const StateLeft left : {StateLeft::older, StateLeft::nothing}) {
    auto found = journal_->crash();
    if (!found) return std::unexpected(found.error());
    journal_ = std::move(*found);
    if (const Done done = reopen(left, kNoSilence); !done) return done;
    // Position 0 is the genesis; it holds no events.
    if (left == StateLeft::nothing &&
        registry_->replayed_at_start() + 1 != journal_->head().next.value)
      return fail(Fault::corrupt, "not every record was replayed into an empty state");
    if (registry_->state_hash() != was)
      return fail(Fault::corrupt, "the state built from the journal is not the state that was: " +
                                      registry_->state_hash() + " instead of " + was);
  }
  past_.push_back(now);
  while (past_.size() > kStatesKept) past_.pop_front();
  return {};
}

Done StoryWorld::restart() {
  const std::int64_t ordinary = runtime::Options{}.longest_silence_ms;
  auto found = journal_->crash();
  if (!found) return std::unexpected(found.error());
  registry_.reset();
  journal_ = std::move(*found);
  return reopen(StateLeft::older, ordinary);
}

}  // namespace stele::test
