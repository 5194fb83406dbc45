// Cost of a zone to those who fetch it, over real sockets: AXFR in clear, signed (TSIG) and over TLS, an
// IXFR of a thousand changes, the master file, each beside the same bytes raw; and what a registry with so
// many delegations takes in memory and on disk. Not part of the tests: run bin/dns_bench by hand, with an
// empty directory on the disk that would hold the registry:
//
//   dns_bench DIR [DELEGATIONS]
//
// DIR holds a whole registry then and is used again by the next run with the same number. Server and client
// are one process; the client's processor time stands by itself.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "engine/crypto/system_random.h"
#include "engine/net/certificate.h"
#include "engine/net/client_stream.h"
#include "engine/runtime/data_directory.h"
#include "events/journal/rocksdb_journal.h"
#include "frontends/dns/dns_server.h"
#include "projections/zone/follower.h"
#include "projections/zone/master_file.h"
#include "tests/bench/zone_filling.h"

namespace stele::dns {
namespace {

using bench::print;
using bench::require;
using bench::required;
using bench::Stopwatch;

constexpr std::uint64_t kChanges = 1000;
constexpr std::int64_t kMsEachChange = 100;      // ten a serial
constexpr std::int64_t kQuietMs = 10'000;        // before them
constexpr std::int64_t kTwoDays = 2 * kDay;      // that the filling may take: silence of more is refused
constexpr int kRounds = 3;
constexpr const char* kHere = "127.0.0.1";
constexpr std::chrono::seconds kPatience{600};

const DomainName kZone = DomainName::trusted("example");
const SigningKey kKey{wire_name("bench.transfer"), TsigAlgorithm::hmac_sha256, std::string(32, 's')};

// So far in the past that what is filled in has happened by now.
class EarlierClock final : public Clock {
 public:
  explicit EarlierClock(std::int64_t ms) : ms_(ms) {}
  Instant now() override { return clock_.now() + -ms_; }
  std::int64_t monotonic_ms() override { return clock_.monotonic_ms(); }

 private:
  SystemClock clock_;
  std::int64_t ms_;
};

struct Plan {
  std::string dir;
  std::uint64_t names = 0;
  crypto::SystemRandom random;

  runtime::DataDirectory at() const { return {dir + "/registry"}; }
  std::int64_t each_ms() const { return std::clamp<std::int64_t>(kTwoDays / 2 / static_cast<std::int64_t>(names), 1, 5); }
  std::string marker() const { return dir + "/delegations-" + std::to_string(names); }
};

void execute(runtime::Registry& registry, core::Command command) {
  core::Request request;
  request.caller.actor = {events::ActorKind::administrator, ObjectNumber{}, "bench"};
  request.command = std::move(command);
  if (registry.execute(std::move(request)).rejections() != nullptr)
    bench::give_up("the registry refuses what the bench needs");
}

// A zone, two secondaries on this machine, and their key.
void found(Plan& wish, Clock& clock) {
  runtime::Options options;
  options.dir = wish.at().dir;
  options.random = &wish.random;
  options.clock = &clock;
  require(runtime::Registry::create(options, "registry.example/bench", "BENCH"));
  auto registry = required(runtime::Registry::open(options));
  core::CreateZone zone;
  zone.name = kZone;
  zone.header.primary = "ns1.nic.example";
  zone.header.responsible = "hostmaster.nic.example";
  zone.header.name_servers = {"ns1.nic.example", "ns2.nic.example"};
  zone.header.records = "ns1.nic A 192.0.2.1\nns2.nic A 192.0.2.2\n";
  execute(*registry, std::move(zone));
  execute(*registry, core::SetTsigKey{kZone, "bench.transfer", kKey.algorithm, {kKey.secret}});
  const auto secondary = [](const char* name, const char* key) {
    return Secondary{.name = name, .contact = {}, .addresses = {{*parse_ip_address(kHere), 0}},
                     .key = key, .xot = false, .notify = false};
  };
  execute(*registry, core::ChangeSecondaries{kZone,
                                             {secondary("clear", ""),
                                              secondary("keyed", "bench.transfer")},
                                             {}, {}});
  registry->stop();
}

void fill(const Plan& wish, Instant start) {
  journal::RocksdbJournalOptions options;
  options.dir = wish.at().journal();
  options.sync = false;
  auto journal = required(journal::RocksdbJournal::open(options));
  bench::Numbers numbers;
  numbers.zone = ObjectNumber{1};
  numbers.first_hoster = 1000;
  bench::Filling filling(*journal, start, wish.each_ms());
  bench::add_hosters(filling, numbers);
  for (std::uint64_t name = 0; name < wish.names; ++name) bench::add_name(filling, numbers, name);
  filling.append();
  bench::Filling changes(*journal, filling.now() + kQuietMs, kMsEachChange);
  for (std::uint64_t name = 0; name < kChanges; ++name)
    bench::add_name(changes, numbers, wish.names + name);
  changes.append();
}

void make_registry(Plan& wish) {
  if (std::filesystem::exists(wish.marker())) return;
  if (std::filesystem::exists(wish.at().dir)) bench::give_up(wish.dir + " holds another registry; remove it");
  const std::int64_t span = static_cast<std::int64_t>(wish.names + bench::kHosters) * wish.each_ms() +
                            kQuietMs + static_cast<std::int64_t>(kChanges) * kMsEachChange + 600'000;
  EarlierClock clock(span);
  const Stopwatch watch;
  found(wish, clock);
  fill(wish, clock.now());
  require(write_file_durably(wish.marker(), ""));
  print("journal filled", watch);
}

double size_mb(const std::string& dir) {
  double bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir))
    if (entry.is_regular_file()) bytes += static_cast<double>(entry.file_size());
  return bytes / 1e6;
}

