// Loop: one thread, one Asio io_context, its mailbox, its clock tick and its connections. Private
// to engine/net, as are the other headers that show Asio: endpoint.h and stream_connection.h.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/net/reactor.h"

namespace stele::net {

class StreamConnection;

// Shared by its Reactor and by the Reentry handles out there, so that a late post finds a mailbox
// that drops it rather than freed memory.
class Loop : public std::enable_shared_from_this<Loop> {
 public:
  using TickTask = std::move_only_function<bool()>;

  void start(std::size_t number);
  // Joins the thread and drops connections and mail. Not on the loop's own thread.
  void stop();

  void post(Task task);
  void post_tick(TickTask task);

  boost::asio::io_context& context() { return context_; }

  // The rest is for the loop's own thread.
  std::int64_t now_ms() const { return now_ms_; }  // monotonic, as of the last tick
  std::array<char, 16 * 1024>& buffer() { return buffer_; }  // one TLS record
  void add_tick(TickTask task) { ticks_.push_back(std::move(task)); }
  void add(std::shared_ptr<StreamConnection> connection);
  void remove(StreamConnection& connection);
  const std::vector<std::shared_ptr<StreamConnection>>& connections() const { return connections_; }

 private:
  void run_mail();
  void arm_tick();
  void tick();

  boost::asio::io_context context_{1};
  boost::asio::steady_timer timer_{context_};
  std::thread thread_;

  std::mutex mutex_;         // guards mail_ and stopped_
  std::vector<Task> mail_;
  bool stopped_ = false;

  std::vector<Task> batch_;  // mail being run; kept for its capacity
  std::vector<TickTask> ticks_;
  std::vector<std::shared_ptr<StreamConnection>> connections_;
  std::size_t most_connections_ = 0;  // at once, since memory was last given back
  std::int64_t now_ms_ = 0;
  std::array<char, 16 * 1024> buffer_;
};

}  // namespace stele::net
