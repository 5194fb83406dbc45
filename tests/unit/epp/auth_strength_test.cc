// How much chance an authInfo can hold, and what a profile asks for (RFC 9154 §4.1, §5.2).
#include "frontends/epp/auth_strength.h"

#include <gtest/gtest.h>

#include "engine/core/rejection.h"
#include "tests/unit/epp/frames.h"
#include "tests/unit/epp/session_fixture.h"

namespace stele::epp {
namespace {

using testing::command;
using testing::Sandbox;

TEST(AuthInfoBits, AreLengthTimesTheKindsOfCharacters) {
  struct Row {
    const char* text;
    std::uint32_t bits;
  };
  for (const Row& row : std::initializer_list<Row>{{"", 0},
                                                   {"1111111111", 33},
                                                   {"aaaaaaaaaa", 47},
                                                   {"ABCDEabcde", 57},
                                                   {"a1a1a1a1a1a1a1a1a1a1a1a1a", 129},
                                                   {"a1a1a1a1a1a1a1a1a1a1a1a1", 124},
                                                   {"Aa1-Aa1-Aa1-Aa1-Aa1-", 131},
                                                   {"Aa1-Aa1-Aa1-Aa1-Aa1", 124},
                                                   {"----------", 50}})
    EXPECT_EQ(auth_info_bits(row.text), row.bits) << row.text;
}

struct EppAuthInfo : ::testing::Test {
  std::string code(const std::string& frame) {
    const std::string answer = connection->ask(frame);
    const std::size_t at = answer.find("<result code=\"");
    EXPECT_EQ(answer.find("Secret"), std::string::npos) << "no secret is repeated: " << answer;
    return at == std::string::npos ? answer : answer.substr(at + 14, 4);
  }
  std::string with(const std::string& pw) { return "<c:authInfo><c:pw>" + pw + "</c:pw></c:authInfo>"; }
  std::string create(const std::string& pw) {
    return command("<create><c:create><c:id>ada-1</c:id><c:postalInfo type=\"int\"><c:name>Ada"
                   "</c:name><c:addr><c:city>London</c:city><c:cc>GB</c:cc></c:addr></c:postalInfo>"
                   "<c:email>ada@example.com</c:email>" + with(pw) + "</c:create></create>");
  }
  std::string update(const std::string& pw) {
    return command("<update><c:update><c:id>ada-1</c:id><c:chg>" + with(pw) +
                   "</c:chg></c:update></update>");
  }
  std::string info(const std::string& pw) {
    return command("<info><c:info><c:id>ada-1</c:id>" + with(pw) + "</c:info></info>");
  }
  void log_in(std::uint32_t bits) {
    Options options;
    options.profile.auth_info_bits = bits;
    connection = sandbox.connect(Sandbox::fingerprint_of("reg-a"), options);
    EXPECT_EQ(code(testing::login_frame("reg-a", Sandbox::password_of("reg-a"))), "1000");
  }

  Sandbox sandbox;
  std::unique_ptr<testing::FakeConnection> connection;
};

TEST_F(EppAuthInfo, TooFewBitsAreRefusedAndNoGuess) {
  log_in(128);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(code(create("Secret-1")), "2202") << "try " << i;
  EXPECT_EQ(code(create("Secret-Grüße-an-alle-und-jeden-1")), "2005") << "not printable ASCII";
  EXPECT_EQ(code(create("Secret-1-Secret-1-Se")), "1000");
  EXPECT_EQ(code(update("11111111111111111111111111")), "2202");
  EXPECT_EQ(code(info("Secret-1-Secret-1-Se")), "1000") << "the old one holds";
  EXPECT_EQ(code(update("")), "1000") << "none is set";
  EXPECT_EQ(code(info("Secret-1-Secret-1-Se")), "2202");
  EXPECT_EQ(code(info("")), "2202") << "an empty one matches nothing";
}

TEST_F(EppAuthInfo, TheReasonHasTheCodeOfTheAnswer) {
  log_in(128);
  EXPECT_NE(connection->ask(create("Secret-1")).find("guessable_auth_info: "), std::string::npos);
  EXPECT_EQ(core::epp_code(core::Reason::guessable_auth_info), 2202);
  log_in(0);
  const std::string answer = connection->ask(create("short"));
  EXPECT_NE(answer.find("weak_auth_info: "), std::string::npos) << answer;
  EXPECT_NE(answer.find("code=\"2005\""), std::string::npos) << answer;
}

TEST_F(EppAuthInfo, AnyIsTakenWhereNoBitsAreAskedFor) {
  log_in(0);
  EXPECT_EQ(code(create("Secret-1")), "1000");
}

}  // namespace
}  // namespace stele::epp
