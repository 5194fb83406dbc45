// Random stories: whatever happens, the zone is what the registry state says it should be, the
// differences lead from every version to the last, and a projection built anew is the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "engine/core/domain/ttl.h"
#include "tests/unit/zone/zone_fixture.h"

namespace stele::zone {
namespace {

using Zone = std::set<std::string>;  // one text a record

std::string text_of(std::string_view owner, std::uint32_t ttl, std::string_view type,
                    const std::string& data) {
  return std::string(owner) + " " + std::to_string(ttl) + " " + std::string(type) + " " + data;
}

std::string text_of(const Record& record) {
  const std::string root = wire_name("");
  std::string owner, data;
  append_name_text(owner, record.owner, root);
  append_data_text(data, record.type, record.data, root);
  return text_of(owner, record.ttl, record_type_word(record.type), data);
}

// What the zone should hold below its header, straight from the state: nothing here is shared with the
// projection.
class Expected {
 public:
  Expected(const core::State& state, const core::Zone& zone) : state_(state), zone_(zone) {}

  Zone run() {
    state_.for_each_domain_of(zone_, [&](const core::Domain& domain) {
      if (published(domain)) delegate(domain);
      state_.for_each_host_below(domain.number, [&](ObjectNumber number) {
        glue(*state_.find_host(number));
        return true;
      });
      return true;
    });
    return std::move(out_);
  }

 private:
  static bool published(const core::Domain& domain) {
    return (domain.phase == DomainPhase::registered || domain.phase == DomainPhase::expired) &&
           !domain.hosts.empty() && !domain.statuses.contains(Status::client_hold) &&
           !domain.statuses.contains(Status::server_hold);
  }

  std::uint32_t ttl(const std::vector<RecordTtl>& ttls, std::uint16_t type) const {
    return core::find_ttl(ttls, type).value_or(zone_.header.ttl);
  }

  void delegate(const core::Domain& domain) {
    for (const ObjectNumber host : domain.hosts)
      out_.insert(text_of(domain.name.text() + ".", ttl(domain.ttls, record_type::kNs), "NS",
                          state_.find_host(host)->name.text() + "."));
    for (const DsRecord& ds : domain.ds)
      out_.insert(text_of(domain.name.text() + ".", ttl(domain.ttls, record_type::kDs), "DS", to_text(ds)));
  }

  void glue(const core::Host& host) {
    const auto& apex = zone_.header.name_servers;
    bool needed = std::find(apex.begin(), apex.end(), host.name.text()) != apex.end();
    state_.for_each_domain_using(host.number, [&](ObjectNumber number) {
      const auto user = state_.find_domain(number);
      needed = needed || (user->zone == zone_.number && published(*user));
      return true;
    });
    if (!needed) return;
    for (const IpAddress& address : host.addresses) {
      const bool four = address.version == IpVersion::v4;
      out_.insert(text_of(host.name.text() + ".",
                          ttl(host.ttls, four ? record_type::kA : record_type::kAaaa),
                          four ? "A" : "AAAA", to_text(address)));
    }
  }

  const core::State& state_;
  const core::Zone& zone_;
  Zone out_;
};

class Story : public FollowedRegistry {
 public:
  explicit Story(std::uint32_t seed) : random_(seed) {
    run("create zone=test registrant=optional price.create=1.00EUR primary=ns1.nic.test "
        "responsible=hostmaster.nic.test ns=ns1.n1.test serial=counter lifecycle=cctld");
    run("update registrar=reg-a add.zone=test");
    run("update zone=example lifecycle=none");
    for (const char* host : {"a.other.net", "b.other.net"})
      run(std::string("create host=") + host + " sponsor=reg-a");
  }

  int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }
  std::string zone_name() { return below(3) == 0 ? "test" : "example"; }
  std::string domain() { return "n" + std::to_string(below(7)) + "." + zone_name(); }
  std::string host() {
    switch (below(5)) {
      case 0: return "a.other.net";
      case 1: return "b.other.net";
      default: return "ns" + std::to_string(below(2)) + "." + domain();
    }
  }

