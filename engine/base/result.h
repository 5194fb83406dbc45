// Result<T>: a value or the reason there is none. Nothing of ours throws.
#pragma once

#include <expected>
#include <utility>

#include "engine/base/error.h"

namespace stele {

template <class T, class E = Error>
class [[nodiscard]] Result : public std::expected<T, E> {
 public:
  using std::expected<T, E>::expected;
  using std::expected<T, E>::operator=;
};

using Done = Result<void>;

inline std::unexpected<Error> fail(Fault fault, std::string what) {
  return std::unexpected<Error>(Error{fault, std::move(what)});
}

}  // namespace stele
