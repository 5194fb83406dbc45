#include "engine/core/account/bill.h"

#include <optional>
#include <utility>
#include <variant>

#include "engine/base/check.h"
#include "engine/core/pricing.h"

namespace stele::core {
namespace {

std::string_view fee_word(PricedOperation operation) {
  switch (operation) {
    case PricedOperation::create: return "Registration";
    case PricedOperation::renew: return "Renewal";
    case PricedOperation::transfer: return "Transfer";
    case PricedOperation::restore: return "Restore";
    case PricedOperation::update: return "Update";
    case PricedOperation::remove: return "Deletion";
  }
  std::unreachable();
}

std::string_view credit_word(GraceKind cause) {
  switch (cause) {
    case GraceKind::add: return "Refund of the registration";
    case GraceKind::auto_renew: return "Refund of the automatic renewal";
    case GraceKind::renew: return "Refund of the renewal";
    case GraceKind::transfer: return "Refund of the transfer";
    case GraceKind::restore: return "Refund of the restore";
  }
  std::unreachable();
}

struct Terms {
  std::uint16_t days = 0;
  std::uint8_t percent = 0;
};

// How an operation can be taken back. A restore comes back without a grace period: when its report
// does not follow.
Terms terms_of(const Lifecycle& life, PricedOperation operation) {
  switch (operation) {
    case PricedOperation::create: return {life.add_grace_days, life.add_refund};
    case PricedOperation::renew: return {life.renew_grace_days, life.renew_refund};
    case PricedOperation::transfer: return {life.transfer_grace_days, life.transfer_refund};
    case PricedOperation::restore:
    case PricedOperation::update:
    case PricedOperation::remove: return {};
  }
  std::unreachable();
}

// Whether the command has begun a grace period.
bool begins_grace(const std::vector<events::Event>& events) {
  for (const events::Event& event : events) {
    const bool begun = std::visit(
        [](const auto& e) {
          if constexpr (requires { e.grace; }) return e.grace.has_value();
          else return false;
        },
        event);
    if (begun) return true;
  }
  return false;
}

class Writer {
 public:
  Writer(const Context& context, const Registrar& payer, const ZonePolicy& policy, bool graced,
         Bill& bill)
      : context_(context), payer_(payer), policy_(policy), graced_(graced), bill_(bill) {}

  template <class Event>
  void operator()(const Event&) {}
  void operator()(const events::AccountDebited& e) {
    if (e.registrar != payer_.number) return;
    // The renewal that comes with a restore is not graced.
    const bool graced = graced_ && e.operation != PricedOperation::restore;
    bill_.lines.push_back(fee_line(policy_, e.operation, e.money.amount, graced));
    bill_.balance = e.balance;
  }
  void operator()(const events::AccountRefunded& e) {
    if (e.registrar != payer_.number) return;
    bill_.lines.push_back(credit_line(e.cause, e.money.amount));
    bill_.balance = e.balance;
  }
  void operator()(const events::DomainTransferRequested& e) {
    const auto domain = context_.state.find_domain(e.number);
    CHECK(domain, "only what exists is transferred");
    pend({.operation = PricedOperation::transfer, .years = e.years, .tier = domain->tier});
  }
  void operator()(const events::ApplicationReceived& e) {
    const int years = e.domain.period.in_months() / 12;
    pend({.years = static_cast<std::uint8_t>(years), .tier = e.domain.tier});
  }

 private:
  void pend(const Order& order) {
    const auto price = quote(policy_, payer_, order, context_.now);
    if (price && price->listed)
      bill_.lines.push_back(
          fee_line(policy_, order.operation, price->total.amount, true, true));
  }

  const Context& context_;
  const Registrar& payer_;
  const ZonePolicy& policy_;
  const bool graced_;
  Bill& bill_;
};

}  // namespace

Bill::Line fee_line(const ZonePolicy& policy, PricedOperation operation, Amount total, bool graced,
                    bool delayed) {
  const Terms terms = graced ? terms_of(policy.lifecycle.value_or(Lifecycle{}), operation) : Terms{};
  const bool refundable = terms.days > 0 && terms.percent > 0;
  return {.what = fee_word(operation),
          .amount = total,
          .refundable = refundable,
          .grace_days = refundable ? terms.days : std::uint16_t{},
          .delayed = delayed};
}

Bill::Line credit_line(GraceKind cause, Amount amount) {
  return {.what = credit_word(cause), .amount = Amount{-amount.e4}};
}

Bill bill_of(const Context& context, const DomainName& name,
             const std::vector<events::Event>& events) {
  const auto payer = context.state.find_registrar(context.caller.actor.number);
  const auto zone = context.state.zone_of(name);
  CHECK(payer && zone, "a command that was accepted has a caller and a zone");
  Bill bill{.currency = payer->currency,
            .lines = {},
            .balance = context.state.balance(payer->number),
            .credit_limit = payer->credit_limit};
  Writer writer(context, *payer, zone->policy, begins_grace(events), bill);
  for (const events::Event& event : events) std::visit(writer, event);
  return bill;
}

}  // namespace stele::core
