// Genesis: the payload of record 0. It names the journal for ever: a UUID, the origin that its
// checkpoints carry, and the public key that signs them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/instant.h"
#include "engine/base/random.h"
#include "engine/base/result.h"
#include "events/journal/journal.h"

namespace stele::journal {

using Uuid = std::array<std::uint8_t, 16>;

Uuid make_uuid(Random& random);  // RFC 9562 §5.4, version 4
std::string to_text(const Uuid& uuid);

struct Genesis {
  Uuid uuid{};
  std::string origin;      // "registry.example/journal": see is_origin
  std::string public_key;  // Ed25519, 32 bytes
  auto operator<=>(const Genesis&) const = default;
};

// What C2SP signed notes allow as a key name, and short: 1..255 bytes without space, control, '+'.
bool is_origin(std::string_view text);

// Precondition: is_origin(origin) and a key of 32 bytes.
std::string encode(const Genesis& genesis);
Result<Genesis> decode_genesis(std::string_view payload);
std::string to_text(const Genesis& genesis);

// Record 0, ready to be given to a journal's creation. Its epoch is 0.
EncodedRecord genesis_record(const Genesis& genesis, Instant time);
// Reads and decodes record 0.
Result<Genesis> read_genesis(Journal& journal);

}  // namespace stele::journal
