#include "tools/steled/peer_log.h"

#include "engine/runtime/log.h"

namespace stele::server {

namespace {

constexpr const char* kOthers = "others";

// "192.0.2.1:50000", "[2001:db8::1]:50000", "unix"
std::string address_of(const std::string& peer) {
  const std::size_t colon = peer.rfind(':');
  return colon == std::string::npos ? peer : peer.substr(0, colon);
}

std::string text_of(const std::string& peer, const net::Event& event) {
  std::string text = "peer=" + peer + " cause=" + net::to_text(event.reason);
  if (!event.detail.empty()) text += " detail=" + event.detail;
  return text;
}

std::string id_of(const std::string& service, net::EndReason reason) {
  return service + (reason == net::EndReason::query_refused ? ".query_refused" : ".connection_ended");
}

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void write(const std::vector<PeerEvents::Line>& lines) {
  for (const PeerEvents::Line& line : lines)
    runtime::log(runtime::LogLevel::warning, line.id, line.text);
}

}  // namespace

// A single one is told as itself.
PeerEvents::Line PeerEvents::count_line(const Key& key, const Window& window) {
  const auto& [service, reason, address] = key;
  if (window.repeated == 1) return {id_of(service, reason), text_of(window.last.peer, window.last)};
  return {id_of(service, reason),
          text_of(address, window.last) + " repeated=" + std::to_string(window.repeated)};
}

std::vector<PeerEvents::Line> PeerEvents::note(const std::string& service, const net::Event& event,
                                               std::int64_t now_ms) {
  Key key{service, event.reason, address_of(event.peer)};
  if (windows_.size() >= kMostTold && !windows_.contains(key)) std::get<2>(key) = kOthers;
  Window& window = windows_.try_emplace(key, Window{.ends_ms = now_ms + kWindowMs}).first->second;
  if (window.told < kToldSingly) {
    ++window.told;
    return {{id_of(service, event.reason), text_of(event.peer, event)}};
  }
  ++window.repeated;
  window.last = event;
  return {};
}

// A kind that goes on keeps its window and has one line each ten seconds; one that is quiet for ten
// is forgotten.
std::vector<PeerEvents::Line> PeerEvents::take_due(std::int64_t now_ms) {
  std::vector<Line> out;
  for (auto at = windows_.begin(); at != windows_.end();) {
    Window& window = at->second;
    const bool over = window.ends_ms <= now_ms;
    if (over && window.repeated == 0) {
      at = windows_.erase(at);
      continue;
    }
    if (over) {
      out.push_back(count_line(at->first, window));
      window.ends_ms = now_ms + kWindowMs;
      window.repeated = 0;
    }
    ++at;
  }
  return out;
}

std::vector<PeerEvents::Line> PeerEvents::take_all() {
  std::vector<Line> out;
  for (const auto& [key, window] : windows_)
    if (window.repeated > 0) out.push_back(count_line(key, window));
  windows_.clear();
  return out;
}

PeerLog::PeerLog() : thread_([this](std::stop_token stop) { run(std::move(stop)); }) {}

PeerLog::~PeerLog() {
  thread_.request_stop();
  thread_.join();
  write(events_.take_all());
}

net::OnEvent PeerLog::sink(std::string service) {
  return [this, service = std::move(service)](const net::Event& event) {
    std::vector<PeerEvents::Line> lines;
    {
      const std::lock_guard lock(mutex_);
      lines = events_.note(service, event, now_ms());
    }
    write(lines);
  };
}

void PeerLog::run(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    wake_.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
    const auto lines = events_.take_due(now_ms());
    lock.unlock();
    write(lines);
    lock.lock();
  }
}

}  // namespace stele::server
