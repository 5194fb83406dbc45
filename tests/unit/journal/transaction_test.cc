#include "events/journal/transaction.h"

#include "events/journal/memory_journal.h"
#include "tests/unit/journal/journal_fixture.h"

namespace stele::journal {
namespace {

std::string large_payload(std::size_t size) {
  std::string out(size, '\0');
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<char>(i * 2654435761U >> 16);
  return out;
}

TEST(Transaction, SmallAndLargeOnesComeBackWhole) {
  MemoryJournal journal;
  append_genesis(journal);
  const std::vector<std::string> written = {"", "one", large_payload(kMaxRecordPayload),
                                            large_payload(3 * kMaxRecordPayload + 5), "last"};
  for (const std::string& payload : written) append_one(journal, payload);
  EXPECT_EQ(journal.head().next, Position(1 + 1 + 1 + 1 + 4 + 1));
  EXPECT_EQ(payloads(journal), written);
}

TEST(Transaction, ABatchTellsWhereEachTransactionBegins) {
  Batch batch(Head{}, 3);
  EXPECT_EQ(batch.add(kMarch, "a"), Position(0));
  EXPECT_EQ(batch.add(kMarch, large_payload(kMaxRecordPayload + 1)), Position(1));
  EXPECT_EQ(batch.add(kMarch, "c"), Position(3));
  EXPECT_EQ(batch.head().next, Position(4));
  EXPECT_EQ(batch.head().leaf, batch.records().back().leaf);
  batch.clear();
  EXPECT_EQ(batch.add(kMarch, "d"), Position(4));
}

TEST(Transaction, CarriesItsTimeEpochAndPositions) {
  MemoryJournal journal;
  append_genesis(journal);
  append_one(journal, large_payload(kMaxRecordPayload + 1), Instant{1234});
  auto reader = TransactionReader::open(journal, Position(1));
  ASSERT_TRUE(reader.has_value());
  const auto transaction = (*reader)->next();
  ASSERT_TRUE(transaction.has_value());
  EXPECT_EQ(transaction->first, Position(1));
  EXPECT_EQ(transaction->next, Position(3));
  EXPECT_EQ(transaction->epoch, 1U);
  EXPECT_EQ(transaction->time, Instant{1234});
}

TEST(Transaction, ReadingBeginsAtAnyTransactionAndNowhereElse) {
  MemoryJournal journal;
  append_genesis(journal);
  append_one(journal, large_payload(2 * kMaxRecordPayload));  // positions 1 and 2
  append_one(journal, "three");
  auto reader = TransactionReader::open(journal, Position(3));
  ASSERT_TRUE(reader.has_value());
  EXPECT_EQ((*reader)->next()->payload, "three");
  EXPECT_EQ((*reader)->next().error().fault, Fault::not_found);
  EXPECT_EQ(TransactionReader::open(journal, Position(2)).error().fault, Fault::invalid);
  EXPECT_TRUE(TransactionReader::open(journal, Position(4)).has_value());
  EXPECT_EQ(TransactionReader::open(journal, Position(5)).error().fault, Fault::regressed);
}

TEST(Transaction, AnUnfinishedOneAtTheEndIsInvisible) {
  MemoryJournal journal;
  append_genesis(journal);
  append_one(journal, "one");
  Batch batch(journal.head(), 1);
  batch.add(kMarch, large_payload(2 * kMaxRecordPayload));
  ASSERT_TRUE(journal.append(1, Position(2), {batch.records().data(), 1}).has_value());
  EXPECT_EQ(payloads(journal), std::vector<std::string>{"one"});
}

// Appends records made by hand and returns what a reader from `from` says first.
Error first_fault(const std::vector<EncodedRecord>& records, std::uint64_t from) {
  MemoryJournal journal;
  EXPECT_TRUE(journal.append(1, Position(0), records).has_value());
  auto reader = TransactionReader::open(journal, Position(from));
  if (!reader) return reader.error();
  while (true)
    if (const auto transaction = (*reader)->next(); !transaction) return transaction.error();
}

TEST(Transaction, ABrokenChainIsNamed) {
  const EncodedRecord zero = encode_record({.time = kMarch}, "0");
  const Digest wrong{1};
  const EncodedRecord one = encode_record({.position = Position(1), .prev = wrong}, "1");
  const Error error = first_fault({zero, one}, 0);
  EXPECT_EQ(error.fault, Fault::corrupt);
  EXPECT_TRUE(error.what.starts_with("position 1: prev is 01000")) << error.what;
  EXPECT_EQ(first_fault({zero, one}, 1).what, error.what);
}

TEST(Transaction, PartsMustFollowEachOther) {
  const EncodedRecord first = encode_record({.part = 1, .parts = 3}, "1");
  const auto next = [&](Envelope envelope) {
    envelope.position = Position(1);
    envelope.prev = first.leaf;
    return first_fault({first, encode_record(envelope, "2")}, 0);
  };
  EXPECT_EQ(next({.part = 3, .parts = 3}).what,
            "position 1: part 3 of 3 where part 2 of 3 was due");
  EXPECT_EQ(next({.part = 1, .parts = 1}).what,
            "position 1: part 1 of 1 where part 2 of 3 was due");
  EXPECT_EQ(next({.part = 2, .parts = 2}).what,
            "position 1: part 2 of 2 where part 2 of 3 was due");
  EXPECT_EQ(next({.epoch = 1, .part = 2, .parts = 3}).what,
            "position 1: time or epoch differs from part 1 of its transaction");
  EXPECT_EQ(next({.part = 2, .parts = 3}).fault, Fault::not_found);  // merely unfinished
  EXPECT_EQ(first_fault({encode_record({.part = 2, .parts = 2}, "x")}, 0).what,
            "position 0: part 2 of 2 where part 1 was due");
}

TEST(Transaction, AFlippedBitNamesItsPosition) {
  MemoryJournal journal;
  append_genesis(journal);
  for (std::uint64_t n = 1; n < 6; ++n) append_one(journal, payload_of(n));
  journal.flip_bit(Position(4), 8 * 60 + 3);
  auto reader = TransactionReader::open(journal, Position(1));
  for (int n = 1; n < 4; ++n) ASSERT_TRUE((*reader)->next().has_value());
  const auto bad = (*reader)->next();
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().fault, Fault::corrupt);
  EXPECT_TRUE(bad.error().what.starts_with("position 4: CRC32C")) << bad.error().what;
}

TEST(MemoryJournal, RefusesAnotherPosition) {
  MemoryJournal journal;
  append_genesis(journal);
  Batch batch(Head{}, 1);
  batch.add(kMarch, "again");
  EXPECT_EQ(journal.append(1, Position(0), batch.records()).error().fault, Fault::wrong_position);
  EXPECT_EQ(journal.head().next, Position(1));
}

TEST(MemoryJournal, WaitTellsWhenThereIsMore) {
  MemoryJournal journal;
  EXPECT_FALSE(journal.wait(Position(0), 0));
  append_genesis(journal);
  EXPECT_TRUE(journal.wait(Position(0), 0));
  EXPECT_FALSE(journal.wait(Position(1), 0));
}

// Ten transactions of one and three records, the power cut at every step, several seeds: what was
// acknowledged is there, what is there is a prefix of what was tried, and appending goes on.
TEST(MemoryJournal, NothingAcknowledgedIsLostAtAnyPowerCut) {
  std::vector<std::string> script;
  for (std::uint64_t n = 0; n < 10; ++n)
    script.push_back(n % 4 == 3 ? large_payload(2 * kMaxRecordPayload + n) : payload_of(n));
  const std::uint64_t steps = [&] {
    MemoryJournal journal;
    append_genesis(journal);
    for (const std::string& payload : script) append_one(journal, payload);
    return journal.steps();
  }();
  std::uint64_t dropped = 0;
  std::uint64_t torn_slots = 0;
  for (std::uint64_t cut = 5; cut <= steps; ++cut) {
    const bool io_error = cut % 3 == 0;
    MemoryJournal journal({.seed = cut,
                           .power_cut_at = io_error ? 0 : cut,
                           .io_error_at = io_error ? cut : 0});
    append_genesis(journal);
    std::size_t acknowledged = 0;
    for (const std::string& payload : script) {
      Batch batch(journal.head(), 1);
      batch.add(kMarch, payload);
      const auto after = journal.append(1, journal.head().next, batch.records());
      if (!after) {
        EXPECT_EQ(after.error().fault, io_error ? Fault::io : Fault::closed);
        break;
      }
      ++acknowledged;
    }
    auto found = journal.crash();
    ASSERT_TRUE(found.has_value()) << "cut at " << cut << ": " << found.error().what;
    dropped += (*found)->recovered().dropped;
    torn_slots += (*found)->recovered().head_slot_damaged ? 1 : 0;
    const auto kept = payloads(**found);
    ASSERT_GE(kept.size(), acknowledged) << "cut at " << cut;
    ASSERT_LE(kept.size(), acknowledged + 1) << "cut at " << cut;
    for (std::size_t i = 0; i < kept.size(); ++i) ASSERT_EQ(kept[i], script[i]);
    append_one(**found, "goes on");
    EXPECT_EQ(payloads(**found).back(), "goes on");
  }
  EXPECT_GT(dropped, 0U);     // or the sweep proved nothing
  EXPECT_GT(torn_slots, 0U);
}

TEST(MemoryJournal, LostAcknowledgedRecordsAreRefused) {
  MemoryJournal journal;
  append_genesis(journal);
  for (std::uint64_t n = 1; n < 5; ++n) append_one(journal, payload_of(n));
  journal.lose_from(Position(3));
  const auto found = journal.crash();
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().fault, Fault::regressed);
  EXPECT_TRUE(found.error().what.starts_with("position 3: acknowledged and lost"))
      << found.error().what;
}

TEST(MemoryJournal, DamagedHeadIsRefusedOnlyWhenBothSlotsAre) {
  MemoryJournal journal;
  append_genesis(journal);
  append_one(journal, "one");
  append_one(journal, "two");
  for (const int slot : {0, 1}) {
    journal.damage_head_slot(slot);
    const auto found = journal.crash();
    if (slot == 0) {
      ASSERT_TRUE(found.has_value()) << found.error().what;
      EXPECT_EQ(payloads(**found).size(), 2U);  // nothing is dropped: the slot may have said so
    } else {
      ASSERT_FALSE(found.has_value());
      EXPECT_EQ(found.error().fault, Fault::corrupt);
    }
  }
}

}  // namespace
}  // namespace stele::journal
