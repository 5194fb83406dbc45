// Overlay: changes over a snapshot that nobody else sees yet. The writer decides a batch against it,
// so that a later command of the batch meets the earlier ones' effects; replay gathers many
// transactions in one. When the batch is durable, changes() goes to the store in one write.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/registry/state_hash.h"
#include "projections/registry/store.h"

namespace stele::registry {

class Overlay final : public Snapshot {
 public:
  explicit Overlay(std::shared_ptr<const Snapshot> base) : base_(std::move(base)) {}

  bool get(std::string_view key, std::string& value) const override;
  void scan(std::string_view prefix, std::string_view start, const Visit& visit) const override;

  void put(std::string_view key, std::string value);      // there may be one
  void put_new(std::string_view key, std::string value);  // there is none: saves the look-up
  void erase(std::string_view key);                       // there is one
  // `before`: what stands there, nullopt for none; whoever knows it saves the look-up.
  void replace(std::string_view key, std::optional<std::string> before, std::optional<std::string> after);

  std::size_t size() const { return rows_.size(); }
  // What to write, in key order; rows that came back to what they were are left out. The overlay is
  // empty afterwards.
  std::vector<RowChange> take_changes(StateHash& hash);
  std::vector<RowChange> take_changes();  // of rows that are not hashed

 private:
  std::vector<RowChange> take_changes(StateHash* hash);
  struct Row {
    std::optional<std::string> original;
    std::optional<std::string> value;
  };
  Row& touch(std::string_view key);

  std::shared_ptr<const Snapshot> base_;
  std::map<std::string, Row, std::less<>> rows_;
};

}  // namespace stele::registry
