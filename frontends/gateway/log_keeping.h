// The traffic log of one data directory, put together: its store, its house-keeping by the registry's
// settings, and that the journal says what is removed. A server adds the Log that writes to it; the
// command line on a stopped directory does without.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/base/random.h"
#include "engine/core/objects.h"
#include "engine/traffic/keeper.h"
#include "engine/traffic/log.h"
#include "engine/traffic/store.h"

namespace stele::gateway {

class Gateway;

class LogKeeping {
 public:
  // Nothing is opened or made yet. `dir`: the one with the days.
  LogKeeping(Gateway& gateway, Clock& clock, Random& random, std::string dir, bool compression);
  ~LogKeeping();               // stop()
  LogKeeping(const LogKeeping&) = delete;
  LogKeeping& operator=(const LogKeeping&) = delete;

  // Writing and the daily schedule begin. EPP exchanges are masked by `mask_epp`: without it none is
  // kept. `least_free_bytes`: of the disk, below which nothing is written.
  void start(traffic::Prepare mask_epp, std::uint64_t least_free_bytes);
  void stop();                 // what waits is written

  traffic::Store& store() { return store_; }
  traffic::Keeper& keeper() { return keeper_; }
  traffic::Log* log() { return log_.get(); }  // null: not started

 private:
  const std::string dir_;
  Gateway& gateway_;
  traffic::Store store_;
  traffic::Keeper keeper_;
  std::unique_ptr<traffic::Log> log_;
};

traffic::Policy policy_of(const core::Settings& settings);

}  // namespace stele::gateway
