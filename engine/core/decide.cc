#include "engine/core/decide.h"

#include <variant>

#include "engine/core/account/bill.h"
#include "engine/core/org/links.h"
#include "engine/core/poll/notices.h"

namespace stele::core {
namespace {

// The domain of a command whose answer says what it costs, or that it costs nothing (RFC 8748 §3.5).
template <class Other>
const DomainName* billed(const Other&) { return nullptr; }
const DomainName* billed(const CreateDomain& command) { return &command.name; }
const DomainName* billed(const UpdateDomain& command) { return &command.name; }
const DomainName* billed(const RenewDomain& command) { return &command.name; }
const DomainName* billed(const DeleteDomain& command) { return &command.name; }
const DomainName* billed(const RestoreDomain& command) { return &command.name; }
const DomainName* billed(const TransferDomain& command) {
  return command.step == TransferStep::request ? &command.name : nullptr;
}

}  // namespace

Decided<Decision> decide(const Context& context, const Command& command) {
  auto decision = std::visit([&](const auto& wish) { return decide(context, wish); }, command);
  if (!decision) return decision;
  const auto* const name = std::visit([](const auto& wish) { return billed(wish); }, command);
  if (name && context.caller.is_registrar())
    decision->answer.bill = bill_of(context, *name, decision->events);
  end_links(context.state, decision->events);
  add_notices(context, false, decision->events);
  return decision;
}

}  // namespace stele::core
