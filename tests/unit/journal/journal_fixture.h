// What the journal's tests share: small journals to append to and to damage.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "engine/crypto/sign.h"
#include "events/journal/genesis.h"
#include "events/journal/journal.h"
#include "events/journal/transaction.h"

namespace stele::journal {

inline const Instant kMarch{1772323200000};  // 2026-03-01T00:00:00Z

inline crypto::SigningKey log_key() { return *crypto::SigningKey::from_seed(std::string(32, 'k')); }

inline Genesis example_genesis() {
  Genesis out;
  for (std::size_t i = 0; i < out.uuid.size(); ++i) out.uuid[i] = static_cast<std::uint8_t>(i);
  out.origin = "registry.example/journal";
  out.public_key = log_key().public_key();
  return out;
}

inline std::string payload_of(std::uint64_t n) {
  return "transaction " + std::to_string(n) + std::string(n % 7 * 10, '.');
}

// Appends one transaction; the journal must take it.
inline Head append_one(Journal& journal, std::string_view payload, Instant time = kMarch) {
  const Head before = journal.head();
  Batch batch(before, 1);
  batch.add(time, payload);
  const auto after = journal.append(1, before.next, batch.records());
  EXPECT_TRUE(after.has_value()) << after.error().what;
  return after ? *after : before;
}

inline void append_genesis(Journal& journal) {
  const EncodedRecord genesis = genesis_record(example_genesis(), kMarch);
  const auto after = journal.append(0, Position(0), {&genesis, 1});
  ASSERT_TRUE(after.has_value()) << after.error().what;
}

// All transactions from position 1 on; stops at the first fault other than the end.
inline std::vector<std::string> payloads(Journal& journal) {
  std::vector<std::string> out;
  auto reader = TransactionReader::open(journal, Position(1));
  EXPECT_TRUE(reader.has_value()) << reader.error().what;
  if (!reader) return out;
  while (true) {
    const auto transaction = (*reader)->next();
    if (!transaction) {
      EXPECT_EQ(transaction.error().fault, Fault::not_found) << transaction.error().what;
      return out;
    }
    out.emplace_back(transaction->payload);
  }
}

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// Every file below a directory with its bytes, by relative path.
using Tree = std::map<std::string, std::string>;
inline Tree tree_of(const std::string& dir) {
  Tree out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir)) {
    const std::string name = std::filesystem::relative(entry.path(), dir);
    out[name] = entry.is_regular_file() ? read_file(entry.path()) : "directory";
  }
  return out;
}

}  // namespace stele::journal
