#include "engine/crypto/vault.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <set>
#include <thread>

#include "engine/base/file.h"
#include "engine/crypto/system_random.h"
#include "tests/support/temporary_directory.h"
#include "tests/unit/crypto/test_random.h"

namespace stele::crypto {
namespace {

constexpr std::size_t kSlot = 64;

class Vault : public testing::Test {
 protected:
  std::unique_ptr<KeyVault> open() {
    auto vault = open_vault(files_, random_);
    EXPECT_TRUE(vault) << vault.error().what;
    return vault ? std::move(*vault) : nullptr;
  }
  Error refusal() {
    const auto vault = open_vault(files_, random_);
    EXPECT_FALSE(vault);
    return vault ? Error{} : vault.error();
  }
  std::string bytes() { return read_file(files_.vault, 1 << 24).value(); }
  void overwrite(std::size_t offset, std::string_view with) {
    auto file = File::open(files_.vault, File::Mode::read_write);
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->write_at(offset, with));
  }
  void flip(std::size_t offset) {
    overwrite(offset, std::string(1, static_cast<char>(bytes()[offset] ^ 1)));
  }

  test::TemporaryDirectory directory_;
  VaultFiles files_{.vault = directory_.file("keys.vault"), .kek = directory_.file("kek")};
  TestRandom random_;
};

TEST_F(Vault, SealedValuesOpenOnlyWhereTheyBelong) {
  const auto vault = open();
  const KeySlot slot = vault->allocate().value();
  const KeySlot other = vault->allocate().value();
  EXPECT_EQ(slot, KeySlot{1});
  EXPECT_EQ(other, KeySlot{2});

  const std::string sealed = vault->seal(slot, "contact 7", "Jana Nováková").value();
  EXPECT_EQ(sealed.find("Jana"), std::string::npos);
  EXPECT_EQ(vault->unseal(slot, "contact 7", sealed).value(), "Jana Nováková");
  EXPECT_EQ(vault->unseal(slot, "contact 8", sealed).error().fault, Fault::corrupt);
  EXPECT_EQ(vault->unseal(other, "contact 7", sealed).error().fault, Fault::corrupt);
  EXPECT_EQ(vault->unseal(slot, "contact 7", "short").error().fault, Fault::corrupt);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string flipped = sealed;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x80);
    EXPECT_FALSE(vault->unseal(slot, "contact 7", flipped)) << i;
  }
  EXPECT_NE(vault->seal(slot, "contact 7", "Jana Nováková").value(), sealed);  // a fresh nonce
}

TEST_F(Vault, ReopenedVaultReadsWhatWasSealedAndGoesOn) {
  std::string sealed;
  {
    const auto vault = open();
    vault->allocate().value();
    sealed = vault->seal(vault->allocate().value(), "c", "clear").value();
  }
  const auto vault = open();
  ASSERT_TRUE(vault->reserve_up_to(KeySlot{2}));
  EXPECT_EQ(vault->unseal(KeySlot{2}, "c", sealed).value(), "clear");
  EXPECT_EQ(vault->allocate().value(), KeySlot{3});
}

TEST_F(Vault, FilesArePrivate) {
  open();
  for (const auto& path : {files_.vault, files_.kek}) {
    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U) << path;
  }
}

TEST_F(Vault, NoKeyStandsInTheFileAsClearBytes) {
  open();
  const std::string file = bytes();
  std::size_t keys = 0;
  for (const std::string& given : random_.given()) {
    if (given.size() != 32) continue;
    ++keys;
    EXPECT_EQ(file.find(given), std::string::npos);
  }
  EXPECT_EQ(keys, 1 + file.size() / kSlot - 1);  // the wrapping key and one per slot
}

