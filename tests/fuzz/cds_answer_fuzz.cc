// What name servers answer when they are asked for CDS, CDNSKEY and DNSKEY records: three messages as
// they come over TCP. Whatever they hold, what is read of them can be written as the words of a command
// and read again.
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/bytes.h"
#include "engine/base/check.h"
#include "frontends/cds/answer.h"

using namespace stele;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const DomainName name = *DomainName::parse("shop.example");
  const std::uint16_t types[3] = {cds::type::kCds, cds::type::kCdnskey, cds::type::kDnskey};
  cds::RecordSet sets[3];
  for (std::uint16_t i = 0; i < 3; ++i) {
    if (bytes.size() < 2) return 0;
    const std::size_t length = std::min<std::size_t>(get_big_endian<std::uint16_t>(bytes), bytes.size() - 2);
    auto set = cds::read_answer(bytes.substr(2, length), {name, types[i], static_cast<std::uint16_t>(i + 1)});
    if (!set) return 0;
    CHECK(set->records.size() <= 32 && set->signatures.size() <= 16, "a set is bounded");
    (void)cds::addresses_of(*set);
    sets[i] = std::move(*set);
    bytes.remove_prefix(2 + length);
  }
  auto answer = cds::evaluate(name, sets[0], sets[1], sets[2], Instant{1'772'326'800'000});
  if (!answer) return 0;
  answer->host = "ns1.shop.example";
  answer->address = "192.0.2.1";
  CHECK(core::parse_cds_answer(core::to_text(*answer)) == *answer, "an answer goes to text and back");
  return 0;
}
