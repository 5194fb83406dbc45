// Transfers as streams of messages, taken apart again by ldns.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "frontends/dns/transfer_pool.h"
#include "tests/unit/dns/fixture.h"

namespace stele::dns::test {
namespace {

const SigningKey kKey{wire_name("k"), TsigAlgorithm::hmac_sha512, std::string(64, 's')};
Instant now() { return Instant{1772323200000}; }

std::shared_ptr<FakeZone> large_zone(int delegations) {
  std::vector<zone::Record> records{ns("example", "ns1.nic.example")};
  for (int i = 0; i < delegations; ++i) {
    const std::string owner = "domain-" + std::to_string(i) + ".example";
    records.push_back(ns(owner, "ns1.hoster-" + std::to_string(i % 11) + ".net"));
    records.push_back(ns(owner, "ns2.hoster-" + std::to_string(i % 11) + ".net"));
  }
  return std::make_shared<FakeZone>("example", 12, std::move(records));
}

TransferOrder order(std::shared_ptr<FakeZone> zone, bool is_signed) {
  TransferOrder out;
  out.zone = std::move(zone);
  out.id = 0x4321;
  out.flags = flag::kResponse | flag::kAuthoritative;
  out.question = question("example", record_type::kAxfr).substr(kHeaderSize);
  if (is_signed) out.signer.emplace(kKey, std::string(64, 'm'));
  return out;
}

std::vector<std::string> run(TransferOrder wanted) {
  std::vector<std::string> messages;
  const auto counts = run_transfer(std::move(wanted), now, [&](std::string message) {
    messages.push_back(std::move(message));
    return true;
  });
  EXPECT_TRUE(counts) << counts.error().what;
  if (!counts) return {};
  EXPECT_EQ(counts->messages, messages.size());
  return messages;
}

std::vector<std::string> records_of(const std::vector<std::string>& messages) {
  std::vector<std::string> out;
  for (const std::string& message : messages) {
    const Answered part = read_answer(message);
    EXPECT_TRUE(part.parsed);
    EXPECT_EQ(part.id, 0x4321);
    out.insert(out.end(), part.answers.begin(), part.answers.end());
  }
  return out;
}

TEST(Axfr, IsTheWholeZoneBetweenTwoSoasInFullMessages) {
  const auto zone = large_zone(20'000);
  for (const bool is_signed : {false, true}) {
    const auto messages = run(order(zone, is_signed));
    ASSERT_GT(messages.size(), 5U);
    for (std::size_t i = 0; i < messages.size(); ++i) {
      EXPECT_LE(messages[i].size(), kMostMessage);
      EXPECT_TRUE(i + 1 == messages.size() || messages[i].size() > kMostMessage - 300);
      EXPECT_EQ(messages[i][5], i == 0 ? 1 : 0) << "the question stands in the first";
    }
    const auto records = records_of(messages);
    ASSERT_EQ(records.size(), zone->records.size() + 2);
    EXPECT_EQ(records.front(), records.back());
    EXPECT_NE(records.front().find(" SOA "), std::string::npos);
    EXPECT_EQ(records[2], "domain-0.example. 3600 IN NS ns1.hoster-0.net.");
    EXPECT_EQ(records[records.size() - 2], "domain-19999.example. 3600 IN NS ns2.hoster-1.net.");
  }
}

TEST(Ixfr, IsTheDifferencesInTheirOrder) {
  auto zone = std::make_shared<FakeZone>("example", 12, std::vector<zone::Record>{});
  TransferOrder wanted = order(zone, false);
  wanted.deltas = {{10, 11, {ns("a.example", "x.net")}, {ns("b.example", "x.net")}},
                   {11, 12, {}, {ns("c.example", "x.net")}}};
  std::vector<std::string> heads;
  for (const std::string& record : records_of(run(std::move(wanted)))) {
    const std::size_t soa = record.find("hostmaster.nic.example. ");
    heads.push_back(soa == std::string::npos ? record.substr(0, 1) : record.substr(soa + 24, 2));
  }
  EXPECT_EQ(heads, (std::vector<std::string>{"12", "10", "a", "11", "b", "11", "12", "c", "12"}));
}

TEST(Transfer, EndsWithoutTheLastSoaWhenTheZoneCannotBeRead) {
  auto zone = large_zone(10);
  zone->broken = true;
  std::vector<std::string> messages;
  const auto counts = run_transfer(order(zone, false), now, [&](std::string message) {
    messages.push_back(std::move(message));
    return true;
  });
  EXPECT_EQ(counts.error().fault, Fault::io);
  EXPECT_TRUE(messages.empty());
}

TEST(Transfer, StopsWhenNobodyWantsTheRest) {
  int seen = 0;
  const auto counts = run_transfer(order(large_zone(20'000), false), now, [&](std::string) {
    return ++seen < 2;
  });
  EXPECT_EQ(counts.error().fault, Fault::closed);
  EXPECT_EQ(seen, 2);
}

TEST(Outbox, ASlowPeerHoldsTheMakerBack) {
  int woken = 0;
  Outbox outbox([&] { ++woken; });
  std::atomic<int> pushed = 0;
  std::thread maker([&] {
    for (int i = 0; i < 10; ++i) {
      if (!outbox.push(std::to_string(i))) return;
      ++pushed;
    }
    outbox.end(std::nullopt);
  });
  std::vector<std::string> taken;
  std::optional<Error> fault;
  while (!outbox.ended(fault)) {
    EXPECT_LE(pushed - static_cast<int>(taken.size()), 5);
    if (auto message = outbox.take()) taken.push_back(std::move(*message));
    else std::this_thread::yield();
  }
  maker.join();
  EXPECT_EQ(taken.size(), 10U);
  EXPECT_EQ(taken.back(), "9");
}

TEST(Outbox, APeerThatGoesLetsTheMakerGo) {
  Outbox outbox([] {});
  std::thread maker([&] {
    while (outbox.push("x")) {
    }
  });
  while (!outbox.take()) std::this_thread::yield();
  outbox.abandon();
  maker.join();
}

TEST(TransferPool, RunsWhatItTakesAndTakesNoMoreThanItSays) {
  std::mutex mutex;
  std::condition_variable changed;
  bool go = false;
  int done = 0;
  TransferPool pool(1, 2);
  const auto job = [&] {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return go; });
    ++done;
    changed.notify_all();
  };
  int taken = 0;
  for (int i = 0; i < 10; ++i) taken += pool.submit(job) ? 1 : 0;
  EXPECT_GE(taken, 2);
  EXPECT_LE(taken, 3);
  std::unique_lock lock(mutex);
  go = true;
  changed.notify_all();
  EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(10), [&] { return done == taken; }));
}

}  // namespace
}  // namespace stele::dns::test
