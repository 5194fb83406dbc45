#include "frontends/gateway/log_keeping.h"

#include "engine/base/bytes.h"
#include "frontends/gateway/gateway.h"

namespace stele::gateway {

namespace {

std::uint32_t draw(Random& random) {
  unsigned char bytes[4];
  random.fill(bytes);
  return get_big_endian<std::uint32_t>({reinterpret_cast<const char*>(bytes), sizeof bytes});
}

// Refused while the server is read-only and while its clock is in doubt: then nothing is removed.
Done record_purge(Gateway& gateway, const traffic::Purged& purged) {
  core::Request request;
  request.caller.actor = {events::ActorKind::system, {}, "system"};
  request.source = events::Source::clock;
  request.command = core::PurgeAccessLog{std::string(traffic::to_text(purged.log)), purged.day, purged.count};
  const runtime::Outcome outcome = gateway.execute(std::move(request));
  if (outcome.accepted()) return {};
  const core::Rejections* const refused = outcome.rejections();
  return fail(Fault::read_only,
              "the day " + to_date_text(purged.day) + " of the log " +
                  std::string(traffic::to_text(purged.log)) + " is not removed: the journal takes no note of it" +
                  (refused ? " (" + std::string(core::text_of(refused->front().reason)) + ")" : ""));
}

}  // namespace

traffic::Policy policy_of(const core::Settings& settings) {
  traffic::Policy policy{.cleanup = settings.traffic_cleanup != 0,
                         .minute = settings.traffic_cleanup_minute,
                         .alarm_bytes = std::uint64_t{settings.traffic_alarm_mib} << 20};
  for (const traffic::Class log : traffic::kClasses) {
    std::uint32_t& days = policy.days[traffic::index_of(log)];
    switch (log) {
      case traffic::Class::epp:
      case traffic::Class::api: days = settings.traffic_days_epp; break;  // what registrars ask
      case traffic::Class::whois: days = settings.traffic_days_whois; break;
      case traffic::Class::rdap: days = settings.traffic_days_rdap; break;
      case traffic::Class::login: days = settings.traffic_days_login; break;
    }
  }
  return policy;
}

LogKeeping::LogKeeping(Gateway& gateway, Clock& clock, Random& random, std::string dir, bool compression)
    : dir_(std::move(dir)),
      gateway_(gateway),
      store_({.dir = dir_, .compression = compression, .boot = draw(random)}),
      keeper_(store_, {.policy = [&gateway] { return policy_of(*gateway.state()->settings()); },
                       .record = [&gateway](const traffic::Purged& purged) {
                         return record_purge(gateway, purged);
                       },
                       .clock = &clock}) {}

LogKeeping::~LogKeeping() { stop(); }

void LogKeeping::start(traffic::Prepare mask_epp, std::uint64_t least_free_bytes) {
  traffic::LogOptions options;
  options.disk = dir_;
  options.least_free_bytes = least_free_bytes;
  options.prepare[traffic::index_of(traffic::Class::epp)] =
      mask_epp ? std::move(mask_epp) : traffic::Prepare([](traffic::Record&) { return false; });
  log_ = std::make_unique<traffic::Log>(store_, std::move(options));
  gateway_.set_traffic(log_.get());
  keeper_.start();
}

// The log itself stays until this goes: a late answer may still hand something over, which is lost.
void LogKeeping::stop() {
  keeper_.stop();
  if (log_) log_->stop();
  store_.close();
}

}  // namespace stele::gateway
