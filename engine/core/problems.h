// Problems: the refusals of one request as they are found. Checks run in order of precedence, so
// the first one found is the decisive one.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "engine/core/rejection.h"

namespace stele::core {

class Problems {
 public:
  void add(Reason reason, Field field = Field::none, std::string_view value = {}) {
    list_.push_back(Rejection{reason, field, std::string(value)});
  }
  bool any() const { return !list_.empty(); }
  std::size_t count() const { return list_.size(); }
  // Precondition: any().
  Reason decisive() const { return list_.front().reason; }
  std::unexpected<Rejections> refusal() { return std::unexpected<Rejections>(std::move(list_)); }

 private:
  Rejections list_;
};

}  // namespace stele::core
