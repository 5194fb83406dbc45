#include "frontends/cds/exchange.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>

#include "engine/base/bytes.h"
#include "engine/net/dial.h"

namespace stele::cds {
namespace {

constexpr std::chrono::seconds kSlack{2};  // the network's clock ticks four times a second

// What the asking thread and the connection share; it survives whoever ends first.
struct Talk {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::map<std::uint16_t, std::string> answers;  // by the question's id
  std::size_t wanted = 0;
  std::string problem;
  bool ended = false;

  void end(std::string why) {
    {
      const std::lock_guard lock(mutex);
      if (ended) return;
      ended = true;
      problem = std::move(why);
    }
    changed.notify_all();
  }
};

class AskingSession final : public net::Session {
 public:
  AskingSession(std::shared_ptr<Talk> talk, std::string questions)
      : talk_(std::move(talk)), questions_(std::move(questions)) {}

  void on_open(net::Connection& connection) override { connection.send(std::move(questions_)); }

  std::size_t on_data(net::Connection& connection, std::string_view bytes) override {
    std::size_t taken = 0;
    while (bytes.size() - taken >= 2) {
      const std::size_t size = get_big_endian<std::uint16_t>(bytes.substr(taken));
      if (size < 2 || size > kMostMessage) return give_up(connection, bytes, "no answer of this size");
      if (bytes.size() - taken - 2 < size) break;
      if (!keep(bytes.substr(taken + 2, size)))
        return give_up(connection, bytes, "not the answer to the question");
      taken += 2 + size;
    }
    if (has_all()) connection.close();
    return taken;
  }

  void on_close(net::EndReason reason) override { talk_->end(net::to_text(reason)); }

 private:
  std::size_t give_up(net::Connection& connection, std::string_view bytes, std::string why) {
    talk_->end(std::move(why));
    connection.close();
    return bytes.size();
  }

  bool has_all() {
    const std::lock_guard lock(talk_->mutex);
    return talk_->answers.size() == talk_->wanted;
  }

  // Once each, and to a question that was asked.
  bool keep(std::string_view message) {
    const std::lock_guard lock(talk_->mutex);
    const auto known = talk_->answers.find(get_big_endian<std::uint16_t>(message));
    if (known != talk_->answers.end() || talk_->answers.size() >= talk_->wanted) return false;
    talk_->answers.emplace(get_big_endian<std::uint16_t>(message), message);
    return true;
  }

  const std::shared_ptr<Talk> talk_;
  std::string questions_;
};

net::Limits limits_of(std::chrono::milliseconds timeout) {
  net::Limits limits;
  limits.handshake_timeout = timeout;
  limits.idle_timeout = timeout;
  limits.frame_timeout = timeout;
  limits.send_timeout = timeout;
  limits.unconsumed_bytes = kMostMessage + 2;
  limits.unsent_bytes = 4096;
  return limits;
}

}  // namespace

Result<std::vector<std::string>> Exchange::ask(const Server& server,
                                               const std::vector<Question>& questions,
                                               std::stop_token stop) const {
  static std::atomic<std::size_t> turn{0};
  std::map<std::uint16_t, std::string> answers;
  while (answers.size() < questions.size()) {
    auto talk = std::make_shared<Talk>();
    std::string bytes;
    for (const Question& question : questions) {
      if (answers.contains(question.id)) continue;
      const std::string message = to_message(question);
      put_big_endian(bytes, static_cast<std::uint16_t>(message.size()));
      bytes += message;
      ++talk->wanted;
    }
    net::DialOptions options{.address = server.address, .port = server.port, .tls = nullptr,
                             .limits = limits_of(timeout_), .on_event = {}};
    options.on_event = [talk](const net::Event& event) {
      talk->end(event.detail.empty() ? net::to_text(event.reason) : event.detail);
    };
    Done dialled = net::dial(reactor_, turn++ % reactor_.threads(), std::move(options),
                             [talk, bytes] { return std::make_unique<AskingSession>(talk, bytes); });
    if (!dialled) return std::unexpected(dialled.error());
    std::unique_lock lock(talk->mutex);
    const bool ended = talk->changed.wait_for(lock, stop, timeout_ + kSlack,
                                              [&] { return talk->ended; });
    const std::size_t before = answers.size();
    for (const Question& question : questions)
      if (auto node = talk->answers.extract(question.id)) answers.insert(std::move(node));
    if (answers.size() == before)
      return fail(Fault::timeout, ended ? talk->problem : std::string("no answer in time"));
  }
  std::vector<std::string> out;
  for (const Question& question : questions) out.push_back(std::move(answers[question.id]));
  return out;
}

}  // namespace stele::cds