std::string frame(const std::string& message) {
  std::string out;
  put_big_endian(out, static_cast<std::uint16_t>(message.size()));
  return out + message;
}

// A question for the whole zone, or for what is new since `serial`.
std::string question(std::optional<std::uint32_t> serial) {
  MessageWriter writer(kMostMessage);
  std::string asked = wire_name(kZone.text());
  put_big_endian(asked, serial ? record_type::kIxfr : record_type::kAxfr);
  put_big_endian(asked, rr_class::kIn);
  writer.begin(42, 0, asked);
  if (serial) {
    zone::Record soa{.owner = wire_name(kZone.text()), .type = record_type::kSoa, .ttl = 0, .data = std::string(2, '\0')};
    put_big_endian(soa.data, *serial);
    soa.data.append(16, '\0');
    writer.put(Section::authority, soa);
  }
  return writer.take();
}

struct Fetched {
  std::uint64_t messages = 0, records = 0, octets = 0;
  double seconds = 0, client_cpu = 0;
};

struct Way {
  const char* what;
  std::uint16_t port = 0;
  std::shared_ptr<const net::TlsContext> tls;
  bool is_signed = false;
};

// Reads to the last record. `records`: that it must have, both SOAs with it.
Fetched fetch(const Way& way, std::optional<std::uint32_t> since, std::uint64_t records) {
  const auto begun = std::chrono::steady_clock::now();
  const double cpu = bench::cpu_of(RUSAGE_THREAD);
  auto stream = required(net::ClientStream::connect(kHere, way.port, way.tls, kPatience));
  std::string asked = question(since);
  if (way.is_signed)
    asked = Signer(kKey, {}).sign(std::move(asked), static_cast<std::uint64_t>(SystemClock().now().ms / 1000));
  require(stream.write(frame(asked)));
  Fetched out;
  std::string buffer;
  while (out.records < records) {
    buffer += required(stream.read_some(256 * 1024));
    std::size_t at = 0;
    while (buffer.size() - at >= 2) {
      const std::size_t size = get_big_endian<std::uint16_t>(std::string_view(buffer).substr(at));
      if (buffer.size() - at - 2 < size) break;
      const std::string_view message = std::string_view(buffer).substr(at + 2, size);
      if (size < kHeaderSize || (get_big_endian<std::uint16_t>(message.substr(2)) & 0xf) != 0)
        bench::give_up(std::string(way.what) + ": refused");
      ++out.messages;
      out.records += get_big_endian<std::uint16_t>(message.substr(6));
      out.octets += size + 2;
      at += size + 2;
    }
    buffer.erase(0, at);
  }
  if (out.records != records) bench::give_up(std::string(way.what) + ": too many records");
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  out.client_cpu = bench::cpu_of(RUSAGE_THREAD) - cpu;
  return out;
}

