#include "events/values/zone_policy.h"

#include <utility>

namespace stele {

std::string_view to_text(PricedOperation operation) {
  switch (operation) {
    case PricedOperation::create: return "create";
    case PricedOperation::renew: return "renew";
  }
  std::unreachable();
}

std::optional<PricedOperation> parse_priced_operation(std::string_view text) {
  for (const PricedOperation operation : {PricedOperation::create, PricedOperation::renew})
    if (text == to_text(operation)) return operation;
  return std::nullopt;
}

}  // namespace stele
