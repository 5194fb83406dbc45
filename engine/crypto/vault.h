// KeyVault: per-subject keys for personal data, so that a person can be forgotten while the journal
// stays whole. A file of 64-byte slots: state, nonce, AES-256-GCM(key-encryption key, subject key).
// Slots are generated and synced ahead in blocks, so that sealing never waits for the disk.
// Thread-safe. Slot numbers start at 1; a slot is never used for two subjects.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/random.h"
#include "engine/base/result.h"
#include "engine/base/strong.h"

namespace stele::crypto {

class KeyVault {
 public:
  virtual ~KeyVault() = default;
  // A fresh slot, already durable. After a restart, reserve_up_to() comes first.
  virtual Result<KeySlot> allocate() = 0;
  // Seals under the slot's key: nonce ‖ ciphertext ‖ tag. `context` (object number and the like) is
  // authenticated, so a sealed value cannot be moved to another subject.
  virtual Result<std::string> seal(KeySlot slot, std::string_view context,
                                   std::string_view clear) = 0;
  // nullopt when the slot was destroyed ("erased" is a value, not a fault).
  virtual Result<std::optional<std::string>> unseal(KeySlot slot, std::string_view context,
                                                    std::string_view sealed) = 0;
  // Overwrites the slot with zeros and syncs. Destroying twice is fine.
  virtual Done destroy(KeySlot slot) = 0;
  virtual bool destroyed(KeySlot slot) = 0;
  // Tells the vault the highest slot the journal names, so that slots handed out before a crash and
  // used by a durable event are not handed out again.
  // Fault::corrupt when the vault does not reach that far: it is not this journal's.
  virtual Done reserve_up_to(KeySlot highest_used) = 0;
};

struct VaultFiles {
  std::string vault;  // keys.vault
  std::string kek;    // 32-byte key-encryption key, 0600
};

// Creates both files when neither exists; refuses when only one does, when the vault is shorter
// than its header says, or when it is open elsewhere. `random` must be safe from any thread.
Result<std::unique_ptr<KeyVault>> open_vault(const VaultFiles& files, Random& random);
// For tests and dry runs; deterministic under a deterministic `random`.
std::unique_ptr<KeyVault> memory_vault(Random& random);

}  // namespace stele::crypto
