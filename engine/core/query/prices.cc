#include "engine/core/query/prices.h"

#include <algorithm>
#include <utility>

#include "engine/core/account/bill.h"
#include "engine/core/checks.h"
#include "engine/core/domain/life.h"
#include "engine/core/domain/transfer.h"
#include "engine/core/launch/launch_rules.h"
#include "engine/core/name/listed_names.h"
#include "engine/core/pricing.h"
#include "engine/core/query.h"

namespace stele::core {
namespace {

struct Phase {
  std::string word, name;
  bool applications = false;
};

// Among these, by name; one that begins or ends at some moment may stand there several times.
const LaunchPhase* only_one(const std::vector<const LaunchPhase*>& phases) {
  const auto other = [&](const LaunchPhase* phase) {
    return phase->kind != phases.front()->kind || phase->name != phases.front()->name;
  };
  return std::any_of(phases.begin(), phases.end(), other) ? nullptr : phases.front();
}

// RFC 8748 §3.8: the phase that is meant. Prices are the same in all of them; what differs is whether
// a creation is an application. So a phase is asked for where a creation is priced, and elsewhere only
// judged when the client names one.
class PhaseChoice {
 public:
  PhaseChoice(const ZonePolicy& policy, Instant now) : policy_(policy), now_(now) {}

  Phase require(const PriceQuestion& question, Problems& problems) const {
    if (question.phase.empty() && !question.subphase.empty()) {
      problems.add(Reason::missing_parameter, Field::phase, question.subphase);
      return {};
    }
    if (question.phase.empty())
      return question.operation == PricedOperation::create ? current(problems) : Phase{};
    return named(question, problems);
  }

 private:
  static Phase told(const LaunchPhase& phase) {
    return {std::string(to_text(phase.kind)), phase.name, phase.applications};
  }

  Phase current(Problems& problems) const {
    if (policy_.launch.empty()) return {};
    const auto active = those([](const LaunchPhase&) { return true; }, true);
    if (active.empty()) return {std::string(to_text(LaunchKind::open)), {}};  // a quiet period
    if (const LaunchPhase* const phase = only_one(active)) return told(*phase);
    problems.add(Reason::missing_parameter, Field::phase);
    return {};
  }

  Phase named(const PriceQuestion& question, Problems& problems) const {
    const auto kind = parse_launch_kind(question.phase);
    const bool open_for_long = policy_.launch.empty() && kind == LaunchKind::open;
    if (open_for_long && question.subphase.empty()) return {question.phase, {}};
    const auto asked = [&](const LaunchPhase& phase) {
      return phase.kind == kind &&
             (question.subphase.empty() || phase.name == question.subphase);
    };
    const auto all = those(asked, false);
    if (all.empty()) {
      problems.add(Reason::value_out_of_range, Field::phase,
                   question.phase + (question.subphase.empty() ? "" : " " + question.subphase));
      return {};
    }
    const auto active = those(asked, true);
    if (const LaunchPhase* const phase = only_one(active.empty() ? all : active))
      return told(*phase);
    problems.add(Reason::missing_parameter, Field::phase, question.phase);
    return {};
  }

  template <class Wanted>
  std::vector<const LaunchPhase*> those(const Wanted& wanted, bool active) const {
    std::vector<const LaunchPhase*> found;
    for (const LaunchPhase& phase : policy_.launch)
      if (wanted(phase) && (!active || phase.active(now_))) found.push_back(&phase);
    return found;
  }

  const ZonePolicy& policy_;
  const Instant now_;
};

// One name in one zone, for one registrar.
class Counter {
 public:
  Counter(const State& state, const Registrar& payer, const Zone& zone)
      : now_(state.now()), payer_(payer), policy_(zone.policy),
        life_(zone.policy.lifecycle.value_or(Lifecycle{})) {}

  std::optional<Domain> domain;      // where the name exists
  std::string listed_tier;           // of a creation
  std::optional<Reason> not_to_have; // why it could not be created

  PriceAnswer answer(const PriceQuestion& question, Problems& problems) const {
    PriceAnswer out;
    const Phase phase = PhaseChoice(policy_, now_).require(question, problems);
    out.phase = phase.word;
    out.subphase = phase.name;
    if (question.operation != PricedOperation::restore)
      out.period = question.period.value_or(Period{policy_.default_years, PeriodUnit::years});
    if (!question.operation) {
      out.reason = Reason::no_such_price;
      return out;
    }
    switch (*question.operation) {
      case PricedOperation::create: create(phase, out); break;
      case PricedOperation::renew: renew(out); break;
      case PricedOperation::transfer: transfer(question, out); break;
      case PricedOperation::restore: restore(out); break;
      case PricedOperation::update: charge({.operation = PricedOperation::update}, out); break;
      case PricedOperation::remove: remove(out); break;
    }
    if (out.reason) out.lines.clear();
    return out;
  }

 private:
  std::string_view tier() const { return domain ? domain->tier : listed_tier; }

  std::uint8_t years_of(Period period, PriceAnswer& out) const {
    Problems problems;
    const auto years = require_years(policy_, period, problems);
    if (!years) out.reason = problems.decisive();
    return years.value_or(0);
  }

  void charge(Order order, PriceAnswer& out, bool graced = true, bool delayed = false) const {
    if (out.reason) return;
    if (order.tier.empty() && order.operation != PricedOperation::create) order.tier = tier();
    const auto price = quote(policy_, payer_, order, now_);
    if (!price) {
      out.reason = Reason::no_such_price;
      return;
    }
    out.standard = out.standard && price->standard;
    if (price->listed)
      out.lines.push_back(
          fee_line(policy_, order.operation, price->total.amount, graced, delayed));
  }

