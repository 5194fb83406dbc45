// The table of calls, and that the published description has the same.
#include "frontends/api/route.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "frontends/api/openapi.h"

namespace stele::api {
namespace {

namespace json = boost::json;

TEST(Route, IsFoundByMethodAndPath) {
  const auto found = find_route("HEAD", {"api", "v1", "domains", "مكة.example", "variants"});
  ASSERT_NE(found.route, nullptr);
  EXPECT_EQ(found.route->call, Call::list_variants);
  EXPECT_EQ(found.name, "مكة.example");
  EXPECT_EQ(find_route("GET", {"api", "v1", "domains", "a/b"}).name, "a/b");

  const auto other = find_route("PATCH", {"api", "v1", "domains", "a.example", "variants"});
  EXPECT_EQ(other.route, nullptr);
  EXPECT_EQ(other.allowed, "GET, HEAD, PUT");
  for (const std::vector<std::string>& path :
       {std::vector<std::string>{}, {"api"}, {"api", "v1"}, {"api", "v1", ""}, {"api", "v1", "domains"},
        {"api", "v1", "domains", ""}, {"api", "v1", "domains", "a.example", ""}, {"api", "v2", "session"},
        {"api", "v1", "session", "x"}, {"api", "v1", "domains", "{name}", "variants", "x"}})
    EXPECT_EQ(find_route("GET", path).allowed, "") << path.size();
}

TEST(Route, StandsInTheDescriptionAndNoOtherDoes) {
  std::set<std::string> described;
  const json::value document = json::parse(openapi());
  for (const auto& [path, item] : document.at("paths").as_object())
    for (const auto& [method, operation] : item.as_object()) {
      if (method == "parameters") continue;
      const bool open = operation.as_object().contains("security");
      described.insert(std::string(method) + " " + std::string(path) + " " +
                       json::value_to<std::string>(operation.at("operationId")) + (open ? " open" : ""));
    }
  std::set<std::string> routed;
  for (const Route& route : routes()) {
    std::string method(route.method);
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    routed.insert(method + " " + std::string(route.path) + " " + std::string(route.operation) +
                  (route.open ? " open" : ""));
  }
  EXPECT_EQ(described, routed);
}

}  // namespace
}  // namespace stele::api
