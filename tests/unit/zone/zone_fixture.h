// A registry whose zones are followed by hand: what was done becomes visible when its second is over.
#pragma once

#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "engine/base/check.h"
#include "projections/zone/image.h"
#include "projections/zone/master_file.h"
#include "tests/support/text_registry.h"

namespace stele::zone {

// Lines of a master file.
inline std::vector<std::string> file_lines(const Published& zone) {
  std::string text;
  const auto written = write_master_file(zone, [&](std::string_view part) {
    text += part;
    return Done{};
  });
  CHECK(written.has_value(), "a string takes a file");
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

inline std::map<std::string, std::string> rows_of(registry::Store& store) {
  std::map<std::string, std::string> rows;
  store.snapshot()->scan({}, {}, [&](std::string_view at, std::string_view row) {
    rows.emplace(at, row);
    return true;
  });
  return rows;
}

class FollowedRegistry {
 public:
  FollowedRegistry() : image_(make_store(&store_)) {
    run("create zone=example registrant=optional price.create=1.00EUR primary=ns1.nic.example "
        "responsible=hostmaster.nic.example ns=ns2.nic.example,ns1.nic.example ttl=3600 "
        "records=\"ns1.nic A 192.0.2.1\"");
    run("create registrar=reg-a name=A zones=example currency=EUR");
    run("credit registrar=reg-a amount=1000000.00EUR text=test");
    run("create host=ns1.other.net sponsor=reg-a");
  }

  void run(std::string_view text) { registry_.run(text); }
  bool accepts(std::string_view text) { return registry_.accepts(text); }
  void create_domain(const std::string& name) {
    run("create domain=" + name + " sponsor=reg-a pw=Abc-1234567890-xyzXYZ");
  }
  void advance(std::int64_t ms) { registry_.advance(ms); }
  Instant now() { return registry_.now(); }
  test::TextRegistry& registry() { return registry_; }
  Image& image() { return image_; }
  registry::Store& store() { return *store_; }

  // What is there to be read, without waiting for anything.
  void follow() { follow(image_); }
  void follow(Image& image) {
    // The writer may not have closed the round it has answered yet.
    auto settled = registry_.registry().settled();
    while (settled.time < now()) {
      std::this_thread::yield();
      settled = registry_.registry().settled();
    }
    Image::Reading reading;
    reading.settled = settled.time;
    const Done done = image.catch_up(registry_.registry().journal(), settled.position, reading);
    CHECK(done.has_value(), "a journal in memory can be read");
  }
  // The zone with all that has been done, a second later.
  std::shared_ptr<const Published> zone(std::string_view name = "example") {
    advance(1000);
    follow();
    return image_.find(DomainName::trusted(std::string(name)));
  }
  // Everything behind the header records, line by line.
  std::vector<std::string> body() {
    std::vector<std::string> out;
    for (std::string& line : file_lines(*zone()))
      if (!line.starts_with("$") && !line.starts_with("@") && !line.starts_with("ns1.nic\t"))
        out.push_back(std::move(line));
    return out;
  }

  static std::unique_ptr<registry::Store> make_store(registry::Store** kept) {
    auto store = registry::memory_store();
    *kept = store.get();
    return store;
  }

 private:
  test::TextRegistry registry_;
  registry::Store* store_ = nullptr;
  Image image_;
};

}  // namespace stele::zone
