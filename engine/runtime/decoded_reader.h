// DecodedReader: transactions read, checked and decoded on a thread of their own, a few batches ahead
// of whoever applies them. Replay is bound by the processor; this gives it a second one.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/base/result.h"
#include "events/event.h"
#include "events/journal/transaction.h"

namespace stele::runtime {

struct DecodedTransaction {
  events::Transaction transaction;
  Position first{};
  Position next{};
  Instant time;
  Digest leaf{};
};

class DecodedReader {
 public:
  struct Limits {
    std::optional<Position> until;       // the first position not read
    std::optional<Instant> until_time;   // the last transaction time read
  };
  DecodedReader(std::unique_ptr<journal::TransactionReader> reader, Limits limits);
  ~DecodedReader();
  DecodedReader(const DecodedReader&) = delete;
  DecodedReader& operator=(const DecodedReader&) = delete;

  // The next transaction, valid until the next call; null at the end. A fault names the position and
  // comes after every whole transaction before it.
  Result<const DecodedTransaction*> next();

 private:
  struct Batch {
    std::vector<DecodedTransaction> transactions;
    std::optional<Error> error;  // after them
    bool last = false;
  };
  void run();
  Batch read_batch();
  Result<std::optional<DecodedTransaction>> read_one(std::size_t& bytes);

  std::unique_ptr<journal::TransactionReader> reader_;  // the thread's
  const Limits limits_;
  Batch current_;  // the caller's
  std::size_t at_ = 0;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> ready_;
  std::vector<DecodedTransaction> used_;  // freed by the thread that allocated them
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace stele::runtime
