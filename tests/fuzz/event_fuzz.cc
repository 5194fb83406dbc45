// Encoded transactions from outside: any bytes are refused or read; what is read can be shown,
// written and read again.
#include <cstddef>
#include <cstdint>

#include "engine/base/check.h"
#include "events/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto transaction = stele::events::decode({reinterpret_cast<const char*>(data), size});
  if (!transaction) {
    CHECK(!transaction.error().what.empty(), "a refusal says why");
    return 0;
  }
  for (const auto& event : transaction->events)
    CHECK(!stele::events::to_text(event).empty(), "an event has a text");
  const auto again = stele::events::decode(stele::events::encode(*transaction));
  CHECK(again && *again == *transaction, "what was read is written as the same value");
  return 0;
}
