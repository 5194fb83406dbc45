// Load: how busy the writer is and what it has done since the start. For the operator's graphs.
#pragma once

#include <cstddef>
#include <cstdint>

namespace stele::runtime {

struct Load {
  std::size_t waiting = 0;           // requests in the mailbox
  std::size_t mailbox = 0;           // that it takes at most
  std::uint64_t overloaded = 0;      // requests that found it full
  std::uint64_t refused = 0;         // requests that were decided against
  std::uint64_t transactions = 0;    // made durable, those of the clock too
  std::uint64_t appends = 0;         // that made them so, one sync each
};

}  // namespace stele::runtime