TEST_F(Vault, DestroyedSlotIsZeroAndErasedIsAValue) {
  std::string sealed;
  {
    const auto vault = open();
    const KeySlot slot = vault->allocate().value();
    sealed = vault->seal(slot, "c", "clear").value();
    EXPECT_FALSE(vault->destroyed(slot));
    ASSERT_TRUE(vault->destroy(slot));
    EXPECT_TRUE(vault->destroy(slot));
    EXPECT_TRUE(vault->destroyed(slot));
    EXPECT_EQ(bytes().substr(kSlot, kSlot), std::string(kSlot, '\0'));
    EXPECT_EQ(vault->unseal(slot, "c", sealed).value(), std::nullopt);
    EXPECT_EQ(vault->seal(slot, "c", "again").error().fault, Fault::not_found);
  }
  const auto vault = open();
  EXPECT_TRUE(vault->destroyed(KeySlot{1}));
  EXPECT_EQ(vault->unseal(KeySlot{1}, "c", sealed).value(), std::nullopt);
  EXPECT_EQ(vault->allocate().value(), KeySlot{2});  // even where nobody reserved it
}

TEST_F(Vault, TamperedSlotIsCorruptAndNotErased) {
  open();
  for (const std::size_t offset : {0UL, 4UL, 20UL, 63UL}) {
    flip(2 * kSlot + offset);
    const auto vault = open();
    const auto sealed = vault->seal(KeySlot{2}, "c", "clear");
    ASSERT_FALSE(sealed) << offset;
    EXPECT_EQ(sealed.error().fault, Fault::corrupt);
    EXPECT_NE(sealed.error().what.find("key slot 2 is damaged"), std::string::npos);
    EXPECT_FALSE(vault->destroyed(KeySlot{2}));
    flip(2 * kSlot + offset);
  }
}

TEST_F(Vault, ExchangedSlotsAreCorrupt) {
  open();
  overwrite(2 * kSlot, bytes().substr(kSlot, kSlot));
  EXPECT_EQ(open()->seal(KeySlot{2}, "c", "clear").error().fault, Fault::corrupt);
}

TEST_F(Vault, TornDestructionIsFinishedByDestroyingAgain) {
  open();
  overwrite(kSlot, std::string(30, '\0'));
  const auto vault = open();
  EXPECT_FALSE(vault->destroyed(KeySlot{1}));
  ASSERT_TRUE(vault->destroy(KeySlot{1}));
  EXPECT_TRUE(vault->destroyed(KeySlot{1}));
}

TEST_F(Vault, SlotsThatDoNotExistAreNamed) {
  const auto vault = open();
  for (const KeySlot slot : {KeySlot{0}, KeySlot{1025}, KeySlot{~0ULL}}) {
    EXPECT_EQ(vault->seal(slot, "c", "x").error().fault, Fault::corrupt);
    EXPECT_EQ(vault->destroy(slot).error().fault, Fault::corrupt);
    EXPECT_FALSE(vault->destroyed(slot));
  }
  EXPECT_NE(vault->destroy(KeySlot{1025}).error().what.find("key slot 1025"), std::string::npos);
}

TEST_F(Vault, MissingKekIsRefused) {
  open();
  std::filesystem::remove(files_.kek);
  const Error error = refusal();
  EXPECT_EQ(error.fault, Fault::not_found);
  EXPECT_TRUE(error.what.starts_with(files_.kek + " is missing")) << error.what;
  EXPECT_FALSE(file_exists(files_.kek));
}

TEST_F(Vault, MissingVaultIsRefused) {
  open();
  std::filesystem::remove(files_.vault);
  const Error error = refusal();
  EXPECT_EQ(error.fault, Fault::not_found);
  EXPECT_TRUE(error.what.starts_with(files_.vault + " is missing")) << error.what;
  EXPECT_FALSE(file_exists(files_.vault));
}

TEST_F(Vault, InterruptedCreationIsFinished) {
  open();
  std::filesystem::rename(files_.vault, files_.vault + ".created");
  EXPECT_TRUE(open()->allocate());
}

TEST_F(Vault, ForeignKekIsRefused) {
  open();
  ASSERT_TRUE(write_file_durably(files_.kek, std::string(32, 'k')));
  EXPECT_NE(refusal().what.find("another key-encryption key"), std::string::npos);
  ASSERT_TRUE(write_file_durably(files_.kek, std::string(31, 'k')));
  EXPECT_NE(refusal().what.find("31 bytes"), std::string::npos);
}

