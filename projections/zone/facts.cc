// What events say, kept as facts, and which owners of which zones may look different after it.
#include <algorithm>
#include <utility>
#include <variant>

#include "engine/base/check.h"
#include "engine/core/domain/owner_names.h"
#include "engine/core/evolve.h"
#include "projections/zone/work.h"

namespace stele::zone {

namespace {

// What of a domain its zone shows.
bool same_delegation(const core::Domain& a, const core::Domain& b) {
  return a.hosts == b.hosts && a.host_attributes == b.host_attributes && a.ds == b.ds &&
         a.keys == b.keys && a.ttls == b.ttls && core::owner_names(a) == core::owner_names(b);
}

const std::vector<ObjectNumber> kNoHosts;

const std::vector<ObjectNumber>& hosts_in_use(const core::Domain& domain) {
  return is_published(domain) ? domain.hosts : kNoHosts;
}

std::vector<ObjectNumber> missing(const std::vector<ObjectNumber>& all,
                                  const std::vector<ObjectNumber>& in) {
  std::vector<ObjectNumber> out;
  std::set_difference(all.begin(), all.end(), in.begin(), in.end(), std::back_inserter(out));
  return out;
}

}  // namespace

bool is_published(const core::Domain& domain) {
  const StatusSet& statuses = domain.statuses;
  const bool served =
      domain.phase == DomainPhase::registered || domain.phase == DomainPhase::expired;
  const bool delegated = !domain.hosts.empty() || !domain.host_attributes.empty();
  return served && delegated && !statuses.contains(Status::client_hold) &&
         !statuses.contains(Status::server_hold) && !statuses.contains(Status::pending_create);
}

ZoneMap read_zones(const registry::Snapshot& rows) {
  ZoneMap zones;
  rows.scan(key('z'), {}, [&](std::string_view, std::string_view row) {
    auto facts = std::make_shared<ZoneFacts>(from_row<ZoneFacts>(row));
    ZoneNow zone;
    zone.apex = std::make_shared<Apex>(facts->name, facts->header);
    std::string text;
    if (rows.get(key('p', facts->number), text)) zone.progress = from_row<ZoneProgress>(text);
    rows.scan(key('t', facts->number), {}, [&](std::string_view at, std::string_view) {
      zone.waiting.emplace_hint(zone.waiting.end(), behind_zone(at));
      return true;
    });
    const ObjectNumber number = facts->number;
    zone.facts = std::move(facts);
    zones.emplace(number, std::move(zone));
    return true;
  });
  return zones;
}

Work::Work(std::shared_ptr<const registry::Snapshot> base, ZoneMap zones,
           std::optional<OwnerFilter> filter)
    : rows_(std::move(base)), filter_(std::move(filter)), zones_(std::move(zones)) {
  for (const auto& [number, zone] : zones_) by_name_.emplace(zone.facts->name.text(), number);
}

void Work::apply(const events::Transaction& transaction, Position next, Instant time) {
  next_ = next;
  time_ = time;
  for (const events::Event& event : transaction.events)
    std::visit([this](const auto& e) { take(e); }, event);
}

// ---- what is there

ZoneNow* Work::find_zone(ObjectNumber number) {
  const auto at = zones_.find(number);
  return at == zones_.end() ? nullptr : &at->second;
}

ZoneNow* Work::find_zone(std::string_view name) {
  const auto at = by_name_.find(name);
  return at == by_name_.end() ? nullptr : &zones_.at(at->second);
}

std::optional<core::Domain> Work::find_domain(ObjectNumber number) const {
  std::string row;
  if (!rows_.get(key('d', number), row)) return std::nullopt;
  return from_row<DomainFacts>(row).domain;
}

std::shared_ptr<const HostFacts> Work::find_host(ObjectNumber number) const {
  if (const auto at = hosts_.find(number); at != hosts_.end()) return at->second;
  std::string row;
  if (!rows_.get(key('h', number), row)) return nullptr;
  return keep_host(from_row<HostFacts>(row));
}

std::shared_ptr<const HostFacts> Work::keep_host(HostFacts host) const {
  if (hosts_.size() >= kMostHosts) hosts_.clear();
  const ObjectNumber number = host.host.number;
  return hosts_[number] = std::make_shared<HostFacts>(std::move(host));
}

// Of those that the filter knows.
bool Work::get_row(const std::string& at, std::string& row) const {
  return (!filter_ || filter_->may_have(at)) && rows_.get(at, row);
}

std::optional<ObjectNumber> Work::find_number(char tag, ObjectNumber zone,
                                              std::string_view owner) const {
  std::string row;
  if (!rows_.get(key(tag, zone, owner), row)) return std::nullopt;
  return from_row<ObjectNumber>(row);
}

// ---- what has changed

void Work::changed(ZoneNow& zone) {
  ZoneProgress& progress = zone.progress;
  progress.changed_at = time_;
  progress.changed_before = next_;
  if (!progress.due_at.ms) {
    const std::int64_t step =
        kSecond * std::max<std::int64_t>(zone.facts->header.serial_seconds, 1);
    progress.due_at = Instant{(time_.ms / step + 1) * step};
  }
  dirty_.insert(zone.facts->number);
}

void Work::touch(ZoneNow& zone, std::string_view owner) {
  changed(zone);
  if (!zone.waiting.contains(owner)) zone.touched.emplace(owner);
}

// ---- zones

template <class Event>
void Work::take(const Event& event) {
  // Everything else that happens to a domain.
  if constexpr (requires(core::Domain & domain) { core::evolve(domain, event); }) {
    const auto before = find_domain(event.number);
    CHECK(before, "an event is about a domain that does not exist");
    core::Domain after = *before;
    core::evolve(after, event);
    change_domain(*before, after);
  }
}

void Work::touch_delegation(const ZoneFacts& lower) {
  if (!lower.header.delegated || !lower.publish) return;
  ZoneNow* const above = find_zone(lower.name.parent());
  if (above == nullptr) return;
  for (const auto& [owner, entries] : delegation_of(lower.name, lower.header, above->facts->name))
    touch(*above, owner);
}

void Work::set_header(ZoneNow& zone, ZoneFacts facts) {
  zone.apex = std::make_shared<Apex>(facts.name, facts.header);
  rows_.put(key('z', facts.number), to_row(facts));
  zone.facts = std::make_shared<ZoneFacts>(std::move(facts));
}

void Work::take(const events::ZoneCreated& event) {
  ZoneNow& zone = zones_[event.number];
  by_name_.emplace(event.name.text(), event.number);
  set_header(zone, {event.repository, event.number, event.name, event.header, event.publish});
  zone.progress.forced = true;
  for (const auto& [owner, entries] : zone.apex->entries) touch(zone, owner);
  touch_delegation(*zone.facts);
  for (auto& [number, lower] : zones_)
    if (lower.facts->name.parent() == event.name.text()) touch_delegation(*lower.facts);
}

void Work::take(const events::ZoneUpdated& event) {
  ZoneNow* const zone = find_zone(event.number);
  CHECK(zone != nullptr, "an event is about a zone that does not exist");
  if (!event.header && !event.publish) return;
  const auto before = zone->apex;
  const bool had_digest = zone->facts->header.zonemd;
  touch_delegation(*zone->facts);
  ZoneFacts facts = *zone->facts;
  if (event.header) facts.header = *event.header;
  if (event.publish) facts.publish = *event.publish;
  set_header(*zone, std::move(facts));
  touch_delegation(*zone->facts);
  if (!event.header) return;
  for (const Apex* apex : {before.get(), static_cast<const Apex*>(zone->apex.get())}) {
    for (const auto& [owner, entries] : apex->entries) touch(*zone, owner);
    for (const std::string& host : apex->name_servers) touch(*zone, host);
  }
  // A difference says nothing of these: who has an older serial needs the whole zone.
  if (before->ttl != zone->apex->ttl || before->soa_data(0) != zone->apex->soa_data(0))
    zone->progress.forced = zone->progress.restart = true;
  if (had_digest != zone->facts->header.zonemd) zone->progress.forced = true;
}

// ---- hosts

std::uint64_t Work::users_of(ObjectNumber host) const {
  std::string row;
  return rows_.get(key('k', host), row) ? from_row<std::uint64_t>(row) : 0;
}

std::uint64_t Work::count_users(ObjectNumber host, ObjectNumber zone) const {
  std::uint64_t count = 0;
  const std::string prefix = key('l', host);
  rows_.scan(prefix, {}, [&](std::string_view at, std::string_view) {
    const auto user = find_domain(ObjectNumber{get_big_endian<std::uint64_t>(at.substr(prefix.size()))});
    if (user && user->zone == zone && is_published(*user)) ++count;
    return true;
  });
  return count;
}

void Work::count_user(ObjectNumber host, ObjectNumber zone, bool more) {
  const auto found = find_host(host);
  if (!found || found->zone != zone) return;
  const std::uint64_t before = users_of(host);
  CHECK(more || before > 0, "a host is used by fewer delegations than none");
  const std::uint64_t after = more ? before + 1 : before - 1;
  const auto row = [](std::uint64_t users) {
    return users > 0 ? std::optional(to_row(users)) : std::nullopt;
  };
  rows_.replace(key('k', host), row(before), row(after));
  ZoneNow* const in = find_zone(zone);
  if (before > 0 && after > 0) return;
  touch(*in, owner_key(found->host.name.text(), in->facts->name.text()));
}

void Work::put_host(const HostFacts& host, const std::optional<HostFacts>& before) {
  rows_.replace(key('h', host.host.number), before ? std::optional(to_row(*before)) : std::nullopt,
                to_row(host));
  keep_host(host);
  if (!host.zone) return;
  ZoneNow* const zone = find_zone(host.zone);
  const std::string owner = owner_key(host.host.name.text(), zone->facts->name.text());
  const std::string at = key('m', host.zone, owner);
  std::string row;
  const bool there = get_row(at, row);
  rows_.replace(at, there ? std::optional(std::move(row)) : std::nullopt, to_row(host.host.number));
  if (filter_) filter_->add(at);
  touch(*zone, owner);
}

void Work::take(const events::HostCreated& event) {
  HostFacts host{core::created(event), {}};
  if (const auto above = find_domain(event.superordinate)) host.zone = above->zone;
  put_host(host, std::nullopt);
}

void Work::touch_users_of(ObjectNumber host) {
  const std::string prefix = key('l', host);
  std::vector<ObjectNumber> users;
  rows_.scan(prefix, {}, [&](std::string_view at, std::string_view) {
    users.emplace_back(get_big_endian<std::uint64_t>(at.substr(prefix.size())));
    return true;
  });
  for (const ObjectNumber number : users)
    if (const auto user = find_domain(number)) touch_domain(*user);
}

void Work::take(const events::HostUpdated& event) {
  const auto before = find_host(event.number);
  CHECK(before, "an event is about a host that does not exist");
  HostFacts after = *before;
  core::evolve(after.host, event);
  const bool moved = after.host.name != before->host.name;
  if (moved) {
    after.zone = {};
    if (const auto above = find_domain(after.host.superordinate)) after.zone = above->zone;
    if (before->zone) {
      ZoneNow* const zone = find_zone(before->zone);
      const std::string owner = owner_key(before->host.name.text(), zone->facts->name.text());
      rows_.erase(key('m', before->zone, owner));
      touch(*zone, owner);
    }
    touch_users_of(event.number);
  }
  if (after.zone != before->zone) {
    if (users_of(event.number) > 0) rows_.erase(key('k', event.number));
    const std::uint64_t users = after.zone ? count_users(event.number, after.zone) : 0;
    if (users > 0) rows_.put(key('k', event.number), to_row(users));
  }
  if (moved || after.host.addresses != before->host.addresses || after.host.ttls != before->host.ttls)
    put_host(after, *before);
}

void Work::take(const events::HostDeleted& event) {
  const auto host = find_host(event.number);
  CHECK(host, "an event is about a host that does not exist");
  rows_.erase(key('h', event.number));
  hosts_.erase(event.number);
  if (users_of(event.number) > 0) rows_.erase(key('k', event.number));
  if (!host->zone) return;
  ZoneNow* const zone = find_zone(host->zone);
  const std::string owner = owner_key(host->host.name.text(), zone->facts->name.text());
  rows_.erase(key('m', host->zone, owner));
  touch(*zone, owner);
}

// ---- domains

void Work::touch_domain(const core::Domain& domain) {
  if (!is_published(domain)) return;
  ZoneNow& zone = *find_zone(domain.zone);
  for (const DomainName& name : core::owner_names(domain))
    touch(zone, owner_key(name.text(), zone.facts->name.text()));
  for (const HostAttribute& host : domain.host_attributes)
    if (!host.addresses.empty() && lies_in(host.name.text(), zone.facts->name))
      touch(zone, owner_key(host.name.text(), zone.facts->name.text()));
}

void Work::change_links(const core::Domain& before, const core::Domain& after) {
  for (const ObjectNumber host : missing(before.hosts, after.hosts))
    rows_.replace(key('l', host, before.number), std::string(), std::nullopt);
  for (const ObjectNumber host : missing(after.hosts, before.hosts))
    rows_.put_new(key('l', host, before.number), {});
  for (const ObjectNumber host : missing(hosts_in_use(before), hosts_in_use(after)))
    count_user(host, before.zone, false);
  for (const ObjectNumber host : missing(hosts_in_use(after), hosts_in_use(before)))
    count_user(host, before.zone, true);
}

void Work::change_owners(const core::Domain& before, const core::Domain& after) {
  const std::vector<DomainName> old = core::owner_names(before), now = core::owner_names(after);
  const std::string& zone = find_zone(before.zone)->facts->name.text();
  for (const DomainName& name : old)
    if (std::find(now.begin(), now.end(), name) == now.end())
      rows_.replace(key('n', before.zone, owner_key(name.text(), zone)), to_row(before.number),
                    std::nullopt);
  for (const DomainName& name : now)
    if (std::find(old.begin(), old.end(), name) == old.end())
      rows_.put_new(key('n', before.zone, owner_key(name.text(), zone)), to_row(before.number));
}

void Work::change_domain(const core::Domain& before, const core::Domain& after) {
  std::string old = to_row(DomainFacts{before}), row = to_row(DomainFacts{after});
  if (row == old) return;
  rows_.replace(key('d', before.number), std::move(old), std::move(row));
  change_links(before, after);
  change_owners(before, after);
  if (is_published(before) == is_published(after) && same_delegation(before, after)) return;
  touch_domain(before);
  touch_domain(after);
}

void Work::take(const events::DomainCreated& event) {
  const core::Domain after = core::created(event);
  rows_.put_new(key('d', event.number), to_row(DomainFacts{after}));
  core::Domain before;
  before.number = after.number;
  before.zone = after.zone;
  before.name = after.name;  // as if it had stood there without hosts
  change_links(before, after);
  const std::string& zone = find_zone(after.zone)->facts->name.text();
  for (const DomainName& name : core::owner_names(after))
    rows_.put_new(key('n', after.zone, owner_key(name.text(), zone)), to_row(after.number));
  touch_domain(after);
}

void Work::take(const events::DomainPurged& event) {
  const auto before = find_domain(event.number);
  CHECK(before, "an event is about a domain that does not exist");
  core::Domain after = *before;
  after.hosts.clear();
  after.host_attributes.clear();
  change_links(*before, after);
  touch_domain(*before);
  const std::string& zone = find_zone(before->zone)->facts->name.text();
  for (const DomainName& name : core::owner_names(*before))
    rows_.erase(key('n', before->zone, owner_key(name.text(), zone)));
  rows_.erase(key('d', event.number));
}

}  // namespace stele::zone
