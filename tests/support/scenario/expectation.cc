#include "tests/support/scenario/expectation.h"

#include <map>

#include "engine/core/launch/applications.h"
#include "engine/core/query.h"
#include "frontends/gateway/command_words.h"
#include "tests/support/scenario/published_facts.h"

namespace stele::test {
namespace {

using gateway::Word;

std::optional<std::string> expect_balance(const core::State& state,
                                          const std::string& registrar, const Words& rest) {
  const auto found = state.find_registrar(registrar);
  if (!found) return "there is no registrar " + registrar;
  const std::string is = stele::to_text(state.balance(found->number));
  const std::string wanted = rest.empty() ? std::string() : rest[0].value;
  if (wanted == is) return std::nullopt;
  return "expected a balance of " + wanted + ", got " + is;
}

// `expect account=tax 1.90EUR`: the registry's own.
std::optional<std::string> expect_account(const core::State& state, const std::string& name,
                                          const Words& rest) {
  const auto wanted = gateway::as_money(rest.empty() ? "" : rest[0].value);
  if (!wanted) return "an account has an amount such as 1.90EUR";
  for (const core::Account account :
       {core::Account::cash, core::Account::income, core::Account::tax}) {
    if (core::to_text(account) != name) continue;
    const Amount is = state.balance(account, wanted->currency);
    if (is == wanted->amount) return std::nullopt;
    return "expected " + name + " to be " + stele::to_text(wanted->amount) + ", got " +
           stele::to_text(is);
  }
  return "there is no account " + name + ": cash, income or tax";
}

std::optional<Facts> look_up(const core::State& state, journal::Journal& journal,
                             const Word& object) {
  if (object.key == "domain") {
    const auto found = core::info_domain(state, staff(), DomainName::trusted(object.value), {});
    if (found) return facts_of(state, *found);
  } else if (object.key == "host") {
    const auto found = core::info_host(state, staff(), HostName::trusted(object.value));
    if (found) return facts_of(state, *found);
  } else if (object.key == "contact") {
    const auto found = core::info_contact(state, staff(), object.value, {});
    if (found) return facts_of(*found);
  } else if (object.key == "org") {
    const auto found = core::info_organisation(state, staff(), object.value);
    if (found) return facts_of(*found);
  } else if (object.key == "maintenance") {
    const auto found = core::info_maintenance(state, staff(), object.value);
    if (found) return facts_of(*found);
  } else if (object.key == "application") {
    const auto number = core::parse_application_id(object.value);
    const auto known = number ? state.find_application(*number)
                              : std::optional<core::Application>();
    if (!known) return std::nullopt;
    const auto found = core::info_application(state, staff(), known->domain.name, *number);
    if (found) return facts_of(state, *found);
  } else if (object.key == "registrar") {
    if (const auto found = state.find_registrar(object.value)) return facts_of(state, *found);
  } else if (object.key == "zone") {
    if (const auto found = state.find_zone(object.value)) return facts_of(state, *found);
  } else if (object.key == "access_token") {
    const auto number = gateway::as_number<std::uint64_t>(object.value);
    if (const auto found = state.find_access_token(ObjectNumber{number.value_or(0)}))
      return facts_of(state, *found);
  } else if (object.key == "name") {
    const DomainName name = DomainName::trusted(object.value);
    if (const auto zone = state.find_zone(name.parent()))
      if (const auto listed =
              state.find_listed_name(zone->number, core::index_label(state, *zone, name)))
        return facts_of(*listed);
  } else if (object.key == "published") {
    return published_facts(state, journal, object.value);
  } else if (object.key == "whois") {
    return whois_facts(state, object.value);
  } else if (object.key == "whois_says") {
    return whois_lines(state, object.value);
  } else if (object.key == "administrator") {
    if (state.find_administrator(object.value)) return Facts{};
  } else if (object.value == "settings") {
    return facts_of(*state.settings());
  }
  return std::nullopt;
}

}  // namespace

core::Caller staff() { return {{events::ActorKind::system, ObjectNumber{}, "system"}}; }

std::optional<std::string> expect(const core::State& state, journal::Journal& journal, bool open,
                                  const Words& words) {
  if (words.empty()) return "expect what?";
  const bool absent = words[0].value == "no";
  const std::size_t at = absent ? 1 : 0;
  if (words.size() <= at) return "expect no what?";
  const Word& object = words[at];
  const Words rest(words.begin() + static_cast<std::ptrdiff_t>(at) + 1, words.end());
  if (object.key == "serving")
    return unmet({{"serving", {open ? "open" : "read_only"}}}, {object});
  if (object.key == "balance") return expect_balance(state, object.value, rest);
  if (object.key == "account") return expect_account(state, object.value, rest);
  const auto facts = look_up(state, journal, object);
  if (absent) return facts ? std::optional(object.key + "=" + object.value + " exists")
                           : std::nullopt;
  if (!facts) return "there is no " + object.key + " " + object.value;
  return unmet(*facts, rest);
}

std::optional<std::string> accounts_do_not_sum_to_zero(const core::State& state) {
  std::map<Currency, Amount> sums;
  state.for_each_registrar([&](ObjectNumber number) {
    const Currency currency = state.find_registrar(number)->currency;
    sums[currency] = add(sums[currency], state.balance(number)).value();
    return true;
  });
  for (auto& [currency, sum] : sums) {
    for (const core::Account account :
         {core::Account::cash, core::Account::income, core::Account::tax})
      sum = add(sum, state.balance(account, currency)).value();
    if (sum != Amount{})
      return "all accounts in " + stele::to_text(currency) + " sum to " + stele::to_text(sum);
  }
  return std::nullopt;
}

}  // namespace stele::test
