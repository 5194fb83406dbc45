#include "tests/support/scenario/money_facts.h"

#include <algorithm>

#include "frontends/epp/xml/fragment.h"
#include "frontends/gateway/command_words.h"

namespace stele::test {
namespace {

using epp::xml::Index;
using epp::xml::Tree;
using gateway::Word;

// "create", "renew:2y": what a price is asked for.
struct Wish {
  std::string operation;
  std::string period;  // "" none
};

std::vector<Wish> wishes(const std::vector<Word>& words) {
  std::vector<Wish> out;
  const Word* const word = find_word(words, "for");
  if (!word) return out;
  for (const std::string& item : word->items) {
    const std::size_t colon = std::min(item.find(':'), item.size());
    out.push_back({item.substr(0, colon), item.substr(std::min(colon + 1, item.size()))});
  }
  return out;
}

std::pair<std::string, std::string> phase_of(const std::vector<Word>& words) {
  const Word* const word = find_word(words, "phase");
  if (!word) return {};
  const std::size_t colon = std::min(word->value.find(':'), word->value.size());
  return {word->value.substr(0, colon), word->value.substr(std::min(colon + 1, word->value.size()))};
}

// What stands in one answer: the same from both sides.
struct Told {
  std::string reason, period, phase;
  std::string standard;
  Amount sum;
  std::vector<std::string> lines, graces, applied;
};

void add_line(Told& told, std::string_view what, Amount amount, std::string_view grace,
              std::string_view applied) {
  told.sum = add(told.sum, amount).value();
  told.lines.push_back(std::string(what) + ":" + stele::to_text(amount));
  if (!grace.empty()) told.graces.emplace_back(grace);
  if (!applied.empty()) told.applied.emplace_back(applied);
}

void add_line(Told& told, const core::Bill::Line& line) {
  add_line(told, line.what, line.amount,
           line.grace_days ? "P" + std::to_string(line.grace_days) + "D" : std::string(),
           line.delayed ? "delayed" : "");
}

// `create=20.00` (or the reason, or free) and `create.period=2y …`.
void put(Facts& facts, const std::string& key, const Told& told) {
  const auto some = [&](const std::string& part, const std::string& value) {
    if (!value.empty()) facts[key + part] = {value};
  };
  facts[key] = {!told.reason.empty() ? told.reason
                : told.lines.empty() ? "free"
                                     : stele::to_text(told.sum)};
  some(".period", told.period);
  some(".phase", told.phase);
  some(".standard", told.standard);
  if (!told.lines.empty()) facts[key + ".lines"] = told.lines;
  if (!told.graces.empty()) facts[key + ".grace"] = told.graces;
  if (!told.applied.empty()) facts[key + ".applied"] = told.applied;
}

void put_bill(Facts& facts, const Told& told) {
  Amount fees, credits;
  for (const std::string& line : told.lines) {
    const Amount amount = parse_amount(line.substr(line.rfind(':') + 1), true).value();
    Amount& sum = amount < Amount{} ? credits : fees;
    sum = add(sum, amount).value();
  }
  facts["fee"] = {stele::to_text(fees)};
  facts["credit"] = {stele::to_text(credits)};
  facts["fee.lines"] = told.lines;
  facts["fee.grace"] = told.graces;
  facts["fee.applied"] = told.applied;
  if (!told.period.empty()) facts["fee.period"] = {told.period};
}

std::string phase_text(std::string_view word, std::string_view name) {
  return std::string(word) + (name.empty() ? "" : ":" + std::string(name));
}

}  // namespace

std::optional<core::PricesAsked> prices_asked(const std::vector<Word>& words) {
  core::PricesAsked asked;
  const auto [phase, subphase] = phase_of(words);
  for (const Wish& wish : wishes(words)) {
    core::PriceQuestion question{.operation = parse_priced_operation(wish.operation),
                                 .period = {},
                                 .phase = phase,
                                 .subphase = subphase};
    if (!wish.period.empty()) {
      question.period = parse_period(wish.period);
      if (!question.period) return std::nullopt;
    }
    if (!question.operation && wish.operation != "custom") return std::nullopt;
    asked.questions.push_back(question);
  }
  if (const Word* const word = find_word(words, "currency")) {
    asked.currency = parse_currency(word->value);
    if (!asked.currency) return std::nullopt;
  }
  if (const Word* const word = find_word(words, "token")) asked.token = word->value;
  if (asked.questions.empty()) return std::nullopt;
  return asked;
}

Facts facts_of(const core::NamePrices& prices, const core::PricesAsked& asked) {
  Facts facts;
  if (prices.reason) facts["reason"] = {std::string(core::name_of(*prices.reason))};
  bool available = !prices.reason;
  if (available) facts["class"] = {prices.tier.empty() ? "standard" : prices.tier};
  for (std::size_t i = 0; i < prices.answers.size(); ++i) {
    const core::PriceAnswer& answer = prices.answers[i];
    Told told;
    if (answer.reason) told.reason = core::name_of(*answer.reason);
    if (answer.period) told.period = to_text(*answer.period);
    told.phase = phase_text(answer.phase, answer.subphase);
    told.standard = answer.standard ? "yes" : "no";
    for (const core::Bill::Line& line : answer.lines) add_line(told, line);
    available = available && !answer.reason;
    const auto operation = asked.questions[i].operation;
    put(facts, operation ? std::string(to_text(*operation)) : "custom", told);
  }
  facts["avail"] = {available ? "yes" : "no"};
  return facts;
}

void add_facts(Facts& facts, const core::Bill& bill) {
  Told told;
  for (const core::Bill::Line& line : bill.lines) add_line(told, line);
  put_bill(facts, told);
  facts["balance"] = {stele::to_text(bill.balance)};
  facts["credit_limit"] = {stele::to_text(bill.credit_limit)};
  facts["currency"] = {stele::to_text(bill.currency)};
}

void add_facts(Facts& facts, const core::TransferPrice& price) {
  Told told;
  if (price.period) told.period = to_text(*price.period);
  add_line(told, price.line);
  put_bill(facts, told);
  facts["currency"] = {stele::to_text(price.currency)};
}

Facts facts_of(const core::AccountInfo& account) {
  Facts facts;
  const Money& balance = account.balance;
  for (const std::string& zone : account.zones)
    facts[zone] = {stele::to_text(balance.amount) + stele::to_text(balance.currency)};
  return facts;
}

// ---- EPP

namespace {

constexpr const char* kFee = " xmlns:fee=\"urn:ietf:params:xml:ns:epp:fee-1.0\"";
constexpr const char* kToken =
    " xmlns:allocationToken=\"urn:ietf:params:xml:ns:allocationToken-1.0\"";

std::string escaped(std::string_view text) {
  std::string out;
  epp::xml::append_escaped(out, text);
  return out;
}

std::string offer(const std::string& verb, std::string_view fee) {
  // "10.00EUR": the currency is what stands behind the digits.
  const std::size_t end = std::min(fee.find_first_not_of("-+.0123456789"), fee.size());
  const std::string currency = escaped(fee.substr(end));
  return "<fee:" + verb + kFee + ">" +
         (currency.empty() ? "" : "<fee:currency>" + currency + "</fee:currency>") + "<fee:fee>" +
         escaped(fee.substr(0, end)) + "</fee:fee></fee:" + verb + ">";
}

std::string fee_check(const std::vector<Word>& words) {
  std::string out = std::string("<fee:check") + kFee + ">";
  if (const Word* const currency = find_word(words, "currency"))
    out += "<fee:currency>" + escaped(currency->value) + "</fee:currency>";
  const auto [phase, subphase] = phase_of(words);
  for (const Wish& wish : wishes(words)) {
    out += "<fee:command name=\"" + escaped(wish.operation) + "\"";
    if (wish.operation == "custom") out += " customName=\"appraisal\"";
    if (!phase.empty()) out += " phase=\"" + escaped(phase) + "\"";
    if (!subphase.empty()) out += " subphase=\"" + escaped(subphase) + "\"";
    out += ">";
    if (!wish.period.empty())
      out += "<fee:period unit=\"" + escaped(wish.period.substr(wish.period.size() - 1)) + "\">" +
             escaped(wish.period.substr(0, wish.period.size() - 1)) + "</fee:period>";
    out += "</fee:command>";
  }
  return out + "</fee:check>";
}

bool ends_with_word(const std::vector<Word>& words, std::string_view word) {
  return words.size() > 2 && words.back().key.empty() && words.back().value == word;
}

// The reason's own name for its text, which is all that EPP says in a check.
std::string reason_of(std::string_view text) {
#define X(reason, code, said) \
  if (text == (said)) return #reason;
#include "engine/core/refusal_list.inc"
#undef X
  return std::string(text);
}

void read_lines(const Tree& tree, Index at, Told& told) {
  for (const Index i : tree.children(at)) {
    const std::string_view name = tree[i].name;
    if (name == "reason") told.reason = reason_of(tree[i].text);
    if (name == "period")
      told.period = std::string(tree[i].text) + std::string(tree.attribute(i, "unit"));
    if (name == "fee" || name == "credit")
      add_line(told, tree.attribute(i, "description"), parse_amount(tree[i].text, true).value(),
               tree.attribute(i, "grace-period"), tree.attribute(i, "applied"));
  }
}

void read_prices(const Tree& tree, Index cd, Facts& facts) {
  facts["avail"] = {tree.attribute(cd, "avail") == "0" ? "no" : "yes"};
  for (const Index i : tree.children(cd)) {
    const std::string_view name = tree[i].name;
    if (name == "class") facts["class"] = {std::string(tree[i].text)};
    if (name == "reason") facts["reason"] = {reason_of(tree[i].text)};
    if (name != "command") continue;
    Told told;
    read_lines(tree, i, told);
    told.standard = tree.attribute(i, "standard") == "1" ? "yes" : "no";
    told.phase = phase_text(tree.attribute(i, "phase"), tree.attribute(i, "subphase"));
    put(facts, std::string(tree.attribute(i, "name")), told);
  }
}

}  // namespace

std::string money_extensions(const std::vector<Word>& words) {
  const std::string& verb = words[0].value;
  std::string out;
  if (verb == "price") out += fee_check(words);
  if (verb == "check" && ends_with_word(words, "fee"))
    out += std::string("<fee:check") + kFee + "><fee:command name=\"create\"/></fee:check>";
  if (verb == "info" && ends_with_word(words, "token"))
    out += std::string("<allocationToken:info") + kToken + "/>";
  if (const Word* const fee = find_word(words, "fee"))
    out += offer(verb == "restore" ? "update" : verb, fee->value);
  if (const Word* const token = find_word(words, "token"))
    out += std::string("<allocationToken:allocationToken") + kToken + ">" + escaped(token->value) +
           "</allocationToken:allocationToken>";
  return out;
}

std::string balance_query() {
  return "<finance:info xmlns:finance=\"https://finance.coccaregistry.org\"/>";
}

namespace {

// "EXAMPLE|EUR|990.00"
void read_balance(std::string_view text, Facts& facts) {
  const std::size_t first = text.find('|');
  const std::size_t second = text.find('|', first + 1);
  if (second == std::string_view::npos) return;
  std::string zone(text.substr(0, first));
  for (char& c : zone)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  facts[zone] = {std::string(text.substr(second + 1)) +
                 std::string(text.substr(first + 1, second - first - 1))};
}

}  // namespace

void read_money_answer(const Tree& tree, Index data, EppAnswer& answer) {
  if (tree[data].ns == epp::xml::Ns::balance) {
    for (const Index i : tree.children(data)) read_balance(tree[i].text, answer.facts);
    return;
  }
  if (tree[data].ns != epp::xml::Ns::fee) return;
  if (tree[data].name == "chkData") {
    for (const Index i : tree.children(data))
      if (tree[i].name == "cd") read_prices(tree, i, answer.facts);
    return;
  }
  Told told;
  read_lines(tree, data, told);
  put_bill(answer.facts, told);
  for (const auto& [element, key] : {std::pair("currency", "currency"), {"balance", "balance"},
                                     {"creditLimit", "credit_limit"}})
    if (const auto text = tree.text(data, element); !text.empty())
      answer.facts[key] = {std::string(text)};
}

}  // namespace stele::test
