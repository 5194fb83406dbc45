// Answers that are kept: given again word for word but for their moment, and never once anything they are
// made of has changed. Each is compared with one that is made anew from the same state.
#include "projections/rdds/kept_answers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <thread>
#include <vector>

#include "projections/rdap/answer.h"
#include "tests/support/shared_parts.h"
#include "tests/support/text_registry.h"

namespace stele::rdap {
namespace {

constexpr const char* kPassword = " pw=Abc-1234567890-xyzXYZ";
constexpr std::int64_t kYear = 365 * kDay;

// Reads nothing while it is told to.
class FailingVault final : public test::SharedVault {
 public:
  using SharedVault::SharedVault;
  Result<std::optional<std::string>> unseal(KeySlot slot, std::string_view context,
                                            std::string_view sealed) override {
    if (fails) return fail(Fault::io, "the disk is gone");
    return SharedVault::unseal(slot, context, sealed);
  }
  bool fails = false;
};

class KeptAnswers : public testing::Test {
 protected:
  KeptAnswers() : registry_(nullptr, [this](runtime::Parts& parts) { replace_vault(parts); }), kept_(1 << 20) {
    registry_.run("create registrar=reg-a name=\"Registrar A\" currency=EUR");
    registry_.run("credit registrar=reg-a amount=1000000.00EUR text=test");
    registry_.run(
        "create zone=example registrant=optional price.create=1.00EUR price.renew=1.00EUR primary=ns1.nic.invalid "
        "responsible=hostmaster.nic.invalid ns=ns1.nic.invalid disclosure=icann-2024 lifecycle=gtld");
    registry_.run("update registrar=reg-a add.zone=example");
    for (const char* id : {"con-a", "con-b"})
      registry_.run(std::string("create contact=") + id + " sponsor=reg-a name=N street=S city=C cc=AT email=a@b.invalid" +
                    kPassword);
    registry_.run(std::string("create domain=shop.example sponsor=reg-a registrant=con-a") + kPassword);
    registry_.run(std::string("create domain=other.example sponsor=reg-a registrant=con-b") + kPassword);
    registry_.run("create host=ns1.shop.example sponsor=reg-a addr=192.0.2.1");
    registry_.run("update domain=shop.example add.ns=ns1.shop.example");
  }

  void replace_vault(runtime::Parts& parts) {
    auto failing = std::make_unique<FailingVault>(std::move(parts.vault));
    vault_ = failing.get();
    parts.vault = std::move(failing);
  }

  // Whether it was kept. What is answered is right in any case.
  bool ask(const std::string& name) {
    const auto reading = registry_.registry().reading();
    const Query query = *parse_query({"domain", name}, {});
    const std::string moment = to_text(reading.state()->now());
    const std::string right = answer(*reading.state(), {}, site_, name, query).body;
    if (const auto found = kept_.find(reading, name, moment)) {
      EXPECT_EQ(*found, right);
      return true;
    }
    registry::Footprint footprint;
    const Answer made = answer(*reading.noting(footprint), {}, site_, name, query);
    EXPECT_EQ(made.body, right);
    if (made.lasting) kept_.keep(reading, name, moment, made.body, *made.lasting, std::move(footprint));
    return false;
  }
  void expect_kept(const std::string& name) {
    ask(name);
    EXPECT_TRUE(ask(name)) << name;
  }

