// Bodies of the API from outside. Whatever comes, it is a value within the shape its call has, or a
// problem with a status and a sentence, which can be written as a document.
#include <cstdint>
#include <string_view>

#include "engine/base/check.h"
#include "frontends/api/body.h"

using namespace stele::api;

namespace {

void look_at(const Problem& problem) {
  CHECK(problem.status == 400 || problem.status == 422, "a body is no JSON, or not the call's");
  CHECK(!problem.detail.empty(), "a problem has a sentence");
  CHECK(respond(problem).body.starts_with("{\"type\":"), "a problem can be written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto variants = read_variants(body);
  if (!variants) look_at(variants.error());
  else CHECK(!variants->all || variants->active.empty(), "all is not beside names");
  const auto login = read_login(body);
  if (!login) look_at(login.error());
  CHECK(!variants || !login, "no body is for two calls");
  return 0;
}
