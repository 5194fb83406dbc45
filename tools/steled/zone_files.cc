#include "tools/steled/zone_files.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>

#include "engine/runtime/log.h"
#include "projections/zone/master_file.h"

extern char** environ;

namespace stele::server {

namespace {

using runtime::LogLevel;
using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLookAtHook{20};

// As a program is started from a shell: no signal is held, as the server's threads hold those that
// stop it, nor is SIGPIPE ignored, and it and what it starts are a group.
class SpawnAttributes {
 public:
  SpawnAttributes() {
    ::posix_spawnattr_init(&attributes_);
    sigset_t signals;
    ::sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes_, &signals);
    ::sigaddset(&signals, SIGPIPE);
    ::posix_spawnattr_setsigdefault(&attributes_, &signals);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                 POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnAttributes() { ::posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

// The exit status; nullopt when it had to be killed, with all it had started. A command that cannot be
// started has status 127.
std::optional<int> run_command(const std::vector<std::string>& words, std::chrono::milliseconds longest,
                               const std::stop_token& stop) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  const SpawnAttributes attributes;
  pid_t child = 0;
  const int error =
      ::posix_spawnp(&child, arguments[0], &files, attributes.get(), arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&files);
  if (error != 0) return 127;
  const auto end = steady_clock::now() + longest;
  int status = 0;
  for (;;) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (ended < 0 && errno != EINTR) return 127;
    if (stop.stop_requested() || steady_clock::now() >= end) break;
    std::this_thread::sleep_for(kLookAtHook);
  }
  ::kill(-child, SIGKILL);
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return std::nullopt;
}

}  // namespace

ZoneFiles::ZoneFiles(ZoneFilesConfig config, zone::Zones& zones)
    : config_(std::move(config)), zones_(zones) {
  zones_.on_new_serial([this](const DomainName& name, std::uint32_t) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.emplace(name, Time{});
    }
    wake_.notify_one();
  });
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void ZoneFiles::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void ZoneFiles::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    Time next = Time::max();
    std::optional<DomainName> due;
    for (auto& [name, from] : waiting_) {
      if (const auto pause = not_before_.find(name); pause != not_before_.end()) from = pause->second;
      if (from <= steady_clock::now()) due = name;
      next = std::min(next, from);
    }
    if (due) {
      waiting_.erase(*due);
      not_before_[*due] = steady_clock::now() + config_.every;
      lock.unlock();
      write(*due, stop);
      lock.lock();
    } else if (next == Time::max()) {
      wake_.wait(lock, stop, [this] { return !waiting_.empty(); });
    } else {
      const std::size_t known = waiting_.size();
      wake_.wait_until(lock, stop, next, [this, known] { return waiting_.size() != known; });
    }
  }
}

void ZoneFiles::write(const DomainName& name, const std::stop_token& stop) {
  const auto zone = zones_.find(name);
  if (!zone) return;  // no longer published: its last file stays
  const std::string path = config_.directory + "/" + name.text() + ".zone";
  const auto counts = zone::write_master_file(*zone, path);
  if (!counts) {
    runtime::log(LogLevel::error, "zone.file_not_written", counts.error().what);
    not_before_[name] = steady_clock::now() + std::max(config_.every, config_.after_failure);
    const std::lock_guard lock(mutex_);
    waiting_.emplace(name, Time{});
    return;
  }
  runtime::log(LogLevel::debug, "zone.file_written",
               path + " serial=" + std::to_string(zone->serial()));
  if (!config_.hook.empty()) run_hook(name, path, zone->serial(), stop);
}

void ZoneFiles::run_hook(const DomainName& name, const std::string& path, std::uint32_t serial,
                         const std::stop_token& stop) {
  std::vector<std::string> words = config_.hook;
  words.insert(words.end(), {name.text(), path, std::to_string(serial)});
  const auto status = run_command(words, config_.longest_hook, stop);
  if (status && *status == 0) return;
  runtime::log(LogLevel::error, "zone.hook_failed",
               words[0] + " for " + path + ": " +
                   (status ? "exit status " + std::to_string(*status)
                           : std::string("killed: it took too long, or the server stops")));
}

}  // namespace stele::server
