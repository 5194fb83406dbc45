#include "frontends/dns/transfer.h"

#include <utility>

namespace stele::dns {
namespace {

std::size_t room_for(const std::optional<Signer>& signer) {
  return kMostMessage - (signer ? signature_size(signer->key()) : 0);
}

// Fills messages as far as they go and hands each over when the next record does not fit any more.
class MessageStream {
 public:
  MessageStream(TransferOrder& order, const std::function<Instant()>& now, const MessageSink& sink)
      : order_(order), now_(now), sink_(sink),
        writer_(std::make_unique<MessageWriter>(room_for(order.signer))) {
    writer_->begin(order_.id, order_.flags, order_.question);
  }

  bool put(const zone::Record& record) {
    if (!writer_->put(Section::answer, record)) {
      if (!hand_over()) return false;
      // The question stands in the first message only (RFC 5936 §2.2.1).
      writer_->begin(order_.id, order_.flags, {});
      if (!writer_->put(Section::answer, record)) return too_large(record);
    }
    ++counts_.records;
    return true;
  }

  bool hand_over() {
    if (writer_->records() == 0) return true;
    std::string message = writer_->take();
    if (order_.signer)
      message = order_.signer->sign(std::move(message), static_cast<std::uint64_t>(now_().ms / 1000));
    ++counts_.messages;
    counts_.octets += message.size() + 2;
    if (sink_(std::move(message))) return true;
    fault_ = Error{Fault::closed, "the peer went away"};
    return false;
  }

  Result<TransferCounts> result() {
    if (fault_) return std::unexpected(*fault_);
    return counts_;
  }

 private:
  bool too_large(const zone::Record& record) {
    fault_ = Error{Fault::too_large, "a record of " + std::to_string(record.data.size()) +
                                         " octets at " + show_wire(record.owner)};
    return false;
  }

  TransferOrder& order_;
  const std::function<Instant()>& now_;
  const MessageSink& sink_;
  std::unique_ptr<MessageWriter> writer_;
  TransferCounts counts_;
  std::optional<Error> fault_;
};

}  // namespace

bool for_each_of(const zone::Published& zone, const std::vector<zone::Delta>& deltas,
                 const zone::Published::Visit& visit) {
  const zone::Record soa = zone.soa(zone.serial());
  if (!visit(soa)) return false;
  for (const zone::Delta& delta : deltas) {
    if (!visit(zone.soa(delta.from))) return false;
    for (const zone::Record& record : delta.removed)
      if (!visit(record)) return false;
    if (!visit(zone.soa(delta.to))) return false;
    for (const zone::Record& record : delta.added)
      if (!visit(record)) return false;
  }
  return visit(soa);
}

Result<TransferCounts> run_transfer(TransferOrder order, const std::function<Instant()>& now,
                                    const MessageSink& sink) {
  MessageStream stream(order, now, sink);
  const auto put = [&](const zone::Record& record) { return stream.put(record); };
  if (order.deltas) {
    for_each_of(*order.zone, *order.deltas, put);
  } else {
    const zone::Record soa = order.zone->soa(order.zone->serial());
    if (put(soa)) {
      if (Done done = order.zone->for_each_record(put); !done) return std::unexpected(done.error());
      if (stream.result()) put(soa);
    }
  }
  if (stream.result()) stream.hand_over();
  return stream.result();
}

}  // namespace stele::dns
