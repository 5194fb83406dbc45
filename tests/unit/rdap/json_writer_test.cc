// What is written is JSON, whatever it is made of.
#include "projections/rdap/json_writer.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace stele::rdap {
namespace {

std::string json_of(std::string_view text) {
  JsonWriter json;
  json.text(text);
  return json.take();
}

TEST(JsonWriter, CommasAndNesting) {
  JsonWriter json;
  json.begin_object();
  json.member("a", "b");
  json.begin_array("c");
  json.number(1);
  json.begin_object();
  json.end_object();
  json.boolean(true);
  json.end_array();
  json.begin_object("d");
  json.end_object();
  json.end_object();
  EXPECT_EQ(json.take(), R"({"a":"b","c":[1,{},true],"d":{}})");
}

TEST(JsonWriter, EveryPairOfOctetsIsValidJson) {
  for (int a = 0; a < 256; ++a)
    for (int b = 0; b < 256; ++b) {
      const std::string text = json_of(std::string{static_cast<char>(a), static_cast<char>(b)});
      boost::json::error_code error;
      boost::json::parse(text, error);
      ASSERT_FALSE(error) << a << " " << b << " " << text;
    }
}

// Long texts are read eight characters at a time.
TEST(JsonWriter, EveryOctetInEveryPlaceOfALongText) {
  for (int octet = 0; octet < 0x80; ++octet)
    for (std::size_t place = 0; place < 20; ++place) {
      std::string text(20, 'a');
      text[place] = static_cast<char>(octet);
      boost::json::error_code error;
      const auto read = boost::json::parse(json_of(text), error);
      ASSERT_FALSE(error) << octet;
      ASSERT_EQ(std::string_view(read.as_string()), text) << octet;
    }
  EXPECT_EQ(json_of("aaaaaaaa\x80zzzzzzzz"), "\"aaaaaaaa\xEF\xBF\xBDzzzzzzzz\"");
}

TEST(JsonWriter, Text) {
  EXPECT_EQ(json_of("a\"b\\c\n\x7f"), "\"a\\\"b\\\\c\\u000a\\u007f\"");
  EXPECT_EQ(json_of("مكة 😀"), "\"مكة 😀\"");
  EXPECT_EQ(json_of("\xed\xa0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");  // a surrogate
  EXPECT_EQ(json_of("\xc0\xaf"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");                  // an overlong slash
}

}  // namespace
}  // namespace stele::rdap
