// Cost of publishing a zone: the projection from nothing, the master file beside a raw write of the same
// bytes, all records in wire form as a transfer needs them, a thousand changes as differences, one change.
// Not part of the tests: run bin/zone_bench by hand, alone on the machine, with an empty directory on the
// disk that would hold the zones:
//
//   zone_bench DIR [DELEGATIONS [zonemd]]
//
// DIR/journal is kept, and used again by the next run with the same number; DIR/zones is made anew.
#include <filesystem>
#include <memory>
#include <string>

#include "events/journal/genesis.h"
#include "events/journal/rocksdb_journal.h"
#include "frontends/dns/transfer.h"
#include "projections/zone/image.h"
#include "projections/zone/master_file.h"
#include "tests/bench/zone_filling.h"

namespace stele::zone {
namespace {

const Instant kStart = *parse_instant("2026-01-01T00:00Z");
constexpr std::int64_t kMsEach = 20;  // fifty transactions a second
constexpr bench::Numbers kNumbers;

using bench::add_name;
using bench::Filling;
using bench::give_up;
using bench::memory;
using bench::print;
using bench::require;
using bench::Stopwatch;

void fill(journal::Journal& journal, std::uint64_t names, bool zonemd) {
  Filling filling(journal, kStart, kMsEach);
  ZoneHeader header;
  header.primary = "ns1.nic.example";
  header.responsible = "hostmaster.nic.example";
  header.name_servers = {"ns1.nic.example", "ns2.nic.example"};
  header.records = "ns1.nic A 192.0.2.1\nns2.nic A 192.0.2.2\n";
  header.zonemd = zonemd;
  if (zonemd) header.serial_seconds = 3600;
  filling.add({events::ZoneCreated{.repository = kNumbers.repository,
                                   .number = kNumbers.zone,
                                   .name = DomainName::trusted("example"),
                                   .header = header}});
  bench::add_hosters(filling, kNumbers);
  for (std::uint64_t name = 0; name < names; ++name) add_name(filling, kNumbers, name);
  filling.append();
}

std::unique_ptr<journal::RocksdbJournal> open_journal(const std::string& dir, std::uint64_t names,
                                                      bool zonemd) {
  journal::RocksdbJournalOptions options;
  options.dir = dir;
  options.sync = false;
  if (!std::filesystem::exists(dir)) {
    journal::Genesis genesis;
    genesis.origin = "registry.example/bench";
    genesis.public_key = std::string(32, 'k');
    const journal::EncodedRecord first = journal::genesis_record(genesis, kStart);
    require(journal::RocksdbJournal::create(options, {&first, 1}));
  }
  auto journal = journal::RocksdbJournal::open(options);
  if (!journal) give_up(journal.error().what);
  const Stopwatch watch;
  if ((*journal)->head().next == Position(1)) fill(**journal, names, zonemd);
  if ((*journal)->head().next.value < 2 + bench::kHosters + names)
    give_up(dir + " holds another journal; remove it");
  print("journal", watch);
  return std::move(*journal);
}

Instant last_time(journal::Journal& journal) {
  auto reader = journal::TransactionReader::open(journal, Position(journal.head().next.value - 1));
  if (!reader) give_up(reader.error().what);
  const auto last = (*reader)->next();
  if (!last) give_up(last.error().what);
  return last->time;
}

Instant follow(Image& image, journal::Journal& journal, Instant settled) {
  Image::Reading reading;
  reading.settled = settled;
  require(image.catch_up(journal, journal.head().next, reading));
  return settled;
}

void measure_file(const Published& zone, const std::string& dir) {
  const std::string path = dir + "/example.zone";
  const Stopwatch watch;
  const auto counts = write_master_file(zone, path);
  if (!counts) give_up(counts.error().what);
  const std::uint64_t bytes = std::filesystem::file_size(path);
  print("master file", watch,
        std::to_string(bytes / 1'000'000) + " MB, " + std::to_string(counts->delegations) + " delegations");
  const Stopwatch raw;
  bench::write_raw(dir + "/raw", bytes);
  print("raw write of the same bytes", raw);
}

// As a transfer would: every record appended to messages of 64 KiB.
void measure_transfer(const Published& zone) {
  const Stopwatch watch;
  std::string message;
  std::uint64_t bytes = 0;
  require(zone.for_each_record([&](const Record& record) {
    message += record.owner;
    put_big_endian(message, record.type);
    put_big_endian(message, std::uint16_t{1});
    put_big_endian(message, record.ttl);
    put_big_endian(message, static_cast<std::uint16_t>(record.data.size()));
    message += record.data;
    if (message.size() > 60'000) {
      bytes += message.size();
      message.clear();
    }
    return true;
  }));
  print("all records in wire form", watch,
        std::to_string((bytes + message.size()) / 1'000'000) + " MB, " + std::to_string(zone.record_count()) +
            " records");
}

// The messages of a transfer as they leave, signed; without `deltas` of the whole zone.
void measure_messages(const char* what, std::shared_ptr<const Published> zone,
                      std::optional<std::vector<Delta>> deltas) {
  dns::TransferOrder order;
  order.zone = std::move(zone);
  order.deltas = std::move(deltas);
  order.question = wire_name("example") + std::string("\0\374\0\1", 4);
  order.signer.emplace(dns::SigningKey{wire_name("k"), TsigAlgorithm::hmac_sha256, std::string(32, 's')},
                       std::string(32, 'm'));
  const Stopwatch watch;
  const auto counts = dns::run_transfer(std::move(order), [] { return kStart; },
                                        [](const std::string&) { return true; });
  if (!counts) give_up(counts.error().what);
  print(what, watch,
        std::to_string(counts->octets / 1'000'000) + " MB, " + std::to_string(counts->messages) + " messages, " +
            std::to_string(counts->records) + " records");
}

int run(const std::string& dir, std::uint64_t names, bool zonemd) {
  const auto journal = open_journal(dir + "/journal", names, zonemd);
  std::filesystem::remove_all(dir + "/zones");
  auto store = registry::open_store({.dir = dir + "/zones", .log_dir = dir + "/logs", .cache_bytes = 64ULL << 20});
  if (!store) give_up(store.error().what);
  Image image(std::move(*store));
  const DomainName example = DomainName::trusted("example");

  Instant now = last_time(*journal) + 4 * 3600 * kSecond;
  const Stopwatch built;
  follow(image, *journal, now);
  print("zones from nothing", built,
        std::to_string(static_cast<std::uint64_t>(static_cast<double>(names) / built.seconds())) + " names/s");
  for (int i = 0; i < 3; ++i) measure_file(*image.find(example), dir);
  measure_transfer(*image.find(example));
  measure_messages("AXFR, compressed and signed", image.find(example), std::nullopt);

  // A thousand changes, ten a serial.
  const std::uint32_t before = image.find(example)->serial();
  Filling changes(*journal, now, kMsEach);
  const std::uint64_t first = journal->head().next.value;
  for (std::uint64_t i = 0; i < 1000; ++i) add_name(changes, kNumbers, names + first + i);
  changes.append();
  const Stopwatch followed;
  now = follow(image, *journal, changes.now() + 4 * 3600 * kSecond);
  print("a thousand new names taken in", followed);
  const Stopwatch differences;
  const auto deltas = image.find(example)->deltas_since(before, 100'000);
  if (!deltas) give_up("there are no differences");
  std::uint64_t records = 0;
  for (const Delta& delta : *deltas) records += delta.removed.size() + delta.added.size();
  print("their differences", differences,
        std::to_string(deltas->size()) + " serials, " + std::to_string(records) + " records");
  measure_messages("IXFR of them, signed", image.find(example), deltas);

  Filling one(*journal, now, kMsEach);
  add_name(one, kNumbers, names + journal->head().next.value + 5000);
  one.append();
  const Stopwatch single;
  follow(image, *journal, one.now() + 4 * 3600 * kSecond);
  print("one new name taken in", single);
  std::printf("most memory: %.0f MB\n", memory("VmHWM"));
  return 0;
}

}  // namespace
}  // namespace stele::zone

int main(int argc, char** argv) {
  if (argc < 2) stele::bench::give_up("usage: zone_bench DIR [DELEGATIONS [zonemd]]");
  const std::uint64_t names = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
  if (names == 0) stele::bench::give_up("the number of delegations is no number above zero");
  return stele::zone::run(argv[1], names, argc > 3 && std::string_view(argv[3]) == "zonemd");
}
