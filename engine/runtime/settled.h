// Settled: what of the journal's past no transaction to come can add to. Who makes one thing of all that
// happens in a second (a zone's serial) must know that the second is over; the clock alone does not
// say so, a transaction that took its time before may still be on its way to the disk.
#pragma once

#include "engine/base/instant.h"
#include "engine/base/strong.h"

namespace stele::runtime {

struct Settled {
  Position position{};  // every transaction from here on
  Instant time;         // is of this time or later
};

}  // namespace stele::runtime
