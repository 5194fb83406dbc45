#include "engine/crypto/vault.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <unordered_map>

#include "engine/base/file.h"
#include "engine/base/lru.h"
#include "engine/crypto/vault_file.h"

namespace stele::crypto {

namespace {

constexpr std::uint64_t kBlockSlots = 1024;
constexpr std::uint64_t kLowMark = kBlockSlots / 2;
constexpr std::size_t kCachedKeys = 8192;

std::string name_of(KeySlot slot) { return "key slot " + std::to_string(slot.value); }

// Slots `first` … `first + count - 1`, as they stand in the file.
std::string make_slots(const SecretKey& kek, std::uint64_t first, std::uint64_t count,
                       Random& random) {
  std::string out;
  out.reserve(count * kSlotBytes);
  for (std::uint64_t n = first; n < first + count; ++n) out += make_slot(kek, KeySlot{n}, random);
  return out;
}

// The sealing half, common to both vaults: only where a key comes from differs.
class SealingVault : public KeyVault {
 public:
  explicit SealingVault(Random& random) : random_(random) {}

  Result<std::string> seal(KeySlot slot, std::string_view context,
                           std::string_view clear) override {
    const auto key = find_key(slot);
    if (!key) return std::unexpected(key.error());
    if (*key == nullptr) return fail(Fault::not_found, name_of(slot) + " is erased");
    return aead_seal(**key, context, clear, random_);
  }

  Result<std::optional<std::string>> unseal(KeySlot slot, std::string_view context,
                                            std::string_view sealed) override {
    const auto key = find_key(slot);
    if (!key) return std::unexpected(key.error());
    if (*key == nullptr) return std::optional<std::string>();
    auto clear = aead_open(**key, context, sealed);
    if (!clear)
      return fail(Fault::corrupt, "a value sealed under " + name_of(slot) + " does not open");
    return clear;
  }

 protected:
  // Null when the slot is erased.
  virtual Result<std::shared_ptr<const SecretKey>> find_key(KeySlot slot) = 0;
  Random& random_;
};

// Slots are made and synced by a thread of its own when fewer than kLowMark are left; allocate()
// waits for it only when all are gone. The header is written after the slots are durable.
class FileVault final : public SealingVault {
 public:
  FileVault(File file, SecretKey kek, std::uint64_t slots, Random& random)
      : SealingVault(random), file_(std::move(file)), kek_(kek), slots_(slots) {
    refiller_ = std::jthread([this](std::stop_token stop) { refill_until(stop); });
  }

  Result<KeySlot> allocate() override {
    std::unique_lock lock(mutex_);
    for (;;) {
      if (next_ + kLowMark > slots_) wake_.notify_all();
      refilled_.wait(lock, [this] { return next_ <= slots_ || refill_error_; });
      if (next_ > slots_) return give_up();
      const KeySlot slot{next_++};
      const auto key = read_key(slot);
      if (!key) return std::unexpected(key.error());
      if (*key != nullptr) return slot;
    }
  }

  Done destroy(KeySlot slot) override {
    {
      const std::lock_guard state(mutex_);
      if (auto known = require_known(slot); !known) return known;
      keys_.erase(slot);
      if (auto done = file_.write_at(slot.value * kSlotBytes, std::string(kSlotBytes, '\0')); !done)
        return done;
    }
    return file_.sync_data();
  }

  bool destroyed(KeySlot slot) override {
    const std::lock_guard lock(mutex_);
    const auto key = read_key(slot);
    return key && *key == nullptr;
  }

  Done reserve_up_to(KeySlot highest_used) override {
    const std::lock_guard lock(mutex_);
    if (highest_used.value > slots_)
      return fail(Fault::corrupt, "the journal names " + name_of(highest_used) + ", but " +
                                      file_.path() + " holds only " + std::to_string(slots_) +
                                      ": restore the vault that belongs to this journal");
    next_ = std::max(next_, highest_used.value + 1);
    return {};
  }

