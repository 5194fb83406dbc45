#include "projections/registry/pending.h"

#include "projections/registry/apply.h"
#include "projections/registry/rows.h"

namespace stele::registry {

namespace {

std::string to_progress_row(const Progress& p) {
  std::string out;
  put_big_endian(out, p.position.value);
  put_big_endian(out, static_cast<std::uint64_t>(p.time.ms));
  out += view(p.leaf);
  out += view(p.hash.sum());
  return out;
}

}  // namespace

std::optional<Progress> read_progress(const Snapshot& rows) {
  std::string value;
  if (!rows.get(kMetaKey, value)) return std::nullopt;
  CHECK(value.size() == 80, "the registry state's progress row has a wrong size");
  Progress p;
  p.position = Position{get_big_endian<std::uint64_t>(value)};
  p.time = Instant{static_cast<std::int64_t>(get_big_endian<std::uint64_t>(std::string_view(value).substr(8)))};
  Digest sum;
  value.copy(reinterpret_cast<char*>(p.leaf.data()), 32, 16);
  value.copy(reinterpret_cast<char*>(sum.data()), 32, 48);
  p.hash = StateHash(sum);
  return p;
}

Pending::Pending(const PublishedState& base, crypto::KeyVault* vault)
    : StateReader(vault), rows_(base.shared_rows()), hot_(base.shared_hot()), progress_(base.progress()),
      next_number_(base.next_number()) {}

HotObjects& Pending::hot_for_change() {
  if (!own_hot_) {
    own_hot_ = std::make_shared<HotObjects>(*hot_);
    hot_ = own_hot_;
  }
  return *own_hot_;
}

void Pending::apply(const events::Transaction& transaction, Position next, const Digest& leaf, Instant time) {
  Applier applier{*this};
  for (const events::Event& event : transaction.events) std::visit(applier, event);
  progress_.position = next;
  progress_.leaf = leaf;
  progress_.time = time;
}

std::vector<RowChange> Pending::take_changes(Progress& progress) {
  progress = progress_;
  if (next_number_ != StateReader::next_number()) rows_.put(key('n'), to_row(next_number_));
  std::vector<RowChange> out = rows_.take_changes(progress.hash);
  out.push_back(RowChange{std::string(kMetaKey), to_progress_row(progress)});
  return out;
}

}  // namespace stele::registry
