// Reading: the published state at the believed time, as Registry::state() gives it, for who keeps answers:
// it knows whether an earlier answer is still what it would say. Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "engine/core/query/as_of.h"
#include "projections/registry/state_reader.h"

namespace stele::runtime {

class Reading {
 public:
  Reading(std::shared_ptr<const registry::PublishedState> recorded, Instant now, std::uint64_t erasures)
      : recorded_(std::move(recorded)), state_(std::make_shared<core::AsOf>(recorded_, now)), erasures_(erasures) {
    const auto due = recorded_->first_due();
    anything_due_ = due && due->at <= state_->now();
  }

  const std::shared_ptr<const core::State>& state() const { return state_; }
  // The same state, which notes in `footprint` what is read of it. `footprint` outlives it; one thread.
  std::shared_ptr<const core::State> noting(registry::Footprint& footprint) const {
    return std::make_shared<core::AsOf>(registry::PublishedState::noting(recorded_, footprint), state_->now());
  }
  // Whether what was read then reads the same now, but for what the reader made of the time. False while
  // anything is due and not yet written down: that shows in objects whose rows have not changed.
  bool still_says(const registry::Footprint& footprint) const {
    return !anything_due_ && recorded_->still_says(footprint);
  }
  bool anything_due() const { return anything_due_; }
  // Keys destroyed since the start. Who keeps answers forgets them all when it has risen.
  std::uint64_t erasures() const { return erasures_; }

 private:
  std::shared_ptr<const registry::PublishedState> recorded_;
  std::shared_ptr<const core::State> state_;
  std::uint64_t erasures_;
  bool anything_due_ = false;
};

}  // namespace stele::runtime
