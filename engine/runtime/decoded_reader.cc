#include "engine/runtime/decoded_reader.h"

#include "events/codec.h"

namespace stele::runtime {

namespace {

// Enough that handing over costs nothing, few enough that they stay in the processor's cache.
constexpr std::size_t kTransactionsPerBatch = 256;
constexpr std::size_t kBytesPerBatch = 1 << 20;  // a bulk transaction goes alone
constexpr std::size_t kBatchesAhead = 4;

}  // namespace

DecodedReader::DecodedReader(std::unique_ptr<journal::TransactionReader> reader, Limits limits)
    : reader_(std::move(reader)), limits_(limits), thread_([this] { run(); }) {}

DecodedReader::~DecodedReader() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Result<const DecodedTransaction*> DecodedReader::next() {
  while (at_ == current_.transactions.size()) {
    if (current_.error) return std::unexpected(*current_.error);
    if (current_.last) return nullptr;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !ready_.empty(); });
    used_.swap(current_.transactions);
    current_ = std::move(ready_.front());
    ready_.pop_front();
    at_ = 0;
    lock.unlock();
    changed_.notify_all();
  }
  return &current_.transactions[at_++];
}

void DecodedReader::run() {
  for (bool last = false; !last;) {
    Batch batch = read_batch();
    last = batch.last || batch.error;
    std::vector<DecodedTransaction> used;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopping_ || ready_.size() < kBatchesAhead; });
    if (stopping_) return;
    ready_.push_back(std::move(batch));
    used.swap(used_);
    lock.unlock();
    changed_.notify_all();
  }
}

DecodedReader::Batch DecodedReader::read_batch() {
  Batch batch;
  batch.transactions.reserve(kTransactionsPerBatch);
  std::size_t bytes = 0;
  while (batch.transactions.size() < kTransactionsPerBatch && bytes < kBytesPerBatch) {
    auto one = read_one(bytes);
    if (!one) {
      batch.error = one.error();
      break;
    }
    if (!*one) {
      batch.last = true;
      break;
    }
    batch.transactions.push_back(std::move(**one));
  }
  return batch;
}

Result<std::optional<DecodedTransaction>> DecodedReader::read_one(std::size_t& bytes) {
  const auto stored = reader_->next();
  if (!stored && stored.error().fault == Fault::not_found) return std::nullopt;
  if (!stored) return std::unexpected(stored.error());
  if (limits_.until && stored->first >= *limits_.until) return std::nullopt;
  if (limits_.until_time && stored->time > *limits_.until_time) return std::nullopt;
  bytes += stored->payload.size();
  auto transaction = events::decode(stored->payload);
  if (!transaction)
    return fail(transaction.error().fault,
                "position " + std::to_string(stored->first.value) + ": " + transaction.error().what);
  return DecodedTransaction{std::move(*transaction), stored->first, stored->next, stored->time, stored->leaf};
}

}  // namespace stele::runtime
