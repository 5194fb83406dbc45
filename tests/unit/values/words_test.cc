// Value types that are little more than their text: statuses, periods, ROIDs, roles, operations.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "events/values/domain_contact.h"
#include "events/values/period.h"
#include "events/values/roid.h"
#include "events/values/status.h"
#include "events/values/zone_policy.h"

namespace stele {
namespace {

TEST(Status, EveryWordIsReadBackAndUnique) {
  std::set<std::string_view> words;
  for (int i = 0; i < kStatusCount; ++i) {
    const auto status = static_cast<Status>(i);
    EXPECT_EQ(parse_status(to_text(status)), status);
    words.insert(to_text(status));
  }
  EXPECT_EQ(words.size(), static_cast<std::size_t>(kStatusCount));
  EXPECT_EQ(to_text(Status::client_hold), "clientHold");
  EXPECT_EQ(to_text(Status::server_update_prohibited), "serverUpdateProhibited");
  EXPECT_FALSE(parse_status("clienthold"));
  EXPECT_FALSE(parse_status(""));
}

TEST(Status, WhoMaySetIt) {
  for (int i = 0; i < kStatusCount; ++i) {
    const auto status = static_cast<Status>(i);
    EXPECT_EQ(settable_by_client(status), to_text(status).starts_with("client"));
    // RFC 8543 §3.4: of an organisation, these are the server's too.
    const bool managed = status == Status::hold || status == Status::terminated;
    EXPECT_EQ(settable_by_server(status), to_text(status).starts_with("server") || managed);
  }
}

TEST(Status, SetListsInOrder) {
  StatusSet set{Status::pending_update, Status::ok, Status::client_hold};
  set.erase(Status::ok);
  const std::vector<Status> expected{Status::client_hold, Status::pending_update};
  EXPECT_EQ(set.list(), expected);
}

TEST(Period, Text) {
  for (const char* text : {"1y", "10y", "99y", "6m", "99m"}) {
    const auto period = parse_period(text);
    ASSERT_TRUE(period) << text;
    EXPECT_EQ(to_text(*period), text);
  }
  for (const char* text : {"", "y", "0y", "01y", "100y", "256y", "1", "1d", "-1y", "1 y", "1yy"})
    EXPECT_FALSE(parse_period(text)) << text;
  EXPECT_EQ(parse_period("2y")->in_months(), 24);
}

TEST(Roid, Text) {
  for (const char* text :
       {"D42-STELE", "H1-A", "C18446744073709551615-X_9", "R7-abcdefgh", "Z3-EX"}) {
    const auto roid = parse_roid(text);
    ASSERT_TRUE(roid) << text;
    EXPECT_EQ(to_text(*roid), text);
  }
  for (const char* text : {"", "D42", "D-STELE", "X42-STELE", "D042-STELE", "D0-STELE", "D42-",
                           "D42-ABCDEFGHI", "D42-A-B", "D4x-A", "d42-STELE",
                           "D18446744073709551616-A", "42-STELE"})
    EXPECT_FALSE(parse_roid(text)) << text;
}

TEST(Words, RolesAndOperations) {
  for (const char* text : {"admin", "billing", "tech"})
    EXPECT_EQ(to_text(parse_contact_role(text).value()), text);
  EXPECT_FALSE(parse_contact_role("Admin"));
  for (const char* text : {"create", "renew"})
    EXPECT_EQ(to_text(parse_priced_operation(text).value()), text);
  EXPECT_FALSE(parse_priced_operation("sell"));
}

TEST(Price, IsReadBackAsItIsWritten) {
  for (const char* text :
       {"10.00EUR", "group:gold:8.00EUR", "2y:18.00EUR", "tier:premium:100.00EUR",
        "from:2027-01-01:12.00EUR", "until:2027-01-01:12.00EUR",
        "group:reg-a:tier:top-1:10y:from:2027-01-01T12:30:00.000Z:until:2028-01-01:0.0001JPY",
        "group:registrar-T:from:2027-01-01T12:30:00.000Z:1.00EUR"}) {
    const auto price = parse_price(PricedOperation::renew, text);
    ASSERT_TRUE(price) << text;
    EXPECT_EQ(to_text(*price), text);
    EXPECT_EQ(price->operation, PricedOperation::renew);
  }
  const auto price = parse_price(PricedOperation::create,
                                 "until:2028-01-01:3y:tier:top:from:2027-01-01:group:gold:7EUR");
  ASSERT_TRUE(price);
  EXPECT_EQ(to_text(*price), "group:gold:tier:top:3y:from:2027-01-01:until:2028-01-01:7.00EUR");
}

TEST(Price, WhatIsNoneIsRefused) {
  for (const char* text :
       {"", "EUR", "10.00", "10.00eur", "gold:10.00EUR", "group:10.00EUR", "group::10.00EUR",
        "0y:10.00EUR", "y:10.00EUR", "256y:10.00EUR", "1y:2y:10.00EUR", "group:a:group:b:10.00EUR",
        "from:soon:10.00EUR", "from:2027-13-01:10.00EUR", "from:2027-01-01T12:30:10.00EUR",
        "tier:a b:10.00EUR", "tier:a", "10.00EUR:", ":10.00EUR"})
    EXPECT_FALSE(parse_price(PricedOperation::create, text)) << text;
}

}  // namespace
}  // namespace stele
