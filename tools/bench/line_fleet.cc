#include "tools/bench/line_fleet.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace stele::bench {

namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    reset(std::exchange(other.fd_, -1));
    return *this;
  }
  void reset(int fd = -1) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

struct Client {
  Descriptor socket;
  SteadyClock::time_point began;
  std::string line;
  bool asked = false;
  std::size_t received = 0;
};

class Lines {
 public:
  Lines(const LineFleetOptions& options, const sockaddr_in& server)
      : options_(options), server_(server), epoll_(::epoll_create1(EPOLL_CLOEXEC)),
        clients_(options.clients) {}

  Result<LineMeasurement> run(std::chrono::duration<double> duration) {
    if (epoll_.get() < 0) return fail(Fault::io, "epoll: " + std::string(std::strerror(errno)));
    const auto begin = SteadyClock::now();
    const auto end = begin + std::chrono::duration_cast<SteadyClock::duration>(duration);
    for (std::size_t i = 0; i < clients_.size(); ++i)
      if (Done begun = begin_query(i); !begun) return std::unexpected(begun.error());
    while (SteadyClock::now() < end) {
      std::array<epoll_event, 64> ready{};
      const int count = ::epoll_wait(epoll_.get(), ready.data(), static_cast<int>(ready.size()), 100);
      if (count < 0 && errno != EINTR) return fail(Fault::io, std::strerror(errno));
      for (int i = 0; i < count; ++i)
        if (Done done = act(ready[static_cast<std::size_t>(i)].data.u64); !done)
          return std::unexpected(done.error());
    }
    out_.seconds = std::chrono::duration<double>(SteadyClock::now() - begin).count();
    std::ranges::sort(out_.latencies_us);
    return std::move(out_);
  }

 private:
  Done begin_query(std::size_t index) {
    Client& client = clients_[index];
    client.socket.reset(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (client.socket.get() < 0) return fail(Fault::io, "socket: " + std::string(std::strerror(errno)));
    client.began = SteadyClock::now();
    client.line = options_.queries[next_++ % options_.queries.size()] + "\r\n";
    client.asked = false;
    client.received = 0;
    const auto* address = reinterpret_cast<const sockaddr*>(&server_);
    if (::connect(client.socket.get(), address, sizeof server_) != 0 && errno != EINPROGRESS)
      return fail(Fault::io, "connect: " + std::string(std::strerror(errno)));
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLET;
    event.data.u64 = index;
    if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, client.socket.get(), &event) != 0)
      return fail(Fault::io, "epoll_ctl: " + std::string(std::strerror(errno)));
    return {};
  }

  Done act(std::size_t index) {
    Client& client = clients_[index];
    const int fd = client.socket.get();
    if (!client.asked) {
      const ssize_t sent = ::send(fd, client.line.data(), client.line.size(), MSG_NOSIGNAL);
      if (sent < 0 && (errno == EAGAIN || errno == ENOTCONN)) return {};
      if (sent != static_cast<ssize_t>(client.line.size())) return finish(index, false);
      client.asked = true;
    }
    for (;;) {
      std::array<char, 16 * 1024> buffer;
      const ssize_t got = ::recv(fd, buffer.data(), buffer.size(), 0);
      if (got > 0) client.received += static_cast<std::size_t>(got);
      else if (got == 0) return finish(index, client.received > 0);
      else if (errno == EAGAIN) return {};
      else return finish(index, false);
    }
  }

  Done finish(std::size_t index, bool good) {
    const Client& client = clients_[index];
    if (good) {
      ++out_.answers;
      out_.bytes += client.received;
      const auto took = SteadyClock::now() - client.began;
      out_.latencies_us.push_back(static_cast<std::uint32_t>(
          std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
    } else {
      ++out_.failures;
    }
    return begin_query(index);
  }

  const LineFleetOptions& options_;
  const sockaddr_in server_;
  Descriptor epoll_;
  std::vector<Client> clients_;
  std::size_t next_ = 0;
  LineMeasurement out_;
};

}  // namespace

Result<LineMeasurement> run_lines(const LineFleetOptions& options,
                                  std::chrono::duration<double> duration) {
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(options.port);
  if (::inet_pton(AF_INET, options.address.c_str(), &server.sin_addr) != 1)
    return fail(Fault::invalid, options.address + " is no IPv4 address");
  if (options.queries.empty() || options.clients == 0)
    return fail(Fault::invalid, "nothing is asked, or by nobody");
  return Lines(options, server).run(duration);
}

}  // namespace stele::bench
