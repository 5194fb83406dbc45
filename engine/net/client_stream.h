// ClientStream: a plain blocking client for command lines and tests. One thread, deadlines on all.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/net/tls.h"

namespace stele::net {

class ClientStream {
 public:
  // `tls` empty: plain bytes. Every call below may take up to `timeout`, then fails with timeout.
  static Result<ClientStream> connect(const std::string& address, std::uint16_t port,
                                      std::shared_ptr<const TlsContext> tls,
                                      std::chrono::milliseconds timeout);
  static Result<ClientStream> connect_unix(const std::filesystem::path& path,
                                           std::chrono::milliseconds timeout);
  ~ClientStream();
  ClientStream(ClientStream&&) noexcept;
  ClientStream& operator=(ClientStream&&) noexcept;

  Done write(std::string_view bytes);
  // 1..limit bytes; Fault::closed at the end of the stream.
  Result<std::string> read_some(std::size_t limit);
  Result<std::string> read_exactly(std::size_t count);
  // Until the end of the stream, or too_large past `limit`.
  Result<std::string> read_to_end(std::size_t limit);
  // Says goodbye for this direction (TLS close_notify and FIN); reading goes on.
  void finish_writing();

  std::string tls_version() const;  // "TLSv1.3", empty where plain

 private:
  struct State;
  explicit ClientStream(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace stele::net
