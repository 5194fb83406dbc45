// Strong integers: an object number is not a position.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace stele {

template <class Tag, class Int = std::uint64_t>
struct Strong {
  Int value{};
  constexpr Strong() = default;
  constexpr explicit Strong(Int v) : value(v) {}
  constexpr auto operator<=>(const Strong&) const = default;
  constexpr explicit operator bool() const { return value != Int{}; }
};

// Index of a record in the journal, 0-based; it is the Merkle leaf index.
using Position = Strong<struct PositionTag>;
// Immutable number of an object within the registry, from 1; 0 = none. Its ROID's number.
using ObjectNumber = Strong<struct ObjectNumberTag>;
// A repository (RFC 5732 §1.1): the scope of host names, contacts and ROIDs. 1 is the default.
using RepositoryId = Strong<struct RepositoryTag, std::uint32_t>;
// Slot of a per-subject key in keys.vault, from 1; 0 = not sealed.
using KeySlot = Strong<struct KeySlotTag>;

}  // namespace stele

template <class Tag, class Int>
struct std::hash<stele::Strong<Tag, Int>> {
  std::size_t operator()(const stele::Strong<Tag, Int>& s) const { return std::hash<Int>{}(s.value); }
};
