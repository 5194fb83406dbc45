// Bills: what a registrar is told of the money of its own commands, before and after (RFC 8748). Words,
// refunds and grace periods are the same in a check and in the answer to the command itself.
#pragma once

#include <vector>

#include "engine/core/decide.h"

namespace stele::core {

// A price, tax included. `graced`: it can be taken back as the policy says; without it nothing comes
// back.
Bill::Line fee_line(const ZonePolicy& policy, PricedOperation operation, Amount total, bool graced,
                    bool delayed = false);
// What comes back; `amount` is above zero.
Bill::Line credit_line(GraceKind cause, Amount amount);

// What the events of a command on `name` do to the account of the registrar that asked, and the price
// of what they leave pending: a transfer, an application. Precondition: the caller is a registrar.
Bill bill_of(const Context& context, const DomainName& name,
             const std::vector<events::Event>& events);

}  // namespace stele::core
