#include "frontends/dns/transfer_pool.h"

#include <pthread.h>

namespace stele::dns {

bool Outbox::push(std::string message) {
  {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return abandoned_ || messages_.size() < kMessagesAhead; });
    if (abandoned_) return false;
    messages_.push_back(std::move(message));
  }
  wake_();
  return true;
}

void Outbox::end(std::optional<Error> fault) {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    fault_ = std::move(fault);
  }
  wake_();
}

std::optional<std::string> Outbox::take() {
  const std::lock_guard lock(mutex_);
  if (messages_.empty()) return std::nullopt;
  std::optional<std::string> out(std::move(messages_.front()));
  messages_.pop_front();
  room_.notify_one();
  return out;
}

bool Outbox::ended(std::optional<Error>& fault) const {
  const std::lock_guard lock(mutex_);
  if (!ended_ || !messages_.empty()) return false;
  fault = fault_;
  return true;
}

void Outbox::abandon() {
  const std::lock_guard lock(mutex_);
  abandoned_ = true;
  room_.notify_all();
}

TransferPool::TransferPool(std::size_t threads, std::size_t most_waiting)
    : most_waiting_(most_waiting) {
  for (std::size_t i = 0; i < threads; ++i)
    threads_.emplace_back([this](std::stop_token stop) { run(std::move(stop)); });
}

TransferPool::~TransferPool() {
  for (std::jthread& thread : threads_) thread.request_stop();
  changed_.notify_all();
}

bool TransferPool::submit(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= most_waiting_) return false;
    waiting_.push_back(std::move(job));
  }
  changed_.notify_one();
  return true;
}

void TransferPool::run(std::stop_token stop) {
  pthread_setname_np(pthread_self(), "transfer");
  for (;;) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, stop, [&] { return !waiting_.empty(); }) || stop.stop_requested()) return;
    Job job = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    job();
  }
}

}  // namespace stele::dns
