// ZoneView: one zone at one serial over a snapshot of the projection's rows.
#pragma once

#include <memory>

#include "projections/registry/store.h"
#include "projections/zone/published.h"
#include "projections/zone/work.h"

namespace stele::zone {

class ZoneView final : public Published {
 public:
  ZoneView(std::shared_ptr<const registry::Snapshot> rows, const ZoneNow& zone)
      : rows_(std::move(rows)), facts_(zone.facts), apex_(zone.apex), progress_(zone.progress) {}

  const DomainName& name() const override { return facts_->name; }
  std::uint32_t serial() const override { return progress_.serial; }
  Position position() const override { return progress_.position; }
  Instant made_at() const override { return progress_.made_at; }
  std::uint64_t record_count() const override { return progress_.records; }
  Record soa(std::uint32_t serial) const override { return apex_->soa(serial); }
  Done for_each_record(const Visit& visit) const override;
  std::optional<std::vector<Delta>> deltas_since(std::uint32_t serial,
                                                 std::size_t most_records) const override;

 private:
  std::uint32_t ttl_of(std::uint32_t ttl) const { return ttl == kZoneTtl ? apex_->ttl : ttl; }
  std::vector<Record> records_of(const std::vector<KeyedEntry>& entries) const;

  std::shared_ptr<const registry::Snapshot> rows_;
  std::shared_ptr<const ZoneFacts> facts_;
  std::shared_ptr<const Apex> apex_;
  ZoneProgress progress_;
};

}  // namespace stele::zone
