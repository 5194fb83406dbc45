// Questions from outside, answered: what comes out is a message that ldns reads, answers the question, and
// tells nobody anything of the zone but its secondaries. The first octet says who asks and how: bit 0 TCP,
// 1 TLS, 2 from the secondary's address, 3 with its signature; the rest is the message.

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/check.h"
#include "tests/support/text_registry.h"
#include "tests/unit/dns/fixture.h"

#include <ldns/ldns.h>  // last: it makes macros of words of the language

using namespace stele;
using namespace stele::dns;

namespace {

constexpr Instant kNow{1772323200000};
constexpr std::string_view kSecret = "0123456789abcdef0123456789abcdef";

// A zone with a key and one secondary that must use it.
class World {
 public:
  World() {
    registry_.run("create zone=example registrant=optional price.create=1.00EUR primary=ns1.nic.example "
                  "responsible=hostmaster.nic.example ns=ns1.nic.example records=\"ns1.nic A 192.0.2.1\"");
    registry_.run("set tsig-key=k.test zone=example secret=" + to_base64(kSecret));
    registry_.run("change secondaries=example add.secondary=\"ns-a 192.0.2.53 key=k.test\"");
    auto zone = std::make_shared<dns::test::FakeZone>(
        "example", 12,
        std::vector{dns::test::ns("example", "ns1.nic.example"), dns::test::a("ns1.nic.example", {'\xc0', 0, 2, 1}),
                    dns::test::ns("shop.example", "ns.elsewhere.test")});
    zone->deltas = {{10, 11, {}, {dns::test::ns("shop.example", "ns.elsewhere.test")}},
                    {11, 12, many(), {dns::test::ns("new.example", "ns1.shop.example")}}};
    zones_.zones["example"] = std::move(zone);
  }

  Response ask(std::string_view message, const Peer& peer) { return responder_.respond(message, peer); }
  const SigningKey key{wire_name("k.test"), TsigAlgorithm::hmac_sha256, std::string(kSecret)};

 private:
  // More than a datagram holds.
  static std::vector<zone::Record> many() {
    std::vector<zone::Record> out;
    for (int n = 0; n < 60; ++n)
      out.push_back(dns::test::ns("gone-" + std::to_string(n) + ".example", "ns.elsewhere.test"));
    return out;
  }

  stele::test::TextRegistry registry_;
  dns::test::FakeZones zones_;
  gateway::SecondarySight sight_;
  Responder responder_{Responder::Ports{.zones = zones_,
                                        .state = [this] { return registry_.state(); },
                                        .now = [] { return kNow; },
                                        .sight = sight_}};
};

void check_message(std::string_view message, std::string_view asked, std::size_t most) {
  CHECK(message.size() <= most, "an answer fits");
  ldns_pkt* packet = nullptr;
  const ldns_status status = ldns_wire2pkt(
      &packet, reinterpret_cast<const std::uint8_t*>(message.data()), message.size());
  CHECK(status == LDNS_STATUS_OK, "an answer is a message");
  CHECK(ldns_pkt_qr(packet) && message.substr(0, 2) == asked.substr(0, 2), "it answers this question");
  ldns_pkt_free(packet);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static World world;
  if (size == 0) return 0;
  const std::uint8_t how = data[0];
  std::string message(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool signs = (how & 8) != 0 && message.size() >= kHeaderSize && message.size() < 60'000;
  if (signs) message = Signer(world.key, {}).sign(std::move(message), static_cast<std::uint64_t>(kNow.ms / 1000));
  const bool stream = (how & 3) != 0;
  const Peer peer{(how & 4) != 0 ? "192.0.2.53" : "192.0.2.99", stream, (how & 2) != 0};
  Response response = world.ask(message, peer);
  const std::size_t most = stream ? kMostMessage : kOwnUdp;
  if (!response.message.empty()) check_message(response.message, message, most);
  const bool is_secondary = signs && (how & 4) != 0;
  if (!is_secondary) {
    CHECK(!response.transfer, "nobody else gets a zone");
    CHECK(response.message.size() < kHeaderSize || (response.message[6] == 0 && response.message[7] == 0),
          "nobody else is told a record");
  }
  if (!response.transfer) return 0;
  CHECK(stream && response.message.empty(), "a transfer is a stream's, and the whole answer");
  const auto counts = run_transfer(std::move(*response.transfer), [] { return kNow; }, [&](const std::string& part) {
    check_message(part, message, kMostMessage);
    return true;
  });
  CHECK(counts && counts->records >= 1, "a transfer comes to its end");
  return 0;
}
