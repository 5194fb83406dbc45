#include "tests/support/scenario/inquiry.h"

#include <algorithm>

#include "engine/core/launch/applications.h"
#include "engine/core/name/listed_names.h"
#include "tests/support/scenario/idn_xml.h"
#include "tests/support/scenario/money_facts.h"

namespace stele::test {
namespace {

using gateway::Word;

Got bad_name(const std::string& name) {
  return refused({{core::Reason::bad_name, core::Field::name, name}});
}

Result<Got> by_check(const core::State& state, Instant now, const core::Caller& caller,
                     const Words& words) {
  if (words.size() < 2) return fail(Fault::invalid, "check what?");
  Got got{.code = 1000};
  std::optional<std::string> token;
  for (const Word& word : words)
    if (word.key == "token") token = word.value;
  const Word* const form = find_word(words, "form");
  const Word* const phase = find_word(words, "phase");
  for (const std::string& item : words[1].items) {
    const std::string name = in_a_labels(item);
    if (form && form->value != "avail") {
      const auto parsed = DomainName::parse(name);
      got.available.push_back(
          (parsed ? core::find_claim_key(state, *parsed) : std::nullopt).value_or("none"));
      continue;
    }
    core::Availability found;
    if (words[1].key == "domain")
      found = core::check_domain(state, caller, name, token,
                                 words.back().value == "fee" && words.back().key.empty());
    else if (words[1].key == "host") found = core::check_host(state, caller, name);
    else if (words[1].key == "contact") found = core::check_contact(state, caller, name);
    else if (words[1].key == "org") found = core::check_organisation(state, caller, name);
    else return fail(Fault::invalid, "only domain, host, contact and org can be checked");
    if (const auto asked = phase ? parse_launch_phase(phase->value) : std::nullopt)
      found = core::in_phase(state, now, name, asked->kind, asked->name, found);
    got.available.emplace_back(found.available ? "avail" : core::name_of(found.reason.value()));
  }
  return got;
}

void add_allocatable(Facts& facts, const core::State& state, const core::Domain& domain) {
  const auto found = core::list_variants(state, domain, true);
  for (const core::VariantInfo& one : found.variants)
    if (!one.active) facts["allocatable"].push_back(one.name.text());
  if (found.too_many) facts["too_many"] = {"yes"};
}

Result<Got> by_info(const core::State& state, const core::Caller& caller, const Words& words) {
  if (words.size() < 2) return fail(Fault::invalid, "info of what?");
  const Word& object = words[1];
  std::optional<std::string> password;
  if (words.size() > 2 && words[2].key == "pw") password = words[2].value;
  Got got{.code = 1000};
  const auto take = [&](const auto& found, const auto& facts) {
    if (found) {
      got.facts = facts(*found);
    } else {
      got.rejections = found.error();
      got.code = core::epp_code(got.rejections.front().reason);
    }
  };
  if (object.key == "domain") {
    const auto name = DomainName::parse(in_a_labels(object.value));
    if (!name) return bad_name(object.value);
    const Word* const application = find_word(words, "application");
    const auto number = application ? core::parse_application_id(application->value)
                                    : std::optional<ObjectNumber>();
    take(number ? core::info_application(state, caller, *name, *number)
                : core::info_domain(state, caller, *name, password),
         [&](const auto& info) {
           auto facts = facts_of(state, info);
           if (find_word(words, "variants")) add_allocatable(facts, state, info.domain);
           return facts;
         });
    if (words.back().key.empty() && words.back().value == "token" && got.rejections.empty())
      return refused({core::refuse_token(state, caller, *name)});
  } else if (object.key == "host") {
    const auto name = HostName::parse(object.value);
    if (!name) return bad_name(object.value);
    take(core::info_host(state, caller, *name),
         [&](const auto& info) { return facts_of(state, info); });
  } else if (object.key == "contact") {
    take(core::info_contact(state, caller, object.value, password),
         [](const auto& info) { return facts_of(info); });
  } else if (object.key == "org") {
    take(core::info_organisation(state, caller, object.value),
         [](const auto& info) { return facts_of(info); });
  } else if (object.key == "maintenance") {
    take(core::info_maintenance(state, caller, object.value),
         [](const auto& item) { return facts_of(item); });
  } else if (object.value == "maintenance") {
    got.facts = facts_of(core::list_maintenance(state, caller));
  } else {
    return fail(Fault::invalid, "info is of a domain, host, contact, org or maintenance");
  }
  return got;
}

Result<Got> by_balance(const core::State& state, const core::Caller& caller) {
  const auto account = core::info_account(state, caller);
  if (!account) return refused(account.error());
  return Got{.code = 1000, .facts = facts_of(*account)};
}

bool has_op_query(const Words& words) {
  return std::any_of(words.begin(), words.end(), [](const Word& word) {
    return word.key == "op" && word.value == "query";
  });
}

Result<Got> by_transfer_query(const core::State& state, const core::Caller& caller,
                              const Words& words) {
  const Word& object = words[1];
  std::optional<std::string> password;
  for (const Word& word : words)
    if (word.key == "pw") password = word.value;
  core::Decided<TransferNotice> found;
  if (object.key == "domain") {
    const auto name = DomainName::parse(in_a_labels(object.value));
    if (!name) return bad_name(object.value);
    found = core::info_transfer(state, caller, *name, password);
  } else if (object.key == "contact") {
    found = core::info_transfer(state, caller, object.value, password);
  } else {
    return fail(Fault::invalid, "only domains and contacts are transferred");
  }
  if (!found) return refused(found.error());
  Got got{.code = 1000, .facts = facts_of(*found)};
  if (object.key == "domain")
    if (const auto price =
            core::find_transfer_price(state, caller, DomainName::trusted(found->name)))
      add_facts(got.facts, *price);
  return got;
}

Result<Got> by_price(const core::State& state, const core::Caller& caller, const Words& words) {
  const auto asked = prices_asked(words);
  if (!asked || words[1].key != "domain")
    return fail(Fault::invalid, "price needs domain=NAME for=create:2y,renew …");
  const auto found = core::find_prices(state, caller, words[1].value, *asked);
  if (!found) return refused(found.error());
  return Got{.code = 1000, .facts = facts_of(*found, *asked)};
}

Result<Got> by_poll(const core::State& state, const core::Caller& caller) {
  const auto head = core::poll(state, caller);
  if (!head) return refused(head.error());
  return Got{.code = head->message ? 1301 : 1300, .facts = facts_of(*head)};
}

}  // namespace

std::optional<Result<Got>> inquire(const core::State& state, Instant now,
                                   const core::Caller& caller, const Words& words) {
  const std::string& verb = words[0].value;
  if (verb == "check") return by_check(state, now, caller, words);
  if (verb == "balance") return by_balance(state, caller);
  if (verb == "price") return by_price(state, caller, words);
  if (verb == "poll" && words.size() == 1) return by_poll(state, caller);
  if (verb == "transfer" && has_op_query(words)) return by_transfer_query(state, caller, words);
  if (verb == "info") return by_info(state, caller, words);
  return std::nullopt;
}

}  // namespace stele::test
