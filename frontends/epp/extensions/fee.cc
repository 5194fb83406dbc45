#include "frontends/epp/extensions/fee.h"

#include <array>

#include "engine/base/check.h"
#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/response/writer.h"

namespace stele::epp {
namespace {

using namespace grammar;

constexpr TextRule kCurrency{
    .space = Space::preserve, .syntax = is_currency, .form = "a currency of three capitals"};
constexpr ElementRule kCurrencyElement{.content = Content::text, .text = &kCurrency};

// §3.1
constexpr std::array<std::string_view, 7> kOperations{"create",   "delete",  "renew", "update",
                                                      "transfer", "restore", "custom"};
constexpr TextRule kOperation{.values = kOperations};
constexpr std::array kCommandAttributes{
    AttributeRule{"name", &kOperation, true}, AttributeRule{"customName", &kToken, false},
    AttributeRule{"phase", &kToken, false}, AttributeRule{"subphase", &kToken, false}};
constexpr std::array kCommandParts{optional("period", kPeriod)};
constexpr ElementRule kCommand{.attributes = kCommandAttributes, .particles = kCommandParts};
constexpr std::array kCheckParts{optional("currency", kCurrencyElement), some("command", kCommand)};
constexpr ElementRule kCheck{.particles = kCheckParts};

// §3.4
constexpr TextRule kDescription{.space = Space::preserve};
constexpr TextRule kDuration{.syntax = is_duration, .form = "a duration such as P5D"};
constexpr std::array<std::string_view, 2> kAppliedWords{"immediate", "delayed"};
constexpr TextRule kApplied{.values = kAppliedWords};
constexpr std::array kFeeAttributes{
    AttributeRule{"description", &kDescription, false}, AttributeRule{"lang", &kLanguage, false},
    AttributeRule{"refundable", &kBoolean, false}, AttributeRule{"grace-period", &kDuration, false},
    AttributeRule{"applied", &kApplied, false}};
constexpr TextRule kNotNegative{.syntax = is_decimal,
                                .form = "a decimal number",
                                .in_range = is_not_negative,
                                .range = "0 and more"};
constexpr ElementRule kFee{
    .content = Content::text, .text = &kNotNegative, .attributes = kFeeAttributes};
constexpr std::array kCreditAttributes{AttributeRule{"description", &kDescription, false},
                                       AttributeRule{"lang", &kLanguage, false}};
constexpr TextRule kNotPositive{.syntax = is_decimal,
                                .form = "a decimal number",
                                .in_range = is_not_positive,
                                .range = "0 and less"};
constexpr ElementRule kCredit{
    .content = Content::text, .text = &kNotPositive, .attributes = kCreditAttributes};
constexpr std::array kOfferParts{optional("currency", kCurrencyElement), some("fee", kFee),
                                 optional("credit", kCredit, kUnbounded)};
constexpr ElementRule kOffer{.particles = kOfferParts};

// A check may be about any object; prices are of domains here.
constexpr std::array kExtensions{
    CommandExtension{"check", &kCheck, {Verb::check}, {xml::Ns::domain}},
    CommandExtension{"create", &kOffer, {Verb::create}, {xml::Ns::domain}},
    CommandExtension{"renew", &kOffer, {Verb::renew}, {xml::Ns::domain}},
    CommandExtension{"transfer", &kOffer, {Verb::transfer}, {xml::Ns::domain}},
    CommandExtension{"update", &kOffer, {Verb::update}, {xml::Ns::domain}}};

FeeOperation operation_named(std::string_view word) {
  for (std::size_t i = 0; i < kOperations.size(); ++i)
    if (kOperations[i] == word) return static_cast<FeeOperation>(i);
  CHECK(false, "the grammar lets through only these words");
}

std::optional<Currency> read_currency(const Source& source, xml::Index at) {
  return parse_currency(source.text(at, "currency"));
}

Fee read_fee(Source& source, xml::Index at) {
  Fee fee{.amount = source.amount(at),
          .description = source.attribute(at, "description"),
          .refundable = {},
          .grace_period = source.attribute(at, "grace-period"),
          .applied = source.attribute(at, "applied")};
  if (const std::string word = source.attribute(at, "refundable"); !word.empty())
    fee.refundable = is_true(word);
  return fee;
}

void write_fees(Writer& writer, const std::vector<Fee>& fees, const std::vector<Fee>& credits) {
  for (const Fee& fee : fees) {
    const std::string_view refundable = !fee.refundable ? "" : *fee.refundable ? "1" : "0";
    writer.element("fee",
                   {{"description", fee.description},
                    {"refundable", refundable},
                    {"grace-period", fee.grace_period},
                    {"applied", fee.applied}},
                   to_text(fee.amount));
  }
  for (const Fee& credit : credits)
    writer.element("credit", {{"description", credit.description}}, to_text(credit.amount));
}

void write_period(Writer& writer, const std::optional<Period>& period) {
  if (!period) return;
  writer.element("period", "unit", period->unit == PeriodUnit::months ? "m" : "y",
                 std::to_string(period->value));
}

std::string_view result_name(Verb verb) {
  switch (verb) {
    case Verb::create: return "creData";
    case Verb::remove: return "delData";
    case Verb::renew: return "renData";
    case Verb::update: return "updData";
    case Verb::transfer: return "trnData";
    case Verb::none:
    case Verb::hello:
    case Verb::login:
    case Verb::logout:
    case Verb::check:
    case Verb::info:
    case Verb::poll: break;
  }
  CHECK(false, "not a command that costs anything");
}

}  // namespace

Mapping fee_mapping() { return {.ns = xml::Ns::fee, .extensions = kExtensions}; }

std::string_view to_text(FeeOperation operation) {
  return kOperations[static_cast<std::size_t>(operation)];
}

FeeCheck read_fee_check(Source& source, xml::Index at) {
  FeeCheck check{.currency = read_currency(source, at), .commands = {}};
  for (const xml::Index child : source.tree().children(at)) {
    if (source.name(child) != "command") continue;
    FeeCommand command{.operation = operation_named(source.attribute(child, "name")),
                       .custom_name = source.attribute(child, "customName"),
                       .phase = source.attribute(child, "phase"),
                       .subphase = source.attribute(child, "subphase"),
                       .period = source.period(child)};
    if ((command.operation == FeeOperation::custom) == command.custom_name.empty())
      source.refuse(2004, child, "attribute customName goes with name custom, and only with it");
    check.commands.push_back(std::move(command));
  }
  return check;
}

FeeOffer read_fee_offer(Source& source, xml::Index at) {
  FeeOffer offer{.currency = read_currency(source, at), .fees = {}, .credits = {}};
  for (const xml::Index child : source.tree().children(at)) {
    if (source.name(child) == "fee") offer.fees.push_back(read_fee(source, child));
    if (source.name(child) == "credit") offer.credits.push_back(read_fee(source, child));
  }
  return offer;
}

std::optional<Amount> total(const FeeOffer& offer) {
  std::optional<Amount> sum = Amount{};
  for (const std::vector<Fee>* list : {&offer.fees, &offer.credits})
    for (const Fee& fee : *list)
      if (sum) sum = add(*sum, fee.amount);
  return sum;
}

Part write_fee_check(Currency currency, const std::vector<FeeChecked>& checked) {
  Writer writer(xml::Ns::fee, "chkData");
  writer.element("currency", to_text(currency));
  for (const FeeChecked& object : checked) {
    writer.begin("cd", "avail", object.available ? "1" : "0");
    writer.element("objID", object.name);
    writer.optional("class", object.fee_class);
    for (const FeeQuote& quote : object.quotes) {
      writer.begin("command", {{"name", to_text(quote.command.operation)},
                               {"customName", quote.command.custom_name},
                               {"phase", quote.command.phase},
                               {"subphase", quote.command.subphase},
                               {"standard", quote.standard ? "1" : "0"}});
      write_period(writer, quote.command.period);
      write_fees(writer, quote.fees, quote.credits);
      writer.optional("reason", quote.reason);
      writer.end("command");
    }
    writer.optional("reason", object.reason);
    writer.end("cd");
  }
  return writer.finish();
}

Part write_fee_result(Verb verb, const FeeResult& result) {
  Writer writer(xml::Ns::fee, result_name(verb));
  writer.element("currency", to_text(result.currency));
  write_period(writer, result.period);
  write_fees(writer, result.fees, result.credits);
  if (result.balance) writer.element("balance", to_text(*result.balance));
  if (result.credit_limit) writer.element("creditLimit", to_text(*result.credit_limit));
  return writer.finish();
}

}  // namespace stele::epp
