// Pending: the writer's view: the state as last written, plus what this batch has done to it. It
// is both what decide reads and what apply changes. One thread. apply never judges.
#pragma once

#include <limits>
#include <memory>

#include "events/event.h"
#include "projections/registry/overlay.h"
#include "projections/registry/state_reader.h"

namespace stele::registry {

class Pending final : public StateReader {
 public:
  Pending(const PublishedState& base, crypto::KeyVault* vault);

  // All events of one transaction; `next` and `leaf` are the journal's head after it.
  void apply(const events::Transaction& transaction, Position next, const Digest& leaf, Instant time);

  ObjectNumber next_number() const override { return next_number_; }
  // Of the work that this batch has put on the calendar; the end of time when there is none.
  Instant earliest_due_set() const { return earliest_due_set_; }
  std::size_t rows_changed() const { return rows_.size(); }
  // What to write, the progress row included. Ends this view: nothing may be read through it after.
  std::vector<RowChange> take_changes(Progress& progress);
  std::shared_ptr<const HotObjects> shared_hot() const { return hot_; }
  const Progress& progress() const override { return progress_; }

 private:
  friend struct Applier;  // apply.h
  const Snapshot& rows() const override { return rows_; }
  const HotObjects& hot() const override { return *hot_; }
  HotObjects& hot_for_change();

  Overlay rows_;
  std::shared_ptr<const HotObjects> hot_;
  std::shared_ptr<HotObjects> own_hot_;  // set once this batch has changed one
  Progress progress_;
  Instant earliest_due_set_{std::numeric_limits<std::int64_t>::max()};
  ObjectNumber next_number_;  // written once a batch: every creation moves it
};

std::optional<Progress> read_progress(const Snapshot& rows);

}  // namespace stele::registry
