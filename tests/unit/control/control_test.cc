#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <limits>
#include <thread>

#include "engine/base/file.h"
#include "engine/crypto/sign.h"
#include "engine/runtime/registry_parts.h"
#include "engine/runtime/registry_parts.h"
#include "events/journal/checkpoint.h"
#include "events/journal/genesis.h"
#include "events/journal/memory_journal.h"
#include "events/journal/transaction.h"
#include "frontends/control/channel.h"
#include "frontends/control/history.h"
#include "frontends/control/journal_access.h"
#include "frontends/control/server.h"
#include "frontends/control/socket_path.h"
#include "tests/support/shared_parts.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/text_registry.h"

namespace stele::control {
namespace {

TEST(ControlFrame, MessagesComeBackEqual) {
  const Message messages[] = {
      Request{"command", {{"text", "create domain=\"a\""}, {"why", "žluť\n"}}}, Part{"line\n"},
      Next{}, Reply{true, "", R"({"position":7})"}, Reply{false, "refused", "{}"}};
  for (const Message& message : messages) {
    const std::string frame = encode_frame(message) + "more";
    const auto decoded = decode_frame(frame);
    ASSERT_TRUE(decoded.has_value());
    EXPECT_EQ(decoded->length, frame.size() - 4);
    EXPECT_EQ(decoded->message, message);
  }
}

TEST(ControlFrame, EveryShorterFrameIsIncomplete) {
  const std::string frame = encode_frame(Part{"text"});
  for (std::size_t n = 0; n < frame.size(); ++n) {
    const auto decoded = decode_frame(std::string_view(frame).substr(0, n));
    ASSERT_TRUE(decoded.has_value());
    EXPECT_EQ(decoded->length, 0U);
  }
}

std::string framed(const std::string& body) {
  std::string out;
  put_big_endian(out, static_cast<std::uint32_t>(body.size()));
  return out + body;
}

TEST(ControlFrame, WhatCanNeverBeAFrameIsRefused) {
  std::string huge;
  put_big_endian(huge, std::uint32_t{0x7fffffff});
  EXPECT_EQ(decode_frame(huge).error().fault, Fault::too_large);
  for (const char* body : {"", "[]", "{", "{}", R"({"do":1})", R"({"do":"x","arguments":[]})",
                           R"({"do":"x","arguments":{"a":1}})", "[[[[[[[[1]]]]]]]]"})
    EXPECT_EQ(decode_frame(framed(body)).error().fault, Fault::invalid) << body;
}

class ControlSocket : public testing::Test {
 protected:
  explicit ControlSocket(const std::string& below = {})
      : dir_(directory_.path() + below), gateway_(registry_.registry(), random_, clock_),
        operations_(gateway_, dir_) {
    std::filesystem::create_directories(dir_);
    reactor_ = std::move(*net::Reactor::start(1));
    auto server = ControlServer::listen(*reactor_, operations_, dir_, {});
    EXPECT_TRUE(server.has_value()) << server.error().what;
    server_ = std::move(*server);
  }

  Reply ask(const Request& request, std::string* text = nullptr) {
    auto channel = connect(dir_);
    EXPECT_TRUE(channel.has_value());
    auto reply = (*channel)->call(request, [text](std::string_view part) {
      if (text != nullptr) *text += part;
      return Done{};
    });
    EXPECT_TRUE(reply.has_value());
    return *reply;
  }

  Reply run(const std::string& text) {
    return ask({"command", {{"text", text}, {"why", "test"}, {"user", "ada"}}});
  }

