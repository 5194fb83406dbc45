#include "events/values/zone_policy.h"

#include <utility>

namespace stele {

std::string_view to_text(PricedOperation operation) {
  switch (operation) {
    case PricedOperation::create: return "create";
    case PricedOperation::renew: return "renew";
    case PricedOperation::transfer: return "transfer";
    case PricedOperation::restore: return "restore";
    case PricedOperation::update: return "update";
    case PricedOperation::remove: return "delete";
  }
  std::unreachable();
}

std::optional<PricedOperation> parse_priced_operation(std::string_view text) {
  for (int i = 0; i < kPricedOperationCount; ++i)
    if (const auto operation = static_cast<PricedOperation>(i); text == to_text(operation))
      return operation;
  return std::nullopt;
}

std::string_view to_text(DnssecModel model) {
  switch (model) {
    case DnssecModel::none: return "none";
    case DnssecModel::ds_data: return "ds";
    case DnssecModel::key_data: return "key";
  }
  std::unreachable();
}

std::optional<DnssecModel> parse_dnssec_model(std::string_view text) {
  for (const DnssecModel model : {DnssecModel::none, DnssecModel::ds_data, DnssecModel::key_data})
    if (text == to_text(model)) return model;
  return std::nullopt;
}

}  // namespace stele
