#include "tests/sim/random_world.h"

#include <filesystem>
#include <limits>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/base/check.h"
#include "engine/runtime/registry_parts.h"
#include "engine/runtime/replay.h"
#include "frontends/gateway/command_text.h"
#include "projections/registry/registry_state.h"
#include "tests/support/shared_parts.h"

namespace stele::sim {
namespace {

core::Caller caller_of(const core::State& state, const std::string& who) {
  if (who == "registry") return {{events::ActorKind::system, ObjectNumber{}, "system"}};
  const auto registrar = state.find_registrar(who);
  CHECK(registrar != nullptr, "who acts is there: " + who);
  return {{events::ActorKind::registrar, registrar->number, registrar->id}, registrar->repository};
}

}  // namespace

RandomWorld::RandomWorld() {
  auto parts = runtime::memory_parts(random_);
  std::shared_ptr<journal::Journal> journal = std::move(parts.journal);
  journal_ = std::dynamic_pointer_cast<journal::MemoryJournal>(journal);
  CHECK(journal_, "a registry in memory has a journal in memory");
  vault_ = std::move(parts.vault);
  store_ = new_store();
  older_ = new_store();
  clock_.pass(parse_instant("2026-01-01")->ms);
  open();
}

RandomWorld::~RandomWorld() = default;

std::shared_ptr<registry::Store> RandomWorld::new_store() {
  registry::StoreOptions options;
  options.dir = directory_.file("state-" + std::to_string(++stores_made_));
  options.log_dir = directory_.path();
  options.compression = false;
  auto store = registry::open_store(options);
  CHECK(store.has_value(), store.error().what);
  return std::move(*store);
}

void RandomWorld::open() {
  runtime::Options options;
  options.clock = &clock_;
  options.random = &random_;
  options.scrub = false;
  // Only a command makes the writer look: what is due is done before it.
  options.idle_look_ms = 24 * 3600 * kSecond;
  options.longest_silence_ms = std::numeric_limits<std::int64_t>::max();
  auto opened = runtime::Registry::open(options, {std::make_unique<test::SharedJournal>(journal_),
                                                  std::make_unique<test::SharedStore>(store_),
                                                  std::make_unique<test::SharedVault>(vault_)});
  CHECK(opened.has_value(), opened.error().what);
  registry_ = std::move(*opened);
}

runtime::Outcome RandomWorld::act(const std::string& who, const std::string& words) {
  const auto state = registry_->state();
  auto command = gateway::parse_command(words, *state, [](std::string_view) -> Result<std::string> {
    return fail(Fault::unsupported, "random commands have no passwords");
  });
  CHECK(command.has_value(), words + ": " + gateway::to_text(command.error()));
  core::Request request;
  request.caller = caller_of(*state, who);
  request.command = std::move(*command);
  return registry_->execute(std::move(request));
}

std::optional<std::string> RandomWorld::crash() {
  const std::string was = registry_->state_hash();
  registry_.reset();
  if (to_hex(view(registry::hash_of_rows(*store_->snapshot()).sum())) != was)
    return "the hash of the state is not that of its rows";
  auto found = journal_->crash();
  CHECK(found.has_value(), found.error().what);
  journal_ = std::move(*found);
  std::swap(store_, older_);
  open();
  if (registry_->state_hash() == was) return std::nullopt;
  return "an older state brought up to date is not the state that was: " + registry_->state_hash() +
         " instead of " + was;
}

std::optional<std::string> RandomWorld::replay() {
  registry::RegistryState rebuilt(
      std::make_unique<test::SharedStore>(new_store()), nullptr);
  const auto replayed = runtime::replay(*journal_, rebuilt, {});
  if (!replayed) return "the journal cannot be replayed: " + replayed.error().what;
  const std::string hash = to_hex(view(rebuilt.published()->progress().hash.sum()));
  if (hash == registry_->state_hash()) return std::nullopt;
  return "the state built from the journal is not the state that was: " + hash + " instead of " +
         registry_->state_hash();
}

}  // namespace stele::sim