  test::TemporaryDirectory directory_;
  std::string dir_;
  test::TextRegistry registry_;
  crypto::SystemRandom random_;
  SystemClock clock_;
  gateway::Gateway gateway_;
  Operations operations_;
  std::unique_ptr<net::Reactor> reactor_;
  std::unique_ptr<ControlServer> server_;
};

TEST_F(ControlSocket, LocksAreListedAndTakenAway) {
  ASSERT_TRUE(run("change settings login_failures=1").ok);
  std::promise<gateway::LoginResult> result;
  gateway_.login({.registrar = "nobody", .password = "x",
                  .client = {.peer = "192.0.2.1:1", .address = "192.0.2.1"}},
                 [&](gateway::LoginAnswer answer) { result.set_value(answer.result); });
  ASSERT_EQ(result.get_future().get(), gateway::LoginResult::wrong);
  const std::string listed = ask({"locks", {}}).data;
  EXPECT_NE(listed.find("\"who\":\"address=192.0.2.1\""), std::string::npos) << listed;
  EXPECT_NE(listed.find("\"who\":\"registrar=nobody\""), std::string::npos) << listed;
  EXPECT_NE(ask({"unlock", {{"who", "registrar=nobody"}}}).data.find("\"locks\":1"),
            std::string::npos);
  EXPECT_EQ(ask({"locks", {}}).data.find("nobody"), std::string::npos);
  EXPECT_FALSE(ask({"unlock", {{"who", "nobody"}}}).ok);
}

TEST_F(ControlSocket, CommandIsRecordedWithWhoAndWhy) {
  const Reply reply = run("change settings server_id=Registry");
  EXPECT_TRUE(reply.ok) << reply.problem;
  EXPECT_NE(reply.data.find("SettingsChanged"), std::string::npos);
  std::string tail;
  EXPECT_TRUE(ask({"tail", {{"count", "1"}}}, &tail).ok);
  EXPECT_NE(tail.find("\"actor\":\"administrator ada\""), std::string::npos) << tail;
  EXPECT_NE(tail.find("\"reason\":\"test\""), std::string::npos) << tail;
}

TEST_F(ControlSocket, RefusalsNameReasonAndValue) {
  const Reply reply = run("credit registrar=nobody amount=1.00EUR");
  EXPECT_FALSE(reply.ok);
  EXPECT_NE(reply.problem.find("nobody"), std::string::npos) << reply.problem;
  EXPECT_NE(reply.problem.find("[object_does_not_exist]"), std::string::npos) << reply.problem;
  EXPECT_FALSE(run("no such command").ok);
  EXPECT_FALSE(ask({"nonsense", {}}).ok);
  EXPECT_FALSE(ask({"tail", {{"from", "-1"}}}).ok);
}

TEST_F(ControlSocket, MessagesAreListedAndFiltered) {
  ASSERT_TRUE(run("create registrar=reg-m name=M currency=EUR credit_limit=0").ok);
  ASSERT_TRUE(run("send message text=one registrar=reg-m").ok);
  ASSERT_TRUE(run("send message text=two registrar=reg-m").ok);
  ASSERT_TRUE(run("send message text=three registrar=reg-m").ok);
  ASSERT_TRUE(run("ack message=2 registrar=reg-m").ok);
  const auto list = [&](std::map<std::string, std::string> filters) {
    filters["registrar"] = "reg-m";
    return ask({"messages", std::move(filters)}).data;
  };
  const std::string all = list({});
  EXPECT_NE(all.find("\"waiting\":2"), std::string::npos) << all;
  EXPECT_LT(all.find("\"id\":1"), all.find("\"id\":3")) << all;
  EXPECT_EQ(all.find("\"text\":\"two\""), std::string::npos) << all;
  EXPECT_EQ(list({{"from", "2"}}).find("\"text\":\"one\""), std::string::npos);
  EXPECT_EQ(list({{"count", "1"}}).find("\"text\":\"three\""), std::string::npos);
  EXPECT_EQ(list({{"kind", "transfer"}}), "{\"waiting\":2,\"messages\":[]}");
  EXPECT_EQ(list({{"object", "shop.example"}}), "{\"waiting\":2,\"messages\":[]}");
  EXPECT_FALSE(ask({"messages", {{"registrar", "nobody"}}}).ok);
}

TEST_F(ControlSocket, StatementsAndAccounts) {
  ASSERT_TRUE(run("create zone=example registrant=optional price.create=10.00EUR tax=19 "
                  "primary=ns1.nic.example responsible=hostmaster.nic.example "
                  "ns=ns1.nic.test,ns2.nic.test").ok);
  ASSERT_TRUE(run("create registrar=reg-a name=A zones=example currency=EUR").ok);
  ASSERT_TRUE(run("credit registrar=reg-a amount=100.00EUR text=opening").ok);
  ASSERT_TRUE(run("create domain=shop.example sponsor=reg-a").ok);
  std::string lines;
  const Reply reply = ask({"account.statement", {{"registrar", "reg-a"}}}, &lines);
  ASSERT_TRUE(reply.ok) << reply.problem;
  EXPECT_EQ(reply.data,
            R"({"registrar":"reg-a","currency":"EUR","opening":"0.00","closing":"88.10","lines":2})");
  EXPECT_NE(lines.find(R"("amount":"-11.90","tax":"-1.90","balance":"88.10")"), std::string::npos)
      << lines;
  // Nothing in a time to come: the balance is the present one.
  const Reply later =
      ask({"account.statement", {{"registrar", "reg-a"}, {"from", "2999-01-01"}}}, &lines);
  EXPECT_NE(later.data.find(R"("opening":"88.10","closing":"88.10","lines":0)"), std::string::npos);
  EXPECT_FALSE(ask({"account.statement", {{"registrar", "reg-z"}}}).ok);
  EXPECT_FALSE(ask({"account.statement", {{"registrar", "reg-a"}, {"from", "soon"}}}).ok);
  const Reply accounts = ask({"account.list", {}});
  EXPECT_NE(accounts.data.find(R"({"currency":"EUR","registrars":"88.10","cash":"-100.00",)"
                               R"("income":"10.00","tax":"1.90","sum":"0.00"})"),
            std::string::npos)
      << accounts.data;
}

TEST_F(ControlSocket, NamesOfAZoneByKindAndTier) {
  ASSERT_TRUE(run("create zone=example primary=ns1.nic.example responsible=hostmaster.nic.example "
                  "ns=ns1.nic.test,ns2.nic.test").ok);
  ASSERT_TRUE(run("list name=b,a zone=example as=premium tier=top").ok);
  ASSERT_TRUE(run("list name=c zone=example as=reserved token=abc123 note=\"for c\"").ok);
  std::string lines;
  const Reply reply = ask({"names", {{"zone", "example"}, {"tier", "top"}}}, &lines);
  EXPECT_EQ(reply.data, R"({"zone":"example","names":2})");
  EXPECT_TRUE(lines.starts_with(R"({"label":"a","key":"a","as":"premium","tier":"top")")) << lines;
  lines.clear();
  EXPECT_TRUE(ask({"names", {{"zone", "example"}, {"as", "reserved"}}}, &lines).ok);
  EXPECT_EQ(lines, R"({"label":"c","key":"c","as":"reserved","tier":"","token":true,"note":"for c"})" "\n");
  EXPECT_FALSE(ask({"names", {{"zone", "test"}}}).ok);
  EXPECT_FALSE(ask({"names", {{"zone", "example"}, {"as", "golden"}}}).ok);
}

TEST_F(ControlSocket, OrganisationsWithoutPersonalData) {
  ASSERT_TRUE(run("create org=res-1 role=reseller:4711 name=\"Resell Ltd\" city=Brno cc=CZ "
                  "url=https://resell.example").ok);
  ASSERT_TRUE(run("create org=res-2 role=reseller parent=res-1").ok);
  const Reply shown = ask({"show", {{"kind", "org"}, {"id", "res-1"}}});
  EXPECT_TRUE(shown.ok) << shown.problem;
  EXPECT_NE(shown.data.find(R"("roles":[{"role":"reseller","id":"4711","statuses":["ok"]}])"),
            std::string::npos) << shown.data;
  EXPECT_EQ(shown.data.find("Resell Ltd"), std::string::npos) << shown.data;
  EXPECT_EQ(shown.data.find("Brno"), std::string::npos) << shown.data;
  const Reply listed = ask({"list", {{"kind", "org"}}});
  EXPECT_LT(listed.data.find(R"("id":"res-1")"), listed.data.find(R"("id":"res-2")")) << listed.data;
  EXPECT_NE(listed.data.find(R"("parent":"res-1")"), std::string::npos) << listed.data;
  EXPECT_FALSE(ask({"show", {{"kind", "org"}, {"id", "nobody"}}}).ok);
}

TEST_F(ControlSocket, MaintenanceIsListedWhatIsToComeFirst) {
  ASSERT_TRUE(run("create maintenance name=Later system=EPP start=2026-03-20T00:00Z "
                  "end=2026-03-20T01:00Z").ok);
  ASSERT_TRUE(run("create maintenance name=Sooner system=WHOIS:whois.example:partial "
                  "start=2026-03-10T00:00Z end=2026-03-10T01:00Z").ok);
  const Reply listed = ask({"list", {{"kind", "maintenance"}}});
  EXPECT_LT(listed.data.find("Sooner"), listed.data.find("Later")) << listed.data;
  EXPECT_NE(listed.data.find(
                R"("systems":[{"name":"WHOIS","host":"whois.example","impact":"partial"}])"),
            std::string::npos) << listed.data;
  EXPECT_FALSE(ask({"show", {{"kind", "maintenance"}, {"id", "M999"}}}).ok);
}

// More than one part: the client takes them one by one.
TEST_F(ControlSocket, LargeAnswersComeInParts) {
  for (int i = 0; i < 50; ++i)
    ASSERT_TRUE(run("change settings commands_per_second=" + std::to_string(i + 1)).ok);
  std::string tail;
  int parts = 0;
  auto channel = connect(dir_);
  ASSERT_TRUE(channel.has_value());
  const auto reply = (*channel)->call({"tail", {{"from", "1"}, {"count", "100"}}},
                                      [&parts](std::string_view) {
                                        ++parts;
                                        return Done{};
                                      });
  ASSERT_TRUE(reply.has_value());
  EXPECT_TRUE(reply->ok);
  EXPECT_EQ(parts, 51);  // the founding transaction too
}

// A client that goes away in the middle of an answer leaves no thread behind: stop() returns.
TEST_F(ControlSocket, ClientThatLeavesEndsItsOperation) {
  for (int i = 0; i < 20; ++i)
    ASSERT_TRUE(run("change settings commands_per_second=" + std::to_string(i + 1)).ok);
  {
    auto channel = connect(dir_);
    ASSERT_TRUE(channel.has_value());
    const auto reply = (*channel)->call(
        {"tail", {{"from", "1"}, {"count", "100"}}},
        [](std::string_view) -> Done { return fail(Fault::io, "enough"); });
    EXPECT_FALSE(reply.has_value());
  }
  EXPECT_TRUE(ask({"serving", {}}).ok);
  server_->stop();
  EXPECT_FALSE(connect(dir_).has_value());
}

// A journal on a slow disk: every record takes its time, and the tests hear of the first.
class SlowJournal final : public test::SharedJournal {
 public:
  using SharedJournal::SharedJournal;

