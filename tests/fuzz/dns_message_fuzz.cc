// DNS messages from outside. What is accepted as a question can be repeated in an answer, and its
// signature can be judged, whatever its octets are.
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/check.h"
#include "frontends/dns/message_writer.h"
#include "frontends/dns/query.h"
#include "frontends/dns/tsig.h"

using namespace stele::dns;

namespace {

const SigningKey kKey{stele::wire_name("k.test"), stele::TsigAlgorithm::hmac_sha256,
                      "0123456789abcdef0123456789abcdef"};
constexpr std::uint64_t kNow = 1772323200;

void judge(std::string_view message, const Query& query) {
  const Verdict verdict =
      verify(message, query, query.tsig->key == kKey.name ? &kKey : nullptr, kNow);
  if (verdict.malformed || verdict.error != TsigError::none) return;
  // What was signed right is signed right again as the answer to itself.
  MessageWriter writer(kPlainUdp);
  writer.begin(query.id, flag::kResponse, query.question);
  Signer signer(kKey, query.tsig->mac);
  const std::string answer = signer.sign(writer.take(), kNow);
  const auto read = read_query(answer);
  CHECK(read && verify_answer(answer, *read, kKey, query.tsig->mac, kNow), "an answer is signed right");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  const auto query = read_query(message);
  if (!query) {
    CHECK(!query.error().answerable || size >= kHeaderSize, "what is answered has a header");
    return 0;
  }
  CHECK(query->question.size() == query->name.size() + 4, "the question is a name, a type, a class");
  CHECK(query->name.size() <= 255 && query->name.back() == '\0', "a name in wire form");
  if (const auto name = from_wire(query->name))
    CHECK(stele::wire_name(name->text()) == query->name, "a name goes to text and back");
  CHECK(!show_wire(query->name).empty(), "a name can be shown");
  MessageWriter writer(kPlainUdp);
  writer.begin(query->id, flag::kResponse, query->question);
  const auto again = read_query(writer.take());
  CHECK(again && again->question == query->question, "a question can be repeated");
  if (query->tsig) judge(message, *query);
  return 0;
}