 private:
  Result<std::shared_ptr<const SecretKey>> find_key(KeySlot slot) override {
    const std::lock_guard lock(mutex_);
    return read_key(slot);
  }

  Done require_known(KeySlot slot) const {
    if (slot.value >= 1 && slot.value <= slots_) return {};
    return fail(Fault::corrupt, file_.path() + " has no " + name_of(slot) + ", it holds 1 to " +
                                    std::to_string(slots_));
  }

  // Under mutex_, so that a destroyed key cannot slip back into the cache.
  Result<std::shared_ptr<const SecretKey>> read_key(KeySlot slot) {
    if (const auto* key = keys_.find(slot)) return *key;
    if (auto known = require_known(slot); !known) return std::unexpected(known.error());
    const auto bytes = file_.read_at(slot.value * kSlotBytes, kSlotBytes);
    if (!bytes) return std::unexpected(bytes.error());
    if (is_erased(*bytes)) return std::shared_ptr<const SecretKey>();
    const auto key = open_slot(kek_, slot, *bytes);
    if (!key) return fail(key.error().fault, file_.path() + ": " + key.error().what);
    auto shared = std::make_shared<const SecretKey>(*key);
    keys_.insert(slot, shared);
    return shared;
  }

  // Under mutex_. A full disk may have room later: the next allocate() lets the refiller try again.
  std::unexpected<Error> give_up() {
    Error error = *refill_error_;
    if (error.fault == Fault::disk_low) refill_error_.reset();
    return std::unexpected(std::move(error));
  }

  void refill_until(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    while (wake_.wait(lock, stop, [this] { return next_ + kLowMark > slots_ && !refill_error_; })) {
      const std::uint64_t first = slots_ + 1;
      lock.unlock();
      const Done done = append_block(first);
      lock.lock();
      if (done)
        slots_ += kBlockSlots;
      else
        refill_error_ = done.error();
      refilled_.notify_all();
    }
  }

  Done append_block(std::uint64_t first) {
    const std::string block = make_slots(kek_, first, kBlockSlots, random_);
    if (auto done = file_.write_at(first * kSlotBytes, block); !done) return done;
    if (auto done = file_.sync_data(); !done) return done;
    const VaultHeader header{.kek_id = kek_id(kek_), .slots = first + kBlockSlots - 1};
    if (auto done = file_.write_at(0, encode_header(header)); !done) return done;
    return file_.sync_data();
  }

  File file_;
  const SecretKey kek_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::condition_variable_any refilled_;
  std::uint64_t slots_;
  std::uint64_t next_ = 1;
  std::optional<Error> refill_error_;
  Lru<KeySlot, std::shared_ptr<const SecretKey>> keys_{kCachedKeys};
  std::jthread refiller_;  // last: it uses all of the above
};

class MemoryVault final : public SealingVault {
 public:
  using SealingVault::SealingVault;

  Result<KeySlot> allocate() override {
    const std::lock_guard lock(mutex_);
    const KeySlot slot{next_++};
    keys_[slot] = std::make_shared<const SecretKey>(SecretKey::generate(random_));
    return slot;
  }

  Done destroy(KeySlot slot) override {
    const std::lock_guard lock(mutex_);
    if (!keys_.contains(slot)) return fail(Fault::corrupt, "the vault has no " + name_of(slot));
    keys_[slot] = nullptr;
    return {};
  }

  bool destroyed(KeySlot slot) override {
    const std::lock_guard lock(mutex_);
    const auto found = keys_.find(slot);
    return found != keys_.end() && found->second == nullptr;
  }

  Done reserve_up_to(KeySlot highest_used) override {
    const std::lock_guard lock(mutex_);
    next_ = std::max(next_, highest_used.value + 1);
    return {};
  }

