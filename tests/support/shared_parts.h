// The registry owns its parts and takes them along when it goes; these leave the real ones behind, for
// the next registry of a test that ends one and starts another.
#pragma once

#include <memory>

#include "engine/crypto/vault.h"
#include "events/journal/journal.h"
#include "projections/registry/store.h"

namespace stele::test {

class SharedJournal : public journal::Journal {
 public:
  explicit SharedJournal(std::shared_ptr<journal::Journal> to) : to_(std::move(to)) {}
  journal::Head head() const override { return to_->head(); }
  Result<journal::Head> append(std::uint32_t epoch, Position expected,
                               std::span<const journal::EncodedRecord> records) override {
    return to_->append(epoch, expected, records);
  }
  Result<std::unique_ptr<journal::Reader>> read(Position from) override { return to_->read(from); }
  bool wait(Position beyond, std::int64_t timeout_ms) override {
    return to_->wait(beyond, timeout_ms);
  }

 private:
  std::shared_ptr<journal::Journal> to_;
};

class SharedStore final : public registry::Store {
 public:
  explicit SharedStore(std::shared_ptr<registry::Store> to) : to_(std::move(to)) {}
  std::shared_ptr<const registry::Snapshot> snapshot() override { return to_->snapshot(); }
  Done write(const std::vector<registry::RowChange>& changes) override {
    return to_->write(changes);
  }
  Done flush() override { return to_->flush(); }

 private:
  std::shared_ptr<registry::Store> to_;
};

class SharedVault : public crypto::KeyVault {
 public:
  explicit SharedVault(std::shared_ptr<crypto::KeyVault> to) : to_(std::move(to)) {}
  Result<KeySlot> allocate() override { return to_->allocate(); }
  Result<std::string> seal(KeySlot slot, std::string_view context,
                           std::string_view clear) override {
    return to_->seal(slot, context, clear);
  }
  Result<std::optional<std::string>> unseal(KeySlot slot, std::string_view context,
                                            std::string_view sealed) override {
    return to_->unseal(slot, context, sealed);
  }
  Done destroy(KeySlot slot) override { return to_->destroy(slot); }
  bool destroyed(KeySlot slot) override { return to_->destroyed(slot); }
  Done reserve_up_to(KeySlot highest_used) override { return to_->reserve_up_to(highest_used); }

 private:
  std::shared_ptr<crypto::KeyVault> to_;
};

}  // namespace stele::test
