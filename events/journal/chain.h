// Reads records forward and checks that each follows from the one before: position, `prev`, part
// numbers, and within a transaction the same time and epoch. Everything that trusts records
// (transactions, recovery, verification, scrub, proofs) reads through it.
#pragma once

#include <memory>

#include "events/journal/journal.h"
#include "events/journal/record.h"

namespace stele::journal {

class ChainReader {
 public:
  // From record 0.
  static Result<ChainReader> from_start(Journal& journal);
  // From `from` on. The record before it is read too and taken at its own word (CRC and hash), so
  // that `prev` of the first record is checked. Fault::regressed when the journal ends before.
  static Result<ChainReader> from(Journal& journal, Position from);
  // The same over a reader that stands at record 0, or at the record before `from`.
  static Result<ChainReader> over(std::unique_ptr<Reader> reader, Position from);

  // The record's payload is valid until the next call. Fault::not_found at the end; other faults
  // name the position, which is head().next.
  Result<Record> next();

  Head head() const { return head_; }           // after the last record that passed
  bool whole() const { return part_ == parts_; }  // no transaction is half read

 private:
  explicit ChainReader(std::unique_ptr<Reader> reader) : reader_(std::move(reader)) {}
  Result<Record> read_record();
  void accept(const Record& record);

  std::unique_ptr<Reader> reader_;
  Head head_{};
  std::uint32_t part_ = 0;
  std::uint32_t parts_ = 0;
  std::uint32_t epoch_ = 0;
  Instant time_{};
};

// "position 7: what"
std::unexpected<Error> fail_at(Position position, Fault fault, const std::string& what);

}  // namespace stele::journal
