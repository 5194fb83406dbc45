// Journal: the port to the append-only store. One committer appends; any number of readers read.
// A store keeps encoded records under their positions and knows nothing of events, trees or keys:
// hash chain, Merkle tree, proofs and verification are libraries above this port.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/instant.h"
#include "engine/base/result.h"
#include "engine/base/strong.h"

namespace stele::journal {

// Where the journal ends. `next` is the position of the record to come (= number of records);
// `leaf` is the leaf hash of the last record, all zero for an empty journal.
struct Head {
  Position next{};
  Digest leaf{};
  auto operator<=>(const Head&) const = default;
};

// A record as it is stored: envelope, payload and CRC, ready to be written (record.h).
struct EncodedRecord {
  std::string bytes;
  Digest leaf{};
};

// Reads forward from a position, at most to the head known when it was opened.
class Reader {
 public:
  virtual ~Reader() = default;
  // The next record's stored bytes, valid until the next call. Fault::not_found at the end;
  // Fault::corrupt names the position.
  virtual Result<std::string_view> next() = 0;
};

class Journal {
 public:
  virtual ~Journal() = default;
  virtual Head head() const = 0;
  // Writes all records in one step and makes them durable before it returns. `expected` is the
  // position the first record must get. Faults: wrong_position (nothing written), fenced,
  // disk_low (nothing written), unknown. An I/O error on a write aborts the process (DESIGN §3).
  virtual Result<Head> append(std::uint32_t epoch, Position expected,
                              std::span<const EncodedRecord> records) = 0;
  virtual Result<std::unique_ptr<Reader>> read(Position from) = 0;
  // Blocks until head().next > `beyond` or the time is over; true when there is more to read.
  virtual bool wait(Position beyond, std::int64_t timeout_ms) = 0;
};

}  // namespace stele::journal
