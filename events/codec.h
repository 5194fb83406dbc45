// Codec: transactions and events to bytes and back (FlatBuffers, events/schema). Bytes are verified
// before a field is read; an event kind this build does not know is Fault::unsupported and named.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "events/event.h"

namespace stele::events {

// CHECKs that no personal data is left clear. The result is deterministic: same value, same bytes.
std::string encode(const Transaction& transaction);
// Reuses `out`'s capacity; the writer's path.
void encode(const Transaction& transaction, std::string& out);
Result<Transaction> decode(std::string_view bytes);

}  // namespace stele::events
