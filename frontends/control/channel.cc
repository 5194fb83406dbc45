#include "frontends/control/channel.h"

#include <chrono>

#include "engine/net/client_stream.h"
#include "frontends/control/operations.h"
#include "frontends/control/socket_path.h"

namespace stele::control {

namespace {

// A full walk over a large journal (checkpoint) answers nothing until its end.
constexpr std::chrono::minutes kTimeout{10};

class RemoteChannel final : public Channel {
 public:
  explicit RemoteChannel(net::ClientStream stream) : stream_(std::move(stream)) {}

  Result<Reply> call(const Request& request, const PartSink& part) override {
    if (auto sent = stream_.write(encode_frame(request)); !sent)
      return std::unexpected(sent.error());
    for (;;) {
      auto message = read();
      if (!message) return std::unexpected(message.error());
      if (auto* reply = std::get_if<Reply>(&*message)) return std::move(*reply);
      const auto* text = std::get_if<Part>(&*message);
      if (text == nullptr) return fail(Fault::invalid, "the server sent what is not an answer");
      if (auto taken = part(text->text); !taken) return std::unexpected(taken.error());
      if (auto sent = stream_.write(encode_frame(Next{})); !sent)
        return std::unexpected(sent.error());
    }
  }

 private:
  Result<Message> read() {
    for (;;) {
      auto decoded = decode_frame(input_);
      if (!decoded) return std::unexpected(decoded.error());
      if (decoded->length > 0) {
        input_.erase(0, decoded->length);
        return std::move(decoded->message);
      }
      auto more = stream_.read_some(1 << 16);
      if (!more) return std::unexpected(more.error());
      input_ += *more;
    }
  }

  net::ClientStream stream_;
  std::string input_;
};

class LocalChannel final : public Channel {
 public:
  explicit LocalChannel(Operations& operations) : operations_(operations) {}
  Result<Reply> call(const Request& request, const PartSink& part) override {
    return operations_.perform(request, part);
  }

 private:
  Operations& operations_;
};

}  // namespace

Result<Reply> Channel::call(const Request& request) {
  return call(request, [](std::string_view) -> Done { return {}; });
}

Result<std::unique_ptr<Channel>> connect(const std::string& dir) {
  const std::string path = find_socket_path(dir);
  auto stream = net::ClientStream::connect_unix(path, kTimeout);
  if (!stream) return fail(Fault::not_found, "no server answers at " + path);
  return std::make_unique<RemoteChannel>(std::move(*stream));
}

std::unique_ptr<Channel> make_local_channel(Operations& operations) {
  return std::make_unique<LocalChannel>(operations);
}

}  // namespace stele::control
