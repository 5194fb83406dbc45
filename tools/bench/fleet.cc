#include "tools/bench/fleet.h"

#include <algorithm>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/net/dial.h"

namespace stele::bench {

std::string framed(std::string_view payload) {
  std::string frame;
  frame.reserve(payload.size() + 4);
  put_big_endian(frame, static_cast<std::uint32_t>(payload.size() + 4));
  frame += payload;
  return frame;
}

double percentile(const std::vector<std::uint32_t>& sorted, std::size_t percent) {
  return sorted.empty() ? 0 : sorted[sorted.size() * percent / 100];
}

class FleetSession final : public net::Session {
 public:
  FleetSession(Fleet& fleet, std::unique_ptr<Script> script)
      : fleet_(fleet), script_(std::move(script)) {}

  void on_open(net::Connection& connection) override { prepare(connection, std::nullopt); }

  std::size_t on_data(net::Connection& connection, std::string_view bytes) override {
    return for_each_frame(bytes, [&](std::string_view payload) { take(connection, payload); });
  }

  void on_close(net::EndReason reason) override {
    if (!fleet_.closing_) fleet_.failed(std::string("a session ended: ") + to_text(reason));
  }

  void run(net::Connection& connection, SteadyClock::time_point until) {
    until_ = until;
    report_ = {};
    asked_ = SteadyClock::now();
    connection.send(framed(script_->next()));
  }

 private:
  void prepare(net::Connection& connection, std::optional<std::string_view> answer) {
    auto next = script_->prepare(answer);
    if (!next) return fleet_.failed(next.error().what);
    if (!*next) {
      prepared_ = true;
      return fleet_.ready(connection.reentry(), this);
    }
    if (!(*next)->empty()) connection.send(framed(**next));
  }

  void take(net::Connection& connection, std::string_view payload) {
    if (!prepared_) return prepare(connection, payload);
    const auto now = SteadyClock::now();
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(now - asked_).count();
    report_.latencies_us[script_->kind()].push_back(static_cast<std::uint32_t>(took));
    ++report_.codes[script_->judge(payload)];
    if (now >= until_) return fleet_.finished(std::move(report_));
    asked_ = now;
    connection.send(framed(script_->next()));
  }

  Fleet& fleet_;
  std::unique_ptr<Script> script_;
  bool prepared_ = false;
  SteadyClock::time_point until_;
  SteadyClock::time_point asked_;
  Fleet::Report report_;
};

void Fleet::ready(std::shared_ptr<net::Reentry> way_back, FleetSession* session) {
  std::lock_guard lock(mutex_);
  sessions_.emplace_back(std::move(way_back), session);
  changed_.notify_all();
}

void Fleet::finished(Report report) {
  std::lock_guard lock(mutex_);
  reports_.push_back(std::move(report));
  changed_.notify_all();
}

void Fleet::failed(std::string why) {
  std::lock_guard lock(mutex_);
  if (!failure_) failure_ = std::move(why);
  changed_.notify_all();
}

Result<std::unique_ptr<Fleet>> Fleet::connect(
    const FleetOptions& options, std::function<std::unique_ptr<Script>(std::size_t)> script) {
  std::unique_ptr<Fleet> fleet(new Fleet);
  auto reactor = net::Reactor::start(options.threads);
  if (!reactor) return std::unexpected(reactor.error());
  fleet->reactor_ = std::move(*reactor);
  for (std::size_t i = 0; i < options.sessions; ++i) {
    net::DialOptions dial{.address = options.address, .port = options.port, .tls = options.tls[i % options.tls.size()]};
    dial.on_event = [raw = fleet.get()](const net::Event& event) {
      if (!raw->closing_) raw->failed(std::string(to_text(event.reason)) + ": " + event.detail);
    };
    auto dialled = net::dial(*fleet->reactor_, i % options.threads, std::move(dial),
                             [raw = fleet.get(), script, i]() -> std::unique_ptr<net::Session> {
                               return std::make_unique<FleetSession>(*raw, script(i));
                             });
    if (!dialled) return std::unexpected(dialled.error());
  }
  std::unique_lock lock(fleet->mutex_);
  const bool in_time = fleet->changed_.wait_for(lock, std::chrono::seconds(60), [&] {
    return fleet->failure_ || fleet->sessions_.size() == options.sessions;
  });
  if (fleet->failure_) return fail(Fault::io, *fleet->failure_);
  if (!in_time) return fail(Fault::timeout, "not all sessions were ready within a minute");
  lock.unlock();
  return fleet;
}

Fleet::~Fleet() { closing_ = true; }

Result<Measurement> Fleet::run(std::chrono::duration<double> duration) {
  std::unique_lock lock(mutex_);
  reports_.clear();
  const auto begin = SteadyClock::now();
  const auto until = begin + std::chrono::duration_cast<SteadyClock::duration>(duration);
  for (auto& [way_back, session] : sessions_)
    way_back->post([session = session, until](net::Connection& c) { session->run(c, until); });
  const bool in_time = changed_.wait_until(lock, until + std::chrono::seconds(60), [&] {
    return failure_ || reports_.size() == sessions_.size();
  });
  if (failure_) return fail(Fault::io, *failure_);
  if (!in_time) return fail(Fault::timeout, "a session got no answer for a minute");

  Measurement measured;
  measured.seconds = std::chrono::duration<double>(SteadyClock::now() - begin).count();
  std::vector<std::uint32_t> all;
  for (Report& report : reports_) {
    for (auto& [kind, latencies] : report.latencies_us) {
      all.insert(all.end(), latencies.begin(), latencies.end());
      auto& of_kind = measured.latencies_us[kind];
      of_kind.insert(of_kind.end(), latencies.begin(), latencies.end());
    }
    for (const auto& [code, count] : report.codes) measured.codes[code] += count;
  }
  for (auto& [kind, latencies] : measured.latencies_us) std::sort(latencies.begin(), latencies.end());
  std::sort(all.begin(), all.end());
  measured.frames = all.size();
  measured.p50_us = percentile(all, 50);
  measured.p99_us = percentile(all, 99);
  return measured;
}

}  // namespace stele::bench