  Result<std::unique_ptr<journal::Reader>> read(Position from) override {
    auto reader = SharedJournal::read(from);
    if (!reader) return reader;
    return std::make_unique<SlowReader>(std::move(*reader), *this);
  }

  std::atomic<bool> slow = false;
  std::promise<void> walking;

 private:
  class SlowReader final : public journal::Reader {
   public:
    SlowReader(std::unique_ptr<journal::Reader> to, SlowJournal& journal)
        : to_(std::move(to)), journal_(journal) {}
    Result<std::string_view> next() override {
      if (journal_.slow) {
        if (!journal_.told_.exchange(true)) journal_.walking.set_value();
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
      }
      return to_->next();
    }

   private:
    std::unique_ptr<journal::Reader> to_;
    SlowJournal& journal_;
  };
  std::atomic<bool> told_ = false;
};

// The head is ahead of what is published for as long as the test likes.
class GatedJournal final : public test::SharedJournal {
 public:
  using SharedJournal::SharedJournal;
  Result<journal::Head> append(std::uint32_t epoch, Position expected,
                               std::span<const journal::EncodedRecord> records) override {
    auto head = SharedJournal::append(epoch, expected, records);
    if (shut) {
      appended.set_value();
      open.get_future().wait();
    }
    return head;
  }
  std::atomic<bool> shut = false;
  std::promise<void> appended, open;
};

// One bit of a record is not what was written.
class DamagedJournal final : public test::SharedJournal {
 public:
  using SharedJournal::SharedJournal;
  Result<std::unique_ptr<journal::Reader>> read(Position from) override {
    auto reader = SharedJournal::read(from);
    if (!reader) return reader;
    return std::make_unique<FlippingReader>(std::move(*reader), *this, from);
  }
  std::optional<Position> bad;

