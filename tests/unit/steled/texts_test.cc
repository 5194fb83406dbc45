// Further languages: the shipped one is whole, and a file that is not is refused with what is wrong.
#include "tools/steled/texts.h"

#include <gtest/gtest.h>

#include "engine/base/file.h"
#include "tests/support/temporary_directory.h"

namespace stele::server {
namespace {

const std::string kFrench = STELE_SOURCE_DIR "/tools/packaging/texts/fr.toml";

struct TextsTest : ::testing::Test {
  std::string refusal(const std::string& text) {
    const std::string path = directory.path() + "/texts.toml";
    EXPECT_TRUE(write_file_durably(path, text));
    const auto texts = read_texts(path);
    return texts ? "accepted" : texts.error().what.substr(path.size());
  }
  test::TemporaryDirectory directory;
};

TEST_F(TextsTest, TheShippedLanguageIsWhole) {
  const auto texts = read_texts(kFrench);
  ASSERT_TRUE(texts) << texts.error().what;
  EXPECT_EQ(texts->tag, "fr");
  const epp::Language french(*texts);
  for (const int code : epp::result_codes())
    EXPECT_NE(french.message(code), epp::Language().message(code)) << code;
}

TEST_F(TextsTest, WhatIsMissingOrUnknownIsNamed) {
  const std::string whole = read_file(kFrench, 1 << 16).value();
  std::string text = whole;
  EXPECT_EQ(refusal(text), "accepted");
  text.replace(text.find("\"fr\""), 4, "\"EN\"");
  EXPECT_EQ(refusal(text),
            ": language must be the tag of a language other than English, such as \"fr\"");
  text = whole;
  text.erase(text.find("2304 ="), text.find("2305 =") - text.find("2304 ="));
  EXPECT_EQ(refusal(text), ": [messages] has no text for 2304");
  EXPECT_EQ(refusal(whole + "2309 = \"…\"\n").substr(3), ": 2309 is no result code of RFC 5730");
  EXPECT_EQ(refusal("language = \"fr\"\n"),
            ": [messages] with a text for every result code is missing");
  EXPECT_EQ(refusal("language = fr").substr(0, 3), ":1:");
  EXPECT_FALSE(read_texts(directory.path() + "/none.toml"));
}

}  // namespace
}  // namespace stele::server
