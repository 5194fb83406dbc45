// Transactions on the journal: one accepted command, split over 1..n records of at most 1 MiB each
// and joined again. Readers see whole transactions only; an unfinished one at the end is invisible.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "events/journal/chain.h"
#include "events/journal/journal.h"
#include "events/journal/record.h"

namespace stele::journal {

// One transaction, encoded; the writer refuses larger ones before they reach a Batch.
constexpr std::size_t kMaxTransaction = 256 * 1024 * 1024;
static_assert(kMaxTransaction / kMaxRecordPayload < kMaxParts);

// Turns encoded transactions (events::encode) into chained records, in memory. Owned by the writer.
class Batch {
 public:
  Batch(Head head, std::uint32_t epoch) : head_(head), epoch_(epoch) {}
  // Adds one transaction; returns the position of its first record.
  // Precondition: transaction.size() <= kMaxTransaction.
  Position add(Instant time, std::string_view transaction);
  const std::vector<EncodedRecord>& records() const { return records_; }
  Head head() const { return head_; }  // head after everything added so far
  void clear() { records_.clear(); }

 private:
  Head head_;
  std::uint32_t epoch_;
  std::vector<EncodedRecord> records_;
};

struct StoredTransaction {
  Position first{};       // position of its first record
  Position next{};        // position after its last record
  std::uint32_t epoch = 0;
  Instant time{};
  std::string_view payload;  // encoded transaction, valid until the next call
  Digest leaf{};          // leaf hash of its last record
};

// Reads whole transactions from `from` (which must be the first record of one). Verifies CRC,
// payload hash, chain and part numbering of every record it passes. Position 0 holds the genesis
// (genesis.h), which is not an encoded transaction: readers of events begin at 1.
class TransactionReader {
 public:
  static Result<std::unique_ptr<TransactionReader>> open(Journal& journal, Position from);
  // Fault::not_found at the end; Fault::corrupt names position and cause.
  Result<StoredTransaction> next();

 private:
  explicit TransactionReader(ChainReader chain) : chain_(std::move(chain)) {}
  ChainReader chain_;
  std::string joined_;
};

}  // namespace stele::journal
