#include "frontends/gateway/gateway.h"

#include <algorithm>

#include "engine/runtime/log.h"
#include "frontends/gateway/password_rules.h"

namespace stele::gateway {

namespace {

constexpr std::int64_t kSweepEveryMs = 10'000;
constexpr std::int64_t kToldBefore = 14 * kDay;  // a password or certificate expires

// The hash of no password: who does not exist is refused after the same work.
constexpr const char* kNobodysHash =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

constexpr std::string_view kKnown = "known ";

// A key of the lock-out as people name it.
std::string_view named(std::string_view key) {
  if (key.starts_with(kKnown)) key.remove_prefix(kKnown.size());
  return key;
}

Lockout::Rules login_rules(const core::Settings& settings) {
  return {settings.login_failures, settings.login_window_seconds * kSecond,
          settings.login_lock_seconds * kSecond};
}

}  // namespace

std::string one_word(std::string_view claimed) {
  std::string out = to_printable(claimed, 80);
  std::replace(out.begin(), out.end(), ' ', '_');
  return out;
}

// One line for the operator, whose form is fail2ban's too, and one row of the traffic log.
void Gateway::log_login(runtime::LogLevel level, std::string_view id, const Login& login,
                   std::string_view outcome, std::string_view more) {
  const std::string who = one_word(login.registrar);
  runtime::log(level, id, "registrar=" + who + " peer=" + login.client.peer + std::string(more));
  if (traffic_ == nullptr || state()->settings()->traffic_log_login == 0) return;
  traffic::Record record{.log = traffic::Class::login, .at = now()};
  record.kind = to_text(login.source);
  record.registrar = who;
  record.address = login.client.address;
  record.port = port_of(login.client.peer);
  record.outcome = outcome;
  if (!login.agent.empty()) record.request = "agent=" + one_word(login.agent);
  traffic_->note(std::move(record));
}

struct Gateway::Attempt {
  Login login;
  LoginDone done;
  std::shared_ptr<const core::Registrar> registrar;  // null: there is none
  std::optional<std::string_view> cause;             // refused already, whatever the password
  std::string registrar_key, address_key;            // of the lock-out

