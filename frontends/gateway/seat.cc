#include "frontends/gateway/seat.h"

#include "engine/runtime/log.h"
#include "frontends/gateway/gateway.h"

namespace stele::gateway {

namespace {

std::uint32_t own_or(std::uint32_t own, std::uint32_t setting) { return own != 0 ? own : setting; }

}  // namespace

Seat::Seat(Gateway& gateway, std::shared_ptr<const core::Registrar> registrar, Client client,
           std::shared_ptr<Meter> meter)
    : gateway_(gateway), registrar_(std::move(registrar)),
      reset_at_(registrar_->password_reset_at), client_(std::move(client)),
      meter_(std::move(meter)),
      caller_{{events::ActorKind::registrar, registrar_->number, registrar_->id},
              registrar_->repository} {}

Seat::~Seat() {
  const std::lock_guard lock(meter_->mutex);
  --meter_->sessions;
}

Admission Seat::admit(const core::State& state, const Work& work) {
  const auto settings = state.settings();
  const RegistrarAccess& access = registrar_->access;
  const std::int64_t now = gateway_.monotonic_ms();
  const std::lock_guard lock(meter_->mutex);
  if (!meter_->commands.take(1, own_or(access.commands_per_second, settings->commands_per_second),
                             now))
    return Admission::too_many_commands;
  if (work.change &&
      !meter_->changes.take(1, own_or(access.changes_per_second, settings->changes_per_second),
                            now))
    return Admission::too_many_changes;
  if (work.checks > 0 &&
      !meter_->checks.take(work.checks,
                           own_or(access.checks_per_minute, settings->checks_per_minute), now))
    return Admission::too_many_checks;
  return Admission::admitted;
}

std::optional<std::string_view> Seat::ended_because(const core::State& state) {
  const auto cause = revoked_because(state);
  if (!cause) return std::nullopt;
  runtime::log(runtime::LogLevel::warning, "session.ended",
               "registrar=" + caller_.actor.name + " peer=" + client_.peer +
                   " cause=" + std::string(*cause));
  if (*cause == "auth_info") return "too many wrong authInfos";
  if (*cause == "disabled") return "the registrar is disabled";
  return "the registrar's access has changed, log in again";
}

// A registrar's object is the same one until something about the registrar changes.
std::optional<std::string_view> Seat::revoked_because(const core::State& state) {
  if (wrong_auth_infos_ >= state.settings()->auth_info_failures) return "auth_info";
  auto newest = state.find_registrar(caller_.actor.number);
  if (newest == registrar_) return std::nullopt;
  if (!newest) return "removed";
  if (!newest->enabled) return "disabled";
  if (newest->password_reset_at != reset_at_) return "password";
  // A certificate that has expired since ends no session: the handshake was in its time.
  const Instant then = client_.certificate ? client_.certificate->valid_until : Instant{};
  if (const auto why = why_not(*newest, client_, std::min(then, gateway_.now()))) return why;
  registrar_ = std::move(newest);
  return std::nullopt;
}

std::string Seat::auth_info_key(const std::string& object) const {
  return caller_.actor.name + " " + object;
}

bool Seat::auth_info_locked(const std::string& object) const {
  return gateway_.auth_infos().is_locked(auth_info_key(object), gateway_.monotonic_ms());
}

void Seat::wrong_auth_info(const std::string& object) {
  ++wrong_auth_infos_;
  const auto failed = gateway_.auth_infos().fail(
      auth_info_key(object), gateway_.auth_info_rules(), gateway_.monotonic_ms());
  runtime::log(runtime::LogLevel::warning, "auth_info.failed",
               "registrar=" + caller_.actor.name + " peer=" + client_.peer +
                   " object=" + one_word(object) + " failures=" +
                   std::to_string(failed.failures) + (failed.locks ? " locked=yes" : ""));
}

}  // namespace stele::gateway
