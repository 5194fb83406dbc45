// Cost of writing and reading events: one small event, the transaction of a domain's creation, and
// a large import. Not part of the tests: run bin/codec_bench by hand, alone on the machine.
#include <benchmark/benchmark.h>

#include "events/codec.h"

namespace stele::events {
namespace {

DomainCreated domain_created(std::uint64_t number) {
  DomainCreated out;
  out.repository = RepositoryId{1};
  out.number = ObjectNumber{number};
  out.zone = ObjectNumber{1};
  out.name = DomainName::trusted("a-shop-with-a-name-" + std::to_string(number) + ".example");
  out.index_label = "a-shop-with-a-name-" + std::to_string(number);
  out.registrant = ObjectNumber{11};
  out.contacts = {{ContactRole::admin, ObjectNumber{11}}, {ContactRole::tech, ObjectNumber{12}}};
  out.hosts = {ObjectNumber{21}, ObjectNumber{22}};
  out.auth_info.hash.fill(1);
  out.sponsor = ObjectNumber{5};
  out.creator = ObjectNumber{5};
  out.created_at = Instant{1772323200000};
  out.expires_at = Instant{1803859200000};
  return out;
}

AccountDebited account_debited() {
  AccountDebited out;
  out.repository = RepositoryId{1};
  out.registrar = ObjectNumber{5};
  out.money = {Currency{{'E', 'U', 'R'}}, Amount{125000}};
  out.object = ObjectNumber{42};
  out.object_name = "a-shop-with-a-name.example";
  out.years = 1;
  return out;
}

Transaction transaction_of(std::vector<Event> events) {
  return {{ActorKind::registrar, ObjectNumber{5}, "reg-a"}, Source::epp, "CLIENT-12345",
          "SERVER-67890", "", std::move(events)};
}

Transaction small() {
  return transaction_of({DomainRenewed{RepositoryId{1}, ObjectNumber{42}, Period{}, Instant{2},
                                       ObjectNumber{5}, Instant{1}}});
}

Transaction creation() { return transaction_of({domain_created(42), account_debited()}); }

Transaction import() {
  Transaction out = transaction_of({});
  for (std::uint64_t i = 0; i < 10000; ++i) out.events.emplace_back(domain_created(i));
  return out;
}

void count_events(benchmark::State& state, const Transaction& transaction) {
  const auto each = static_cast<std::int64_t>(transaction.events.size());
  state.SetItemsProcessed(state.iterations() * each);
}

void BM_Encode(benchmark::State& state, Transaction (*make)()) {
  const Transaction transaction = make();
  std::string bytes;
  for (auto _ : state) encode(transaction, bytes);
  count_events(state, transaction);
  state.counters["bytes"] = static_cast<double>(bytes.size());
}

void BM_Decode(benchmark::State& state, Transaction (*make)()) {
  const Transaction transaction = make();
  const std::string bytes = encode(transaction);
  for (auto _ : state) benchmark::DoNotOptimize(decode(bytes));
  count_events(state, transaction);
}

BENCHMARK_CAPTURE(BM_Encode, small, small);
BENCHMARK_CAPTURE(BM_Encode, creation, creation);
BENCHMARK_CAPTURE(BM_Encode, import, import);
BENCHMARK_CAPTURE(BM_Decode, small, small);
BENCHMARK_CAPTURE(BM_Decode, creation, creation);
BENCHMARK_CAPTURE(BM_Decode, import, import);

}  // namespace
}  // namespace stele::events

BENCHMARK_MAIN();
