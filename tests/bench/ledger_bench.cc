// Cost of statements over a long journal: building the ledger from it, a month's statement of one
// registrar, one day of it, the whole account, and the balance at a moment. Not part of the tests: run
// bin/ledger_bench by hand, alone on the machine, with an empty directory on the disk that would hold
// the ledger:
//
//   ledger_bench DIR [LINES [REGISTRARS [LINES-A-TRANSACTION]]]
//
// Lines are spread evenly over the registrars and over three years. DIR/journal is kept, and used again
// by the next run with the same numbers; DIR/ledger is made anew.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "events/codec.h"
#include "events/journal/genesis.h"
#include "events/journal/rocksdb_journal.h"
#include "projections/ledger/ledger.h"

namespace stele::ledger {
namespace {

const Currency kEuro = *parse_currency("EUR");
const Instant kStart = *parse_instant("2023-01-01T00:00Z");
constexpr std::int64_t kThreeYears = 3 * 365 * kDay;
constexpr std::uint64_t kFirstRegistrar = 5;
constexpr std::size_t kTransactionsAtOnce = 2000;

struct Size {
  std::uint64_t lines = 10'000'000;
  std::uint64_t registrars = 100;
  std::uint64_t lines_each = 1;  // a transaction
  Instant time_of(std::uint64_t line) const {
    return kStart + static_cast<std::int64_t>(static_cast<double>(line) /
                                              static_cast<double>(lines) * kThreeYears);
  }
};

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "ledger_bench: %s\n", why.c_str());
  std::exit(1);
}

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

events::AccountDebited line_of(std::uint64_t line, const Size& size) {
  const std::uint64_t registrar = kFirstRegistrar + line % size.registrars;
  return {.repository = RepositoryId{1},
          .registrar = ObjectNumber{registrar},
          .money = {kEuro, Amount{119'000}},
          .balance = Amount{-119'000 * static_cast<std::int64_t>(line / size.registrars + 1)},
          .operation = line % 5 ? PricedOperation::renew : PricedOperation::create,
          .object = ObjectNumber{1000 + line},
          .object_name = "a-shop-with-a-name-" + std::to_string(line) + ".example",
          .years = 1,
          .tax = Amount{19'000}};
}

std::string transaction_of(std::uint64_t first, const Size& size) {
  events::Transaction transaction;
  transaction.actor = {events::ActorKind::registrar, ObjectNumber{kFirstRegistrar}, "registrar-1"};
  transaction.server_trid = "ST-4f9c21aa-" + std::to_string(first);
  const std::uint64_t end = std::min(first + size.lines_each, size.lines);
  for (std::uint64_t line = first; line < end; ++line)
    transaction.events.emplace_back(line_of(line, size));
  return events::encode(transaction);
}

Done fill(journal::Journal& journal, const Size& size) {
  for (std::uint64_t line = 0; line < size.lines;) {
    journal::Batch batch(journal.head(), 1);
    for (std::size_t i = 0; i < kTransactionsAtOnce && line < size.lines; ++i) {
      batch.add(size.time_of(line), transaction_of(line, size));
      line += size.lines_each;
    }
    const auto appended = journal.append(1, journal.head().next, batch.records());
    if (!appended) return std::unexpected(appended.error());
  }
  return {};
}

std::unique_ptr<journal::RocksdbJournal> open_journal(const std::string& dir, const Size& size) {
  journal::RocksdbJournalOptions options;
  options.dir = dir;
  options.sync = false;
  if (!std::filesystem::exists(dir)) {
    journal::Genesis genesis;
    genesis.origin = "registry.example/bench";
    genesis.public_key = std::string(32, 'k');
    const journal::EncodedRecord first = journal::genesis_record(genesis, kStart);
    if (Done done = journal::RocksdbJournal::create(options, {&first, 1}); !done)
      give_up(done.error().what);
  }
  auto journal = journal::RocksdbJournal::open(options);
  if (!journal) give_up(journal.error().what);
  const std::uint64_t transactions = (size.lines + size.lines_each - 1) / size.lines_each;
  const Stopwatch watch;
  if ((*journal)->head().next == Position(1))
    if (Done done = fill(**journal, size); !done) give_up(done.error().what);
  if ((*journal)->head().next != Position(1 + transactions))
    give_up(dir + " holds another journal; remove it");
  std::printf("%-34s %10.1f s\n", "journal", watch.seconds());
  return std::move(*journal);
}

// Runs `read`, which returns how many lines it saw, so often that its time can be told.
template <class Read>
void measure(const char* what, const Read& read) {
  std::uint64_t lines = 0;
  int times = 0;
  const Stopwatch watch;
  while (times < 3 || (watch.seconds() < 0.5 && times < 1000)) {
    lines = read();
    ++times;
  }
  std::printf("%-34s %10.3f ms  %9llu lines\n", what, watch.seconds() * 1e3 / times,
              static_cast<unsigned long long>(lines));
}

int run(const std::string& dir, const Size& size) {
  const auto journal = open_journal(dir + "/journal", size);
  std::filesystem::remove_all(dir + "/ledger");
  auto store = registry::open_store({.dir = dir + "/ledger", .log_dir = dir + "/logs"});
  if (!store) give_up(store.error().what);
  Ledger ledger(std::move(*store));

  const Stopwatch built;
  if (Done done = ledger.catch_up(*journal, journal->head().next); !done) give_up(done.error().what);
  const double seconds = built.seconds();
  std::printf("%-34s %10.1f s   %9.0f lines/s, %.2f us each\n", "ledger from nothing", seconds,
              static_cast<double>(size.lines) / seconds,
              seconds * 1e6 / static_cast<double>(size.lines));

  const ObjectNumber registrar{kFirstRegistrar + size.registrars / 2};
  const auto count = [&](Instant from, Instant to) {
    std::uint64_t lines = 0;
    ledger.for_each_line(registrar, from, to, [&](const Line&) { return ++lines, true; });
    return lines;
  };
  const Instant middle = kStart + kThreeYears / 2;
  measure("nothing new to take in", [&] {
    if (Done done = ledger.catch_up(*journal, journal->head().next); !done)
      give_up(done.error().what);
    return std::uint64_t{};
  });
  measure("balance at a moment", [&] {
    return static_cast<std::uint64_t>(ledger.balance_before(registrar, middle).has_value());
  });
  measure("statement of a day", [&] { return count(middle, middle + kDay); });
  measure("statement of a month", [&] { return count(middle, middle + 30 * kDay); });
  measure("statement of the whole account", [&] { return count({}, Instant{INT64_MAX}); });
  return 0;
}

std::uint64_t number(const char* text) {
  char* end = nullptr;
  const std::uint64_t value = std::strtoull(text, &end, 10);
  if (*end != '\0' || value == 0) give_up(std::string(text) + " is no number above zero");
  return value;
}

}  // namespace
}  // namespace stele::ledger

int main(int argc, char** argv) {
  stele::ledger::Size size;
  if (argc < 2) stele::ledger::give_up("usage: ledger_bench DIR [LINES [REGISTRARS [LINES-A-TRANSACTION]]]");
  if (argc > 2) size.lines = stele::ledger::number(argv[2]);
  if (argc > 3) size.registrars = stele::ledger::number(argv[3]);
  if (argc > 4) size.lines_each = stele::ledger::number(argv[4]);
  return stele::ledger::run(argv[1], size);
}
