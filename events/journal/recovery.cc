#include "events/journal/recovery.h"

#include <algorithm>

#include "events/journal/chain.h"

namespace stele::journal {

namespace {

std::unexpected<Error> fail_regressed(Position gone, const Head& acknowledged) {
  return fail_at(gone, Fault::regressed,
                 "acknowledged and lost: HEAD says " + std::to_string(acknowledged.next.value) +
                     " records, the journal's last readable one is " +
                     (gone.value == 0 ? "none" : std::to_string(gone.value - 1)));
}

// The end of the last whole transaction that follows `chain`.
Result<Head> read_whole_transactions(ChainReader& chain) {
  Head whole = chain.head();
  while (true) {
    const auto record = chain.next();
    if (!record && record.error().fault == Fault::not_found) return whole;
    if (!record) return std::unexpected(record.error());
    if (chain.whole()) whole = chain.head();
  }
}

}  // namespace

Result<Recovered> recover(const HeadSlots& slots, Position recovered, Position suspect,
                          const OpenReader& open_reader) {
  if (!slots.newest)
    return fail_at(recovered, Fault::corrupt,
                   "both slots of HEAD are damaged: what was acknowledged up to here is not known");
  const Head acknowledged = *slots.newest;
  if (recovered < acknowledged.next) return fail_regressed(recovered, acknowledged);

  Recovered out{.head = acknowledged, .head_slot_damaged = slots.damaged};
  // At least the last acknowledged record is read: its leaf must be HEAD's.
  const std::uint64_t last = acknowledged.next.value == 0 ? 0 : acknowledged.next.value - 1;
  const Position from(std::min(suspect.value, last));
  auto reader = open_reader(Position(from.value == 0 ? 0 : from.value - 1));
  if (!reader) return std::unexpected(reader.error());
  auto chain = ChainReader::over(std::move(*reader), from);
  if (!chain) return std::unexpected(chain.error());
  while (chain->head().next < acknowledged.next) {
    const auto record = chain->next();
    if (record) continue;
    if (record.error().fault == Fault::not_found)
      return fail_regressed(chain->head().next, acknowledged);
    return std::unexpected(record.error());
  }
  if (chain->head().leaf != acknowledged.leaf)
    return fail_at(Position(last), Fault::corrupt,
                   "its leaf is " + to_hex(view(chain->head().leaf)) + ", HEAD says " +
                       to_hex(view(acknowledged.leaf)));
  if (!chain->whole())
    return fail_at(chain->head().next, Fault::corrupt, "HEAD ends inside a transaction");
  if (slots.damaged) {
    const auto kept = read_whole_transactions(*chain);
    if (!kept) return std::unexpected(kept.error());
    out.head = *kept;
  }
  out.dropped = recovered.value - out.head.next.value;
  return out;
}

}  // namespace stele::journal
