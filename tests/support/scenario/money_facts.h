// Money in the scenario language: prices asked for, what a command cost, allocation tokens. From the
// core's values here, and as the EPP extensions (RFC 8748, RFC 8495) say it; written from the RFCs, as
// epp_xml.h is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/query/info_account.h"
#include "engine/core/query/prices.h"
#include "frontends/gateway/command_text.h"
#include "tests/support/scenario/epp_xml.h"

namespace stele::test {

// `price domain=NAME for=create:2y,renew [currency=EUR] [token=] [phase=KIND[:NAME]]`; nullopt: it says
// something else.
std::optional<core::PricesAsked> prices_asked(const std::vector<gateway::Word>& words);
Facts facts_of(const core::NamePrices& prices, const core::PricesAsked& asked);
// fee, credit (sums), fee.grace, fee.applied, balance, credit_limit.
void add_facts(Facts& facts, const core::Bill& bill);
void add_facts(Facts& facts, const core::TransferPrice& price);

// The balance that each zone tells, by the zone's name: `example=990.00EUR`.
Facts facts_of(const core::AccountInfo& account);
std::string balance_query();  // the element inside <info>

// <fee:…> and <allocationToken:…> that the words ask for; "" none.
std::string money_extensions(const std::vector<gateway::Word>& words);
void read_money_answer(const epp::xml::Tree& tree, epp::xml::Index data, EppAnswer& answer);

}  // namespace stele::test
