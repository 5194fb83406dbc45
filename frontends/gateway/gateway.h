// Gateway: the only door from the frontends to the engine. It knows who may log in, from where and
// with what, counts sessions and commands, locks out who guesses, gives out server transaction ids,
// and passes authorized requests on. Thread-safe.
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
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/clock.h"
#include "engine/core/command.h"
#include "engine/core/query.h"
#include "engine/crypto/password.h"
#include "engine/runtime/log.h"
#include "engine/runtime/registry.h"
#include "frontends/gateway/activity.h"
#include "frontends/gateway/cds_sight.h"
#include "frontends/gateway/client.h"
#include "engine/traffic/log.h"
#include "frontends/gateway/lockout.h"
#include "frontends/gateway/projection_sight.h"
#include "frontends/gateway/query_limits.h"
#include "frontends/gateway/seat.h"
#include "frontends/gateway/secondary_sight.h"

namespace stele::gateway {

struct Login {
  std::string registrar;                  // clID
  std::string password;
  std::optional<std::string> new_password;
  std::string agent;                      // the client's software, for the log; empty: not told
  Client client;
  events::Source source = events::Source::epp;  // which door; told in the traffic log and the journal
};

enum class LoginResult {
  ok,
  wrong,              // unknown registrar, bad password, certificate or network: not told apart outside
  locked,             // too many failures; the connection ends
  disabled,
  password_expired,   // and no new one is given
  too_many_sessions,
  bad_new_password,   // does not meet the rules
  busy,               // too many logins wait, or no memory to check this one
  failed,             // the new password could not be recorded (read only, overloaded)
};

// What a client should know about its credentials (RFC 8807 §3.1).
struct LoginNotice {
  enum class About { password, certificate, new_password };
  About about = About::password;
  bool error = false;                  // the reason why the login was refused
  std::optional<Instant> expires_at;
  std::string text;
};

struct LoginAnswer {
  LoginResult result = LoginResult::failed;
  SeatHandle seat;                     // when it is ok
  std::vector<LoginNotice> notices;
};
using LoginDone = std::move_only_function<void(LoginAnswer)>;

// Without spaces: a client that calls itself "a peer=192.0.2.1" must not have another's address
// banned by who reads these lines.
std::string one_word(std::string_view claimed);

class Gateway {
 public:
  Gateway(runtime::Registry& registry, Random& random, Clock& clock);
  ~Gateway();

  // `done` runs on a worker or on this thread. The password is looked at last, and as long for a
  // registrar that does not exist. Log lines: docs/operations/epp-access.md.
  void login(Login login, LoginDone done);
  // For a client that has logged in nowhere yet: its certificate is that of a registrar whose
  // networks it does not come from. Logged as a failed login.
  bool turns_away(const Client& client);

  // What staff may see and undo; `who` is "registrar=ID", "address=192.0.2.1" or
  // "address=2001:db8::/64". How many locks were taken away.
  struct Locked {
    std::string who;
    std::int64_t seconds = 0;  // still
  };
  std::vector<Locked> locked() const;
  std::size_t unlock(const std::string& who, std::string_view by);

  std::shared_ptr<const core::State> state() const { return registry_.state(); }
  // Fills in the server transaction id where the request has none.
  void submit(core::Request request, runtime::Answered answered);
  runtime::Outcome execute(core::Request request);

  std::string next_server_trid();   // unique over restarts: "ST-1a2b3c4d5e6f-42"
  Instant now() { return clock_.now(); }
  std::int64_t monotonic_ms() { return clock_.monotonic_ms(); }
  // Forgets what no longer counts. Cheap when called often.
  void sweep();

  // How much the public may ask: what each answer asks first.
  QueryAdmission admit(std::string_view address, QueryKind kind, const core::Settings& settings) {
    return query_limits_.admit(address, kind, settings, monotonic_ms());
  }

  // The traffic log; null where there is none. Whether a class is written is a setting, which whoever
  // notes something looks at first. Set before anything listens; outlives what listens.
  traffic::Sink* traffic() const { return traffic_; }
  void set_traffic(traffic::Sink* log) { traffic_ = log; }

  runtime::Registry& registry() { return registry_; }
  SecondarySight& secondaries() { return secondaries_; }
  CdsSight& cds() { return cds_; }
  Activity& activity() { return activity_; }
  ProjectionSight& projections() { return projections_; }
  std::size_t sessions();  // of all registrars, logged in
  Lockout& auth_infos() { return auth_infos_; }
  Lockout::Rules auth_info_rules() const;

 private:
  struct Attempt;  // a login under way

  void log_login(runtime::LogLevel level, std::string_view id, const Login& login,
            std::string_view outcome, std::string_view more);
  bool is_locked(const Attempt& attempt);
  void refuse(Attempt& attempt, std::string_view cause);
  void check_password(std::shared_ptr<Attempt> attempt);
  void finish(const std::shared_ptr<Attempt>& attempt);
  void change_password(std::shared_ptr<Attempt> attempt, SeatHandle seat);
  void accept(Attempt& attempt, SeatHandle seat);
  SeatHandle take_seat(std::shared_ptr<const core::Registrar> registrar, const Client& client);

  runtime::Registry& registry_;
  Clock& clock_;
  std::string trid_prefix_;
  std::atomic<std::uint64_t> trid_next_{1};
  std::atomic<std::int64_t> next_sweep_{0};
  std::mutex mutex_;  // guards meters_
  std::unordered_map<ObjectNumber, std::shared_ptr<Meter>> meters_;  // by registrar
  Lockout logins_;
  Lockout auth_infos_;
  SecondarySight secondaries_;
  CdsSight cds_;
  Activity activity_;
  ProjectionSight projections_;
  QueryLimits query_limits_;
  traffic::Sink* traffic_ = nullptr;
  // Last: its workers take and give back seats, and end only when it goes.
  std::unique_ptr<crypto::PasswordChecker> passwords_;
};

}  // namespace stele::gateway
