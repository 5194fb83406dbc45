#include "frontends/dns/notifier.h"

#include <algorithm>
#include <pthread.h>

#include "engine/base/bytes.h"
#include "engine/runtime/log.h"
#include "frontends/dns/message_writer.h"
#include "frontends/dns/responder.h"

namespace stele::dns {

namespace {

constexpr std::uint16_t kPort = 53;
constexpr int kMostAttempts = 8;
constexpr std::int64_t kFirstPauseMs = 2'000;
constexpr std::int64_t kLongestPauseMs = 60'000;  // RFC 1996 §3.6
constexpr std::int64_t kLeastGapMs = 1'000;       // between two news of a zone to one address
constexpr std::int64_t kLookMs = 1'000;           // for secondaries that were entered
constexpr std::int64_t kKeptMs = 60'000;          // an attempt that is over, for its gap
// Answered is not asked for: BIND, whose check had failed at that moment, answers NOERROR and looks
// again a minute later.
constexpr int kReminders = 3;
constexpr const char* kSent = "sent";

std::int64_t pause_after(int sent) {
  return std::min(kLongestPauseMs, kFirstPauseMs << std::min(sent - 1, 10));
}

std::uint16_t random_id(Random& random) {
  unsigned char bytes[2];
  random.fill(bytes);
  return static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
}

std::string outcome_of(Rcode rcode) {
  const std::string_view known = to_text(rcode);
  return known.empty() ? "RCODE " + std::to_string(static_cast<int>(rcode)) : std::string(known);
}

net::DatagramPeer peer_of(const SecondaryAddress& address) {
  return {to_text(address.address), address.port == 0 ? kPort : address.port};
}

// Null: staff do not want it told there any more.
const Secondary* find_told(const std::vector<Secondary>& secondaries, std::string_view name,
                           const net::DatagramPeer& peer) {
  const auto found = std::ranges::find(secondaries, name, &Secondary::name);
  if (found == secondaries.end() || !found->notify) return nullptr;
  const bool there = std::ranges::any_of(
      found->addresses, [&](const SecondaryAddress& address) { return peer_of(address) == peer; });
  return there ? &*found : nullptr;
}

}  // namespace

Notifier::Notifier(Ports ports) : ports_(std::move(ports)) {}

Notifier::~Notifier() { stop(); }

void Notifier::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void Notifier::start() {
  thread_ = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

void Notifier::new_serial(const DomainName& zone, std::uint32_t serial) {
  {
    const std::lock_guard lock(mutex_);
    news_[zone.text()] = serial;
  }
  wake_.notify_all();
}

// The newest serial replaces one that was not answered, and begins its attempts anew; an address that
// was told of another a moment ago waits, so that a busy zone costs it a message a second.
void Notifier::tell(const core::Zone& zone, const Secondary& secondary, std::uint32_t serial,
                    std::int64_t now_ms) {
  if (!secondary.notify) return;
  for (const SecondaryAddress& address : secondary.addresses) {
    Attempt& attempt = attempts_[{zone.name.text(), secondary.name, peer_of(address)}];
    const std::int64_t last = attempt.last_sent_ms;
    attempt = {.serial = serial,
               .most = kMostAttempts,
               .due_ms = last == 0 ? now_ms : std::max(now_ms, last + kLeastGapMs),
               .last_sent_ms = last,
               .open = true};
  }
}

void Notifier::spread(const std::string& zone_name, std::uint32_t serial, std::int64_t now_ms) {
  const auto zone = ports_.state()->find_zone(zone_name);
  if (!zone) return;
  for (const Secondary& secondary : zone->distribution.secondaries) tell(*zone, secondary, serial, now_ms);
}

// One that was entered or changed may have asked in vain before, and would come back in an hour.
void Notifier::look_for_new_ones(std::int64_t now_ms) {
  const auto state = ports_.state();
  for (const DomainName& name : ports_.zones.list()) {
    const auto zone = state->find_zone(name.text());
    auto& known = known_[name.text()];
    if (!zone || zone == known) continue;
    const auto before = std::exchange(known, zone);
    const auto published = ports_.zones.find(name);
    if (!published) continue;
    for (const Secondary& secondary : zone->distribution.secondaries) {
      const bool is_new = !before || std::ranges::find(before->distribution.secondaries, secondary) ==
                                         before->distribution.secondaries.end();
      if (is_new) tell(*zone, secondary, published->serial(), now_ms);
    }
  }
}

// RFC 1996 §3.7: the zone and its SOA as asked for; the SOA as it is now goes along as a hint.
// Who is no secondary any more, is not to be told or not there, or of a zone that is not published any
// more, is told nothing more.
std::string Notifier::make(const Target& target, Attempt& attempt) {
  attempt.open = false;
  const auto state = ports_.state();
  const auto zone = state->find_zone(target.zone);
  const auto published = zone ? ports_.zones.find(zone->name) : nullptr;
  if (!published) return {};
  const Secondary* secondary =
      find_told(zone->distribution.secondaries, target.secondary, target.peer);
  if (!secondary) return {};
  attempt.open = true;
  std::string question = wire_name(zone->name.text());
  put_big_endian(question, record_type::kSoa);
  put_big_endian(question, rr_class::kIn);
  MessageWriter writer(kOwnUdp);
  attempt.id = random_id(ports_.random);
  attempt.mac.clear();
  writer.begin(attempt.id, static_cast<std::uint16_t>(opcode::kNotify << 11 | flag::kAuthoritative),
               question);
  writer.put(Section::answer, published->soa(published->serial()));
  attempt.serial = published->serial();
  std::string message = writer.take();
  if (secondary->key.empty()) return message;
  auto key = Responder::find_key(*state, *zone, wire_name(secondary->key));
  if (!key || !*key) return {};  // the vault cannot be read now: tried again
  Signer signer(std::move(**key), {});
  message = signer.sign(std::move(message), static_cast<std::uint64_t>(ports_.now().ms / 1000));
  attempt.mac = signer.mac();
  return message;
}

bool Notifier::has_come(const Target& target, const Attempt& attempt) {
  const gateway::SecondarySeen seen = ports_.sight.of(target.zone, target.secondary);
  return std::max(seen.soa_at, seen.transfer_at) >= attempt.begun_at || seen.serial == attempt.serial;
}

void Notifier::give_up(const Target& target, Attempt& attempt) {
  attempt.open = false;
  if (attempt.answered) return;
  // What it answered, or why nothing could be sent, says more.
  std::string outcome;
  ports_.sight.change(target.zone, target.secondary, [&](auto& seen) {
    if (seen.notify_outcome == kSent) seen.notify_outcome = "no answer";
    outcome = seen.notify_outcome;
  });
  runtime::log(runtime::LogLevel::warning, "dns.notify_unanswered",
               "zone=" + target.zone + " secondary=" + target.secondary + " peer=" +
                   net::to_text(target.peer) + " serial=" + std::to_string(attempt.serial) +
                   " attempts=" + std::to_string(attempt.sent) + " outcome=" + to_printable(outcome));
}

std::int64_t Notifier::send_due(std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  look_for_new_ones(now_ms);
  for (const auto& [zone, serial] : std::exchange(news_, {})) spread(zone, serial, now_ms);
  std::int64_t next = kLookMs;
  for (auto& [target, attempt] : attempts_) {
    if (!attempt.open) continue;
    if (attempt.due_ms > now_ms) {
      next = std::min(next, attempt.due_ms - now_ms);
      continue;
    }
    if (attempt.sent >= attempt.most || (attempt.answered && has_come(target, attempt))) {
      give_up(target, attempt);
      continue;
    }
    if (++attempt.sent == 1) attempt.begun_at = ports_.now();
    attempt.last_sent_ms = now_ms;
    attempt.due_ms = now_ms + pause_after(attempt.sent);
    next = std::min(next, attempt.due_ms - now_ms);
    std::string message = make(target, attempt);
    if (message.empty()) continue;
    const Done sent = ports_.send(target.peer, std::move(message));
    ports_.sight.change(target.zone, target.secondary, [&](auto& seen) {
      seen.notified_at = ports_.now();
      seen.notified_serial = attempt.serial;
      seen.notify_outcome = sent ? kSent : sent.error().what;
    });
  }
  std::erase_if(attempts_, [&](const auto& entry) {
    return !entry.second.open && now_ms - entry.second.last_sent_ms > kKeptMs;
  });
  return next;
}

void Notifier::answered(const net::DatagramPeer& from, std::string_view message) {
  const auto answer = read_query(message);
  if (!answer || answer->opcode != opcode::kNotify) return;
  const auto name = from_wire(answer->name);
  if (!name) return;
  const std::lock_guard lock(mutex_);
  for (auto& [target, attempt] : attempts_) {
    if (!attempt.open || attempt.sent == 0 || target.peer != from || target.zone != name->text() ||
        attempt.id != answer->id)
      continue;
    if (!attempt.mac.empty()) {
      const auto state = ports_.state();
      const auto zone = state->find_zone(target.zone);
      if (!zone || !answer->tsig) return;
      const auto key = Responder::find_key(*state, *zone, answer->tsig->key);
      if (!key || !*key ||
          !verify_answer(message, *answer, **key, attempt.mac,
                         static_cast<std::uint64_t>(ports_.now().ms / 1000)))
        return;
    }
    const Rcode rcode = answer->rcode();
    // One that does not know the zone yet may know it soon: it is told again.
    if (rcode == Rcode::noerror && !std::exchange(attempt.answered, true))
      attempt.most = std::min(attempt.most, attempt.sent + kReminders);
    ports_.sight.change(target.zone, target.secondary, [&](auto& seen) {
      seen.notify_answered_at = ports_.now();
      seen.notify_outcome = outcome_of(rcode);
    });
    return;
  }
}

void Notifier::run(std::stop_token stop) {
  pthread_setname_np(pthread_self(), "notify");
  while (!stop.stop_requested()) {
    const std::int64_t wait = send_due(ports_.monotonic_ms());
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, std::chrono::milliseconds(wait), [&] { return !news_.empty(); });
  }
}

}  // namespace stele::dns