 private:
  class FlippingReader final : public journal::Reader {
   public:
    FlippingReader(std::unique_ptr<journal::Reader> to, const DamagedJournal& journal, Position at)
        : to_(std::move(to)), journal_(journal), at_(at.value) {}
    Result<std::string_view> next() override {
      const auto bytes = to_->next();
      if (!bytes || journal_.bad != Position(at_++)) return bytes;
      flipped_ = *bytes;
      flipped_[flipped_.size() / 2] ^= 1;
      return flipped_;
    }

   private:
    std::unique_ptr<journal::Reader> to_;
    const DamagedJournal& journal_;
    std::uint64_t at_;
    std::string flipped_;
  };
};

template <class Journal>
class OverJournal : public testing::Test {
 protected:
  OverJournal() {
    runtime::Parts parts = runtime::memory_parts(random_);
    auto journal = std::make_unique<Journal>(std::move(parts.journal));
    journal_ = journal.get();
    parts.journal = std::move(journal);
    runtime::Options options;
    options.scrub = false;
    options.longest_silence_ms = std::numeric_limits<std::int64_t>::max();
    auto opened = runtime::Registry::open(options, std::move(parts));
    EXPECT_TRUE(opened.has_value()) << opened.error().what;
    registry_ = std::move(*opened);
    gateway_ = std::make_unique<gateway::Gateway>(*registry_, random_, clock_);
    operations_ = std::make_unique<Operations>(*gateway_, directory_.path());
  }

