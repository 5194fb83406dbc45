// Seat: a registrar that has logged in, for as long as its session lasts. It counts what the session
// asks against the registrar's limits, which all its sessions share, and knows when the registrar's
// access has been taken away since. Used by one thread at a time; released from any.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/command.h"
#include "engine/core/objects.h"
#include "engine/core/state.h"
#include "frontends/gateway/client.h"
#include "frontends/gateway/token_bucket.h"

namespace stele::gateway {

class Gateway;

// What one registrar's sessions have used, all together.
struct Meter {
  std::mutex mutex;  // guards all below
  std::uint32_t sessions = 0;
  TokenBucket commands{1000};
  TokenBucket changes{1000};
  TokenBucket checks{60'000};
};

// What a command costs.
struct Work {
  bool change = false;
  std::uint32_t checks = 0;  // names asked for
};

enum class Admission { admitted, too_many_commands, too_many_changes, too_many_checks };

class Seat {
 public:
  Seat(Gateway& gateway, std::shared_ptr<const core::Registrar> registrar, Client client,
       std::shared_ptr<Meter> meter);
  ~Seat();
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;

  const core::Caller& caller() const { return caller_; }
  // `state` here and below: the one the frame is answered by, so that it is asked for once.
  Admission admit(const core::State& state, const Work& work);

  // Why the session may not go on, for the client; nullopt: it may. What has changed since login:
  // the registrar is disabled, its certificate or network is no longer allowed, the registry has
  // set another password; or the session has guessed at too many authInfos. Logs once.
  std::optional<std::string_view> ended_because(const core::State& state);

  // For a session that is bound to no connection: whether somebody at this address may use it.
  bool may_come_from(const std::string& address) const { return gateway::may_come_from(*registrar_, address); }

  // `object` is "domain shop.example". Locked: whatever is given is wrong.
  bool auth_info_locked(const std::string& object) const;
  void wrong_auth_info(const std::string& object);

 private:
  std::optional<std::string_view> revoked_because(const core::State& state);
  std::string auth_info_key(const std::string& object) const;

  Gateway& gateway_;
  std::shared_ptr<const core::Registrar> registrar_;  // as last judged
  const Instant reset_at_;                            // of the password it has logged in with
  const Client client_;
  const std::shared_ptr<Meter> meter_;
  core::Caller caller_;
  std::uint32_t wrong_auth_infos_ = 0;
};

using SeatHandle = std::unique_ptr<Seat>;

}  // namespace stele::gateway
