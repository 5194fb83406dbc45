// WhoisServer: RFC 3912 on port 43. One line in, one text out, closed. What the text says is not
// decided here (projections/whois).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/net/server.h"

namespace stele::whois {

constexpr std::size_t kMaxLineBytes = 1024;

// Who asks: "192.0.2.1", "192.0.2.1:50000".
struct Client {
  const std::string& address;
  const std::string& peer;
};

// Called on reactor threads, several at once. `query` has no line break and may be any bytes.
using Answer = std::function<std::string(std::string_view query, const Client& client)>;

struct WhoisOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 43;
  net::Limits limits = default_limits();
  Answer answer;
  net::OnEvent on_event;

  // A query is small and quick: who needs longer than seconds is not asking.
  static net::Limits default_limits();
};

Result<std::unique_ptr<net::Server>> listen(net::Reactor& reactor, WhoisOptions options);

}  // namespace stele::whois
