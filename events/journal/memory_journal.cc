#include "events/journal/memory_journal.h"

#include <algorithm>
#include <chrono>

#include "engine/base/check.h"
#include "events/journal/chain.h"

namespace stele::journal {

// Never beyond the head it was opened at, so appends do not disturb it.
class MemoryJournal::MemoryReader final : public Reader {
 public:
  MemoryReader(const MemoryJournal& journal, Position from, Position end)
      : journal_(journal), at_(from), end_(end) {}

  Result<std::string_view> next() override {
    if (at_ >= end_) return fail(Fault::not_found, "end of the journal");
    const auto bytes = journal_.find(at_);
    if (!bytes) return fail_at(at_, Fault::corrupt, "record is missing");
    held_ = *bytes;
    at_ = Position(at_.value + 1);
    return std::string_view(*held_);
  }

 private:
  const MemoryJournal& journal_;
  Position at_;
  Position end_;
  Bytes held_;
};

MemoryJournal::MemoryJournal(MemoryFaults faults) : faults_(faults) {
  slots_[0] = slots_[1] = encode_slot(Head{});
}

Head MemoryJournal::head() const {
  const std::lock_guard lock(mutex_);
  return head_;
}

std::uint64_t MemoryJournal::steps() const {
  const std::lock_guard lock(mutex_);
  return steps_;
}

Done MemoryJournal::step() {
  ++steps_;
  if (steps_ == faults_.power_cut_at) dead_ = Error{Fault::closed, "power cut"};
  if (steps_ == faults_.io_error_at) dead_ = Error{Fault::io, "I/O error"};
  if (dead_) return std::unexpected(*dead_);
  return {};
}

// Fencing comes with replication: until then no second writer can exist.
Result<Head> MemoryJournal::append(std::uint32_t, Position expected,
                                   std::span<const EncodedRecord> records) {
  const std::lock_guard lock(mutex_);
  if (dead_) return std::unexpected(*dead_);
  CHECK(!records.empty(), "an append has records");
  if (expected != head_.next)
    return fail_at(expected, Fault::wrong_position,
                   "the journal's next is " + std::to_string(head_.next.value));
  for (const EncodedRecord& record : records) {
    CHECK(stored_position(record.bytes) == Position(head_.next.value + unsynced_.size()),
          "a record carries the position it is stored under");
    unsynced_.push_back(std::make_shared<const std::string>(record.bytes));
    if (auto written = step(); !written) return std::unexpected(written.error());
  }
  if (auto synced = step(); !synced) return std::unexpected(synced.error());
  records_.insert(records_.end(), unsynced_.begin(), unsynced_.end());
  unsynced_.clear();
  const Head head{Position(records_.size()), records.back().leaf};
  unsynced_slot_ = encode_slot(head);
  if (auto written = step(); !written) return std::unexpected(written.error());
  if (auto synced = step(); !synced) return std::unexpected(synced.error());
  slot_ = 1 - slot_;
  slots_[slot_] = *std::exchange(unsynced_slot_, std::nullopt);
  head_ = head;
  grown_.notify_all();
  return head_;
}

Result<std::unique_ptr<Reader>> MemoryJournal::read(Position from) {
  const std::lock_guard lock(mutex_);
  return std::make_unique<MemoryReader>(*this, from, head_.next);
}

bool MemoryJournal::wait(Position beyond, std::int64_t timeout_ms) {
  std::unique_lock lock(mutex_);
  return grown_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                         [&] { return head_.next > beyond; });
}

std::optional<MemoryJournal::Bytes> MemoryJournal::find(Position position) const {
  const std::lock_guard lock(mutex_);
  if (position.value >= records_.size()) return std::nullopt;
  return records_[position.value];
}

std::pair<std::string, std::string> MemoryJournal::slots_after_crash(
    std::mt19937_64& random) const {
  std::string slots[] = {slots_[0], slots_[1]};
  if (unsynced_slot_) {
    std::string& target = slots[1 - slot_];
    const std::size_t written = random() % (unsynced_slot_->size() + 1);  // torn anywhere
    target.replace(0, written, *unsynced_slot_, 0, written);
  }
  return {slots[0], slots[1]};
}

Result<std::unique_ptr<MemoryJournal>> MemoryJournal::crash(MemoryFaults next) const {
  const std::lock_guard lock(mutex_);
  std::mt19937_64 random(faults_.seed * 1'000'003 + steps_);
  auto found = std::make_unique<MemoryJournal>(next);
  found->records_ = records_;
  const std::size_t kept = random() % (unsynced_.size() + 1);
  for (std::size_t i = 0; i < kept; ++i) {
    std::string bytes = *unsynced_[i];
    if (i + 1 == kept && random() % 2 == 0) {  // the last one that reached the disk, in part
      bytes.resize(random() % bytes.size() + 1);
      bytes[random() % bytes.size()] ^= static_cast<char>(1 << random() % 8);
    }
    found->records_.push_back(std::make_shared<const std::string>(std::move(bytes)));
  }
  const auto [slot_0, slot_1] = slots_after_crash(random);
  const HeadSlots slots = read_slots(slot_0, slot_1);
  const Position end(found->records_.size());
  const OpenReader open = [&](Position from) -> Result<std::unique_ptr<Reader>> {
    return std::make_unique<MemoryReader>(*found, from, end);
  };
  auto recovered = recover(slots, end, Position(0), open);
  if (!recovered) return std::unexpected(recovered.error());
  found->recovered_ = *recovered;
  found->head_ = recovered->head;
  found->records_.resize(recovered->head.next.value);
  found->slots_[0] = found->slots_[1] = encode_slot(recovered->head);
  return found;
}

void MemoryJournal::flip_bit(Position position, std::size_t bit) {
  const std::lock_guard lock(mutex_);
  std::string bytes = *records_[position.value];
  bytes[bit / 8] ^= static_cast<char>(1 << bit % 8);
  records_[position.value] = std::make_shared<const std::string>(std::move(bytes));
}

void MemoryJournal::lose_from(Position position) {
  const std::lock_guard lock(mutex_);
  records_.resize(std::min<std::size_t>(records_.size(), position.value));
}

void MemoryJournal::damage_head_slot(int slot) {
  const std::lock_guard lock(mutex_);
  slots_[slot][20] ^= 1;
}

}  // namespace stele::journal