  static Request change(int n) {
    return {"command", {{"text", "change settings commands_per_second=" + std::to_string(n)}}};
  }
  Reply perform(const Request& request) {
    return operations_->perform(request, [](std::string_view) { return Done{}; });
  }

  test::TemporaryDirectory directory_;
  crypto::SystemRandom random_;
  SystemClock clock_;
  Journal* journal_ = nullptr;
  std::unique_ptr<runtime::Registry> registry_;
  std::unique_ptr<gateway::Gateway> gateway_;
  std::unique_ptr<Operations> operations_;
};

using OverSlowJournal = OverJournal<SlowJournal>;
using OverDamagedJournal = OverJournal<DamagedJournal>;
using OverGatedJournal = OverJournal<GatedJournal>;

// The walk would take ten seconds.
TEST_F(OverSlowJournal, AStopCutsAWalkOff) {
  for (int n = 1; n <= 100; ++n) ASSERT_TRUE(perform(change(n)).ok);
  auto reactor = std::move(*net::Reactor::start(1));
  auto server = std::move(*ControlServer::listen(*reactor, *operations_, directory_.path(), {}));
  journal_->slow = true;
  auto channel = connect(directory_.path());
  ASSERT_TRUE(channel.has_value());
  auto answer = std::async(std::launch::async, [&] {
    return (*channel)->call({"history", {{"object", "nothing.example"}}});
  });
  journal_->walking.get_future().wait();
  const auto before = std::chrono::steady_clock::now();
  server->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(2));
  const auto reply = answer.get();
  ASSERT_TRUE(reply.has_value()) << reply.error().what;
  EXPECT_FALSE(reply->ok);
  EXPECT_NE(reply->problem.find("the server stops"), std::string::npos) << reply->problem;
}

TEST(SignCheckpoint, EndsBeforeThePositionAndIsCutOffByAStop) {
  const test::TemporaryDirectory directory;
  crypto::SystemRandom random;
  const auto key = crypto::SigningKey::generate(random);
  ASSERT_TRUE(write_file_durably(directory.file("log.key"), key.seed()));
  const journal::Genesis genesis{journal::make_uuid(random), "test/journal", key.public_key()};
  std::vector<journal::EncodedRecord> records{journal::genesis_record(genesis, Instant{})};
  journal::Batch batch(journal::Head{Position(1), records.front().leaf}, 1);
  batch.add(Instant{}, "one");
  batch.add(Instant{}, "two");
  records.insert(records.end(), batch.records().begin(), batch.records().end());
  journal::MemoryJournal journal;
  ASSERT_TRUE(journal.append(0, Position(0), records));

  const auto note = sign_checkpoint(journal, Position(2), directory.path());
  ASSERT_TRUE(note.has_value()) << note.error().what;
  const auto checkpoint = journal::open_checkpoint(*note, {genesis.origin, genesis.public_key});
  ASSERT_TRUE(checkpoint.has_value()) << checkpoint.error().what;
  EXPECT_EQ(checkpoint->size, 2U);

  std::stop_source stop;
  stop.request_stop();
  const auto cut = sign_checkpoint(journal, Position(3), directory.path(), stop.get_token());
  ASSERT_FALSE(cut.has_value());
  EXPECT_EQ(cut.error().fault, Fault::closed);
}

TEST_F(OverGatedJournal, NobodyReadsBeyondWhatIsPublished) {
  ASSERT_TRUE(perform(change(1)).ok);
  const std::uint64_t published = gateway_->state()->position().value;
  journal_->shut = true;
  auto waiting = std::async(std::launch::async, [&] { return perform(change(2)); });
  journal_->appended.get_future().wait();
  ASSERT_GT(journal_->head().next.value, published);
  const std::string records = "\"records\":" + std::to_string(published) + ",";
  const Reply head = perform({"head", {}});
  EXPECT_NE(head.data.find(records), std::string::npos) << head.data;
  journal_->shut = false;
  journal_->open.set_value();
  EXPECT_TRUE(waiting.get().ok);
  EXPECT_EQ(perform({"head", {}}).data.find(records), std::string::npos);
}

TEST_F(OverDamagedJournal, AScrubNamesThePositionAndEndsWriting) {
  for (int n = 1; n <= 10; ++n) ASSERT_TRUE(perform(change(n)).ok);
  const Reply good = perform({"scrub", {}});
  EXPECT_TRUE(good.ok) << good.problem;
  EXPECT_TRUE(registry_->serving().open());
  journal_->bad = Position(7);
  const Reply bad = perform({"scrub", {}});
  EXPECT_FALSE(bad.ok);
  EXPECT_NE(bad.problem.find("position 7"), std::string::npos) << bad.problem;
  EXPECT_EQ(registry_->serving().cause, runtime::ReadOnlyCause::damage);
  EXPECT_NE(perform(change(11)).problem.find("[read_only]"), std::string::npos);
  EXPECT_TRUE(perform({"show", {{"kind", "settings"}}}).ok);
}

class ControlSocketFarAway : public ControlSocket {
 protected:
  ControlSocketFarAway() : ControlSocket("/" + std::string(120, 'd')) {}
};

TEST_F(ControlSocketFarAway, PathTooLongForASocketIsNoted) {
  EXPECT_TRUE(std::filesystem::exists(dir_ + "/control.path"));
  EXPECT_TRUE(ask({"serving", {}}).ok);
  const std::string path = server_->path();
  server_->stop();
  EXPECT_FALSE(std::filesystem::exists(dir_ + "/control.path"));
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(path).parent_path()));
}

TEST(ObjectFilter, FollowsAnObjectByNameNumberAndCharge) {
  using namespace events;
  Transaction created;
  created.events = {DomainCreated{.number = ObjectNumber(7), .name = DomainName::trusted("shop.example")},
                    AccountDebited{.registrar = ObjectNumber(3), .object = ObjectNumber(7)}};
  Transaction renewed;
  renewed.events = {DomainRenewed{.number = ObjectNumber(7)}};
  Transaction other;
  other.events = {DomainRenewed{.number = ObjectNumber(8)}};
  ObjectFilter by_name("Shop.example");
  EXPECT_FALSE(by_name.keep(other));
  EXPECT_TRUE(by_name.keep(created));
  EXPECT_EQ(created.events.size(), 2U);
  EXPECT_TRUE(by_name.keep(renewed));
  ObjectFilter by_roid("D7-STELE");
  EXPECT_TRUE(by_roid.keep(renewed));
}

}  // namespace
}  // namespace stele::control
