// Signed marks from outside: whatever comes, the verdict is a flaw, and nothing is proven by what
// no trusted root has signed. The lists of the clearing house ride along.
#include <cstddef>
#include <cstdint>

#include "engine/base/check.h"
#include "engine/smd/lists.h"
#include "engine/smd/signed_mark.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  CHECK(stele::smd::verify_signed_mark(text, {}).flaw, "nothing is trusted");
  CHECK(stele::smd::verify_encoded_mark(text, {}).flaw, "nothing is trusted");
  if (const auto list = stele::smd::parse_mark_revocations(text))
    for (const auto& mark : list->marks) CHECK(!mark.id.empty(), "a mark has an id");
  if (const auto list = stele::smd::parse_claims(text))
    for (const auto& claim : list->claims) CHECK(claim.label.size() <= 63, "a label fits");
  return 0;
}
