// Replay beside its own limit: the same rows, in the same writes, put into an empty store raw. The
// rows of the replay are kept in memory meanwhile, so choose a journal that fits.
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "engine/runtime/replay.h"
#include "events/journal/rocksdb_journal.h"
#include "tools/bench/bench.h"
#include "tools/bench/report.h"

namespace stele::bench {

namespace {

using Writes = std::vector<std::vector<registry::RowChange>>;

// Passes everything on and remembers what was written.
class RecordingStore final : public registry::Store {
 public:
  RecordingStore(std::unique_ptr<registry::Store> store, Writes& writes)
      : store_(std::move(store)), writes_(writes) {}
  std::shared_ptr<const registry::Snapshot> snapshot() override { return store_->snapshot(); }
  Done write(const std::vector<registry::RowChange>& changes) override {
    writes_.push_back(changes);
    return store_->write(changes);
  }
  Done flush() override { return store_->flush(); }

 private:
  std::unique_ptr<registry::Store> store_;
  Writes& writes_;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

struct Round {
  double replay_s = 0;
  double raw_s = 0;
  std::uint64_t transactions = 0;
  std::uint64_t rows = 0;
};

Result<std::unique_ptr<registry::Store>> fresh_store(const std::filesystem::path& dir) {
  std::error_code error;
  std::filesystem::remove_all(dir, error);
  registry::StoreOptions options;
  options.dir = (dir / "state").string();
  options.log_dir = (dir / "logs").string();
  return registry::open_store(options);
}

// Seconds it took, everything flushed.
Result<double> timed_replay(journal::Journal& journal, std::unique_ptr<registry::Store> store, Round& round) {
  const auto start = std::chrono::steady_clock::now();
  registry::RegistryState state(std::move(store), nullptr);
  const auto replayed = runtime::replay(journal, state, {});
  if (!replayed) return std::unexpected(replayed.error());
  if (Done done = state.store().flush(); !done) return std::unexpected(done.error());
  round.transactions = replayed->transactions;
  return seconds_since(start);
}

// The replay is timed alone; a second one, not timed, tells which rows to write raw.
Result<Round> run_round(journal::Journal& journal, const std::filesystem::path& scratch) {
  Round out;
  auto store = fresh_store(scratch);
  if (!store) return std::unexpected(store.error());
  const auto replay_s = timed_replay(journal, std::move(*store), out);
  if (!replay_s) return std::unexpected(replay_s.error());
  out.replay_s = *replay_s;

  Writes writes;
  store = fresh_store(scratch);
  if (!store) return std::unexpected(store.error());
  const auto recorded =
      timed_replay(journal, std::make_unique<RecordingStore>(std::move(*store), writes), out);
  if (!recorded) return std::unexpected(recorded.error());

  store = fresh_store(scratch);
  if (!store) return std::unexpected(store.error());
  const auto start = std::chrono::steady_clock::now();
  for (const auto& changes : writes) {
    if (Done done = (*store)->write(changes); !done) return std::unexpected(done.error());
    out.rows += changes.size();
  }
  if (Done done = (*store)->flush(); !done) return std::unexpected(done.error());
  out.raw_s = seconds_since(start);
  return out;
}

}  // namespace

int bench_replay(const ReplayOptions& options) {
  journal::RocksdbJournalOptions wanted;
  wanted.dir = (options.data / "journal").string();
  wanted.read_only = true;
  auto journal = journal::RocksdbJournal::open(wanted);
  if (!journal) {
    std::fprintf(stderr, "stele bench replay: %s\n", journal.error().what.c_str());
    return 1;
  }
  std::vector<double> replay_rates;
  std::vector<double> raw_rates;
  std::vector<double> ratios;
  Round last;
  for (std::size_t i = 0; i < options.rounds; ++i) {
    const auto round = run_round(**journal, options.scratch);
    std::error_code error;
    std::filesystem::remove_all(options.scratch, error);
    if (!round) {
      std::fprintf(stderr, "stele bench replay: %s\n", round.error().what.c_str());
      return 1;
    }
    last = *round;
    replay_rates.push_back(static_cast<double>(round->transactions) / round->replay_s);
    raw_rates.push_back(static_cast<double>(round->transactions) / round->raw_s);
    ratios.push_back(round->raw_s / round->replay_s);
  }
  const double per_transaction_us = 1e6 / median(replay_rates);
  const double rows_each = static_cast<double>(last.rows) / static_cast<double>(last.transactions);
  if (options.json) {
    JsonObject out;
    out.add("transactions", static_cast<std::size_t>(last.transactions))
        .add("rows", static_cast<std::size_t>(last.rows))
        .add("rows_per_transaction", rows_each)
        .add("replay_per_second", median(replay_rates))
        .add("us_per_transaction", per_transaction_us)
        .add("raw_per_second", median(raw_rates))
        .add("replay_of_raw", median(ratios));
    std::printf("%s\n", out.text().c_str());
    return 0;
  }
  std::printf("replay of %llu transactions, median of %zu rounds\n",
              static_cast<unsigned long long>(last.transactions), options.rounds);
  std::printf("replay            %12.0f transactions/s   %.2f us each, %.2f rows each\n",
              median(replay_rates), per_transaction_us, rows_each);
  std::printf("same rows raw     %12.0f transactions/s   replay reaches %.2f of it\n", median(raw_rates),
              median(ratios));
  return 0;
}

}  // namespace stele::bench