  FailingVault* vault_ = nullptr;
  test::TextRegistry registry_;
  Site site_;
  rdds::KeptAnswers kept_;
};

TEST_F(KeptAnswers, AreGivenAgainWithTheirOwnMoment) {
  EXPECT_FALSE(ask("shop.example"));
  EXPECT_TRUE(ask("shop.example"));
  registry_.advance(kSecond);
  EXPECT_TRUE(ask("shop.example"));
}

TEST_F(KeptAnswers, AreMadeAnewAfterEveryChangeOfWhatTheyAreMadeOf) {
  for (const char* change :
       {"update domain=shop.example add.status=clientHold", "update host=ns1.shop.example add.addr=192.0.2.2",
        "update contact=con-a name=M", "update registrar=reg-a abuse_email=abuse@a.invalid",
        "update zone=example disclosure=open", "change settings whois_notice=\"Be kind.\"",
        "update domain=shop.example rem.ns=ns1.shop.example"}) {
    expect_kept("shop.example");
    registry_.run(change);
    EXPECT_FALSE(ask("shop.example")) << change;
  }
}

TEST_F(KeptAnswers, OfOthersStayAfterAChange) {
  expect_kept("other.example");
  registry_.run("update domain=shop.example add.status=clientHold");
  EXPECT_TRUE(ask("other.example"));
}

TEST_F(KeptAnswers, EndWithAGracePeriod) {
  expect_kept("shop.example");
  registry_.advance(5 * kDay - 1);
  EXPECT_TRUE(ask("shop.example"));
  registry_.advance(1);
  EXPECT_FALSE(ask("shop.example"));
  expect_kept("shop.example");
}

TEST_F(KeptAnswers, EndWhenTheNameFallsDue) {
  registry_.advance(10 * kDay);
  expect_kept("shop.example");
  // Years are as long as they are: it is looked at each day, due or written down.
  bool ended = false;
  for (std::int64_t day = 0; day < kYear / kDay; ++day) {
    registry_.advance(kDay);
    ended = !ask("shop.example") || ended;
  }
  EXPECT_TRUE(ended);
}

TEST_F(KeptAnswers, AreForgottenWhenAnybodyIsErased) {
  registry_.run(std::string("create contact=con-c sponsor=reg-a name=N street=S city=C cc=AT email=a@b.invalid") + kPassword);
  expect_kept("shop.example");
  registry_.run("erase contact=con-c");
  EXPECT_FALSE(ask("shop.example"));
  EXPECT_TRUE(ask("shop.example"));
}

TEST_F(KeptAnswers, AreNotKeptWhileSomebodyCannotBeRead) {
  vault_->fails = true;
  EXPECT_FALSE(ask("shop.example"));
  EXPECT_FALSE(ask("shop.example"));
  vault_->fails = false;
  expect_kept("shop.example");
}

TEST_F(KeptAnswers, NotOfQuestionsWithoutEnd) {
  const auto reading = registry_.registry().reading();
  const std::string moment = to_text(reading.state()->now());
  registry::Footprint footprint;
  reading.noting(footprint);
  for (const std::size_t length : {std::size_t{300}, std::size_t{301}}) {
    const std::string question(length, 'q');
    kept_.keep(reading, question, moment, moment, {Instant{std::numeric_limits<std::int64_t>::max()}, 0}, footprint);
    EXPECT_EQ(kept_.find(reading, question, moment).has_value(), length == 300) << length;
  }
}

TEST_F(KeptAnswers, OnlyOfNamesThatAreThere) {
  EXPECT_FALSE(ask("free.example"));
  EXPECT_FALSE(ask("free.example"));
}

// A reader that began before a change and keeps what it made after it.
TEST_F(KeptAnswers, OfAnOlderStateAreNotTakenForNew) {
  const auto before = registry_.registry().reading();
  registry::Footprint footprint;
  const Answer made = answer(*before.noting(footprint), {}, site_, "shop.example", *parse_query({"domain", "shop.example"}, {}));
  registry_.run("update domain=shop.example add.status=clientHold");
  const std::string moment = to_text(before.state()->now());
  kept_.keep(before, "shop.example", moment, made.body, *made.lasting, footprint);
  EXPECT_FALSE(ask("shop.example"));
  // And who still reads the older one is not told of the newer.
  EXPECT_TRUE(ask("shop.example"));
  EXPECT_FALSE(kept_.find(before, "shop.example", moment));
}

// Each answer is compared with one of the same reading, so whatever the others do at the time.
TEST_F(KeptAnswers, AreRightForManyWhileThingsChange) {
  std::atomic<bool> over = false;
  std::atomic<std::size_t> kept = 0;
  std::vector<std::jthread> readers;
  for (int reader = 0; reader < 4; ++reader)
    readers.emplace_back([&] {
      while (!over.load())
        for (const char* name : {"shop.example", "other.example"}) kept += ask(name);
    });
  for (int change = 0; change < 100; ++change) {
    registry_.run(std::string("update domain=shop.example ") + (change % 2 ? "rem" : "add") + ".status=clientHold");
    if (change % 10 == 0) {
      const std::string id = "con-" + std::to_string(change);
      registry_.run("create contact=" + id + " sponsor=reg-a name=N street=S city=C cc=AT email=a@b.invalid" + kPassword);
      registry_.run("erase contact=" + id);
    }
  }
  while (kept.load() == 0) std::this_thread::yield();
  over = true;
}

TEST_F(KeptAnswers, AreOnlyWorthItOfWhatIsAskedAgain) {
  EXPECT_FALSE(kept_.is_asked_again("shop.example"));
  EXPECT_FALSE(kept_.is_asked_again("other.example"));
  EXPECT_TRUE(kept_.is_asked_again("shop.example"));
  EXPECT_TRUE(kept_.is_asked_again("other.example"));
}

TEST_F(KeptAnswers, AreBounded) {
  constexpr std::size_t kMost = 128 << 10;
  rdds::KeptAnswers few(kMost);
  std::vector<std::string> names;
  for (int i = 0; i < 400; ++i) {
    names.push_back("n" + std::to_string(i) + ".example");
    registry_.run("create domain=" + names.back() + " sponsor=reg-a" + kPassword);
  }
  const auto reading = registry_.registry().reading();
  const std::string moment = to_text(reading.state()->now());
  for (const std::string& name : names) {
    registry::Footprint footprint;
    const Answer made = answer(*reading.noting(footprint), {}, site_, name, *parse_query({"domain", name}, {}));
    few.keep(reading, name, moment, made.body, *made.lasting, std::move(footprint));
  }
  std::size_t found = 0;
  for (const std::string& name : names) found += few.find(reading, name, moment).has_value();
  EXPECT_GT(found, 10u);
  EXPECT_LT(found * 512, kMost);  // what an entry takes at least, packed
}

}  // namespace
}  // namespace stele::rdap
