#include "events/journal/chain.h"

namespace stele::journal {

std::unexpected<Error> fail_at(Position position, Fault fault, const std::string& what) {
  return fail(fault, "position " + std::to_string(position.value) + ": " + what);
}

Result<ChainReader> ChainReader::from_start(Journal& journal) { return from(journal, Position(0)); }

Result<ChainReader> ChainReader::from(Journal& journal, Position from) {
  const Position end = journal.head().next;
  if (from > end)
    return fail_at(from, Fault::regressed,
                   "the journal ends before it, at " + std::to_string(end.value));
  auto reader = journal.read(Position(from.value == 0 ? 0 : from.value - 1));
  if (!reader) return std::unexpected(reader.error());
  return over(std::move(*reader), from);
}

Result<ChainReader> ChainReader::over(std::unique_ptr<Reader> reader, Position from) {
  ChainReader out(std::move(reader));
  if (from.value == 0) return out;
  out.head_.next = Position(from.value - 1);
  const auto before = out.read_record();
  if (!before) return std::unexpected(before.error());
  out.accept(*before);
  return out;
}

Result<Record> ChainReader::read_record() {
  const auto stored = reader_->next();
  if (!stored) return std::unexpected(stored.error());
  auto record = decode_record(*stored);
  if (!record) return fail_at(head_.next, record.error().fault, record.error().what);
  if (record->envelope.position != head_.next)
    return fail_at(head_.next, Fault::corrupt,
                   "the record here says position " +
                       std::to_string(record->envelope.position.value));
  return record;
}

void ChainReader::accept(const Record& record) {
  head_ = {Position(record.envelope.position.value + 1), record.leaf};
  part_ = record.envelope.part;
  parts_ = record.envelope.parts;
  epoch_ = record.envelope.epoch;
  time_ = record.envelope.time;
}

Result<Record> ChainReader::next() {
  auto record = read_record();
  if (!record) return record;
  const Envelope& envelope = record->envelope;
  if (envelope.prev != head_.leaf)
    return fail_at(head_.next, Fault::corrupt,
                   "prev is " + to_hex(view(envelope.prev)) + ", the record before has leaf " +
                       to_hex(view(head_.leaf)));
  const std::uint32_t part = whole() ? 1 : part_ + 1;
  if (envelope.part != part || (!whole() && envelope.parts != parts_))
    return fail_at(head_.next, Fault::corrupt,
                   "part " + std::to_string(envelope.part) + " of " +
                       std::to_string(envelope.parts) + " where part " + std::to_string(part) +
                       (whole() ? " was due" : " of " + std::to_string(parts_) + " was due"));
  if (!whole() && (envelope.epoch != epoch_ || envelope.time != time_))
    return fail_at(head_.next, Fault::corrupt,
                   "time or epoch differs from part 1 of its transaction");
  accept(*record);
  return record;
}

}  // namespace stele::journal
