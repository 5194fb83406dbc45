// Access tokens of authorities: who holds one that counts, and for what.
#include "projections/rdds/access.h"

#include <gtest/gtest.h>

#include "tests/support/text_registry.h"

namespace stele::rdds {
namespace {

constexpr const char* kSecret = "0123456789abcdef0123456789abcdef";

class AccessTokens : public testing::Test {
 protected:
  AccessTokens() {
    for (const char* zone : {"example", "test"})
      registry_.run(std::string("create zone=") + zone +
                    " registrant=optional price.create=1.00EUR primary=ns1.nic.invalid "
                    "responsible=hostmaster.nic.invalid ns=ns1.nic.invalid");
  }
  void issue(const std::string& words) {
    registry_.run("issue access-token holder=\"Police of Praha\" expires=2026-04-01 " + words +
                  " secret=" + kSecret);
  }
  Access find(std::string_view secret) { return find_access(*registry_.state(), secret); }

  test::TextRegistry registry_;
};

TEST_F(AccessTokens, OpensItsZonesUntilItExpires) {
  issue("zones=test");
  const Access access = find(kSecret);
  EXPECT_FALSE(access.denied);
  EXPECT_EQ(access.holder, "Police of Praha");
  EXPECT_EQ(access.viewer.kind, Viewer::Kind::authority);
  EXPECT_EQ(access.viewer.number, access.token);
  EXPECT_EQ(access.viewer.zones, std::vector{registry_.state()->find_zone("test")->number});
  EXPECT_TRUE(may_search(*registry_.state()->find_zone("test"), access.viewer, DirectorySearch::domains));
  EXPECT_FALSE(may_search(*registry_.state()->find_zone("example"), access.viewer, DirectorySearch::domains));
  registry_.advance(31 * kDay - 1);
  EXPECT_FALSE(find(kSecret).denied);
  registry_.advance(1);
  EXPECT_EQ(find(kSecret).denied, AccessDenied::expired);
  EXPECT_EQ(find(kSecret).viewer.kind, Viewer::Kind::anyone);
  EXPECT_EQ(find(kSecret).holder, "Police of Praha");
}

TEST_F(AccessTokens, WithoutZonesIsForAllOfThem) {
  issue("");
  EXPECT_EQ(find(kSecret).viewer.zones.size(), 2U);
}

TEST_F(AccessTokens, ARevokedOneOpensNothing) {
  issue("");
  registry_.run("revoke access-token=" + std::to_string(find(kSecret).token.value));
  EXPECT_EQ(find(kSecret).denied, AccessDenied::revoked);
  EXPECT_EQ(find(kSecret).viewer.kind, Viewer::Kind::anyone);
}

TEST_F(AccessTokens, AnyOtherBytesAreUnknown) {
  issue("");
  for (const std::string& secret :
       {std::string(), std::string("x"), std::string(kSecret).substr(1), std::string(kSecret) + "0",
        std::string(1'000'000, 'a'), std::string("\0\0", 2)}) {
    EXPECT_EQ(find(secret).denied, AccessDenied::unknown);
    EXPECT_TRUE(find(secret).holder.empty());
  }
}

TEST_F(AccessTokens, AReasonIsALineOfText) {
  EXPECT_TRUE(is_access_reason("Case 12/2026: phishing"));
  EXPECT_TRUE(is_access_reason("Fall für §"));
  for (const std::string& bad : {std::string(), std::string("   "), std::string("a\nb"),
                                 std::string("\xff"), std::string(kMostAccessReason + 1, 'a')})
    EXPECT_FALSE(is_access_reason(bad));
}

}  // namespace
}  // namespace stele::rdds
