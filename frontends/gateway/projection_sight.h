// ProjectionSight: what the last verification of each projection came to since the start. Written by the
// control socket, read by the metrics. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "engine/base/instant.h"

namespace stele::gateway {

struct ProjectionVerified {
  Instant at;
  std::uint64_t drifted = 0;  // rows; damage that hides them counts as one
};

class ProjectionSight {
 public:
  void keep(std::string_view projection, ProjectionVerified verified) {
    const std::lock_guard lock(mutex_);
    verified_[std::string(projection)] = verified;
  }
  std::map<std::string, ProjectionVerified> verified() const {
    const std::lock_guard lock(mutex_);
    return verified_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, ProjectionVerified> verified_;  // by projection
};

}  // namespace stele::gateway
