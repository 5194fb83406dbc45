// Transfer: a zone, or what changed in it, as a stream of messages (RFC 5936, RFC 1995). It is made on
// a thread of its own and never further ahead of the peer than its sink lets it, so that memory stays
// flat however large the zone and however slow the peer.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/instant.h"
#include "frontends/dns/message_writer.h"
#include "frontends/dns/tsig.h"
#include "projections/zone/published.h"

namespace stele::dns {

struct TransferOrder {
  std::shared_ptr<const zone::Published> zone;
  std::optional<std::vector<zone::Delta>> deltas;  // IXFR; without: the whole zone
  std::uint16_t id = 0;
  std::uint16_t flags = 0;       // of every message
  std::string question;          // of the first one
  std::optional<Signer> signer;
  bool edns = false;             // the question's
  std::string secondary;         // who fetches it
};

// Takes the next message. May block; false: nobody wants the rest.
using MessageSink = std::function<bool(std::string message)>;

struct TransferCounts {
  std::uint64_t messages = 0, records = 0, octets = 0;
};

// Fault::closed: the sink wanted no more.
Result<TransferCounts> run_transfer(TransferOrder order, const std::function<Instant()>& now,
                                    const MessageSink& sink);

// The records of an incremental answer, from the SOA in front to the one at the end (RFC 1995 §4),
// until one call returns false.
bool for_each_of(const zone::Published& zone, const std::vector<zone::Delta>& deltas,
                 const zone::Published::Visit& visit);

}  // namespace stele::dns
