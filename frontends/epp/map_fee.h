// The fee extension (RFC 8748) of domain commands, and the allocation token (RFC 8495) that decides
// with it what a name costs: from what was read of them to what the engine understands and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/query/prices.h"
#include "frontends/epp/extensions/fee.h"
#include "frontends/epp/map_parts.h"

namespace stele::epp {

// What a command offers to pay: the sum of its fees and credits. `verb`: the extension's element.
std::optional<core::FeeOffer> read_offer(Reader& reader, std::string_view verb);

// The token that comes with a check, a creation or a request for a transfer.
std::optional<std::string> read_token(Reader& reader);

// Prices asked for with a check of names; nullopt: none are.
std::optional<FeeCheck> read_prices_asked(Reader& reader);
// Appends the answer to `reply`; or what is wrong with the question.
std::vector<Problem> answer_prices(const Asked& asked, const FeeCheck& check,
                                   const std::optional<std::string>& token, Reply& reply);

// For clients that chose the extension, and only for them.
Part write_bill(Verb verb, const core::Bill& bill);
Part write_transfer_price(const core::TransferPrice& price);

}  // namespace stele::epp
