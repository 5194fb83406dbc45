// TransferPool: the threads that transfers are made on, and how a transfer hands its messages to a
// connection. A peer that reads slowly holds a thread and a few messages, never more.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/result.h"
#include "frontends/dns/transfer.h"

namespace stele::dns {

// Between the thread that makes a transfer and the connection's thread that sends it.
class Outbox {
 public:
  // `wake` is called whenever there is something to take; any thread.
  explicit Outbox(std::function<void()> wake) : wake_(std::move(wake)) {}

  // The making side. Blocks while the peer is behind; false: it has gone.
  bool push(std::string message);
  void end(std::optional<Error> fault);

  // The sending side. Nothing: there is none now, or no more (ended()).
  std::optional<std::string> take();
  bool ended(std::optional<Error>& fault) const;  // and all is taken
  void abandon();                                 // the connection has gone

 private:
  static constexpr std::size_t kMessagesAhead = 4;  // 256 KiB a transfer at most
  mutable std::mutex mutex_;
  std::condition_variable room_;
  std::deque<std::string> messages_;
  std::optional<Error> fault_;
  bool ended_ = false, abandoned_ = false;
  const std::function<void()> wake_;
};

class TransferPool {
 public:
  using Job = std::move_only_function<void()>;

  TransferPool(std::size_t threads, std::size_t most_waiting);
  // Jobs that have not begun are dropped; those under way must have lost their connections before.
  ~TransferPool();
  TransferPool(const TransferPool&) = delete;
  TransferPool& operator=(const TransferPool&) = delete;

  bool submit(Job job);  // false: too many wait
 private:
  void run(std::stop_token stop);

  const std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Job> waiting_;
  std::vector<std::jthread> threads_;  // last: uses all of the above
};

}  // namespace stele::dns
