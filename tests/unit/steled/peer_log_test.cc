#include "tools/steled/peer_log.h"

#include <gtest/gtest.h>

namespace stele::server {
namespace {

net::Event handshake(const std::string& peer) {
  return {net::EndReason::handshake_failed, peer, "not TLS"};
}

constexpr std::uint64_t kSingly = PeerEvents::kToldSingly;
constexpr std::int64_t kWindow = PeerEvents::kWindowMs;

TEST(PeerEvents, TheFirstAreToldAtOnceAndRepeatsAreOneLineWithACount) {
  PeerEvents events;
  const auto first = events.note("epp", handshake("192.0.2.1:1000"), 0);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].id, "epp.connection_ended");
  const std::string cause = net::to_text(net::EndReason::handshake_failed);
  EXPECT_EQ(first[0].text, "peer=192.0.2.1:1000 cause=" + cause + " detail=not TLS");
  std::size_t lines = first.size();
  for (int n = 1; n < 500; ++n)
    lines += events.note("epp", handshake("192.0.2.1:" + std::to_string(1000 + n)), n).size();
  EXPECT_EQ(lines, kSingly);
  EXPECT_TRUE(events.take_due(kWindow - 1).empty());
  const auto due = events.take_due(kWindow);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].text, "peer=192.0.2.1 cause=" + cause + " detail=not TLS repeated=" +
                             std::to_string(500 - kSingly));
}

TEST(PeerEvents, ASingleRepeatIsToldAsItself) {
  PeerEvents events;
  for (std::uint64_t n = 0; n <= kSingly; ++n) events.note("epp", handshake("192.0.2.1:7"), 0);
  const auto due = events.take_due(kWindow);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_TRUE(due[0].text.starts_with("peer=192.0.2.1:7 ")) << due[0].text;
  EXPECT_EQ(due[0].text.find("repeated"), std::string::npos) << due[0].text;
}

TEST(PeerEvents, AnAttackThatGoesOnIsOneLineAWindowAndAQuietPeerIsForgotten) {
  PeerEvents events;
  std::size_t lines = 0;
  for (std::int64_t ms = 0; ms < 10 * kWindow; ms += 100) {
    lines += events.note("epp", handshake("192.0.2.1:1"), ms).size();
    lines += events.take_due(ms).size();
  }
  EXPECT_EQ(lines, kSingly + 9);
  const std::int64_t later = 20 * kWindow;
  EXPECT_EQ(events.take_due(later).size(), 1U);  // what was still counted
  EXPECT_TRUE(events.note("epp", handshake("192.0.2.1:1"), later).empty());
  EXPECT_EQ(events.take_due(2 * later).size(), 1U);
  EXPECT_TRUE(events.take_due(3 * later).empty());
  EXPECT_EQ(events.note("epp", handshake("192.0.2.1:1"), 3 * later).size(), 1U);
}

TEST(PeerEvents, KindsServicesAndAddressesAreToldApart) {
  PeerEvents events;
  for (std::uint64_t n = 0; n < kSingly; ++n) events.note("epp", handshake("[2001:db8::1]:1"), 0);
  EXPECT_TRUE(events.note("epp", handshake("[2001:db8::1]:2"), 0).empty());
  EXPECT_EQ(events.note("whois", handshake("[2001:db8::1]:1"), 0).size(), 1U);
  EXPECT_EQ(events.note("epp", handshake("[2001:db8::2]:1"), 0).size(), 1U);
  EXPECT_EQ(events.note("epp", handshake("192.0.2.1:1"), 0).size(), 1U);
  EXPECT_EQ(events.note("epp", {net::EndReason::idle_timeout, "[2001:db8::1]:1", ""}, 0).size(), 1U);
}

// From more addresses than are remembered: memory and lines stay bounded, nothing goes uncounted.
TEST(PeerEvents, ManyAddressesAreCountedTogether) {
  PeerEvents events;
  std::size_t lines = 0;
  constexpr std::size_t kPeers = 3 * PeerEvents::kMostTold;
  for (std::size_t n = 0; n < kPeers; ++n)
    lines += events.note("epp", handshake("192.0.2." + std::to_string(n) + ":1"), 0).size();
  EXPECT_EQ(lines, PeerEvents::kMostTold + kSingly);
  const auto rest = events.take_all();
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_TRUE(rest[0].text.starts_with("peer=others ")) << rest[0].text;
  EXPECT_TRUE(rest[0].text.ends_with(" repeated=" + std::to_string(kPeers - lines)));
}

}  // namespace
}  // namespace stele::server
