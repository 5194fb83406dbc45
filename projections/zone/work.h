// Work: the zone projection under way: rows of a snapshot and what transactions have done to them since,
// which nobody else sees yet. It is driven by events and their times alone, so whoever reads the same
// journal makes the same zones with the same serials. One thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "events/event.h"
#include "projections/registry/overlay.h"
#include "projections/zone/apex.h"
#include "projections/zone/owner_filter.h"
#include "projections/zone/rows.h"

namespace stele::zone {

// A zone as the projection holds it in memory: there are few.
struct ZoneNow {
  std::shared_ptr<const ZoneFacts> facts;
  std::shared_ptr<const Apex> apex;
  ZoneProgress progress;
  // Keys of the owners that have changed since the last serial: of those that have a row that says so,
  // and of the others. Most are looked at before a row is written.
  std::set<std::string, std::less<>> waiting, touched;
};
using ZoneMap = std::map<ObjectNumber, ZoneNow>;

ZoneMap read_zones(const registry::Snapshot& rows);

// A name is delegated unless it is suspended, deleted, on hold, pending creation or without hosts.
bool is_published(const core::Domain& domain);

class Work {
 public:
  // A filter only for whoever begins with no rows.
  Work(std::shared_ptr<const registry::Snapshot> base, ZoneMap zones,
       std::optional<OwnerFilter> filter = std::nullopt);

  // All events of one transaction; `next`: the position after it.
  void apply(const events::Transaction& transaction, Position next, Instant time);
  // The serials of all zones whose last change is old enough at `now`. `made` is called for each;
  // it returns false to have no more made. Precondition: no transaction from before `now` is to come.
  using Made = std::function<bool(const ZoneNow& zone)>;
  bool make_serials(Instant now, const Made& made);

  std::size_t rows_changed() const { return rows_.size() + dirty_.size(); }
  // What to write; then go on over a snapshot that has it.
  std::vector<registry::RowChange> take_changes();
  void go_on(std::shared_ptr<const registry::Snapshot> base);
  const ZoneMap& zones() const { return zones_; }

 private:
  struct Difference;

  // facts.cc: what events say
  template <class Event>
  void take(const Event& event);
  void take(const events::ZoneCreated& event);
  void take(const events::ZoneUpdated& event);
  void take(const events::HostCreated& event);
  void take(const events::HostUpdated& event);
  void take(const events::HostDeleted& event);
  void take(const events::DomainCreated& event);
  void take(const events::DomainPurged& event);
  void change_domain(const core::Domain& before, const core::Domain& after);
  void change_links(const core::Domain& before, const core::Domain& after);
  void change_owners(const core::Domain& before, const core::Domain& after);
  void touch_domain(const core::Domain& domain);
  void touch_users_of(ObjectNumber host);
  void touch_delegation(const ZoneFacts& lower);
  void put_host(const HostFacts& host, const std::optional<HostFacts>& before);
  void set_header(ZoneNow& zone, ZoneFacts facts);
  void count_user(ObjectNumber host, ObjectNumber zone, bool more);
  std::uint64_t users_of(ObjectNumber host) const;
  std::uint64_t count_users(ObjectNumber host, ObjectNumber zone) const;
  void touch(ZoneNow& zone, std::string_view owner);
  void changed(ZoneNow& zone);
  ZoneNow* find_zone(ObjectNumber number);
  ZoneNow* find_zone(std::string_view name);
  std::optional<core::Domain> find_domain(ObjectNumber number) const;
  std::shared_ptr<const HostFacts> find_host(ObjectNumber number) const;
  std::shared_ptr<const HostFacts> keep_host(HostFacts host) const;
  bool get_row(const std::string& at, std::string& row) const;
  std::optional<ObjectNumber> find_number(char tag, ObjectNumber zone, std::string_view owner) const;

  // owner.cc: the records of one owner as the facts have them now
  std::vector<Entry> compose(const ZoneNow& zone, std::string_view owner) const;
  void add_delegation(std::vector<Entry>& out, const ZoneNow& zone, const core::Domain& domain,
                      std::string_view owner) const;
  void add_glue(std::vector<Entry>& out, const ZoneNow& zone, std::string_view owner) const;
  void add_attributes(std::vector<Entry>& out, const ZoneNow& zone, const core::Domain& domain,
                      std::string_view owner) const;
  void add_lower_zone(std::vector<Entry>& out, const ZoneNow& zone, std::string_view owner) const;

  // serials.cc: from changed owners to a new serial
  bool make_serial(ZoneNow& zone);
  void compare(ZoneNow& zone, std::string_view owner, Difference& difference);
  void put_entries(ZoneNow& zone, std::string_view owner, std::string_view before,
                   const std::vector<Entry>& after);
  void put_digest(ZoneNow& zone, Difference& difference);
  void keep_delta(ZoneNow& zone, std::uint32_t from, Difference difference);
  void drop_first_delta(ZoneNow& zone);

  registry::Overlay rows_;
  std::optional<OwnerFilter> filter_;  // of the rows 'r' and 'm'
  ZoneMap zones_;
  std::map<std::string, ObjectNumber, std::less<>> by_name_;
  std::set<ObjectNumber> dirty_;  // zones whose progress is to be written
  static constexpr std::size_t kMostHosts = 4096;
  // Some of the hosts as the rows have them now: most names use the same few.
  mutable std::unordered_map<ObjectNumber, std::shared_ptr<const HostFacts>> hosts_;
  Position next_{};               // of the transaction that is applied
  Instant time_;
};

}  // namespace stele::zone
