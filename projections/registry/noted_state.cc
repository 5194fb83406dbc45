// A published state that notes what is read of it.
#include <algorithm>
#include <utility>

#include "projections/registry/state_reader.h"

namespace stele::registry {

namespace {

class NotedRows final : public Snapshot {
 public:
  NotedRows(std::shared_ptr<const Snapshot> rows, Footprint& footprint)
      : rows_(std::move(rows)), footprint_(footprint) {}

  bool get(std::string_view key, std::string& value) const override {
    footprint_.groups.push_back(RowTimes::group_of(key));
    return rows_->get(key, value);
  }
  void scan(std::string_view prefix, std::string_view start, const Visit& visit) const override {
    footprint_.anything = true;
    rows_->scan(prefix, start, visit);
  }

 private:
  std::shared_ptr<const Snapshot> rows_;
  Footprint& footprint_;
};

class NotedState final : public StateReader {
 public:
  NotedState(std::shared_ptr<const PublishedState> state, Footprint& footprint, crypto::KeyVault* vault)
      : StateReader(vault), state_(std::move(state)), rows_(state_->shared_rows(), footprint),
        footprint_(footprint) {
    footprint = {state_->position(), {}, false};
  }

  std::optional<core::Due> first_due(core::Due from = {}) const override {
    return from.at.ms == 0 ? state_->first_due() : StateReader::first_due(from);
  }
  // What cannot be read now may be readable in a moment, and no row changes with it.
  Result<std::optional<std::string>> unseal_bytes(ObjectNumber subject, KeySlot slot,
                                                  std::string_view sealed) const override {
    auto clear = StateReader::unseal_bytes(subject, slot, sealed);
    if (!clear) footprint_.anything = true;
    return clear;
  }

 private:
  const Snapshot& rows() const override { return rows_; }
  const HotObjects& hot() const override { return *state_->shared_hot(); }
  const Progress& progress() const override { return state_->progress(); }

  std::shared_ptr<const PublishedState> state_;
  NotedRows rows_;
  Footprint& footprint_;
};

}  // namespace

std::shared_ptr<const core::State> PublishedState::noting(std::shared_ptr<const PublishedState> state,
                                                          Footprint& footprint) {
  crypto::KeyVault* const vault = state->vault();
  return std::make_shared<NotedState>(std::move(state), footprint, vault);
}

bool PublishedState::still_says(const Footprint& footprint) const {
  return times_ && !footprint.anything && footprint.position <= position() && hot_since_ <= footprint.position &&
         std::ranges::all_of(footprint.groups, [&](std::uint32_t group) {
           return times_->changed_at(group) <= footprint.position;
         });
}

}  // namespace stele::registry
