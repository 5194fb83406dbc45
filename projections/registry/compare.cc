#include "projections/registry/compare.h"

#include <utility>
#include <vector>

namespace stele::registry {

namespace {

constexpr std::size_t kPartBytes = 1 << 20;

// A scan that is pulled instead of pushed.
class Cursor {
 public:
  explicit Cursor(const Snapshot& rows) : rows_(rows) { read_from({}); }

  bool at_end() const { return at_ == part_.size(); }
  const std::string& key() const { return part_[at_].first; }
  const std::string& value() const { return part_[at_].second; }
  void next() {
    // The key with a zero byte behind it is the next one there can be.
    if (++at_ == part_.size() && more_) read_from(part_.back().first + '\0');
  }

 private:
  void read_from(const std::string& start) {
    part_.clear();
    at_ = 0;
    more_ = false;
    std::size_t bytes = 0;
    rows_.scan({}, start, [&](std::string_view key, std::string_view value) {
      more_ = bytes >= kPartBytes;
      if (more_) return false;
      bytes += key.size() + value.size();
      part_.emplace_back(key, value);
      return true;
    });
  }

  const Snapshot& rows_;
  std::vector<std::pair<std::string, std::string>> part_;
  std::size_t at_ = 0;
  bool more_ = false;  // behind this part
};

// Below 0: the next key is of the kept rows alone; above: of the rebuilt ones.
int order(const Cursor& kept, const Cursor& rebuilt) {
  if (kept.at_end()) return 1;
  return rebuilt.at_end() ? -1 : kept.key().compare(rebuilt.key());
}

}  // namespace

std::string_view to_text(DriftKind kind) {
  switch (kind) {
    case DriftKind::missing: return "missing";
    case DriftKind::extra: return "extra";
    case DriftKind::different: return "different";
  }
  std::unreachable();
}

Result<std::uint64_t> compare_rows(const Snapshot& kept_rows, const Snapshot& rebuilt_rows,
                                   const std::function<void(const Drift&)>& visit,
                                   const std::stop_token& stop) {
  Cursor kept(kept_rows), rebuilt(rebuilt_rows);
  std::uint64_t keys = 0;
  for (; !kept.at_end() || !rebuilt.at_end(); ++keys) {
    if (stop.stop_requested()) return fail(Fault::closed, "the comparison was cut off");
    const int which = order(kept, rebuilt);
    if (which < 0)
      visit({DriftKind::extra, kept.key(), kept.value(), {}});
    else if (which > 0)
      visit({DriftKind::missing, rebuilt.key(), {}, rebuilt.value()});
    else if (kept.value() != rebuilt.value())
      visit({DriftKind::different, kept.key(), kept.value(), rebuilt.value()});
    if (which <= 0) kept.next();
    if (which >= 0) rebuilt.next();
  }
  return keys;
}

}  // namespace stele::registry
