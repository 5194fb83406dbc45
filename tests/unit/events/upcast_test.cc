// The upcasting path, proved on a past that HostDeleted never had: in version 0 it carried no
// repository, the two numbers in one list, and the name in capitals.
#include "events/upcast.h"

#include <gtest/gtest.h>

#include "events/codec.h"
#include "host_deleted_v0_generated.h"
#include "samples.h"
#include "transaction_generated.h"

namespace stele::events {
namespace {

Result<Event> from_version_0(std::string_view bytes) {
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  if (!verifier.VerifyBuffer<old::HostDeletedV0>(nullptr))
    return fail(Fault::corrupt, "bytes that do not verify");
  const auto* in = flatbuffers::GetRoot<old::HostDeletedV0>(bytes.data());
  const auto* numbers = in->deleted_by_and_number();
  if (!in->name() || !numbers || numbers->size() != 2)
    return fail(Fault::corrupt, "a field is missing");
  auto name = HostName::parse(in->name()->string_view());
  if (!name) return fail(Fault::corrupt, to_text(name.error()));
  return HostDeleted{RepositoryId{1}, ObjectNumber{numbers->Get(1)}, *name,
                     ObjectNumber{numbers->Get(0)}};
}

constexpr Upcast kList[] = {{EventKind::HostDeleted, 0, from_version_0}};
constexpr Upcasts kUpcasts{kList};

std::string stored(std::uint8_t version, const char* name) {
  flatbuffers::FlatBufferBuilder nested, builder;
  const std::vector<std::uint64_t> numbers{5, 42};
  nested.Finish(old::CreateHostDeletedV0Direct(nested, name, &numbers));
  builder.ForceVectorAlignment(nested.GetSize(), 1, 8);
  const auto bytes = builder.CreateVector(nested.GetBufferPointer(), nested.GetSize());
  const std::vector entries{
      fb::CreateEntry(builder, std::to_underlying(EventKind::HostDeleted), bytes, version)};
  const auto events = builder.CreateVector(entries);
  builder.Finish(fb::CreateTransaction(builder, fb::ActorKind::system, 0, 0, fb::Source::epp, 0, 0,
                                       0, events));
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

TEST(Upcast, AnOldShapeIsReadAsTheCurrentStruct) {
  const auto transaction = decode(stored(0, "NS1.SHOP.EXAMPLE"), kUpcasts);
  ASSERT_TRUE(transaction) << transaction.error().what;
  const Event expected = HostDeleted{RepositoryId{1}, ObjectNumber{42},
                                     HostName::trusted("ns1.shop.example"), ObjectNumber{5}};
  EXPECT_EQ(transaction->events.at(0), expected);
}

TEST(Upcast, TheCurrentShapeIsWrittenWithTheNextVersionAndReadBack) {
  const Transaction transaction = transaction_of(full_events());
  std::string bytes;
  encode(transaction, kUpcasts, bytes);
  EXPECT_EQ(decode(bytes, kUpcasts).value(), transaction);
  // A build from before the change refuses it instead of misreading it.
  const auto before = decode(bytes);
  ASSERT_FALSE(before);
  EXPECT_EQ(before.error().fault, Fault::unsupported);
  EXPECT_NE(before.error().what.find("HostDeleted) has version 1, this build reads up to 0"),
            std::string::npos)
      << before.error().what;
}

TEST(Upcast, WhatTheTransformRefusesIsNamed) {
  const auto refused = decode(stored(0, "ns1..example"), kUpcasts);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::corrupt);
  EXPECT_EQ(refused.error().what, "event 0 (kind 16, HostDeleted): a label is empty");
}

TEST(Upcast, VersionsPastTheCurrentOneAreRefused) {
  EXPECT_EQ(decode(stored(2, "ns1.shop.example"), kUpcasts).error().fault, Fault::unsupported);
}

}  // namespace
}  // namespace stele::events
