// Store: where the rows of the registry state live. Written by one thread, in batches that carry
// their position; read by many through snapshots. Durability is not asked of it: what is lost is
// replayed from the journal.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace stele::registry {

struct RowChange {
  std::string key;
  std::optional<std::string> value;  // nullopt: remove
};

// The rows at one moment. Thread-safe; holds the moment until released.
class Snapshot {
 public:
  virtual ~Snapshot() = default;
  // False when there is no such row; `value` is reused.
  virtual bool get(std::string_view key, std::string& value) const = 0;
  // Rows with this prefix, in key order, from `start` on (a key with the prefix, or empty); the
  // callback returns false to stop.
  using Visit = std::function<bool(std::string_view key, std::string_view value)>;
  virtual void scan(std::string_view prefix, std::string_view start, const Visit& visit) const = 0;
  // Reads all files once: what of them is damaged is a fault here, where a read would end the process.
  virtual Done check_files() const { return {}; }
};

class Store {
 public:
  virtual ~Store() = default;
  virtual std::shared_ptr<const Snapshot> snapshot() = 0;
  // All or nothing.
  virtual Done write(const std::vector<RowChange>& changes) = 0;
  // Makes what was written durable (a clean stop).
  virtual Done flush() = 0;
};

struct StoreOptions {
  std::string dir;
  std::string log_dir;
  std::uint64_t cache_bytes = 256ULL << 20;
  bool compression = true;
  bool read_only = false;
};
Result<std::unique_ptr<Store>> open_store(const StoreOptions& options);
std::unique_ptr<Store> memory_store();

}  // namespace stele::registry
