// Many queries over several days: handing one over never waits, nothing is lost at a rate the writer
// can keep, rows are found among all of them, and the oldest days give their space back at once.
// STELE_TRAFFIC_ROWS sets how many; ten million is the figure of docs/operations/traffic-logs.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "engine/traffic/keeper.h"
#include "engine/traffic/log.h"
#include "engine/traffic/store.h"
#include "tests/support/temporary_directory.h"

namespace stele::traffic {
namespace {

using std::chrono::steady_clock;

constexpr int kDays = 5;

std::uint64_t rows_wanted() {
  const char* const text = std::getenv("STELE_TRAFFIC_ROWS");
  return text == nullptr ? 200'000 : std::strtoull(text, nullptr, 10);
}

double seconds_since(steady_clock::time_point begin) {
  return std::chrono::duration<double>(steady_clock::now() - begin).count();
}

Record query(std::uint64_t i, Instant at) {
  Record record{.log = Class::whois, .at = at};
  record.kind = "whois";
  record.address = "192.0." + std::to_string(i / 251 % 251) + "." + std::to_string(i % 251);
  record.port = 40000;
  record.request = "name" + std::to_string(i) + ".example";
  record.objects = {record.request};
  record.outcome = "answered";
  record.microseconds = 40;
  return record;
}

class StillClock final : public Clock {
 public:
  Instant now() override { return now_; }
  std::int64_t monotonic_ms() override { return 0; }
  Instant now_ = parse_instant("2026-11-29T12:00Z").value();
};

TEST(TrafficLoad, IsWrittenFoundAndRemoved) {
  const std::uint64_t rows = rows_wanted();
  test::TemporaryDirectory directory;
  Store store({.dir = directory.file("logs"), .boot = 7});
  Log log(store, {.niceness = 0});  // nobody is answered here
  StillClock clock;
  const Instant first{day_of(clock.now_).ms - (kDays - 1) * kDay};
  std::vector<std::uint32_t> nanoseconds;
  nanoseconds.reserve(rows / 16 + 1);

  const auto begin = steady_clock::now();
  for (std::uint64_t i = 0; i < rows; ++i) {
    const Instant at{first.ms + static_cast<std::int64_t>(i * kDays / rows) * kDay +
                     static_cast<std::int64_t>(i % 80'000'000)};
    Record record = query(i, at);
    const auto before = steady_clock::now();
    log.note(std::move(record));
    if (i % 16 == 0)
      nanoseconds.push_back(static_cast<std::uint32_t>(
          std::min<std::int64_t>((steady_clock::now() - before).count(), UINT32_MAX)));
    // As fast as it can be written: what comes faster than that for long is dropped by design.
    if (i % 4096 == 0)
      while (log.tally().waiting > 100'000) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  log.drain();
  const double writing = seconds_since(begin);
  EXPECT_EQ(log.tally().written, rows);
  EXPECT_EQ(log.tally().lost, 0U);
  std::ranges::sort(nanoseconds);
  const auto percentile = [&](double part) {
    return nanoseconds[static_cast<std::size_t>(static_cast<double>(nanoseconds.size() - 1) * part)];
  };
  // Far below what any answer takes; generous, for machines that do other things too.
  EXPECT_LT(percentile(0.5), 20'000U);
  store.close();
  const std::uint64_t bytes = store.disk_bytes();

  const std::uint64_t wanted = rows / 2 + 1;
  const auto seeking = steady_clock::now();
  std::uint64_t found = 0;
  ASSERT_TRUE(store.search({.object = "name" + std::to_string(wanted) + ".example"},
                           [&](const RowId&, const Record&) { return ++found > 0; }));
  const double by_object = seconds_since(seeking);
  EXPECT_EQ(found, 1U);
  const auto counting = steady_clock::now();
  found = 0;
  ASSERT_TRUE(store.search({.address = "192.0.0.7"}, [&](const RowId&, const Record&) {
    return ++found > 0;
  }));
  const double by_address = seconds_since(counting);
  EXPECT_GE(found, rows / (251 * 251));

  Keeper keeper(store, {.policy = [] { return Policy{.days = {1, 1, 1, 1}}; },
                        .record = [](const Purged&) -> Done { return {}; },
                        .clock = &clock});
  const auto removing = steady_clock::now();
  const Cleaned cleaned = keeper.clean();
  const double removal = seconds_since(removing);
  EXPECT_EQ(cleaned.purged.size(), kDays - 2U);
  EXPECT_LT(removal, 60.0);
  EXPECT_LT(store.disk_bytes(), bytes * 2 / kDays + (1 << 20));
  std::printf("%llu rows: %.1f s, %.0f rows/s, %.1f bytes a row on disk; handing over p50 %u ns, p99 %u ns, "
              "p99.9 %u ns; found by name in %.3f s, %llu of an address in %.3f s; %zu days removed in %.3f s, "
              "%.1f MiB freed\n",
              static_cast<unsigned long long>(rows), writing, static_cast<double>(rows) / writing,
              static_cast<double>(bytes) / static_cast<double>(rows), percentile(0.5), percentile(0.99),
              percentile(0.999), by_object, static_cast<unsigned long long>(found), by_address,
              cleaned.purged.size(), removal, static_cast<double>(cleaned.freed_bytes) / (1 << 20));
}

}  // namespace
}  // namespace stele::traffic
