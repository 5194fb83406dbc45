#include "frontends/gateway/gateway.h"

#include <algorithm>

#include "engine/runtime/log.h"

namespace stele::gateway {

namespace {

// Without spaces: a client that calls itself "a peer=192.0.2.1" must not have another's address
// banned by who reads these lines.
std::string one_word(std::string_view claimed) {
  std::string out = to_printable(claimed, 16);
  std::replace(out.begin(), out.end(), ' ', '_');
  return out;
}

void log_failure(const Login& login, std::string_view cause) {
  runtime::log(runtime::LogLevel::warning, "login.failed",
               "registrar=" + one_word(login.registrar) + " peer=" + login.peer + " cause=" + std::string(cause));
}

bool shows_bound_certificate(const core::Registrar& registrar, const Login& login) {
  if (!login.fingerprint) return false;
  const std::string shown = to_hex(view(*login.fingerprint));
  return std::binary_search(registrar.fingerprints.begin(), registrar.fingerprints.end(), shown);
}

// RFC 5730 pwType: 6 to 16 characters, of at most four bytes each; the grammar has counted them. A
// new one that is the old one changes nothing.
bool acceptable_password(const Login& login) {
  const std::string& wanted = *login.new_password;
  return wanted.size() >= 6 && wanted.size() <= 64 && wanted != login.password;
}

core::Caller caller_of(const core::Registrar& registrar) {
  return {{events::ActorKind::registrar, registrar.number, registrar.id}, registrar.repository};
}

}  // namespace

Gateway::Gateway(runtime::Registry& registry, Random& random)
    : registry_(registry), passwords_(std::make_unique<crypto::PasswordChecker>(random)) {
  unsigned char boot[6];
  random.fill(boot);
  trid_prefix_ = "ST-" + to_hex({reinterpret_cast<const char*>(boot), sizeof boot}) + "-";
}

Gateway::~Gateway() = default;

std::string Gateway::next_server_trid() { return trid_prefix_ + std::to_string(trid_next_++); }

Instant Gateway::now() { return SystemClock{}.now(); }

void Gateway::submit(core::Request request, runtime::Answered answered) {
  if (request.server_trid.empty()) request.server_trid = next_server_trid();
  registry_.submit(std::move(request), std::move(answered));
}

runtime::Outcome Gateway::execute(core::Request request) {
  if (request.server_trid.empty()) request.server_trid = next_server_trid();
  return registry_.execute(std::move(request));
}

SeatHandle Gateway::take_seat(const core::Registrar& registrar) {
  const std::uint32_t most = registry_.state()->settings()->sessions_per_registrar;
  const std::lock_guard lock(mutex_);
  std::size_t& count = sessions_[registrar.number];
  if (count >= most) return nullptr;
  ++count;
  return SeatHandle(new Seat(*this, caller_of(registrar)));
}

void SeatCloser::operator()(Seat* seat) const {
  {
    Gateway& gateway = seat->gateway_;
    const std::lock_guard lock(gateway.mutex_);
    const auto it = gateway.sessions_.find(seat->caller_.actor.number);
    if (it != gateway.sessions_.end() && --it->second == 0) gateway.sessions_.erase(it);
  }
  delete seat;
}

// Outside, everything that is wrong reads the same; the log line tells the operator what it was.
void Gateway::login(Login login, LoginDone done) {
  const auto registrar = registry_.state()->find_registrar(login.registrar);
  if (!registrar || registrar->password_hash.empty()) {
    log_failure(login, registrar ? "no_password" : "unknown_registrar");
    return done(LoginResult::wrong, nullptr);
  }
  if (!shows_bound_certificate(*registrar, login)) {
    log_failure(login, "certificate");
    return done(LoginResult::wrong, nullptr);
  }
  std::string password = login.password;
  auto shared_done = std::make_shared<LoginDone>(std::move(done));
  auto checked = [this, registrar, login = std::move(login), shared_done](Result<bool> right) mutable {
    if (!right) {
      // No line of `login.failed`: who reads those must not ban for what the server lacks.
      runtime::log(runtime::LogLevel::warning, "login.not_checked", right.error().what);
      return (*shared_done)(LoginResult::busy, nullptr);
    }
    if (!*right) {
      log_failure(login, "password");
      return (*shared_done)(LoginResult::wrong, nullptr);
    }
    if (!registrar->enabled) {
      log_failure(login, "disabled");
      return (*shared_done)(LoginResult::disabled, nullptr);
    }
    SeatHandle seat = take_seat(*registrar);
    if (!seat) {
      log_failure(login, "too_many_sessions");
      return (*shared_done)(LoginResult::too_many_sessions, nullptr);
    }
    if (!login.new_password) return (*shared_done)(LoginResult::ok, std::move(seat));
    if (!acceptable_password(login)) return (*shared_done)(LoginResult::bad_new_password, nullptr);
    change_password(std::move(*login.new_password), std::move(seat), shared_done);
  };
  if (!passwords_->check(registrar->password_hash, std::move(password), std::move(checked)))
    (*shared_done)(LoginResult::busy, nullptr);
}

void Gateway::change_password(std::string wanted, SeatHandle seat, std::shared_ptr<LoginDone> done) {
  auto shared_seat = std::make_shared<SeatHandle>(std::move(seat));
  auto hashed = [this, shared_seat, done](Result<std::string> encoded) {
    if (!encoded) {
      runtime::log(runtime::LogLevel::warning, "login.not_checked", encoded.error().what);
      return (*done)(LoginResult::failed, nullptr);
    }
    core::Request request;
    request.caller = (*shared_seat)->caller();
    request.command = core::ChangeRegistrarPassword{request.caller.actor.name, std::move(*encoded)};
    submit(std::move(request), [shared_seat, done](runtime::Outcome outcome) {
      if (outcome.accepted())
        (*done)(LoginResult::ok, std::move(*shared_seat));
      else
        (*done)(LoginResult::failed, nullptr);
    });
  };
  if (!passwords_->hash(std::move(wanted), std::move(hashed))) (*done)(LoginResult::busy, nullptr);
}

bool Seat::admit(std::int64_t monotonic_ms) {
  const std::uint32_t most = gateway_.state()->settings()->commands_per_second;
  if (most == 0) return true;
  if (const std::int64_t window = monotonic_ms / 1000; window != window_) {
    window_ = window;
    used_ = 0;
  }
  return used_++ < most;
}

}  // namespace stele::gateway
