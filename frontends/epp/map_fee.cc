#include "frontends/epp/map_fee.h"

#include <utility>

#include "frontends/epp/extensions/allocation_token.h"

namespace stele::epp {
namespace {

using xml::Index;
using xml::kNoElement;
using xml::Ns;

std::optional<PricedOperation> operation_of(FeeOperation operation) {
  switch (operation) {
    case FeeOperation::create: return PricedOperation::create;
    case FeeOperation::remove: return PricedOperation::remove;
    case FeeOperation::renew: return PricedOperation::renew;
    case FeeOperation::update: return PricedOperation::update;
    case FeeOperation::transfer: return PricedOperation::transfer;
    case FeeOperation::restore: return PricedOperation::restore;
    case FeeOperation::custom: return std::nullopt;
  }
  std::unreachable();
}

Fee fee_of(const core::Bill::Line& line) {
  Fee fee{.amount = line.amount,
          .description = std::string(line.what),
          .refundable = line.refundable,
          .grace_period = {},
          .applied = line.delayed ? "delayed" : ""};
  if (line.grace_days > 0) fee.grace_period = "P" + std::to_string(line.grace_days) + "D";
  return fee;
}

// Fees and credits apart, each in the order of the lines.
template <class To>
void put(const std::vector<core::Bill::Line>& lines, To& to) {
  for (const core::Bill::Line& line : lines)
    (line.amount < Amount{} ? to.credits : to.fees).push_back(fee_of(line));
}

FeeQuote quote_of(const FeeCommand& command, const core::PriceAnswer& answer) {
  FeeQuote quote{.command = command,
                 .standard = answer.standard,
                 .fees = {},
                 .credits = {},
                 .reason = {}};
  quote.command.period = answer.period;
  quote.command.phase = answer.phase;
  quote.command.subphase = answer.subphase;
  put(answer.lines, quote);
  if (answer.reason) quote.reason = core::text_of(*answer.reason);
  return quote;
}

FeeChecked checked_of(std::string_view name, const FeeCheck& check,
                      const core::NamePrices& prices) {
  FeeChecked checked{.name = std::string(name),
                     .available = !prices.reason,
                     .fee_class = {},
                     .quotes = {},
                     .reason = {}};
  if (prices.reason) {
    checked.reason = core::text_of(*prices.reason);
    return checked;
  }
  checked.fee_class = prices.tier.empty() ? "standard" : prices.tier;
  for (std::size_t i = 0; i < check.commands.size(); ++i) {
    checked.quotes.push_back(quote_of(check.commands[i], prices.answers[i]));
    checked.available = checked.available && !prices.answers[i].reason;
  }
  return checked;
}

}  // namespace

std::optional<core::FeeOffer> read_offer(Reader& reader, std::string_view verb) {
  const Index at = reader.extension(Ns::fee, verb);
  if (at == kNoElement) return std::nullopt;
  Source source = reader.source();
  const FeeOffer offer = read_fee_offer(source, at);
  const auto sum = total(offer);
  if (!sum) source.refuse(2004, at, "the fees are more than an amount can be");
  return core::FeeOffer{offer.currency, sum.value_or(Amount{})};
}

std::optional<std::string> read_token(Reader& reader) {
  const Index at = reader.extension(Ns::allocation_token, "allocationToken");
  if (at == kNoElement) return std::nullopt;
  return read_allocation_token(reader.source(), at);
}

std::optional<FeeCheck> read_prices_asked(Reader& reader) {
  const Index at = reader.extension(Ns::fee, "check");
  if (at == kNoElement) return std::nullopt;
  Source source = reader.source();
  return read_fee_check(source, at);
}

std::vector<Problem> answer_prices(const Asked& asked, const FeeCheck& check,
                                   const std::optional<std::string>& token, Reply& reply) {
  core::PricesAsked question{.currency = check.currency, .questions = {}, .token = token};
  for (const FeeCommand& command : check.commands)
    question.questions.push_back(
        {operation_of(command.operation), command.period, command.phase, command.subphase});
  std::vector<FeeChecked> checked;
  for (const Index child : asked.tree.children(asked.frame.payload)) {
    const std::string_view name = asked.tree[child].text;
    const auto prices = core::find_prices(asked.state, asked.caller, name, question);
    if (!prices) return problems_of(Ns::domain, std::string(name), prices.error());
    checked.push_back(checked_of(name, check, *prices));
  }
  const auto payer = asked.state.find_registrar(asked.caller.actor.number);
  reply.extensions.push_back(write_fee_check(payer->currency, checked));
  return {};
}

Part write_bill(Verb verb, const core::Bill& bill) {
  FeeResult result{.currency = bill.currency,
                   .period = {},
                   .fees = {},
                   .credits = {},
                   .balance = bill.balance,
                   .credit_limit = bill.credit_limit};
  put(bill.lines, result);
  Part part = write_fee_result(verb, result);
  part.only_if_chosen = true;
  return part;
}

Part write_transfer_price(const core::TransferPrice& price) {
  FeeResult result{.currency = price.currency,
                   .period = price.period,
                   .fees = {},
                   .credits = {},
                   .balance = {},
                   .credit_limit = {}};
  put({price.line}, result);
  Part part = write_fee_result(Verb::transfer, result);
  part.only_if_chosen = true;
  return part;
}

}  // namespace stele::epp
