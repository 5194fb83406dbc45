// Upcasting: events stored in an older shape are turned into the current one as they are read; the
// stored bytes are never rewritten.
//
// A shape that grows by a field needs none of this: the field gets the next id and reads as absent
// in old bytes. Only when the meaning or structure of a kind changes does its version step up. Every
// entry of a transaction carries the version of its shape (Entry.version in transaction.fbs, 0 at
// first). The version written is one more than the highest that an upcast of the kind starts from;
// a later one than that is refused as Fault::unsupported. An upcast leads straight to the current
// struct (not to the next version), so that a change of the struct makes the compiler name every
// upcast that must follow. The old table stays in the schema, renamed to <Kind>V<version>.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "events/event.h"

namespace stele::events {

struct Upcast {
  EventKind kind;
  std::uint8_t version;  // of the shape it reads
  // The bytes are outside bytes: the function verifies them first. 8-byte aligned.
  Result<Event> (*transform)(std::string_view old_bytes);
};

class Upcasts {
 public:
  // The list must outlive this.
  constexpr explicit Upcasts(std::span<const Upcast> list) : list_(list) {}
  std::uint8_t current_version(EventKind kind) const;
  const Upcast* find(EventKind kind, std::uint8_t version) const;

 private:
  std::span<const Upcast> list_;
};

// What encode and decode of codec.h use.
const Upcasts& published_upcasts();

void encode(const Transaction& transaction, const Upcasts& upcasts, std::string& out);
Result<Transaction> decode(std::string_view bytes, const Upcasts& upcasts);

}  // namespace stele::events
