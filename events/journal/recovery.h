// Whether a journal may be opened: compares what a store recovered with what HEAD says was
// acknowledged. The same rules for every store that keeps a HEAD (docs/formats/journal.md):
//
//   recovered < HEAD    refuse, name the first position that is gone
//   recovered = HEAD    start, when the last leaf is HEAD's
//   recovered > HEAD    nobody was told of the rest: drop it
//   one slot damaged    it may have held a newer head, so the rest is kept: whole transactions only
//   both slots damaged  refuse
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "events/journal/head_file.h"
#include "events/journal/journal.h"

namespace stele::journal {

struct Recovered {
  Head head{};                      // where the journal now ends
  std::uint64_t dropped = 0;        // records above it, to be deleted before the first append
  bool head_slot_damaged = false;   // HEAD has to be written again
};

// Opens a reader at a position, over everything the store recovered.
using OpenReader = std::function<Result<std::unique_ptr<Reader>>(Position)>;

// `recovered`: position after the last record found. Every record from `suspect` on is read and
// checked; the store vouches for those before it (they are in files with their own checksums).
Result<Recovered> recover(const HeadSlots& slots, Position recovered, Position suspect,
                          const OpenReader& open_reader);

}  // namespace stele::journal
