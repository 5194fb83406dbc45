// Ledger: every line of every registrar's account with the balance after it, in order of time. A
// projection for statements: decisions ask the registry state, never this. Built from the journal
// alone, in rows of a store of its own; what is missing at the end is read when somebody asks, and
// rows of another journal are thrown away. A statement reads its own rows only, however long the
// account is.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "engine/base/instant.h"
#include "engine/base/money.h"
#include "engine/base/result.h"
#include "events/event.h"
#include "events/journal/transaction.h"
#include "projections/registry/store.h"

namespace stele::ledger {

enum class LineKind : std::uint8_t { credit, charge, refund };
std::string_view to_text(LineKind kind);

struct Line {
  Instant at;
  Position position{};       // of the transaction
  LineKind kind = LineKind::credit;
  Money money;               // by which the balance changed: negative for a charge
  Amount tax;                // within it, with its sign
  Amount balance;            // after it
  std::string operation;     // "create", …; of a refund the grace period: "addPeriod"
  std::string object_name;
  std::uint8_t years = 0;
  std::string tier;
  std::string text;          // of a credit
  std::string actor;         // who caused it
  std::string server_trid;
  bool operator==(const Line&) const = default;
};

class Ledger {
 public:
  explicit Ledger(std::unique_ptr<registry::Store> store) : store_(std::move(store)) {}

  // Takes in what the journal holds before `end`. Cut off by `stop`, it keeps what it has read.
  Done catch_up(journal::Journal& journal, Position end, std::stop_token stop = {});

  // Lines with from <= at < to, oldest first, until one call returns false.
  using Visit = std::function<bool(const Line&)>;
  void for_each_line(ObjectNumber registrar, Instant from, Instant to, const Visit& visit) const;

  // The balance a moment before `at`; nullopt when no line is that late: it is the present one.
  std::optional<Amount> balance_before(ObjectNumber registrar, Instant at) const;

  std::shared_ptr<const registry::Snapshot> rows() const { return store_->snapshot(); }
  Done flush() { return store_->flush(); }
  // How far these rows have come; nullopt: they are none, or of another format.
  static std::optional<Position> read_up_to(const registry::Snapshot& rows);
  static std::string key_text(std::string_view key);  // for people

 private:
  struct Progress;
  static Progress progress(const registry::Snapshot& rows);
  bool is_of(journal::Journal& journal, const Progress& progress) const;
  Done clear();

  std::unique_ptr<registry::Store> store_;
  std::mutex mutex_;  // one reader of the journal at a time
};

}  // namespace stele::ledger
