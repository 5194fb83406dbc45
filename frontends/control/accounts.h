// Accounts as staff look at them: balances from the registry state, statements from the ledger
// projection, which is opened when the first statement is asked for and brought up to the published
// position each time. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include "frontends/control/message.h"
#include "frontends/gateway/gateway.h"
#include "projections/ledger/ledger.h"

namespace stele::control {

class Accounts {
 public:
  // `dir`: the data directory; the ledger lies in DIR/ledger and can be removed at any time.
  Accounts(gateway::Gateway& gateway, std::string dir)
      : gateway_(gateway), dir_(std::move(dir)) {}

  // registrar, from, to → parts: one JSON line a line of the account.
  Reply statement(const Request& request, const PartSink& part, std::stop_token stop);
  Reply list() const;
  // The ledger's rows as they are; null: it was never asked for.
  Result<std::shared_ptr<const registry::Snapshot>> rows();

 private:
  Done open();  // under the mutex
  // Read up to `end`.
  Result<ledger::Ledger*> ledger(Position end, std::stop_token stop);

  gateway::Gateway& gateway_;
  std::string dir_;
  std::mutex mutex_;  // of the opening
  std::unique_ptr<ledger::Ledger> ledger_;
};

}  // namespace stele::control