TEST_F(Vault, TruncatedVaultIsRefused) {
  open();
  for (const std::uintmax_t length : {1024 * kSlot, 1024 * kSlot + 63, 100UL, 63UL, 0UL}) {
    std::filesystem::resize_file(files_.vault, length);
    const Error error = refusal();
    EXPECT_EQ(error.fault, Fault::corrupt);
    EXPECT_NE(error.what.find("truncated"), std::string::npos) << error.what;
  }
}

TEST_F(Vault, EveryDamagedHeaderByteIsRefused) {
  open();
  for (std::size_t offset = 0; offset < kSlot; ++offset) {
    flip(offset);
    EXPECT_EQ(refusal().fault, Fault::corrupt) << offset;
    flip(offset);
  }
  EXPECT_TRUE(open());
}

TEST_F(Vault, SecondHolderIsRefused) {
  const auto vault = open();
  EXPECT_EQ(refusal().fault, Fault::busy);
}

TEST_F(Vault, JournalOfAnotherVaultIsNoticed) {
  const auto vault = open();
  const Done refused = vault->reserve_up_to(KeySlot{5000});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::corrupt);
  EXPECT_NE(refused.error().what.find("the journal names key slot 5000"), std::string::npos);
}

TEST_F(Vault, ManyThreadsGetDifferentSlotsAcrossBlocks) {
  constexpr int kThreads = 4;
  constexpr int kEach = 700;
  std::vector<KeySlot> slots(kThreads * kEach);
  {
    const auto vault = open();
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < kEach; ++i)
          slots[static_cast<std::size_t>(t * kEach + i)] = vault->allocate().value_or(KeySlot{});
      });
    threads.clear();
    const std::string sealed = vault->seal(KeySlot{2800}, "c", "clear").value();
    EXPECT_EQ(vault->unseal(KeySlot{2800}, "c", sealed).value(), "clear");
  }
  const std::set<KeySlot> distinct(slots.begin(), slots.end());
  EXPECT_EQ(distinct.size(), slots.size());
  EXPECT_EQ(*distinct.begin(), KeySlot{1});
  EXPECT_EQ(*distinct.rbegin(), KeySlot{kThreads * kEach});
  const auto vault = open();  // what was handed out had been durable before
  EXPECT_TRUE(vault->seal(KeySlot{kThreads * kEach}, "c", "clear"));
}

TEST_F(Vault, KeyOutOfTheCacheComesBackFromTheFile) {
  const auto vault = open();
  const std::string sealed = vault->seal(vault->allocate().value(), "c", "first").value();
  for (int i = 0; i < 9000; ++i) ASSERT_TRUE(vault->allocate());
  EXPECT_EQ(vault->unseal(KeySlot{1}, "c", sealed).value(), "first");
}

TEST(MemoryVault, BehavesLikeTheFile) {
  TestRandom random;
  const auto vault = memory_vault(random);
  const KeySlot slot = vault->allocate().value();
  const std::string sealed = vault->seal(slot, "c", "clear").value();
  EXPECT_EQ(vault->unseal(slot, "c", sealed).value(), "clear");
  EXPECT_FALSE(vault->unseal(slot, "d", sealed));
  ASSERT_TRUE(vault->destroy(slot));
  EXPECT_TRUE(vault->destroyed(slot));
  EXPECT_EQ(vault->unseal(slot, "c", sealed).value(), std::nullopt);
  EXPECT_EQ(vault->seal(KeySlot{9}, "c", "x").error().fault, Fault::corrupt);
  ASSERT_TRUE(vault->reserve_up_to(KeySlot{9}));
  EXPECT_EQ(vault->allocate().value(), KeySlot{10});
}

TEST(MemoryVault, SameRandomSameBytes) {
  const auto sealed = [] {
    TestRandom random;
    const auto vault = memory_vault(random);
    return vault->seal(vault->allocate().value(), "c", "clear").value();
  };
  EXPECT_EQ(sealed(), sealed());
}

TEST(SystemRandomSource, GivesFreshBytes) {
  SystemRandom random;
  std::array<unsigned char, 32> a{};
  std::array<unsigned char, 32> b{};
  random.fill(a);
  random.fill(b);
  EXPECT_NE(a, b);
}

}  // namespace
}  // namespace stele::crypto
