// Assignment for a class that holds a variant of very many alternatives: a default one compiles the
// assignment of each of them, which takes longer than all the rest of its file.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace stele {

// `to` becomes what `from` is, by being made anew in its place.
template <class T>
T& make_anew(T& to, T&& from) noexcept {
  static_assert(std::is_nothrow_move_constructible_v<T>);
  if (&to == &from) return to;
  std::destroy_at(&to);
  return *std::construct_at(&to, std::move(from));
}

}  // namespace stele