  void answer(LoginResult result, std::vector<LoginNotice> notices = {}) {
    done({result, nullptr, std::move(notices)});
  }
};

Gateway::Gateway(runtime::Registry& registry, Random& random, Clock& clock)
    : registry_(registry), clock_(clock),
      passwords_(std::make_unique<crypto::PasswordChecker>(random)) {
  unsigned char boot[6];
  random.fill(boot);
  trid_prefix_ = "ST-" + to_hex({reinterpret_cast<const char*>(boot), sizeof boot}) + "-";
}

Gateway::~Gateway() = default;

std::string Gateway::next_server_trid() { return trid_prefix_ + std::to_string(trid_next_++); }

void Gateway::submit(core::Request request, runtime::Answered answered) {
  if (request.server_trid.empty()) request.server_trid = next_server_trid();
  registry_.submit(std::move(request), std::move(answered));
}

runtime::Outcome Gateway::execute(core::Request request) {
  if (request.server_trid.empty()) request.server_trid = next_server_trid();
  return registry_.execute(std::move(request));
}

// ---- login

// Strangers and those who show what a stranger could not are counted apart, so that nobody can lock
// a registrar out by guessing in its name.
void Gateway::login(Login login, LoginDone done) {
  auto attempt = std::make_shared<Attempt>();
  attempt->login = std::move(login);
  attempt->done = std::move(done);
  const Client& client = attempt->login.client;
  attempt->registrar = state()->find_registrar(attempt->login.registrar);
  const auto& registrar = attempt->registrar;
  if (!registrar) attempt->cause = "unknown_registrar";
  else if (registrar->password_hash.empty()) attempt->cause = "no_password";
  else attempt->cause = why_not(*registrar, client, now());
  const bool known = !attempt->cause && is_distinguished(*registrar, client);
  attempt->registrar_key =
      std::string(known ? kKnown : "") + "registrar=" + attempt->login.registrar;
  attempt->address_key = "address=" + address_range(client.address);
  if (!is_locked(*attempt)) return check_password(std::move(attempt));
  log_login(runtime::LogLevel::warning, "login.failed", attempt->login, "locked", " cause=locked");
  attempt->answer(LoginResult::locked);
}

bool Gateway::turns_away(const Client& client) {
  if (!client.certificate) return false;
  const auto registrar = state()->find_registrar(client.certificate->common_name);
  if (!registrar || certificate_mode(*registrar, client) == CertificateMode::none) return false;
  if (why_not(*registrar, client, now()) != "network") return false;
  log_login(runtime::LogLevel::warning, "login.failed",
       {.registrar = registrar->id, .client = client}, "network", " cause=network");
  return true;
}

bool Gateway::is_locked(const Attempt& attempt) {
  const std::int64_t now = monotonic_ms();
  return logins_.is_locked(attempt.registrar_key, now) ||
         logins_.is_locked(attempt.address_key, now);
}

// Outside, everything that is wrong reads the same; the log line tells the operator what it was.
void Gateway::refuse(Attempt& attempt, std::string_view cause) {
  log_login(runtime::LogLevel::warning, "login.failed", attempt.login, cause,
       " cause=" + std::string(cause));
  const Lockout::Rules rules = login_rules(*state()->settings());
  for (const std::string* key : {&attempt.registrar_key, &attempt.address_key})
    if (logins_.fail(*key, rules, monotonic_ms()).locks)
      runtime::log(runtime::LogLevel::warning, "login.locked",
                   one_word(named(*key)) + " peer=" + attempt.login.client.peer +
                       " seconds=" + std::to_string(rules.lock_ms / kSecond));
  attempt.answer(LoginResult::wrong);
}

void Gateway::check_password(std::shared_ptr<Attempt> attempt) {
  auto checked = [this, attempt](Result<bool> right) {
    if (!right) {
      // No line of `login.failed`: who reads those must not ban for what the server lacks.
      runtime::log(runtime::LogLevel::warning, "login.not_checked", right.error().what);
      return attempt->answer(LoginResult::busy);
    }
    if (attempt->cause) return refuse(*attempt, *attempt->cause);
    if (!*right) return refuse(*attempt, "password");
    finish(attempt);
  };
  // Where the password cannot help it is not compared: how long that takes would tell it.
  const std::string hash = attempt->cause ? kNobodysHash : attempt->registrar->password_hash;
  if (!passwords_->check(hash, attempt->login.password, std::move(checked)))
    attempt->answer(LoginResult::busy);
}

// The password was right. All else is judged on the newest state: checking took its time.
void Gateway::finish(const std::shared_ptr<Attempt>& attempt) {
  const Login& login = attempt->login;
  const auto newest = state()->find_registrar(login.registrar);
  const auto settings = state()->settings();
  if (!newest || newest->password_hash != attempt->registrar->password_hash)
    return refuse(*attempt, "password");
  if (const auto cause = why_not(*newest, login.client, now())) return refuse(*attempt, *cause);
  // Guesses that were under way when the lock fell may have been right: they are not told so.
  if (is_locked(*attempt)) {
    log_login(runtime::LogLevel::warning, "login.failed", login, "locked", " cause=locked");
    return attempt->answer(LoginResult::locked);
  }
  if (!newest->enabled) {
    log_login(runtime::LogLevel::warning, "login.failed", login, "disabled", " cause=disabled");
    return attempt->answer(LoginResult::disabled);
  }
  const auto expiry = password_expiry(*newest, *settings);
  if (expiry && *expiry < now() && !login.new_password) {
    log_login(runtime::LogLevel::warning, "login.failed", login, "password_expired", " cause=password_expired");
    return attempt->answer(LoginResult::password_expired,
                           {{LoginNotice::About::password, true, expiry,
                             "the password has expired, log in with a new one"}});
  }
  if (login.new_password)
    if (const auto problem =
            password_problem(*login.new_password, login.password, newest->id, *settings))
      return attempt->answer(LoginResult::bad_new_password,
                             {{LoginNotice::About::new_password, true, std::nullopt,
                               std::string(*problem)}});
  SeatHandle seat = take_seat(newest, login.client);
  if (!seat) {
    log_login(runtime::LogLevel::warning, "login.failed", login, "too_many_sessions", " cause=too_many_sessions");
    return attempt->answer(LoginResult::too_many_sessions);
  }
  logins_.forget(attempt->registrar_key);
  if (login.new_password) return change_password(attempt, std::move(seat));
  accept(*attempt, std::move(seat));
}

void Gateway::change_password(std::shared_ptr<Attempt> attempt, SeatHandle seat) {
  auto shared_seat = std::make_shared<SeatHandle>(std::move(seat));
  auto hashed = [this, shared_seat, attempt](Result<std::string> encoded) {
    if (!encoded) {
      runtime::log(runtime::LogLevel::warning, "login.not_checked", encoded.error().what);
      return attempt->answer(LoginResult::failed);
    }
    core::Request request;
    request.caller = (*shared_seat)->caller();
    request.source = attempt->login.source;
    request.command = core::ChangeRegistrarPassword{request.caller.actor.name, std::move(*encoded)};
    submit(std::move(request), [this, shared_seat, attempt](runtime::Outcome outcome) {
      if (outcome.accepted()) accept(*attempt, std::move(*shared_seat));
      else attempt->answer(LoginResult::failed);
    });
  };
  if (!passwords_->hash(std::move(*attempt->login.new_password), std::move(hashed)))
    attempt->answer(LoginResult::busy);
}

void Gateway::accept(Attempt& attempt, SeatHandle seat) {
  const Login& login = attempt.login;
  std::vector<LoginNotice> notices;
  const auto tell = [&](LoginNotice::About about, Instant expiry, std::string text) {
    if (expiry < now() + kToldBefore)
      notices.push_back({about, false, expiry, std::move(text)});
  };
  const auto registrar = state()->find_registrar(seat->caller().actor.number);
  if (registrar)
    if (const auto expiry = password_expiry(*registrar, *state()->settings()))
      tell(LoginNotice::About::password, *expiry, "the password is soon to be changed");
  if (login.client.certificate)
    tell(LoginNotice::About::certificate, login.client.certificate->valid_until,
         "the client certificate expires soon");
  const std::string agent = login.agent.empty() ? "" : " agent=" + one_word(login.agent);
  log_login(runtime::LogLevel::info, "login.accepted", login, "accepted", agent);
  attempt.done({LoginResult::ok, std::move(seat), std::move(notices)});
}

SeatHandle Gateway::take_seat(std::shared_ptr<const core::Registrar> registrar,
                              const Client& client) {
  const std::uint32_t own = registrar->access.sessions;
  const std::uint32_t most = own != 0 ? own : state()->settings()->sessions_per_registrar;
  const std::lock_guard lock(mutex_);
  std::shared_ptr<Meter>& meter = meters_[registrar->number];
  if (!meter) meter = std::make_shared<Meter>();
  {
    const std::lock_guard counting(meter->mutex);
    if (meter->sessions >= most) return nullptr;
    ++meter->sessions;
  }
  return std::make_unique<Seat>(*this, std::move(registrar), client, meter);
}

// ---- locks

Lockout::Rules Gateway::auth_info_rules() const {
  const auto settings = state()->settings();
  return {settings->auth_info_failures, settings->login_window_seconds * kSecond,
          settings->login_lock_seconds * kSecond};
}

std::vector<Gateway::Locked> Gateway::locked() const {
  const std::int64_t now = clock_.monotonic_ms();
  std::vector<Locked> out;
  for (const auto& [key, left] : logins_.locked(now))
    out.push_back({std::string(named(key)), (left + kSecond - 1) / kSecond});
  for (const auto& [key, left] : auth_infos_.locked(now))
    out.push_back({"auth_info registrar=" + key, (left + kSecond - 1) / kSecond});
  return out;
}

std::size_t Gateway::unlock(const std::string& who, std::string_view by) {
  static constexpr std::string_view kRegistrar = "registrar=", kAddress = "address=";
  const std::int64_t now = monotonic_ms();
  std::size_t count = 0;
  if (who.starts_with(kRegistrar)) {
    const std::string id = who.substr(kRegistrar.size());
    for (const std::string& key : {who, std::string(kKnown) + who}) {
      count += logins_.is_locked(key, now);
      logins_.forget(key);
    }
    count += auth_infos_.forget_all(id + " ", now);
  } else if (who.starts_with(kAddress)) {
    std::string address = who.substr(kAddress.size());
    if (const auto slash = address.find('/'); slash != std::string::npos) address.resize(slash);
    const std::string key = std::string(kAddress) + address_range(address);
    count += logins_.is_locked(key, now);
    logins_.forget(key);
  }
  runtime::log(runtime::LogLevel::info, "login.unlocked",
               one_word(who) + " by=" + one_word(by) + " locks=" + std::to_string(count));
  return count;
}

std::size_t Gateway::sessions() {
  const std::lock_guard lock(mutex_);
  std::size_t sum = 0;
  for (const auto& [registrar, meter] : meters_) {
    const std::lock_guard counting(meter->mutex);
    sum += meter->sessions;
  }
  return sum;
}

void Gateway::sweep() {
  const std::int64_t now = monotonic_ms();
  if (now < next_sweep_.load()) return;
  next_sweep_ = now + kSweepEveryMs;
  logins_.sweep(now);
  auth_infos_.sweep(now);
  const std::lock_guard lock(mutex_);
  std::erase_if(meters_, [&](const auto& item) {
    Meter& meter = *item.second;
    const std::lock_guard counting(meter.mutex);
    return meter.sessions == 0 && meter.commands.is_idle(now) && meter.changes.is_idle(now) &&
           meter.checks.is_idle(now);
  });
}

}  // namespace stele::gateway