// The same octets through a socket of this machine, in messages of 64 KiB, by a thread that does nothing else.
double send_raw(std::uint64_t octets) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener, generic, length) != 0 || ::listen(listener, 1) != 0 ||
      ::getsockname(listener, generic, &length) != 0)
    bench::give_up("no socket");
  const auto begun = std::chrono::steady_clock::now();
  std::jthread sender([&] {
    const int peer = ::socket(AF_INET, SOCK_STREAM, 0);
    const std::string part(65'535, 'x');
    if (::connect(peer, generic, length) != 0) bench::give_up("no connection");
    for (std::uint64_t left = octets; left > 0;) {
      const ssize_t sent = ::write(peer, part.data(), std::min<std::uint64_t>(left, part.size()));
      if (sent <= 0) bench::give_up("cannot send");
      left -= static_cast<std::uint64_t>(sent);
    }
    ::close(peer);
  });
  const int peer = ::accept(listener, nullptr, nullptr);
  std::string part(256 * 1024, '\0');
  while (::read(peer, part.data(), part.size()) > 0) {
  }
  ::close(peer);
  ::close(listener);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

void measure_fetch(const char* what, const Way& way, std::optional<std::uint32_t> since, std::uint64_t records) {
  for (int round = 0; round < kRounds; ++round) {
    const Stopwatch watch;
    const double before = bench::memory("VmRSS");
    bench::forget_peak();
    const Fetched got = fetch(way, since, records);
    const double server_cpu = watch.cpu() - got.client_cpu;
    const double most = bench::memory("VmHWM") - before;
    char line[256];
    std::snprintf(line, sizeof line,
                  "%llu messages, %llu records, %.1f MB; server CPU %.3f s, client CPU %.3f s; +%.0f MB; raw %.3f s",
                  static_cast<unsigned long long>(got.messages), static_cast<unsigned long long>(got.records),
                  static_cast<double>(got.octets) / 1e6, server_cpu, got.client_cpu, most, send_raw(got.octets));
    std::printf("%-36s %9.3f s   %s\n", what, got.seconds, line);
    std::fflush(stdout);
  }
}

void measure_file(const zone::Published& zone, const std::string& dir) {
  for (int round = 0; round < kRounds; ++round) {
    const std::string path = dir + "/example.zone";
    const double before = bench::memory("VmRSS");
    bench::forget_peak();
    const Stopwatch watch;
    required(zone::write_master_file(zone, path));
    const std::uint64_t bytes = std::filesystem::file_size(path);
    const double most = bench::memory("VmHWM") - before;
    print("master file", watch, std::to_string(bytes / 1'000'000) + " MB, at most +" +
                                    std::to_string(static_cast<int>(most)) + " MB of memory");
    const Stopwatch raw;
    bench::write_raw(dir + "/raw", bytes);
    print("raw write of the same bytes", raw);
  }
}

// The serial that the thousand changes came after: the last one before a pause in the differences.
std::uint32_t serial_before_changes(const zone::Published& zone, Instant last) {
  constexpr auto kSpan = static_cast<std::uint32_t>(kChanges * kMsEachChange / 1000);
  constexpr auto kPause = static_cast<std::uint32_t>(kQuietMs / 1000);
  const auto newest = static_cast<std::uint32_t>(last.ms / 1000);
  for (std::uint32_t back = kSpan + 1; back <= kSpan + kPause + 2; ++back)
    if (zone.deltas_since(newest - back, 100'000)) return newest - back;
  bench::give_up("the zone has no differences of the changes");
}

std::uint64_t records_since(const zone::Published& zone, std::uint32_t serial) {
  std::uint64_t records = 2;
  const auto deltas = zone.deltas_since(serial, 100'000);
  for (const zone::Delta& delta : *deltas) records += 2 + delta.removed.size() + delta.added.size();
  return records;
}

// With a certificate of its own making.
void with_tls(DnsOptions& options) {
  const Instant now = SystemClock().now();
  const auto ca = required(net::make_ca("bench", 2, now));
  auto server = required(net::issue_certificate(
      ca, {.common_name = "bench", .names = {kHere}, .use = net::CertificateUse::server, .days = 2}, now));
  options.xot = XotOptions{kHere, 0, std::move(server.certificate_pem), std::move(server.key_pem)};
}

int run(Plan& wish) {
  std::filesystem::create_directories(wish.dir);
  make_registry(wish);
  SystemClock clock;
  runtime::Options options;
  options.dir = wish.at().dir;
  options.random = &wish.random;
  options.new_second = true;
  options.scrub = false;
  const Stopwatch state_watch;
  auto registry = required(runtime::Registry::open(options));
  print("registry open", state_watch, std::to_string(registry->replayed_at_start()) + " records replayed");
  if (!registry->serving().open()) bench::give_up("read only: " + registry->serving().why);
  gateway::Gateway gateway(*registry, wish.random, clock);
  const Stopwatch zone_watch;
  zone::Follower follower(*registry, required(registry::open_store({.dir = wish.at().zones(),
                                                                    .log_dir = wish.at().logs(),
                                                                    .cache_bytes = 64ULL << 20})));
  for (int attempt = 0; !follower.wait_for_now(); ++attempt)
    if (attempt == 5) bench::give_up("the zone does not come up with the registry");
  const auto zone = follower.zones().find(kZone);
  if (!zone) bench::give_up("the zone is not published");
  print("zone ready", zone_watch, std::to_string(zone->record_count()) + " records");
  measure_file(*zone, wish.dir);

  auto reactor = required(net::Reactor::start(2));
  DnsOptions wanted;
  wanted.address = kHere;
  wanted.port = 0;
  with_tls(wanted);
  const auto dns = required(
      DnsServer::listen(*reactor, gateway, follower.zones(), wish.random, std::move(wanted)));
  const auto tls = required(net::TlsContext::client({.ca_pem = {}, .server_name = {}, .application = "dot"}));
  const Way clear{"in clear", dns->port(), nullptr, false}, keyed{"signed", dns->port(), nullptr, true},
      xot{"signed, over TLS", dns->xot_port(), tls, true};
  const std::uint32_t since = serial_before_changes(*zone, zone->made_at());
  const std::uint64_t differences = records_since(*zone, since);
  for (const Way* way : {&clear, &keyed, &xot}) {
    std::printf("%s\n", way->what);
    measure_fetch("  AXFR", *way, std::nullopt, zone->record_count() + 2);
    measure_fetch("  IXFR of a thousand new names", *way, since, differences);
  }
  dns->stop(std::chrono::seconds(1));
  std::printf("memory %.0f MB; disk: journal %.0f MB, state %.0f MB, zones %.0f MB\n",
              bench::memory("VmRSS"), size_mb(wish.at().journal()), size_mb(wish.at().state()),
              size_mb(wish.at().zones()));
  follower.stop();
  return 0;
}

}  // namespace
}  // namespace stele::dns

int main(int argc, char** argv) {
  if (argc < 2) stele::bench::give_up("usage: dns_bench DIR [DELEGATIONS]");
  stele::dns::Plan wish{.dir = argv[1], .names = 1'000'000, .random = {}};
  if (argc > 2) wish.names = std::strtoull(argv[2], nullptr, 10);
  if (wish.names == 0) stele::bench::give_up("the number of delegations is no number above zero");
  return stele::dns::run(wish);
}
