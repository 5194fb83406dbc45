// However much a search could find, it looks at so many rows of the state and no more.
#include <gtest/gtest.h>

#include "projections/rdap/search.h"
#include "tests/support/text_registry.h"

namespace stele::rdap {
namespace {

constexpr std::size_t kMany = kMostVisited + 500;  // names, and name servers

using Count = std::shared_ptr<std::atomic<std::size_t>>;

class CountedSnapshot final : public registry::Snapshot {
 public:
  CountedSnapshot(std::shared_ptr<const Snapshot> rows, Count count)
      : rows_(std::move(rows)), count_(std::move(count)) {}
  bool get(std::string_view key, std::string& value) const override {
    ++*count_;
    return rows_->get(key, value);
  }
  void scan(std::string_view prefix, std::string_view start, const Visit& visit) const override {
    rows_->scan(prefix, start, [&](std::string_view key, std::string_view value) {
      ++*count_;
      return visit(key, value);
    });
  }

 private:
  std::shared_ptr<const Snapshot> rows_;
  Count count_;
};

class CountedStore final : public registry::Store {
 public:
  CountedStore(std::unique_ptr<Store> store, Count count)
      : store_(std::move(store)), count_(std::move(count)) {}
  std::shared_ptr<const registry::Snapshot> snapshot() override {
    return std::make_shared<CountedSnapshot>(store_->snapshot(), count_);
  }
  Done write(const std::vector<registry::RowChange>& changes) override { return store_->write(changes); }
  Done flush() override { return store_->flush(); }

 private:
  std::unique_ptr<Store> store_;
  Count count_;
};

class SearchBounds : public testing::Test {
 protected:
  SearchBounds()
      : registry_(nullptr, [this](runtime::Parts& parts) {
          parts.store = std::make_unique<CountedStore>(std::move(parts.store), count_);
        }) {
    registry_.run("create registrar=reg-a name=\"Registrar A\" currency=EUR");
    registry_.run("credit registrar=reg-a amount=1000000.00EUR text=test");
    registry_.run(
        "create zone=example registrant=optional price.create=1.00EUR primary=ns1.nic.invalid "
        "responsible=hostmaster.nic.invalid ns=ns1.nic.invalid searches=domains,nameservers,entities");
    registry_.run("update registrar=reg-a add.zone=example");
  }

  // Names a0 …, each with the one name server h0, and name servers h0 … at one address.
  void fill() {
    create("shop");
    std::vector<std::string> hosts, names;
    for (std::size_t i = 0; i < kMany; ++i) {
      hosts.push_back("create host=h" + std::to_string(i) + ".shop.example sponsor=reg-a addr=192.0.2.1");
      names.push_back(creation("a" + std::to_string(i)) + " ns=h0.shop.example");
    }
    registry_.run_all(hosts);
    registry_.run_all(names);
  }
  void create(const std::string& label) { registry_.run(creation(label)); }
  static std::string creation(const std::string& label) {
    return "create domain=" + label + ".example sponsor=reg-a pw=Abc-1234567890-xyzXYZ";
  }
  // A table that takes every letter, digit and hyphen as it is.
  void use_table() {
    std::string list = "U+002D";
    for (const char c : std::string_view("0123456789abcdefghijklmnopqrstuvwxyz")) {
      char line[8];
      std::snprintf(line, sizeof line, "\nU+%04X", static_cast<unsigned>(c));
      list += line;
    }
    registry_.run("load idn-table=plain list=\"" + list + "\"");
    registry_.run("change zone-tables=example use=plain");
  }

  // What `search` finds, which is more than it may, within `most` rows.
  template <class Search>
  void expect_bounded(Search search, Kind kind, const std::string& name, const std::string& value,
                      std::size_t most) {
    const auto query = parse_query({std::string(path_of(kind))}, {{name, value}});
    ASSERT_TRUE(query) << value;
    const auto state = registry_.state();
    *count_ = 0;
    const auto found = search(*state, rdds::Viewer{}, *query);
    EXPECT_TRUE(found.truncated) << name << "=" << value;
    EXPECT_LE(found.objects.size(), kMostFound) << name << "=" << value;
    EXPECT_GT(*count_, kMostFound) << name << "=" << value;
    EXPECT_LE(*count_, most) << name << "=" << value;
  }

  Count count_ = std::make_shared<std::atomic<std::size_t>>(0);
  test::TextRegistry registry_;
};

// A name is its row in the index and its own; a host besides that of its address and one link to it.
constexpr std::size_t kRowsOfName = 2;
constexpr std::size_t kRowsOfHost = 5;
constexpr std::size_t kSpare = 20;  // zones, and what ends a walk

TEST_F(SearchBounds, DomainsByName) {
  fill();
  const std::size_t all = kRowsOfName * kMostFound + kSpare;
  expect_bounded(search_domains, Kind::domains, "name", "a*", all);
  expect_bounded(search_domains, Kind::domains, "name", "a*.example", all);
}

// Where a zone has tables its names are looked through a second time, but not those seen already.
TEST_F(SearchBounds, DomainsByNameInAZoneWithTables) {
  use_table();
  fill();
  expect_bounded(search_domains, Kind::domains, "name", "a*", kRowsOfName * kMostFound + kSpare);
}

TEST_F(SearchBounds, DomainsByNameServer) {
  fill();
  expect_bounded(search_domains, Kind::domains, "nsLdhName", "h0.shop.example",
                 kRowsOfName * kMostFound + kSpare);
  expect_bounded(search_domains, Kind::domains, "nsIp", "192.0.2.1",
                 (kRowsOfHost + kRowsOfName) * kMostFound + kSpare);
}

TEST_F(SearchBounds, NameServers) {
  fill();
  expect_bounded(search_nameservers, Kind::nameservers, "name", "h*.shop.example",
                 kRowsOfHost * kMostFound + kSpare);
  expect_bounded(search_nameservers, Kind::nameservers, "ip", "192.0.2.1",
                 kRowsOfHost * kMostFound + kSpare);
}

}  // namespace
}  // namespace stele::rdap
