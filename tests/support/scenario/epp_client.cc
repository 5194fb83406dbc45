#include "tests/support/scenario/epp_client.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <limits>
#include <mutex>
#include <optional>

namespace stele::test {
namespace {

constexpr Instant kNeverExpires{std::numeric_limits<std::int64_t>::max()};
constexpr std::size_t kHeader = 4;  // RFC 5734 §4: total length, itself included

// Tasks that other threads send back; they outlive the connection.
class Tasks final : public net::Reentry {
 public:
  void post(Task task) override {
    {
      const std::lock_guard lock(mutex_);
      if (ended_) return;
      waiting_.push_back(std::move(task));
    }
    arrived_.notify_one();
  }

  std::optional<Task> wait(std::chrono::steady_clock::time_point until) {
    std::unique_lock lock(mutex_);
    if (!arrived_.wait_until(lock, until, [this] { return !waiting_.empty(); }))
      return std::nullopt;
    Task task = std::move(waiting_.front());
    waiting_.pop_front();
    return task;
  }

  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    waiting_.clear();
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Task> waiting_;
  bool ended_ = false;
};

}  // namespace

class EppClient::Wire final : public net::Connection {
 public:
  explicit Wire(const Digest& fingerprint)
      : certificate_({.fingerprint = fingerprint, .valid_until = kNeverExpires}) {}

  void send(std::string bytes) override { out += bytes; }
  void close_after_send() override { closed = true; }
  void close() override { closed = true; }
  void refuse(std::string why) override {
    closed = true;
    refusal = std::move(why);
  }
  void pause_reading() override { paused = true; }
  void resume_reading() override { paused = false; }
  const std::string& peer() const override { return peer_; }
  const std::string& peer_address() const override { return address_; }
  const std::optional<net::PeerCertificate>& peer_certificate() const override {
    return certificate_;
  }
  std::shared_ptr<net::Reentry> reentry() override { return tasks; }

  // The first whole frame of what has been sent, without its header.
  std::optional<std::string> take_frame() {
    if (out.size() < kHeader) return std::nullopt;
    const auto length = get_big_endian<std::uint32_t>(out);
    if (length < kHeader || out.size() < length) return std::nullopt;
    std::string frame = out.substr(kHeader, length - kHeader);
    out.erase(0, length);
    return frame;
  }

  std::string in, out, refusal;
  bool paused = false;
  bool closed = false;
  std::shared_ptr<Tasks> tasks = std::make_shared<Tasks>();

 private:
  std::string peer_ = "192.0.2.1:50000";
  std::string address_ = "192.0.2.1";
  std::optional<net::PeerCertificate> certificate_;
};

EppClient::EppClient(const net::SessionFactory& sessions, const Digest& fingerprint)
    : wire_(std::make_unique<Wire>(fingerprint)), session_(sessions()) {
  session_->on_open(*wire_);
  wire_->take_frame();
}

EppClient::~EppClient() {
  wire_->tasks->end();
  session_->on_close(net::EndReason::closed_by_peer);
}

Result<std::string> EppClient::exchange(std::string_view frame) {
  put_big_endian(wire_->in, static_cast<std::uint32_t>(frame.size() + kHeader));
  wire_->in += frame;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  for (;;) {
    if (!wire_->paused && !wire_->closed && !wire_->in.empty())
      wire_->in.erase(0, session_->on_data(*wire_, wire_->in));
    if (auto answer = wire_->take_frame()) return std::move(*answer);
    if (wire_->closed)
      return fail(Fault::closed, "the session ended without an answer " + wire_->refusal);
    auto task = wire_->tasks->wait(until);
    if (!task) return fail(Fault::timeout, "no answer to " + std::string(frame));
    (*task)(*wire_);
  }
}

}  // namespace stele::test
