#include "events/codec.h"

#include <gtest/gtest.h>

#include <algorithm>

#include <set>

#include "object_events_generated.h"
#include "registry_events_generated.h"
#include "samples.h"
#include "transaction_generated.h"
#include "zone_events_generated.h"

namespace stele::events {
namespace {

constexpr std::size_t kKinds = std::variant_size_v<EventAlternatives> - 1;

TEST(Codec, EveryKindRoundTrips) {
  for (const auto& events : {full_events(), bare_events()}) {
    std::set<EventKind> seen;
    for (const Event& event : events) {
      const Transaction transaction = transaction_of({event});
      const auto back = decode(encode(transaction));
      ASSERT_TRUE(back) << back.error().what;
      EXPECT_EQ(*back, transaction) << to_text(event) << "\n" << to_text(back->events[0]);
      seen.insert(kind_of(event));
    }
    EXPECT_EQ(seen.size(), kKinds) << "samples.cc must name every kind";
  }
}

TEST(Codec, ManyEventsOfOneTransactionKeepTheirOrder) {
  std::vector<Event> events = full_events();
  for (const Event& event : bare_events()) events.push_back(event);
  const Transaction transaction = transaction_of(events);
  EXPECT_EQ(decode(encode(transaction)).value(), transaction);
}

TEST(Codec, HeaderFieldsRoundTrip) {
  EXPECT_EQ(decode(encode(Transaction{})).value(), Transaction{});
  for (int source = 0; source <= static_cast<int>(Source::clock); ++source) {
    Transaction transaction = transaction_of({});
    transaction.source = static_cast<Source>(source);
    transaction.actor.kind = static_cast<ActorKind>(source % 3);
    EXPECT_EQ(decode(encode(transaction)).value(), transaction);
  }
}

TEST(Codec, AnOptionalThatIsEmptyIsNotAbsent) {
  SettingsChanged settings;
  settings.whois_notice = "";
  settings.commands_per_second = 0;
  DomainUpdated domain;
  domain.auth_info = AuthInfoHash{};
  domain.registrant = ObjectNumber{};
  RegistrarUpdated registrar;
  registrar.enabled = false;
  registrar.credit_limit = Amount{};
  ContactUpdated contact;
  contact.data.emplace();
  const Transaction transaction = transaction_of({settings, domain, registrar, contact});
  EXPECT_EQ(decode(encode(transaction)).value(), transaction);
}

TEST(Codec, TheSameValueGivesTheSameBytes) {
  const Transaction transaction = transaction_of(full_events());
  const std::string first = encode(transaction);
  encode(transaction_of(bare_events()));  // whatever the builders did in between
  EXPECT_EQ(encode(transaction), first);
}

TEST(Codec, BytesMayBeginAnywhereInMemory) {
  const Transaction transaction = transaction_of(full_events());
  const std::string bytes = encode(transaction);
  for (std::size_t shift = 1; shift < 8; ++shift) {
    const std::string shifted = std::string(shift, 'x') + bytes;
    EXPECT_EQ(decode(std::string_view(shifted).substr(shift)).value(), transaction);
  }
}

TEST(Codec, AHundredThousandEvents) {
  Transaction transaction = transaction_of({});
  const std::vector<Event> full = full_events();
  const auto made = std::ranges::find_if(
      full, [](const Event& event) { return std::holds_alternative<DomainCreated>(event); });
  ASSERT_NE(made, full.end());
  for (std::uint64_t i = 1; i <= 100000; ++i) {
    DomainCreated event = std::get<DomainCreated>(*made);
    event.number = ObjectNumber{i};
    transaction.events.emplace_back(std::move(event));
    if (i == 1) transaction.events.reserve(100000);
  }
  const auto back = decode(encode(transaction));
  ASSERT_TRUE(back) << back.error().what;
  EXPECT_TRUE(*back == transaction);
}

using CodecDeathTest = ::testing::Test;

TEST(CodecDeathTest, ClearPersonalDataIsNeverWritten) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto write = [](auto change) {
    ContactCreated event;
    change(event.data);
    encode(transaction_of({event}));
  };
  EXPECT_DEATH(write([](auto& data) { data.clear.emplace(); }), "must be sealed");
  EXPECT_DEATH(write([](auto& data) { data.slot = KeySlot{1}; }), "must be sealed");
  EXPECT_DEATH(write([](auto& data) { data.sealed = "x"; }), "must be sealed");
}

TEST(Codec, TheUnsealedCopyIsNotWritten) {
  ContactCreated event;
  event.data.slot = KeySlot{3};
  event.data.sealed = "sealed bytes";
  event.data.clear.emplace().email = "eva@muster.example";
  const std::string bytes = encode(transaction_of({event}));
  EXPECT_EQ(bytes.find("muster"), std::string::npos);
  EXPECT_FALSE(std::get<ContactCreated>(decode(bytes)->events[0]).data.clear);
}

// ---- Bytes that are not what was written ----

using Builder = flatbuffers::FlatBufferBuilder;

// A transaction of a good event and an entry of `kind` whose bytes are what `write` finishes.
std::string with_entry(std::uint16_t kind, auto write, std::uint8_t version = 0) {
  Builder good, nested, builder;
  good.Finish(fb::CreateSubjectErased(good, 1, 2, 3));
  write(nested);
  std::vector<flatbuffers::Offset<fb::Entry>> entries;
  const auto add = [&](std::uint16_t number, Builder& content, std::uint8_t shape) {
    builder.ForceVectorAlignment(content.GetSize(), 1, 8);
    const auto bytes = builder.CreateVector(content.GetBufferPointer(), content.GetSize());
    entries.push_back(fb::CreateEntry(builder, number, bytes, shape));
  };
  add(22, good, 0);
  add(kind, nested, version);
  const auto events = builder.CreateVector(entries);
  builder.Finish(fb::CreateTransaction(builder, fb::ActorKind::system, 0, 0, fb::Source::epp, 0, 0,
                                       0, events));
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

Error refusal(const std::string& bytes) {
  const auto decoded = decode(bytes);
  if (!decoded) return decoded.error();
  return {Fault::io, "accepted"};
}

TEST(Codec, AnUnknownKindIsNamed) {
  const Error error =
      refusal(with_entry(4711, [](Builder& b) { b.Finish(fb::CreateSubjectErased(b)); }));
  EXPECT_EQ(error.fault, Fault::unsupported);
  EXPECT_EQ(error.what, "event 1 (kind 4711) is unknown to this build");
}

TEST(Codec, ALaterVersionIsNamed) {
  const Error error =
      refusal(with_entry(22, [](Builder& b) { b.Finish(fb::CreateSubjectErased(b)); }, 3));
  EXPECT_EQ(error.fault, Fault::unsupported);
  EXPECT_EQ(error.what,
            "event 1 (kind 22, SubjectErased) has version 3, this build reads up to 0");
}

TEST(Codec, ValuesAreCheckedAndTheFieldIsNamed) {
  const struct {
    std::uint16_t kind;
    void (*write)(Builder&);
    const char* what;
  } cases[] = {
      {18,
       [](Builder& b) {
         b.Finish(fb::CreateDomainUpdated(b, 0, 0, {}, 0, 0, 0, 0, 1U << kStatusCount));
       },
       "(kind 18, DomainUpdated) statuses_added: unknown status in bits 4194304"},
      {16, [](Builder& b) { b.Finish(fb::CreateHostDeletedDirect(b, 1, 2, "ns1.Shop.example")); },
       "(kind 16, HostDeleted) name: ns1.Shop.example: not in lower case"},
      {16, [](Builder& b) { b.Finish(fb::CreateHostDeletedDirect(b, 1, 2, "example")); },
       "(kind 16, HostDeleted) name: example: the name has fewer than two labels"},
      {16, [](Builder& b) { b.Finish(fb::CreateHostDeleted(b, 1, 2)); },
       "(kind 16, HostDeleted) name: missing"},
      {23, [](Builder& b) { b.Finish(fb::CreateClockAccepted(b, 1, 2, INT64_MIN)); },
       "(kind 23, ClockAccepted) accepted: -9223372036854775808 ms is no date"},
      {19, [](Builder& b) { b.Finish(fb::CreateDomainRenewed(b, 1, 2)); },
       "(kind 19, DomainRenewed) period: missing"},
      {19,
       [](Builder& b) {
         const fb::Period period(1, static_cast<fb::PeriodUnit>(7));
         b.Finish(fb::CreateDomainRenewed(b, 1, 2, &period));
       },
       "(kind 19, DomainRenewed) period: unknown value 7"},
      {15,
       [](Builder& b) {
         const std::vector<fb::IpAddress> list(1);
         b.Finish(fb::CreateHostUpdatedDirect(b, 1, 2, &list));
       },
       "(kind 15, HostUpdated) addresses_added: IP version 0"},
      {15,
       [](Builder& b) {
         const std::array<std::uint8_t, 16> octets{1, 2, 3, 4, 5};
         const std::vector<fb::IpAddress> list{{4, octets}};
         b.Finish(fb::CreateHostUpdatedDirect(b, 1, 2, nullptr, &list));
       },
       "(kind 15, HostUpdated) addresses_removed: an IPv4 address of more than four octets"},
      {9,
       [](Builder& b) {
         const std::array<std::uint8_t, 3> code{'e', 'u', 'r'};
         const fb::Money money(5, fb::Currency(code));
         b.Finish(fb::CreateAccountCredited(b, 1, 2, &money));
       },
       "(kind 9, AccountCredited) money: not a currency: eur"},
      {11,
       [](Builder& b) {
         b.Finish(fb::CreateContactCreated(b, 1, 2, 0, fb::CreatePersonal(b, 5)));
       },
       "(kind 11, ContactCreated) data: key slot and sealed bytes do not go together"},
      {8,
       [](Builder& b) {
         const fb::ContactRule rule(0, 9);
         const auto prices = b.CreateVector(std::vector{fb::CreatePrice(b)});
         b.Finish(fb::CreateZoneUpdated(
             b, 1, 2,
             fb::CreateZonePolicy(b, 1, 1, 1, 1, true, 0, 1, true, &rule, &rule, &rule,
                                  prices)));
       },
       "(kind 8, ZoneUpdated) policy.prices.per_year: missing"},
  };
  for (const auto& c : cases) {
    const Error error = refusal(with_entry(c.kind, c.write));
    EXPECT_EQ(error.fault, Fault::corrupt);
    EXPECT_EQ(error.what, std::string("event 1 ") + c.what);
  }
}

TEST(Codec, BytesThatSharePartsDoNotUnfold) {
  // 2,000 offsets to one text of 100,000 bytes: 200 MB, were it believed.
  const Error error = refusal(with_entry(5, [](Builder& b) {
    const auto text = b.CreateString(std::string(100000, 'f'));
    const auto list = b.CreateVector(std::vector(2000, text));
    b.Finish(fb::CreateRegistrarUpdated(b, 1, 2, 0, 0, 0, list));
  }));
  EXPECT_EQ(error.fault, Fault::corrupt);
  EXPECT_NE(error.what.find("fingerprints_added: texts and lists are larger"), std::string::npos);
}

// Never a crash (this runs under sanitizers too); what is accepted can be written again.
bool refused_or_harmless(std::string_view damaged, const std::string& where) {
  const auto decoded = decode(damaged);
  if (!decoded) return true;
  const auto again = decode(encode(*decoded));
  if (!again) ADD_FAILURE() << where << ": " << again.error().what;
  else EXPECT_EQ(*again, *decoded) << where;
  return false;
}

// Every cut and every bit of a transaction with each kind of event, and of one with two.
TEST(Codec, DamageIsRefusedOrHarmless) {
  const std::vector<Event> events = full_events();
  std::size_t refused = 0;
  for (std::size_t at = 0; at < events.size(); ++at) {
    std::vector<Event> some{events[at]};
    if (at == 0) some.push_back(events.back());
    const std::string good = encode(transaction_of(some));
    const std::string kind(name_of(kind_of(events[at])));
    ASSERT_LT(good.size(), 4096U) << kind;
    for (std::size_t length = 0; length < good.size(); ++length)
      refused_or_harmless(std::string_view(good).substr(0, length), kind + " cut to " + std::to_string(length));
    EXPECT_FALSE(decode(std::string_view(good).substr(0, good.size() / 2))) << kind;
    std::string flipped = good;
    for (std::size_t bit = 0; bit < 8 * good.size(); ++bit) {
      flipped[bit / 8] = static_cast<char>(good[bit / 8] ^ (1 << bit % 8));
      refused += refused_or_harmless(flipped, kind + " bit " + std::to_string(bit));
      flipped[bit / 8] = good[bit / 8];
    }
  }
  EXPECT_GT(refused, 1000U);
}

}  // namespace
}  // namespace stele::events
