// Reactor: a few threads, each with its own event loop and its own connections, so that nothing on
// the way of a frame is shared or locked. Asio stays behind this wall (engine/net/loop.h).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "engine/base/result.h"

namespace stele::net {

class Loop;
using Task = std::move_only_function<void()>;

// Owned by the composition root; outlives the servers and dials that were started on it.
class Reactor {
 public:
  static Result<std::unique_ptr<Reactor>> start(std::size_t threads);
  // Joins the threads; tasks that have not run are dropped. Stop the servers first, they drain.
  ~Reactor();
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;

  std::size_t threads() const { return loops_.size(); }
  // Any thread. Tasks of one poster run in order; however many are waiting, the loop is woken once.
  void post(std::size_t thread, Task task);
  // Any thread. Runs `task` about every quarter of a second on that loop until it returns false.
  void on_tick(std::size_t thread, std::move_only_function<bool()> task);

  const std::shared_ptr<Loop>& loop(std::size_t thread) const { return loops_[thread]; }

 private:
  Reactor() = default;
  std::vector<std::shared_ptr<Loop>> loops_;
};

}  // namespace stele::net
