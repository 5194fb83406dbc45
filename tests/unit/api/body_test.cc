// What a body may be, and all that is wrong with one at once.
#include "frontends/api/body.h"

#include <gtest/gtest.h>

namespace stele::api {
namespace {

unsigned status(std::string_view body) {
  const auto read = read_variants(body);
  return read ? 200 : read.error().status;
}

std::vector<std::string> names(std::string_view body) {
  std::vector<std::string> out;
  const auto read = read_variants(body);
  for (const DomainName& name : read->active) out.push_back(name.text());
  return out;
}

TEST(Body, SaysWhichVariants) {
  EXPECT_TRUE(read_variants(R"({"active": "all"})")->all);
  EXPECT_FALSE(read_variants(R"({"active": "none"})")->all);
  EXPECT_EQ(names(R"({"active": "none"})"), std::vector<std::string>());
  EXPECT_EQ(names(R"({"active": []})"), std::vector<std::string>());
  EXPECT_EQ(names(R"({"active": ["XN--fhbdh.example", "مكه.example", "\u0645\u0643\u0647.example"]})"),
            std::vector<std::string>(3, "xn--fhbdh.example"));
}

TEST(Body, IsStrictJson) {
  for (const char* body : {"", " ", "{", "[]", "null", "{\"active\": \"all\"} x", "{\"active\": \"all\",}",
                           "{'active': 'all'}", "{\"active\": \"all\" /* so */}", "{\"active\": NaN}",
                           "{\"active\": \"\xff\"}", "{\"active\": \"\xed\xa0\x80\"}", "{\"active\": \"\\ud800\"}",
                           "\xef\xbb\xbf{\"active\": \"all\"}", "{\"active\": \"a\nb\"}"})
    EXPECT_EQ(status(body), 400u) << body;
  EXPECT_EQ(status(std::string(10'000, '[')), 400u);
  std::string deep = "{\"active\": ";
  for (int i = 0; i < 10'000; ++i) deep += "{\"a\": ";
  EXPECT_EQ(status(deep), 400u);
}

TEST(Body, HasNoNameTwice) {
  EXPECT_EQ(read_variants(R"({"active": "all", "active": "none"})").error().detail,
            "The body has two members of one name.");
  EXPECT_EQ(status(R"({"active": "all", "act\u0069ve": "none"})"), 400u);
  EXPECT_EQ(status(R"({"active": [{"a": 1, "b": {"a": 1, "a": 2}}]})"), 400u);
  // One name in two objects is no such thing.
  EXPECT_EQ(status(R"({"active": [{"a": 1}, {"a": 2}]})"), 422u);
}

TEST(Body, TellsAllThatIsWrong) {
  const auto read = read_variants(R"({"active": [1, "a..example", "b.example"], "actve": 1, "b": null})");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().status, 422u);
  EXPECT_EQ(read.error().findings,
            (std::vector<Finding>{{"", "A name is a string", "active", ""},
                                  {"bad_name", "The name is not a valid domain or host name", "active", "a..example"},
                                  {"", "There is no such field", "actve", ""},
                                  {"", "There is no such field", "b", ""}}));
  for (const char* body : {"{}", R"({"active": "some"})", R"({"active": null})", R"({"active": {}})",
                           R"({"active": true})", R"({"active": 1e999999})"})
    EXPECT_GE(status(body), 400u) << body;
}

TEST(Body, OfALoginIsWholeOrNone) {
  const auto read = read_login(R"({"registrar": "reg-a", "password": "p\u0000w", "new_password": "q"})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->registrar, "reg-a");
  EXPECT_EQ(read->password, std::string("p\0w", 3));
  EXPECT_EQ(read->new_password, "q");
  EXPECT_EQ(read_login(R"({"registrar": 7, "pw": "x"})").error().findings.size(), 3u);
}

TEST(Body, IsSentAsJson) {
  EXPECT_FALSE(content_problem("application/json"));
  EXPECT_FALSE(content_problem("Application/JSON ; charset=utf-8"));
  for (const char* type : {"", "text/plain", "application/json-patch+json", "application/x-www-form-urlencoded"})
    EXPECT_EQ(content_problem(type)->status, 415u) << type;
}

}  // namespace
}  // namespace stele::api
