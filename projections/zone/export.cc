#include "projections/zone/export.h"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/base/check.h"
#include "engine/core/domain/owner_names.h"
#include "engine/core/domain/ttl.h"

namespace stele::zone {

namespace {

constexpr std::size_t kPartSize = 64 * 1024;

// One export under way. The first fault of the sink is kept, and ends the visits.
class Export {
 public:
  Export(const core::State& state, const core::Zone& zone, const Sink& sink)
      : state_(state), zone_(zone), sink_(sink), suffix_("." + zone.name.text()) {}

  Result<ExportCounts> run() {
    write_apex();
    state_.for_each_domain_of(zone_, [this](const core::Domain& domain) {
      write_delegation(domain);
      write_glue(domain);
      if (out_.size() >= kPartSize) flush();
      return done_.has_value();
    });
    flush();
    if (!done_) return std::unexpected(done_.error());
    return counts_;
  }

 private:
  // Names of the zone stand relative to it, all others with their final dot.
  void append_name(std::string_view name) {
    if (name == zone_.name.text()) {
      out_ += '@';
    } else if (name.ends_with(suffix_)) {
      out_ += name.substr(0, name.size() - suffix_.size());
    } else {
      out_ += name;
      out_ += '.';
    }
  }

  // Owner, TTL where it is not the zone's, and type; its data comes next, then the end of the line.
  void begin_record(std::string_view owner, std::uint16_t type,
                    const std::vector<RecordTtl>& ttls = {}) {
    append_name(owner);
    out_ += '\t';
    if (const auto ttl = core::find_ttl(ttls, type)) out_ += std::to_string(*ttl) + '\t';
    out_ += record_type_word(type);
    out_ += '\t';
  }

  void write_name_server(std::string_view owner, std::string_view name,
                         const std::vector<RecordTtl>& ttls = {}) {
    begin_record(owner, record_type::kNs, ttls);
    append_name(name);
    out_ += '\n';
  }

  void write_addresses(std::string_view owner, const std::vector<IpAddress>& addresses,
                       const std::vector<RecordTtl>& ttls) {
    for (const IpAddress& address : addresses) {
      const bool four = address.version == IpVersion::v4;
      begin_record(owner, four ? record_type::kA : record_type::kAaaa, ttls);
      out_ += to_text(address);
      out_ += '\n';
      ++counts_.glue_records;
    }
  }

  void write_apex() {
    const ZoneHeader& header = zone_.header;
    out_ += "$ORIGIN " + zone_.name.text() + ".\n";
    out_ += "$TTL " + std::to_string(header.ttl) + "\n";
    out_ += "@\tSOA\t";
    append_name(header.primary);
    out_ += ' ';
    append_name(header.responsible);
    for (const std::uint32_t number : {soa_serial(state_), header.refresh, header.retry,
                                       header.expire, header.minimum})
      out_ += " " + std::to_string(number);
    out_ += '\n';
    std::vector<std::string> name_servers = header.name_servers;
    std::sort(name_servers.begin(), name_servers.end());
    for (const std::string& name : name_servers) write_name_server(zone_.name.text(), name);
    out_ += header.records;
    if (!header.records.empty() && header.records.back() != '\n') out_ += '\n';
  }

  void write_delegation(const core::Domain& domain) {
    if (!is_published(domain)) return;
    std::vector<std::string> names;
    names.reserve(domain.hosts.size());
    for (const ObjectNumber number : domain.hosts) {
      const auto host = state_.find_host(number);
      CHECK(host, "a domain refers to a host that does not exist");
      names.push_back(host->name.text());
    }
    for (const HostAttribute& host : domain.host_attributes) names.push_back(host.name.text());
    std::sort(names.begin(), names.end());
    for (const DomainName& owner : core::owner_names(domain)) {
      for (const std::string& name : names) write_name_server(owner.text(), name, domain.ttls);
      for (const DsRecord& ds : core::ds_records_at(domain, owner)) {
        begin_record(owner.text(), record_type::kDs, domain.ttls);
        out_ += to_text(ds) + '\n';
        ++counts_.ds_records;
      }
      ++counts_.delegations;
      counts_.name_server_records += names.size();
    }
    // Only hosts at or below the name have addresses here (core/domain/host_attributes.h).
    for (const HostAttribute& host : domain.host_attributes)
      write_addresses(host.name.text(), host.addresses, domain.ttls);
  }

  // Walking from the registered name to the hosts below it, rather than from a delegation to its
  // hosts, writes each host once without remembering which were written.
  void write_glue(const core::Domain& domain) {
    std::vector<core::Host> hosts;
    state_.for_each_host_below(domain.number, [&](ObjectNumber number) {
      auto host = state_.find_host(number);
      CHECK(host, "a host below a domain does not exist");
      if (!host->addresses.empty() && is_needed(*host)) hosts.push_back(std::move(*host));
      return true;
    });
    std::sort(hosts.begin(), hosts.end(),
              [](const core::Host& a, const core::Host& b) { return a.name < b.name; });
    for (const core::Host& host : hosts)
      write_addresses(host.name.text(), host.addresses, host.ttls);
  }

  bool is_needed(const core::Host& host) const {
    const auto& apex = zone_.header.name_servers;
    if (std::find(apex.begin(), apex.end(), host.name.text()) != apex.end()) return true;
    bool needed = false;
    state_.for_each_domain_using(host.number, [&](ObjectNumber number) {
      const auto user = state_.find_domain(number);
      needed = user && user->zone == zone_.number && is_published(*user);
      return !needed;
    });
    return needed;
  }

  void flush() {
    if (!done_ || out_.empty()) return;
    done_ = sink_(out_);
    out_.clear();
  }

  const core::State& state_;
  const core::Zone& zone_;
  const Sink& sink_;
  const std::string suffix_;
  std::string out_;
  Done done_;
  ExportCounts counts_;
};

}  // namespace

std::uint32_t soa_serial(const core::State& state) {
  return static_cast<std::uint32_t>(state.time().ms / kSecond);
}

bool is_published(const core::Domain& domain) {
  const StatusSet& statuses = domain.statuses;
  const bool served =
      domain.phase == DomainPhase::registered || domain.phase == DomainPhase::expired;
  const bool delegated = !domain.hosts.empty() || !domain.host_attributes.empty();
  return served && delegated &&
         !statuses.contains(Status::client_hold) && !statuses.contains(Status::server_hold) &&
         !statuses.contains(Status::pending_create);
}

Result<ExportCounts> export_zone(const core::State& state, const core::Zone& zone,
                                 const Sink& sink) {
  if (!zone.publish)
    return fail(Fault::invalid, "zone " + zone.name.text() +
                                    " is not published: set publish=true to have its master file");
  return Export(state, zone, sink).run();
}

}  // namespace stele::zone