  void create(const Phase& phase, PriceAnswer& out) const {
    if (not_to_have) {
      out.reason = not_to_have;
      return;
    }
    const std::uint8_t years = years_of(*out.period, out);
    charge({.operation = PricedOperation::create, .years = years, .tier = listed_tier}, out, true,
           phase.applications);
  }

  void renew(PriceAnswer& out) const {
    const std::uint8_t years = years_of(*out.period, out);
    charge({.operation = PricedOperation::renew, .years = years}, out);
  }

  // Without a period the zone says how many years it adds; the default stands for none. A name that
  // never expires gets none.
  void transfer(const PriceQuestion& question, PriceAnswer& out) const {
    const bool endless = domain && domain->never_expires;
    std::uint8_t years = endless ? std::uint8_t{0} : life_.transfer_years;
    if (question.period && endless)
      out.reason = Reason::never_expires;
    else if (question.period)
      years = years_of(*question.period, out);
    else if (years > 0)
      out.period = Period{years, PeriodUnit::years};
    charge({.operation = PricedOperation::transfer, .years = years}, out, true,
           life_.transfer_days > 0);
  }

  // With the renewal of a name that has expired meanwhile; it is paid when the name is back.
  void restore(PriceAnswer& out) const {
    charge({.operation = PricedOperation::restore}, out, false);
    if (!domain || !is_deleted(*domain)) return;
    const std::uint8_t years = years_to_restore(*domain, policy_, now_);
    if (years > 0)
      charge({.operation = PricedOperation::renew, .years = years}, out, false,
             life_.restore_report);
  }

  void remove(PriceAnswer& out) const {
    charge({.operation = PricedOperation::remove}, out, false);
    if (!domain || domain->made.sponsor != payer_.number || is_deleted(*domain)) return;
    if (!policy_.lifecycle) return;
    for (const Refund& refund : refunds_of(*domain, life_, now_)) {
      const Amount back = refund_of(*refund.grace, refund.percent).total.amount;
      if (back > Amount{} && refund.grace->payer == payer_.number)
        out.lines.push_back(credit_line(refund.grace->kind, back));
    }
  }

  const Instant now_;
  const Registrar& payer_;
  const ZonePolicy& policy_;
  const Lifecycle life_;
};

}  // namespace

Decided<NamePrices> find_prices(const State& state, const Caller& caller, std::string_view name,
                                const PricesAsked& asked) {
  const auto payer =
      caller.is_registrar() ? state.find_registrar(caller.actor.number) : nullptr;
  if (!payer) return refuse(Reason::not_allowed);
  if (asked.currency && *asked.currency != payer->currency)
    return refuse(Reason::wrong_currency, Field::currency, to_text(*asked.currency));

  NamePrices found;
  const auto parsed = DomainName::parse(name);
  if (!parsed) {
    found.reason = Reason::bad_name;
    return found;
  }
  Problems unknown;
  const auto zone = require_registrable(state, *parsed, unknown);
  if (zone) require_zone_access(*payer, *zone, name, unknown);
  if (unknown.any()) {
    found.reason = unknown.decisive();
    return found;
  }

  Counter counter(state, *payer, *zone);
  const std::string label = index_label(state, *zone, *parsed);
  if (const auto number = state.find_domain_number(*zone, label))
    counter.domain = state.find_domain(*number);
  Problems unavailable;
  counter.listed_tier =
      require_allocatable(state, caller, *zone, label, asked.token, name, unavailable);
  if (unavailable.any()) counter.not_to_have = unavailable.decisive();
  if (!counter.domain && counter.not_to_have) {
    found.reason = counter.not_to_have;
    return found;
  }
  found.tier = counter.domain ? counter.domain->tier : counter.listed_tier;
  Problems problems;
  for (const PriceQuestion& question : asked.questions) {
    found.answers.push_back(counter.answer(question, problems));
    if (problems.any()) return problems.refusal();
  }
  return found;
}

std::optional<TransferPrice> find_transfer_price(const State& state, const Caller& caller,
                                                 const DomainName& name) {
  const auto domain = find_domain(state, name);
  const auto viewer =
      caller.is_registrar() ? state.find_registrar(caller.actor.number) : nullptr;
  if (!domain || !viewer || !domain->transfer || !domain->transfer->pending())
    return std::nullopt;
  const auto zone = state.find_zone(domain->zone);
  if (!zone) return std::nullopt;
  const Transfer& transfer = *domain->transfer;
  TransferPrice out{.currency = viewer->currency, .period = {}, .line = {}};
  if (transfer.years > 0) out.period = Period{transfer.years, PeriodUnit::years};
  if (viewer->number == transfer.requested_by) {
    const auto price = quote(zone->policy, *viewer,
                             {.operation = PricedOperation::transfer,
                              .years = transfer.years,
                              .tier = domain->tier},
                             state.now());
    if (!price || !price->listed) return std::nullopt;
    out.line = fee_line(zone->policy, PricedOperation::transfer, price->total.amount, true, true);
    return out;
  }
  const Grace* const undone = undone_renewal(*domain, zone->policy, transfer.years, transfer.acted_at);
  if (viewer->number != transfer.loser || !undone || !zone->policy.lifecycle) return std::nullopt;
  const Amount back = refund_of(*undone, zone->policy.lifecycle->auto_renew_refund).total.amount;
  if (back == Amount{}) return std::nullopt;
  out.line = credit_line(undone->kind, back);
  return out;
}

}  // namespace stele::core
