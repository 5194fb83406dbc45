// What the zone's benchmarks share: a journal filled with delegations, a watch, what memory there is.
// Every name has two name servers of a thousand hosters outside; every fourth has a DS record, every
// tenth a host of its own with two addresses.
#pragma once

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/file.h"
#include "events/codec.h"
#include "events/journal/journal.h"
#include "events/journal/transaction.h"

namespace stele::bench {

constexpr std::uint64_t kHosters = 1000;
constexpr std::size_t kTransactionsAtOnce = 2000;

[[noreturn]] inline void give_up(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

inline void require(const Done& done) {
  if (!done) give_up(done.error().what);
}

template <class T>
T required(Result<T> result) {
  if (!result) give_up(result.error().what);
  return std::move(*result);
}

inline double cpu_of(int who) {
  rusage used{};
  ::getrusage(who, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// Time on the wall and of the processor, this process' whole. The wall alone says little where others
// work on the same machine.
class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }
  double cpu() const { return cpu_of(RUSAGE_SELF) - cpu_; }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double cpu_ = cpu_of(RUSAGE_SELF);
};

// Megabytes: "VmRSS" now, "VmHWM" the most there were since forget_peak().
inline double memory(const char* what) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(what)) return std::strtod(line.c_str() + std::strlen(what) + 1, nullptr) / 1024;
  return 0;
}

inline void forget_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

inline void print(const char* what, const Stopwatch& watch, const std::string& more = {}) {
  const double seconds = watch.seconds(), cpu = watch.cpu();
  std::printf("%-36s %9.3f s %9.3f s CPU %6.0f MB   %s\n", what, seconds, cpu, memory("VmRSS"),
              more.c_str());
  std::fflush(stdout);
}

// A raw write of so many bytes, in parts as a zone is written, synced.
inline void write_raw(const std::string& path, std::uint64_t bytes) {
  const std::string part(256 * 1024, 'x');
  auto file = required(FreshFile::create(path));
  for (std::uint64_t done = 0; done < bytes; done += part.size())
    require(file.write(
        std::string_view(part).substr(0, std::min<std::uint64_t>(part.size(), bytes - done))));
  require(file.publish(0644));
}

// Appends transactions, one every `each` milliseconds from `now` on.
class Filling {
 public:
  Filling(journal::Journal& journal, Instant now, std::int64_t each)
      : journal_(journal), batch_(journal.head(), 1), now_(now), each_(each) {}

  void add(std::vector<events::Event> events) {
    events::Transaction transaction;
    transaction.actor = {events::ActorKind::registrar, ObjectNumber{5}, "registrar-1"};
    transaction.events = std::move(events);
    batch_.add(now_, events::encode(transaction));
    now_ = now_ + each_;
    if (++waiting_ == kTransactionsAtOnce) append();
  }
  void append() {
    if (waiting_ == 0) return;
    batch_ = journal::Batch(required(journal_.append(1, journal_.head().next, batch_.records())), 1);
    waiting_ = 0;
  }
  void pause(std::int64_t ms) { now_ = now_ + ms; }
  Instant now() const { return now_; }

 private:
  journal::Journal& journal_;
  journal::Batch batch_;
  Instant now_;
  std::int64_t each_;
  std::size_t waiting_ = 0;
};

// Numbers of what is filled in: above all that a registry has given out itself.
struct Numbers {
  RepositoryId repository{1};
  ObjectNumber zone{1};
  std::uint64_t first_hoster = 10;
  std::uint64_t first_name = 10'000;
};

inline void add_hosters(Filling& filling, const Numbers& numbers) {
  for (std::uint64_t i = 0; i < kHosters; ++i)
    filling.add({events::HostCreated{
        .repository = numbers.repository,
        .number = ObjectNumber{numbers.first_hoster + i},
        .name = HostName::trusted("ns" + std::to_string(i) + ".hoster-with-a-name.test")}});
}

inline void add_name(Filling& filling, const Numbers& numbers, std::uint64_t name) {
  const ObjectNumber number{numbers.first_name + 2 * name}, own{number.value + 1};
  const std::string text = "a-name-" + std::to_string(name * 2654435761U % 4294967296U) + "-" +
                           std::to_string(name) + ".example";
  const std::uint64_t hoster = numbers.first_hoster + name % (kHosters / 2) * 2;
  std::vector<events::Event> events;
  events::DomainCreated created;
  created.repository = numbers.repository;
  created.number = number;
  created.zone = numbers.zone;
  created.name = DomainName::trusted(text);
  created.index_label = text.substr(0, text.find('.'));
  created.hosts = {ObjectNumber{hoster}, ObjectNumber{hoster + 1}};
  if (name % 4 == 0) created.ds = {{12345, 13, 2, std::string(64, 'A'), std::nullopt}};
  events.emplace_back(created);
  if (name % 10 == 0) {
    events.emplace_back(events::HostCreated{.repository = numbers.repository,
                                            .number = own,
                                            .name = HostName::trusted("ns1." + text),
                                            .superordinate = number,
                                            .addresses = {*parse_ip_address("192.0.2.1"),
                                                          *parse_ip_address("2001:db8::1")}});
    events.emplace_back(events::DomainUpdated{
        .repository = numbers.repository, .number = number, .hosts_added = {own}});
  }
  filling.add(std::move(events));
}

}  // namespace stele::bench
