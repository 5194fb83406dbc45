// Footprint: which rows of the registry state an answer was made of, so that it can be told later whether
// it would be the same. Rows are told apart by the hash of their key only: another row's change is taken
// for one's own now and then, a change of one's own is never missed.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/strong.h"

namespace stele::registry {

struct Footprint {
  Position position;                 // of the state that was read
  std::vector<std::uint32_t> groups; // of the rows that were looked up, there or not
  bool anything = false;             // more was read than single rows, or something could not be read
};

// When the rows of each group changed last. Written by one thread, before others can see the change.
class RowTimes {
 public:
  static std::uint32_t group_of(std::string_view key) {
    return static_cast<std::uint32_t>(std::hash<std::string_view>{}(key) % kGroups);
  }

  // `next`: the position of the state that has the change.
  void changed(std::string_view key, Position next) {
    std::atomic_ref(groups_[group_of(key)]).store(next.value, std::memory_order_relaxed);
  }
  Position changed_at(std::uint32_t group) const {
    return Position{std::atomic_ref(groups_[group]).load(std::memory_order_relaxed)};
  }

 private:
  static constexpr std::size_t kGroups = 1 << 20;

  struct Free {
    void operator()(std::uint64_t* groups) const { std::free(groups); }
  };
  // Zeros from the system: what is never written to takes no memory.
  static std::uint64_t* zeros() {
    void* const found = std::calloc(kGroups, sizeof(std::uint64_t));
    CHECK(found != nullptr, "no memory for the times of rows");
    return static_cast<std::uint64_t*>(found);
  }

  std::unique_ptr<std::uint64_t[], Free> groups_{zeros()};
};

}  // namespace stele::registry
