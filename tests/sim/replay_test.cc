// The journal alone is enough: a registry on a real disk, built again from it in every way.
#include <gtest/gtest.h>

#include <filesystem>

#include "engine/runtime/data_directory.h"
#include "engine/runtime/registry.h"
#include "engine/runtime/registry_parts.h"
#include "engine/runtime/replay.h"
#include "projections/registry/registry_state.h"
#include "tests/sim/script.h"
#include "tests/support/temporary_directory.h"
#include "tests/unit/runtime/fixture.h"

namespace stele::sim {
namespace {

class ReplayTest : public testing::Test {
 protected:
  void SetUp() override {
    options_.dir = directory_.file("data");
    options_.clock = &clock_;
    options_.scrub = false;
    options_.least_free_bytes = 0;
    const Done made = runtime::Registry::create(options_, "sim/journal", "SIM");
    ASSERT_TRUE(made) << made.error().what;
    open();
    for (std::size_t n = 0; n < kScript; ++n) {
      clock_.pass(kSecond);
      ASSERT_TRUE(registry_->execute(script(n, *registry_->state())).accepted()) << "command " << n;
    }
    hash_ = registry_->state_hash();
    records_ = registry_->journal().head().next.value;
  }

  void open() {
    auto opened = runtime::Registry::open(options_);
    ASSERT_TRUE(opened) << opened.error().what;
    registry_ = std::move(*opened);
  }

  std::string state() const { return runtime::DataDirectory{options_.dir}.state(); }

  test::TemporaryDirectory directory_;
  runtime::HandClock clock_;
  runtime::Options options_;
  std::unique_ptr<runtime::Registry> registry_;
  std::string hash_;
  std::uint64_t records_ = 0;
};

TEST_F(ReplayTest, GivesTheLiveStateHash) {
  registry::RegistryState rebuilt(registry::memory_store(), nullptr);
  const auto replayed = runtime::replay(registry_->journal(), rebuilt, {});
  ASSERT_TRUE(replayed) << replayed.error().what;
  EXPECT_EQ(replayed->transactions, kScript + 1);  // the founding of repository 1 came first
  EXPECT_EQ(to_hex(view(rebuilt.published()->progress().hash.sum())), hash_);
  EXPECT_EQ(registry::hash_of_rows(*rebuilt.published()->shared_rows()),
            rebuilt.published()->progress().hash);
}

TEST_F(ReplayTest, AfterACleanStopThereIsNothingToReplay) {
  registry_.reset();
  open();
  EXPECT_EQ(registry_->replayed_at_start(), 0U);
  EXPECT_EQ(registry_->state_hash(), hash_);
}

TEST_F(ReplayTest, AStateRemovedByHandIsBuiltAgain) {
  registry_.reset();
  ASSERT_GT(std::filesystem::remove_all(state()), 0U);
  open();
  EXPECT_EQ(registry_->replayed_at_start(), records_ - 1);  // the genesis holds no transaction
  EXPECT_EQ(registry_->state_hash(), hash_);
  EXPECT_TRUE(registry_->state()->find_contact_number(RepositoryId{1}, "con-0"));
}

TEST_F(ReplayTest, AStateOfYesterdayCatchesUp) {
  registry_.reset();
  const std::string yesterday = directory_.file("yesterday");
  std::filesystem::copy(state(), yesterday, std::filesystem::copy_options::recursive);
  open();
  core::CreateDomain later = runtime::create_domain("later.example");
  later.registrant = "con-0";
  ASSERT_TRUE(
      registry_->execute(runtime::by_registrar(*registry_->state(), "reg-a", later)).accepted());
  hash_ = registry_->state_hash();
  registry_.reset();
  std::filesystem::remove_all(state());
  std::filesystem::rename(yesterday, state());
  open();
  EXPECT_EQ(registry_->replayed_at_start(), 1U);
  EXPECT_EQ(registry_->state_hash(), hash_);
}

}  // namespace
}  // namespace stele::sim
