#include "engine/net/loop.h"

#include <csignal>
#include <malloc.h>
#include <pthread.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <string>
#include <utility>

#include "engine/net/stream_connection.h"

namespace stele::net {
namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds kTick{250};
// When a crowd of so many has left, freed TLS memory goes back to the system: malloc keeps what lies
// between two living blocks, so it would stay in resident memory. Not by how many have ended: few
// clients that come and go (WHOIS) would have the whole heap searched four times a second.
constexpr std::size_t kCrowd = 500;

std::int64_t monotonic_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// Signals belong to the main thread; and OpenSSL writes to sockets with write(), where a peer that
// has gone raises SIGPIPE on the writing thread.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  for (int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) sigdelset(&all, fault);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

void Loop::start(std::size_t number) {
  now_ms_ = monotonic_ms();
  arm_tick();
  thread_ = std::thread([this, number] {
    block_signals();
    pthread_setname_np(pthread_self(), ("net-" + std::to_string(number)).c_str());
    auto work = asio::make_work_guard(context_);
    context_.run();
  });
}

void Loop::stop() {
  std::vector<Task> dropped;
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    dropped.swap(mail_);
  }
  context_.stop();
  if (thread_.joinable()) thread_.join();
  batch_.clear();
  ticks_.clear();
  while (!connections_.empty()) connections_.back()->abandon();
}

void Loop::post(Task task) {
  bool wake = false;
  {
    std::lock_guard lock(mutex_);
    if (stopped_) return;
    wake = mail_.empty();
    mail_.push_back(std::move(task));
  }
  if (wake) asio::post(context_, [this] { run_mail(); });
}

void Loop::post_tick(TickTask task) {
  post([this, task = std::move(task)]() mutable { add_tick(std::move(task)); });
}

void Loop::run_mail() {
  {
    std::lock_guard lock(mutex_);
    batch_.swap(mail_);
  }
  for (Task& task : batch_) task();
  batch_.clear();
}

void Loop::arm_tick() {
  timer_.expires_after(kTick);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) tick();
  });
}

void Loop::tick() {
  now_ms_ = monotonic_ms();
  // Backwards: a connection that ends is replaced by the last one, which has been looked at.
  for (std::size_t i = connections_.size(); i-- > 0;) {
    if (i >= connections_.size()) continue;
    const std::shared_ptr<StreamConnection> connection = connections_[i];
    connection->tick();
  }
  std::vector<TickTask> due;
  due.swap(ticks_);
  for (TickTask& task : due)
    if (task()) ticks_.push_back(std::move(task));
  if (most_connections_ >= connections_.size() + kCrowd) {
    most_connections_ = connections_.size();
    malloc_trim(0);
  }
  arm_tick();
}

void Loop::add(std::shared_ptr<StreamConnection> connection) {
  connection->index_in_loop = connections_.size();
  connections_.push_back(std::move(connection));
  most_connections_ = std::max(most_connections_, connections_.size());
}

void Loop::remove(StreamConnection& connection) {
  const std::size_t index = connection.index_in_loop;
  std::swap(connections_[index], connections_.back());
  connections_[index]->index_in_loop = index;
  connections_.pop_back();
}

Result<std::unique_ptr<Reactor>> Reactor::start(std::size_t threads) {
  std::unique_ptr<Reactor> reactor(new Reactor);
  try {
    for (std::size_t i = 0; i < threads; ++i) {
      auto loop = std::make_shared<Loop>();
      loop->start(i);
      reactor->loops_.push_back(std::move(loop));
    }
  } catch (const std::exception& failure) {
    return fail(Fault::io, std::string("cannot start network threads: ") + failure.what());
  }
  return reactor;
}

Reactor::~Reactor() {
  for (const auto& loop : loops_) loop->stop();
}

void Reactor::post(std::size_t thread, Task task) { loops_[thread]->post(std::move(task)); }

void Reactor::on_tick(std::size_t thread, std::move_only_function<bool()> task) {
  loops_[thread]->post_tick(std::move(task));
}

}  // namespace stele::net
