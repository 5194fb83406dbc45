// What commands on a name would cost this caller: the fee check and the fee of a pending transfer
// (RFC 8748 §5.1). Pure functions over a State, as in query.h; an answer is no promise.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/decide.h"

namespace stele::core {

// §3.1: one command a price is asked for.
struct PriceQuestion {
  std::optional<PricedOperation> operation;  // nullopt: a custom one, of which there are none
  std::optional<Period> period;
  std::string phase, subphase;               // as the client wrote them; "" none
};

struct PriceAnswer {
  std::optional<Period> period;  // that was asked for, or the default; a restore has none (§5.1.1)
  std::string phase, subphase;
  bool standard = true;          // what everybody pays for an ordinary name
  std::vector<Bill::Line> lines; // none: it costs nothing
  std::optional<Reason> reason;  // why there is no price
};

struct NamePrices {
  std::string tier;              // "" an ordinary name
  std::vector<PriceAnswer> answers;  // in the order of the questions; none where there is a reason
  std::optional<Reason> reason;  // why nothing has a price
};

struct PricesAsked {
  std::optional<Currency> currency;
  std::vector<PriceQuestion> questions;
  std::optional<std::string> token;  // allocation token that came along
};

// A name that exists is priced by its own tier, but for its creation: that goes by today's lists, as
// the prices of a name that is free do. Refusals, of the whole check: not_allowed (no registrar asks);
// wrong_currency; missing_parameter, value_out_of_range (launch phase, §3.8).
Decided<NamePrices> find_prices(const State& state, const Caller& caller, std::string_view name,
                                const PricesAsked& asked);

// What a transfer that is pending will cost the caller that asked for it, or give back to the one that
// loses the name. Nothing to tell: nullopt.
struct TransferPrice {
  Currency currency;
  std::optional<Period> period;  // that it adds
  Bill::Line line;
};
std::optional<TransferPrice> find_transfer_price(const State& state, const Caller& caller,
                                                 const DomainName& name);

}  // namespace stele::core