  // Most wishes are refused for some good reason; a third or so is not.
  bool step() {
    const std::string d = domain(), h = host();
    const std::string four = "192.0.2." + std::to_string(1 + below(3));
    switch (below(16)) {
      case 0:
      case 1: return accepts("create domain=" + d + " sponsor=reg-a pw=Abc-1234567890-xyzXYZ ttl=NS:7200");
      case 2: return accepts("create domain=" + d + " sponsor=reg-a ns=" + h);
      case 3: return accepts("create host=" + h + " sponsor=reg-a addr=" + four);
      case 4: return accepts("create host=" + h + " sponsor=reg-a addr=" + four + ",2001:db8::1 ttl=A:900");
      case 5:
      case 6: return accepts("update domain=" + d + " add.ns=" + h);
      case 7: return accepts("update domain=" + d + " rem.ns=" + h);
      case 8: return accepts("update domain=" + d + " add.ns=" + h + " rem.ns=" + host());
      case 9: return accepts("update domain=" + d + " add.status=serverHold");
      case 10: return accepts("update domain=" + d + " rem.status=serverHold");
      case 11: return accepts("update host=" + h + " add.addr=" + four);
      case 12: return accepts("update host=" + h + " name=ns" + std::to_string(below(2)) + "." + domain());
      case 13: return accepts("delete " + std::string(below(3) ? "host=" + h : "domain=" + d));
      case 14:
        return accepts("update domain=" + d + " add.ds=\"" + std::to_string(below(3)) +
                       " 15 2 5908BEFD1184A87B9F5DAF992C510076ED6AC3AE37E2BB1179CAA602DD37E609\"");
      default: return accepts("restore domain=" + d);
    }
  }

  Zone expected(std::string_view name) {
    const auto state = registry().state();
    return Expected(*state, *state->find_zone(name)).run();
  }

 private:
  std::mt19937 random_;
};

Zone records_of(const Published& zone) {
  Zone out;
  std::string last;
  EXPECT_TRUE(zone.for_each_record([&](const Record& record) {
    EXPECT_TRUE(out.insert(text_of(record)).second) << "twice: " << text_of(record);
    return true;
  }));
  EXPECT_EQ(out.size(), zone.record_count());
  return out;
}

void apply(Zone& zone, const Delta& delta) {
  for (const Record& record : delta.removed) ASSERT_EQ(zone.erase(text_of(record)), 1U) << text_of(record);
  for (const Record& record : delta.added) ASSERT_TRUE(zone.insert(text_of(record)).second) << text_of(record);
}

// Without what the header says.
Zone body_of(const Zone& zone, std::string_view name) {
  Zone out;
  for (const std::string& record : zone)
    if (!record.starts_with(std::string(name) + ". ") && !record.starts_with("ns1.nic.")) out.insert(record);
  return out;
}

struct Version {
  std::shared_ptr<const Published> zone;
  Zone records;
};

class ZoneStory : public testing::TestWithParam<std::uint32_t> {};

TEST_P(ZoneStory, TheZoneIsWhatTheStateSaysAndEveryDifferenceLeadsThere) {
  Story story(GetParam());
  std::map<std::string, std::vector<Version>> versions;
  int accepted = 0;
  for (int second = 0; second < 500; ++second) {
    for (int i = story.below(12); i >= 0; --i) accepted += story.step() ? 1 : 0;
    story.advance(1000);
    if (story.below(4) == 0) continue;  // several seconds are read at once
    story.follow();
    for (const std::string name : {"example", "test"}) {
      const auto zone = story.image().find(DomainName::trusted(name));
      ASSERT_TRUE(zone);
      Zone records = records_of(*zone);
      ASSERT_EQ(body_of(records, name), story.expected(name)) << name << " second " << second;
      auto& list = versions[name];
      if (!list.empty() && list.back().zone->serial() == zone->serial()) {
        ASSERT_EQ(list.back().records, records) << "one serial, two zones";
      } else {
        list.push_back({zone, std::move(records)});
      }
    }
  }
  EXPECT_GT(accepted, 400);
  for (const auto& [name, list] : versions) {
    ASSERT_GT(list.size(), 10U);
    const Version& last = list.back();
    for (const Version& version : list) {
      const auto deltas = last.zone->deltas_since(version.zone->serial(), 1'000'000);
      ASSERT_TRUE(deltas) << name << " " << version.zone->serial();
      Zone records = version.records;
      for (const Delta& delta : *deltas) apply(records, delta);
      EXPECT_EQ(records, last.records);
      EXPECT_EQ(records_of(*version.zone), version.records) << "a version that is held has changed";
    }
  }
  registry::Store* rows = nullptr;
  Image anew(FollowedRegistry::make_store(&rows));
  story.follow();
  story.follow(anew);
  EXPECT_EQ(rows_of(*rows), rows_of(story.store()));
}

INSTANTIATE_TEST_SUITE_P(Seeds, ZoneStory, testing::Values(1U, 2U, 3U, 4U, 5U, 6U));

}  // namespace
}  // namespace stele::zone