 private:
  Result<std::shared_ptr<const SecretKey>> find_key(KeySlot slot) override {
    const std::lock_guard lock(mutex_);
    const auto found = keys_.find(slot);
    if (found == keys_.end()) return fail(Fault::corrupt, "the vault has no " + name_of(slot));
    return found->second;
  }

  std::mutex mutex_;
  std::uint64_t next_ = 1;
  std::unordered_map<KeySlot, std::shared_ptr<const SecretKey>> keys_;
};

// Vault first under its temporary name, then the key, then the vault's real name: whatever step a
// crash interrupts, either nothing exists yet or finish_creation() can complete it.
Done create_files(const VaultFiles& files, Random& random) {
  const SecretKey kek = SecretKey::generate(random);
  const VaultHeader header{.kek_id = kek_id(kek), .slots = kBlockSlots};
  const std::string bytes = encode_header(header) + make_slots(kek, 1, kBlockSlots, random);
  if (auto done = write_file_durably(files.vault + ".created", bytes); !done) return done;
  if (auto done = write_file_durably(files.kek, kek.view()); !done) return done;
  return rename_durably(files.vault + ".created", files.vault);
}

Done require_files(const VaultFiles& files, Random& random) {
  const bool has_vault = file_exists(files.vault);
  const bool has_kek = file_exists(files.kek);
  if (has_vault && has_kek) return {};
  if (!has_vault && !has_kek) return create_files(files, random);
  if (!has_vault && file_exists(files.vault + ".created"))
    return rename_durably(files.vault + ".created", files.vault);
  return fail(Fault::not_found, (has_vault ? files.kek : files.vault) + " is missing, but " +
                                    (has_vault ? files.vault : files.kek) +
                                    " exists: restore it from its back-up, personal data cannot be "
                                    "read without it");
}

Result<SecretKey> read_kek(const std::string& path) {
  auto bytes = read_file(path, SecretKey::kBytes);
  if (!bytes) return std::unexpected(bytes.error());
  if (bytes->size() != SecretKey::kBytes)
    return fail(Fault::corrupt, path + " has " + std::to_string(bytes->size()) +
                                    " bytes, a key-encryption key has 32");
  const SecretKey kek(*bytes);
  wipe(*bytes);
  return kek;
}

Result<std::uint64_t> require_whole(const File& file, const SecretKey& kek) {
  const auto size = file.size();
  if (!size) return std::unexpected(size.error());
  if (*size < kSlotBytes) return fail(Fault::corrupt, file.path() + " is truncated: no header");
  const auto bytes = file.read_at(0, kSlotBytes);
  if (!bytes) return std::unexpected(bytes.error());
  const auto header = decode_header(*bytes);
  if (!header) return fail(header.error().fault, file.path() + ": " + header.error().what);
  if (header->kek_id != kek_id(kek))
    return fail(Fault::corrupt, file.path() + " is wrapped by another key-encryption key");
  if (*size / kSlotBytes < header->slots + 1)
    return fail(Fault::corrupt, file.path() + " is truncated: its header counts " +
                                    std::to_string(header->slots) +
                                    " slots, the file ends in slot " + std::to_string(*size / kSlotBytes));
  return header->slots;
}

}  // namespace

Result<std::unique_ptr<KeyVault>> open_vault(const VaultFiles& files, Random& random) {
  if (auto done = require_files(files, random); !done) return std::unexpected(done.error());
  const auto kek = read_kek(files.kek);
  if (!kek) return std::unexpected(kek.error());
  auto file = File::open(files.vault, File::Mode::read_write);
  if (!file) return std::unexpected(file.error());
  if (auto done = file->lock(); !done) return std::unexpected(done.error());
  const auto slots = require_whole(*file, *kek);
  if (!slots) return std::unexpected(slots.error());
  return std::make_unique<FileVault>(std::move(*file), *kek, *slots, random);
}

std::unique_ptr<KeyVault> memory_vault(Random& random) {
  return std::make_unique<MemoryVault>(random);
}

}  // namespace stele::crypto
