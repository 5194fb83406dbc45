// Prices asked for, offered and told: fee-1.0 (RFC 8748).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/money.h"
#include "events/values/period.h"
#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping fee_mapping();

enum class FeeOperation { create, remove, renew, update, transfer, restore, custom };
std::string_view to_text(FeeOperation operation);  // "delete": the RFC's word

// §3.1: what a price is asked for.
struct FeeCommand {
  FeeOperation operation = FeeOperation::create;
  std::string custom_name;      // of `custom`
  std::string phase, subphase;  // launch phase (§3.8)
  std::optional<Period> period;
  bool operator==(const FeeCommand&) const = default;
};

struct FeeCheck {
  std::optional<Currency> currency;
  std::vector<FeeCommand> commands;
};

// §3.4. A credit is a negative amount and has no more than a description.
struct Fee {
  Amount amount;
  std::string description;
  std::optional<bool> refundable;
  std::string grace_period;  // XML Schema's form: "P5D"
  std::string applied;       // "immediate", "delayed", or nothing
  bool operator==(const Fee&) const = default;
};

// What a client is ready to pay (create, renew, transfer, update); the core refuses when it is not
// enough (§4: 2004).
struct FeeOffer {
  std::optional<Currency> currency;
  std::vector<Fee> fees;
  std::vector<Fee> credits;
};

FeeCheck read_fee_check(Source& source, xml::Index at);
FeeOffer read_fee_offer(Source& source, xml::Index at);
// Fees plus credits; nullopt beyond what an Amount holds.
std::optional<Amount> total(const FeeOffer& offer);

// §5.1.1: answers to a check.
struct FeeQuote {
  FeeCommand command;
  bool standard = true;  // the price everybody pays for an ordinary name
  std::vector<Fee> fees, credits;
  std::string reason;    // why there is no price
};
struct FeeChecked {
  std::string name;
  bool available = true;  // false: nothing asked for has a price
  std::string fee_class;  // "standard", "premium", …; or nothing
  std::vector<FeeQuote> quotes;
  std::string reason;
};
// Precondition: not empty.
Part write_fee_check(Currency currency, const std::vector<FeeChecked>& checked);

// §5.2: what a transform command cost, and what the account holds now.
struct FeeResult {
  Currency currency;
  std::optional<Period> period;
  std::vector<Fee> fees, credits;
  std::optional<Amount> balance, credit_limit;
};
// creData, delData, renData, updData or trnData, by the verb.
Part write_fee_result(grammar::Verb verb, const FeeResult& result);

}  // namespace stele::epp
