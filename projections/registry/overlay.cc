#include "projections/registry/overlay.h"

#include "engine/base/check.h"

namespace stele::registry {

bool Overlay::get(std::string_view key, std::string& value) const {
  if (const auto it = rows_.find(key); it != rows_.end()) {
    if (!it->second.value) return false;
    value = *it->second.value;
    return true;
  }
  return base_->get(key, value);
}

// Merges two sorted sequences: ours win, removed rows hide the base's.
void Overlay::scan(std::string_view prefix, std::string_view start, const Visit& visit) const {
  auto ours = rows_.lower_bound(start.empty() ? prefix : start);
  const auto ours_left = [&] { return ours != rows_.end() && ours->first.starts_with(prefix); };
  bool stopped = false;
  base_->scan(prefix, start, [&](std::string_view key, std::string_view value) {
    while (ours_left() && ours->first < key) {
      if (ours->second.value && !visit(ours->first, *ours->second.value)) {
        stopped = true;
        return false;
      }
      ++ours;
    }
    if (ours_left() && ours->first == key) {
      const auto& row = ours->second;
      ++ours;
      if (row.value && !visit(key, *row.value)) {
        stopped = true;
        return false;
      }
      return true;
    }
    stopped = !visit(key, value);
    return !stopped;
  });
  for (; !stopped && ours_left(); ++ours)
    if (ours->second.value && !visit(ours->first, *ours->second.value)) return;
}

Overlay::Row& Overlay::touch(std::string_view key) {
  auto it = rows_.lower_bound(key);
  if (it == rows_.end() || it->first != key) {
    Row row;
    std::string value;
    if (base_->get(key, value)) row.original = row.value = std::move(value);
    it = rows_.emplace_hint(it, std::string(key), std::move(row));
  }
  return it->second;
}

void Overlay::put(std::string_view key, std::string value) { touch(key).value = std::move(value); }

void Overlay::put_new(std::string_view key, std::string value) {
  replace(key, std::nullopt, std::move(value));
}

void Overlay::replace(std::string_view key, std::optional<std::string> before,
                      std::optional<std::string> after) {
  const auto it = rows_.lower_bound(key);
  if (it == rows_.end() || it->first != key) {
    rows_.emplace_hint(it, std::string(key), Row{std::move(before), std::move(after)});
    return;
  }
  CHECK(it->second.value == before, "a row is not what whoever replaces it takes it for");
  it->second.value = std::move(after);
}

void Overlay::erase(std::string_view key) {
  Row& row = touch(key);
  CHECK(row.value.has_value(), "a row to remove is not in the registry state");
  row.value.reset();
}

std::vector<RowChange> Overlay::take_changes(StateHash& hash) { return take_changes(&hash); }
std::vector<RowChange> Overlay::take_changes() { return take_changes(nullptr); }

std::vector<RowChange> Overlay::take_changes(StateHash* hash) {
  std::vector<RowChange> out;
  out.reserve(rows_.size() + 1);
  while (!rows_.empty()) {
    auto node = rows_.extract(rows_.begin());
    Row& row = node.mapped();
    if (row.original == row.value) continue;
    if (hash && row.original) hash->remove(node.key(), *row.original);
    if (hash && row.value) hash->add(node.key(), *row.value);
    out.push_back(RowChange{std::move(node.key()), std::move(row.value)});
  }
  return out;
}

}  // namespace stele::registry
