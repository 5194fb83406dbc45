#include "frontends/dns/dns_session.h"

#include <utility>

#include "engine/base/bytes.h"
#include "engine/runtime/log.h"

namespace stele::dns {
namespace {

// A question is small; nothing that is longer is one.
constexpr std::size_t kMostQuestion = 4096;

std::string framed(std::string message) {
  std::string out;
  out.reserve(message.size() + 2);
  put_big_endian(out, static_cast<std::uint16_t>(message.size()));
  return out += message;
}

// What a transfer was, for its one line in the log and for `zone status`.
struct Told {
  std::string zone, secondary, peer;
  const char* kind;
  std::uint32_t serial;
  std::int64_t begun_ms;
};

void note_end(const SessionParts& parts, const Told& told, const Result<TransferCounts>& result) {
  const std::int64_t took = parts.monotonic_ms() - told.begun_ms;
  const std::string about = "zone=" + told.zone + " secondary=" + told.secondary +
                            " peer=" + told.peer + " kind=" + told.kind +
                            " serial=" + std::to_string(told.serial);
  parts.sight.change(told.zone, told.secondary, [&](gateway::SecondarySeen& seen) {
    if (!result) {
      ++seen.broken;
      seen.broken_at = parts.now();
      seen.broken_why = result.error().what;
      return;
    }
    ++seen.transfers;
    seen.transfer_at = parts.now();
    seen.transfer_kind = told.kind;
    seen.serial = told.serial;
    seen.messages = result->messages;
    seen.octets = result->octets;
    seen.milliseconds = took;
  });
  if (!result)
    return runtime::log(runtime::LogLevel::warning, "dns.transfer_broken",
                        about + " why=" + to_printable(result.error().what, 200));
  runtime::log(runtime::LogLevel::info, "dns.transfer",
               about + " records=" + std::to_string(result->records) +
                   " messages=" + std::to_string(result->messages) +
                   " octets=" + std::to_string(result->octets) + " ms=" + std::to_string(took));
}

class DnsSession final : public net::Session {
 public:
  explicit DnsSession(std::shared_ptr<const SessionParts> parts) : parts_(std::move(parts)) {}

  void on_open(net::Connection& connection) override {
    peer_ = {connection.peer_address(), true, connection.is_encrypted()};
  }

  std::size_t on_data(net::Connection& connection, std::string_view bytes) override {
    std::size_t taken = 0;
    while (!outbox_ && !ending_ && bytes.size() - taken >= 2) {
      const std::string_view rest = bytes.substr(taken);
      const std::size_t size = get_big_endian<std::uint16_t>(rest);
      if (size < kHeaderSize || size > kMostQuestion) {
        connection.refuse("a message of " + std::to_string(size) + " octets");
        return bytes.size();
      }
      if (rest.size() < 2 + size) break;
      answer(connection, rest.substr(2, size));
      taken += 2 + size;
    }
    return ending_ ? bytes.size() : taken;
  }

  void on_sent(net::Connection& connection) override {
    in_hand_ = false;
    pump(connection);
  }

  void on_close(net::EndReason) override {
    if (outbox_) outbox_->abandon();
  }

 private:
  void answer(net::Connection& connection, std::string_view message) {
    Response response = parts_->responder.respond(message, peer_);
    if (response.transfer) return begin_transfer(connection, std::move(*response.transfer));
    tell(connection, std::move(response));
  }

  void tell(net::Connection& connection, Response response) {
    if (!response.message.empty()) connection.send(framed(std::move(response.message)));
    if (response.refusal.empty()) return;
    ending_ = true;
    connection.refuse(std::move(response.refusal));
  }

  void begin_transfer(net::Connection& connection, TransferOrder asked) {
    auto outbox = std::make_shared<Outbox>(
        [reentry = connection.reentry(), this] {
          reentry->post([this](net::Connection& alive) { pump(alive); });
        });
    Told told{asked.zone->name().text(), asked.secondary, connection.peer(),
              asked.deltas ? "ixfr" : "axfr", asked.zone->serial(), parts_->monotonic_ms()};
    const auto order = std::make_shared<TransferOrder>(std::move(asked));
    const bool begun =
        parts_->pool.submit([parts = parts_, outbox, told = std::move(told), order]() mutable {
          const auto result =
              run_transfer(std::move(*order), parts->now, [&](std::string message) {
                return outbox->push(std::move(message));
              });
          note_end(*parts, told, result);
          outbox->end(result ? std::nullopt : std::optional(result.error()));
        });
    if (!begun)
      return tell(connection, parts_->responder.postpone(std::move(*order), peer_,
                                                         "too many transfers wait"));
    outbox_ = std::move(outbox);
    connection.pause_reading();
  }

  // Sends the next message when the one before it has left.
  void pump(net::Connection& connection) {
    if (!outbox_ || in_hand_) return;
    if (auto message = outbox_->take()) {
      in_hand_ = true;
      connection.send(framed(std::move(*message)));
      return;
    }
    std::optional<Error> fault;
    if (!outbox_->ended(fault)) return;
    outbox_.reset();
    // Half a zone must not look like a whole one: the secondary sees the end before the last SOA.
    if (fault) return connection.close();
    connection.resume_reading();
  }

  const std::shared_ptr<const SessionParts> parts_;
  Peer peer_;
  std::shared_ptr<Outbox> outbox_;  // while a transfer is under way
  bool in_hand_ = false;            // a message of it is being sent
  bool ending_ = false;
};

}  // namespace

net::SessionFactory make_sessions(std::shared_ptr<const SessionParts> parts) {
  return [parts = std::move(parts)] { return std::make_unique<DnsSession>(parts); };
}

}  // namespace stele::dns
