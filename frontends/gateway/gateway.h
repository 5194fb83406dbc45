// Gateway: the only door from the frontends to the engine. It knows who may log in and with what,
// counts sessions and commands, gives out server transaction ids, and passes authorized requests on.
// Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/base/bytes.h"
#include "engine/core/command.h"
#include "engine/core/query.h"
#include "engine/crypto/password.h"
#include "engine/runtime/registry.h"

namespace stele::gateway {

struct Login {
  std::string registrar;                  // clID
  std::string password;
  std::optional<std::string> new_password;
  std::optional<Digest> fingerprint;      // SHA-256 of the client certificate shown
  std::string peer;                       // for the log line
};

enum class LoginResult {
  ok,
  wrong,              // unknown registrar, bad password, wrong certificate: not told apart outside
  disabled,
  too_many_sessions,
  bad_new_password,   // does not meet the rules
  busy,               // too many logins wait, or no memory to check this one
  failed,             // the new password could not be recorded (read only, overloaded)
};

// A logged-in registrar. Releasing it ends the session's count.
class Seat;
struct SeatCloser {
  void operator()(Seat* seat) const;
};
using SeatHandle = std::unique_ptr<Seat, SeatCloser>;
using LoginDone = std::move_only_function<void(LoginResult, SeatHandle)>;

class Gateway {
 public:
  Gateway(runtime::Registry& registry, Random& random);
  ~Gateway();

  // `done` runs on a worker or on this thread. Failures write one stable line:
  // "login.failed registrar=ID peer=ADDRESS cause=…".
  void login(Login login, LoginDone done);

  std::shared_ptr<const core::State> state() const { return registry_.state(); }
  // Fills in the server transaction id where the request has none.
  void submit(core::Request request, runtime::Answered answered);
  runtime::Outcome execute(core::Request request);

  std::string next_server_trid();   // unique over restarts: "ST-1a2b3c4d5e6f-42"
  Instant now();

  runtime::Registry& registry() { return registry_; }

 private:
  friend class Seat;
  friend struct SeatCloser;
  SeatHandle take_seat(const core::Registrar& registrar);  // null: too many
  void change_password(std::string wanted, SeatHandle seat, std::shared_ptr<LoginDone> done);

  runtime::Registry& registry_;
  std::string trid_prefix_;
  std::atomic<std::uint64_t> trid_next_{1};
  std::mutex mutex_;
  std::unordered_map<ObjectNumber, std::size_t> sessions_;  // by registrar
  // Last: its workers take and give back seats, and end only when it goes.
  std::unique_ptr<crypto::PasswordChecker> passwords_;
};

class Seat {
 public:
  Seat(Gateway& gateway, core::Caller caller) : gateway_(gateway), caller_(std::move(caller)) {}
  const core::Caller& caller() const { return caller_; }
  // False when the session's commands-per-second limit is reached (settings; 0: no limit).
  bool admit(std::int64_t monotonic_ms);

 private:
  friend struct SeatCloser;
  Gateway& gateway_;
  core::Caller caller_;
  std::int64_t window_ = 0;
  std::uint32_t used_ = 0;
};

}  // namespace stele::gateway
