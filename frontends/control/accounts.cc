#include "frontends/control/accounts.h"

#include <boost/json.hpp>
#include <limits>
#include <map>

#include "engine/base/bytes.h"
#include "engine/base/file.h"
#include "engine/runtime/data_directory.h"

namespace stele::control {

namespace json = boost::json;

namespace {

constexpr std::uint64_t kLedgerCache = 16ULL << 20;
constexpr Instant kForEver{std::numeric_limits<std::int64_t>::max()};

// A moment that is not given is `otherwise`.
std::optional<Instant> moment(const Request& request, const std::string& name, Instant otherwise) {
  const std::string text = argument(request, name);
  return text.empty() ? otherwise : parse_instant(text);
}

std::string to_json(const ledger::Line& line) {
  return json::serialize(json::object{{"at", stele::to_text(line.at)},
                                      {"position", line.position.value},
                                      {"kind", to_text(line.kind)},
                                      {"amount", stele::to_text(line.money.amount)},
                                      {"tax", stele::to_text(line.tax)},
                                      {"balance", stele::to_text(line.balance)},
                                      {"currency", stele::to_text(line.money.currency)},
                                      {"operation", line.operation},
                                      {"object", line.object_name},
                                      {"years", line.years},
                                      {"tier", line.tier},
                                      {"text", line.text},
                                      {"actor", line.actor},
                                      {"server_trid", line.server_trid}});
}

// A sum that an account may hold many of; amounts are bounded far below what would overflow.
void add_to(Amount& sum, Amount amount) { sum = add(sum, amount).value_or(sum); }

}  // namespace

Done Accounts::open() {
  if (ledger_) return {};
  const runtime::DataDirectory at{dir_};
  auto store = registry::open_store(
      {.dir = at.ledger(), .log_dir = at.logs(), .cache_bytes = kLedgerCache});
  if (!store) return std::unexpected(store.error());
  ledger_ = std::make_unique<ledger::Ledger>(std::move(*store));
  return {};
}

Result<std::shared_ptr<const registry::Snapshot>> Accounts::rows() {
  const std::lock_guard lock(mutex_);
  if (!ledger_ && !file_exists(runtime::DataDirectory{dir_}.ledger())) return nullptr;
  if (Done opened = open(); !opened) return std::unexpected(opened.error());
  return ledger_->rows();
}

Result<ledger::Ledger*> Accounts::ledger(Position end, std::stop_token stop) {
  const std::lock_guard lock(mutex_);
  if (Done opened = open(); !opened) return std::unexpected(opened.error());
  if (Done read = ledger_->catch_up(gateway_.registry().journal(), end, std::move(stop)); !read)
    return std::unexpected(read.error());
  return ledger_.get();
}

Reply Accounts::statement(const Request& request, const PartSink& part, std::stop_token stop) {
  const auto from = moment(request, "from", Instant{});
  const auto to = moment(request, "to", kForEver);
  if (!from || !to) return refused("from and to are dates or dates and times such as 2026-03-01");
  const std::string id = argument(request, "registrar");
  // The state first: its balance is that of the ledger's end, where no later line says what it was.
  const auto state = gateway_.state();
  const auto registrar = state->find_registrar(id);
  if (!registrar) return refused("no registrar " + to_printable(id) + " in this registry");
  const auto found = ledger(state->position(), stop);
  if (!found) return refused(found.error().what);
  const ledger::Ledger& lines = **found;
  const Amount opening =
      lines.balance_before(registrar->number, *from).value_or(state->balance(registrar->number));
  Amount closing = opening;
  std::uint64_t count = 0;
  std::optional<std::string> failed;
  lines.for_each_line(registrar->number, *from, *to, [&](const ledger::Line& line) {
    if (stop.stop_requested()) {
      failed = "cut off: the server stops";
      return false;
    }
    if (Done taken = part(to_json(line) + "\n"); !taken) {
      failed = taken.error().what;
      return false;
    }
    closing = line.balance;
    ++count;
    return true;
  });
  if (failed) return refused(*failed);
  return Reply{true, {},
               json::serialize(json::object{{"registrar", registrar->id},
                                            {"currency", stele::to_text(registrar->currency)},
                                            {"opening", stele::to_text(opening)},
                                            {"closing", stele::to_text(closing)},
                                            {"lines", count}})};
}

Reply Accounts::list() const {
  const auto state = gateway_.state();
  json::array registrars;
  std::map<Currency, Amount> sums;
  state->for_each_registrar([&](ObjectNumber number) {
    const auto registrar = state->find_registrar(number);
    const Amount balance = state->balance(number);
    add_to(sums[registrar->currency], balance);
    registrars.push_back(json::object{
        {"registrar", registrar->id},
        {"currency", stele::to_text(registrar->currency)},
        {"balance", stele::to_text(balance)},
        {"credit_limit", stele::to_text(registrar->credit_limit)},
        {"available", stele::to_text(add(balance, registrar->credit_limit).value_or(balance))}});
    return true;
  });
  json::array own;
  for (auto& [currency, sum] : sums) {
    json::object accounts{{"currency", stele::to_text(currency)},
                          {"registrars", stele::to_text(sum)}};
    for (const core::Account account :
         {core::Account::cash, core::Account::income, core::Account::tax}) {
      const Amount balance = state->balance(account, currency);
      accounts[to_text(account)] = stele::to_text(balance);
      add_to(sum, balance);
    }
    accounts["sum"] = stele::to_text(sum);  // of all accounts: always zero
    own.push_back(std::move(accounts));
  }
  return Reply{true, {},
               json::serialize(json::object{{"position", state->position().value},
                                            {"accounts", std::move(registrars)},
                                            {"registry", std::move(own)}})};
}

}  // namespace stele::control
