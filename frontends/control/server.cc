#include "frontends/control/server.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "frontends/control/socket_path.h"

namespace stele::control {

namespace {

constexpr std::size_t kMaxConnections = 32;
constexpr std::chrono::seconds kDrain{2};

// One operation under way, seen from its thread and from its connection.
class Job {
 public:
  explicit Job(std::shared_ptr<net::Reentry> reentry) : reentry_(std::move(reentry)) {}

  // On the operation's thread. Waits for the client to have taken it, so one part is in memory.
  Done send_part(std::string_view text) {
    reentry_->post([frame = encode_frame(Part{std::string(text)})](net::Connection& connection) {
      connection.send(frame);
      connection.resume_reading();
    });
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, stop_.get_token(), [this] { return taken_; }))
      return fail(Fault::closed, "cut off: the client has gone, or the server stops");
    taken_ = false;
    return {};
  }

  void set_taken() {
    {
      std::lock_guard lock(mutex_);
      taken_ = true;
    }
    changed_.notify_all();
  }

  // Asked to stop when the client has gone or the server stops.
  std::stop_source stop() const { return stop_; }

 private:
  std::shared_ptr<net::Reentry> reentry_;
  std::stop_source stop_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool taken_ = false;
};

}  // namespace

// The threads of operations. A thread that is done is joined when the next one starts.
class Workers {
 public:
  ~Workers() { join(); }

  void join() {
    std::vector<Worker> last;
    {
      std::lock_guard lock(mutex_);
      last.swap(workers_);
    }
    for (Worker& worker : last) worker.thread.join();
  }

  // Those under way and those to come.
  void request_stop() {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    for (Worker& worker : workers_) worker.stop.request_stop();
  }

  void start(std::stop_source stop, std::move_only_function<void()> work) {
    std::lock_guard lock(mutex_);
    if (stopping_) stop.request_stop();
    std::erase_if(workers_, [](Worker& worker) {
      if (!worker.done->load()) return false;
      worker.thread.join();
      return true;
    });
    auto done = std::make_shared<std::atomic<bool>>(false);
    workers_.push_back(Worker{std::thread([work = std::move(work), done]() mutable {
                                work();
                                done->store(true);
                              }),
                              done, std::move(stop)});
  }

 private:
  struct Worker {
    std::thread thread;
    std::shared_ptr<std::atomic<bool>> done;
    std::stop_source stop;
  };
  std::mutex mutex_;
  bool stopping_ = false;
  std::vector<Worker> workers_;
};

namespace {

// Reading is paused while an operation works, and open while it waits for a part to be taken.
class ControlSession final : public net::Session {
 public:
  ControlSession(Operations& operations, std::shared_ptr<Workers> workers)
      : operations_(operations), workers_(std::move(workers)) {}

  void on_open(net::Connection&) override {}

  std::size_t on_data(net::Connection& connection, std::string_view bytes) override {
    auto decoded = decode_frame(bytes);
    if (!decoded) {
      connection.refuse(decoded.error().what);
      return bytes.size();
    }
    if (decoded->length == 0) return 0;
    if (auto* request = std::get_if<Request>(&decoded->message); request && !job_) {
      start(connection, std::move(*request));
    } else if (std::holds_alternative<Next>(decoded->message) && job_) {
      connection.pause_reading();
      job_->set_taken();
    } else {
      connection.refuse("control frame out of turn");
    }
    return decoded->length;
  }

  void on_close(net::EndReason) override {
    if (job_) job_->stop().request_stop();
  }

 private:
  void start(net::Connection& connection, Request request) {
    connection.pause_reading();
    auto reentry = connection.reentry();
    job_ = std::make_shared<Job>(reentry);
    // A posted task runs only while the session is alive, so it may use `this`; the thread may not.
    auto finish = [this](net::Connection& to, const Reply& reply) {
      job_.reset();
      to.send(encode_frame(reply));
      to.resume_reading();
    };
    workers_->start(job_->stop(), [request = std::move(request), job = job_, &operations = operations_,
                     reentry = std::move(reentry), finish] {
      Reply reply = operations.perform(
          request, [&job](std::string_view text) { return job->send_part(text); },
          job->stop().get_token());
      reentry->post([finish, reply = std::move(reply)](net::Connection& to) { finish(to, reply); });
    });
  }

  Operations& operations_;
  std::shared_ptr<Workers> workers_;
  std::shared_ptr<Job> job_;
};

}  // namespace

ControlServer::ControlServer(std::string dir, std::string path)
    : dir_(std::move(dir)), path_(std::move(path)), workers_(std::make_shared<Workers>()) {}

Result<std::unique_ptr<ControlServer>> ControlServer::listen(net::Reactor& reactor,
                                                             Operations& operations,
                                                             const std::string& dir,
                                                             net::OnEvent on_event) {
  auto path = choose_socket_path(dir);
  if (!path) return std::unexpected(path.error());
  std::unique_ptr<ControlServer> out(new ControlServer(dir, *path));
  net::ServerOptions options;
  options.unix_path = *path;
  options.limits.connections = kMaxConnections;
  options.limits.unconsumed_bytes = kMaxFrame + 4;
  options.limits.unsent_bytes = 2 * kMaxFrame;
  options.on_event = std::move(on_event);
  options.session = [&operations, workers = out->workers_] {
    return std::make_unique<ControlSession>(operations, workers);
  };
  auto server = net::Server::listen(reactor, std::move(options));
  if (!server) return std::unexpected(server.error());
  out->server_ = std::move(*server);
  return out;
}

ControlServer::~ControlServer() { stop(); }

void ControlServer::stop() {
  if (!server_) return;
  workers_->request_stop();
  server_->stop(kDrain);
  server_.reset();
  workers_->join();
  forget_socket_path(dir_);
}

}  // namespace stele::control
