// RDAP targets from outside: path and parameters to a query. Whatever comes, it is one of the queries
// there are within its limits, or a refusal with a status and a reason; and the words of any refusal
// can be written as JSON.
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/check.h"
#include "engine/net/http_target.h"
#include "projections/rdap/json_writer.h"
#include "projections/rdap/query.h"

using namespace stele::rdap;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string target = "/" + std::string(reinterpret_cast<const char*>(data), size);
  const auto parsed = stele::net::parse_http_target(target, stele::net::Plus::itself);
  if (!parsed) return 0;
  const auto query = parse_query(parsed->path, parsed->query);
  JsonWriter json;
  if (!query) {
    CHECK(query.error().status >= 400 && query.error().status < 600, "a refusal has a status");
    CHECK(!query.error().why.empty(), "a refusal has a reason");
    json.text(query.error().why);
    return 0;
  }
  json.text(query->value);
  CHECK(query->value.size() <= 1024 && query->offset <= 1'000'000, "limits hold");
  if (is_search(query->kind)) {
    CHECK(!query->pattern.partial || !query->pattern.head.empty(), "a search has a beginning");
    CHECK(query->sort.size() <= sort_keys(query->kind).size(), "a sort is bounded");
    CHECK(!query->pattern.partial || query->pattern.matches(query->pattern.head + query->pattern.tail),
          "a pattern matches what it is made of");
  } else {
    CHECK(query->kind == Kind::help || !query->value.empty(), "a look-up is for something");
  }
  return 0;
}
