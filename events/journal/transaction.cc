#include "events/journal/transaction.h"

#include <algorithm>

#include "engine/base/check.h"

namespace stele::journal {

Position Batch::add(Instant time, std::string_view transaction) {
  CHECK(transaction.size() <= kMaxTransaction, "the writer bounds transactions");
  const Position first = head_.next;
  Envelope envelope{.epoch = epoch_, .time = time};
  const std::size_t full = (transaction.size() + kMaxRecordPayload - 1) / kMaxRecordPayload;
  envelope.parts = static_cast<std::uint32_t>(std::max<std::size_t>(1, full));
  for (envelope.part = 1; envelope.part <= envelope.parts; ++envelope.part) {
    envelope.position = head_.next;
    envelope.prev = head_.leaf;
    const std::size_t begin = (envelope.part - 1) * kMaxRecordPayload;
    records_.push_back(encode_record(envelope, transaction.substr(begin, kMaxRecordPayload)));
    head_ = {Position(head_.next.value + 1), records_.back().leaf};
  }
  return first;
}

Result<std::unique_ptr<TransactionReader>> TransactionReader::open(Journal& journal,
                                                                   Position from) {
  auto chain = ChainReader::from(journal, from);
  if (!chain) return std::unexpected(chain.error());
  if (!chain->whole())
    return fail_at(from, Fault::invalid, "is in the middle of a transaction");
  return std::unique_ptr<TransactionReader>(new TransactionReader(std::move(*chain)));
}

Result<StoredTransaction> TransactionReader::next() {
  auto record = chain_.next();
  if (!record) return std::unexpected(record.error());
  StoredTransaction out{.first = record->envelope.position,
                        .epoch = record->envelope.epoch,
                        .time = record->envelope.time};
  if (chain_.whole()) {
    out.payload = record->payload;
  } else {
    joined_.assign(record->payload);
    while (!chain_.whole()) {
      record = chain_.next();
      if (!record) return std::unexpected(record.error());
      if (joined_.size() + record->payload.size() > kMaxTransaction)
        return fail_at(record->envelope.position, Fault::corrupt,
                       "the transaction from position " + std::to_string(out.first.value) +
                           " is larger than " + std::to_string(kMaxTransaction) + " bytes");
      joined_.append(record->payload);
    }
    out.payload = joined_;
  }
  out.next = chain_.head().next;
  out.leaf = chain_.head().leaf;
  return out;
}

}  // namespace stele::journal
