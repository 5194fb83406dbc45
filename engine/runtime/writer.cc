#include "engine/runtime/writer.h"

#include <chrono>

#include "engine/base/check.h"
#include "engine/runtime/log.h"
#include "engine/runtime/seal.h"
#include "events/codec.h"
#include "events/journal/transaction.h"

namespace stele::runtime {

namespace {

// How often the writer looks at clock and disk when nobody asks it anything.
constexpr std::chrono::milliseconds kIdleLook{1000};

Outcome refusal(core::Reason reason) { return Outcome{core::Rejections{core::Rejection{reason}}}; }

bool accepts_clock(const core::Request& request) {
  return std::holds_alternative<core::AcceptClock>(request.command) && request.caller.is_staff();
}

}  // namespace

Writer::Writer(WriterOptions options, journal::Journal& journal, registry::RegistryState& state,
               crypto::KeyVault& vault, ClockGuard clock, Random& random)
    : options_(std::move(options)), journal_(journal), state_(state), vault_(vault), clock_(clock),
      random_(random) {
  watch_clock_and_disk();
  thread_ = std::thread([this] { run(); });
}

Writer::~Writer() { stop(); }

void Writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  waiting_changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Serving Writer::serving() const {
  const std::lock_guard lock(mutex_);
  return serving_;
}

void Writer::submit(core::Request request, Answered answered) {
  core::Reason reason = core::Reason::overloaded;
  {
    const std::lock_guard lock(mutex_);
    const bool may = serving_.open() || (serving_.cause == ReadOnlyCause::clock && accepts_clock(request));
    if (stop_ || !may) {
      reason = core::Reason::read_only;
    } else if (waiting_.size() < options_.mailbox) {
      waiting_.push_back({std::move(request), std::move(answered)});
      if (waiting_.size() == 1) waiting_changed_.notify_one();
      return;
    }
  }
  answered(refusal(reason));
}

void Writer::close(ReadOnlyCause cause, std::string why) { set_serving({cause, std::move(why)}); }

void Writer::set_serving(Serving serving) {
  {
    const std::lock_guard lock(mutex_);
    // Damage is not healed by a clock or a disk that is well again.
    if (serving_.cause == ReadOnlyCause::damage) return;
    if (serving_.cause == serving.cause) return;
    serving_ = serving;
  }
  if (serving.open())
    log(LogLevel::info, "serving.open", "changes are accepted again");
  else
    log(LogLevel::error, "serving.read_only", std::string(to_text(serving.cause)) + ": " + serving.why);
}

void Writer::fail_journal(const Error& error) {
  log(LogLevel::error, "journal.failed", error.what);
  flush_log();
  if (!options_.on_journal_failure)
    CHECK(false, "the journal cannot be written: " + error.what + "; restart to recover what was acknowledged");
  options_.on_journal_failure(error);
  set_serving({ReadOnlyCause::damage, "the journal cannot be written: " + error.what});
}

// A full disk has room again some day; after any other fault nothing is known of what is on it.
void Writer::stop_writing(const Error& error) {
  if (error.fault == Fault::disk_low)
    set_serving({ReadOnlyCause::disk_low, error.what});
  else
    fail_journal(error);
}

void Writer::run() {
  for (;;) {
    std::vector<Waiting> batch = take_batch();
    if (batch.empty()) {
      const std::lock_guard lock(mutex_);
      if (stop_) return;
    } else {
      work(std::move(batch));
      continue;
    }
    watch_clock_and_disk();
  }
}

std::vector<Writer::Waiting> Writer::take_batch() {
  std::unique_lock lock(mutex_);
  waiting_changed_.wait_for(lock, kIdleLook, [&] { return stop_ || !waiting_.empty(); });
  std::vector<Waiting> batch;
  const std::size_t n = std::min(waiting_.size(), options_.most_per_batch);
  batch.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    batch.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return batch;
}

void Writer::watch_clock_and_disk() {
  clock_.look();
  if (clock_.standing_still() != told_clock_behind_) {
    told_clock_behind_ = clock_.standing_still();
    if (told_clock_behind_)
      log(LogLevel::error, "clock.behind", "the clock is behind the last record; transaction time stands still");
  }
  const Serving now = serving();
  if (clock_.doubt()) {
    set_serving({ReadOnlyCause::clock, *clock_.doubt()});
  } else if (now.cause == ReadOnlyCause::clock) {
    set_serving({});
  } else if (now.cause == ReadOnlyCause::disk_low && (!options_.disk_has_room || options_.disk_has_room())) {
    set_serving({});
  }
}

Done Writer::seal_all(std::vector<events::Event>& found) {
  for (events::Event& event : found)
    if (Done done = seal(event, vault_); !done) return done;
  return {};
}

void Writer::work(std::vector<Waiting> waiting) {
  watch_clock_and_disk();
  const auto base = state_.published();
  const auto pending = state_.begin();
  journal::Batch batch(journal_.head(), 1);
  std::vector<Answer> answers;
  answers.reserve(waiting.size());
  std::vector<KeySlot> erased;
  bool clock_accepted = false;

  for (Waiting& w : waiting) {
    if (clock_.doubt() && !accepts_clock(w.request)) {
      answers.push_back({std::move(w.answered), refusal(core::Reason::read_only)});
      continue;
    }
    const Instant now = clock_.transaction_time();
    const core::Context context{*pending,            now, w.request.caller, random_,
                                w.request.server_trid, w.request.reason,
                                w.request.client_trid};
    auto decision = core::decide(context, w.request.command);
    if (!decision) {
      answers.push_back({std::move(w.answered), Outcome{std::move(decision.error())}});
      continue;
    }
    events::Transaction transaction{w.request.caller.actor,      w.request.source,
                                    std::move(w.request.client_trid), std::move(w.request.server_trid),
                                    std::move(w.request.reason),      std::move(decision->events)};
    if (Done sealed = seal_all(transaction.events); !sealed) {
      stop_writing(sealed.error());
      answers.push_back({std::move(w.answered), refusal(core::Reason::read_only)});
      continue;
    }
    events::encode(transaction, encoded_);
    if (encoded_.size() > journal::kMaxTransaction) {
      answers.push_back({std::move(w.answered), refusal(core::Reason::too_large)});
      continue;
    }
    const Position first = batch.add(now, encoded_);
    pending->apply(transaction, batch.head().next, batch.head().leaf, now);
    Accepted accepted{first, now, std::move(decision->answer), {}};
    for (const events::Event& event : transaction.events) {
      accepted.kinds.push_back(events::kind_of(event));
      if (const auto* e = std::get_if<events::SubjectErased>(&event)) erased.push_back(e->slot);
    }
    clock_accepted |= accepts_clock(w.request);
    answers.push_back({std::move(w.answered), Outcome{std::move(accepted)}});
  }

  if (batch.records().empty()) return answer(answers);
  const auto head = journal_.append(1, base->position(), batch.records());
  if (!head) {
    stop_writing(head.error());
    return refuse_all(answers);
  }
  // The commit gate. At once today; with synchronous replication it opens after k acknowledgements.
  if (Done done = destroy_keys(erased); !done) fail_journal(done.error());
  if (Done done = state_.commit(*pending); !done)
    CHECK(false, done.error().what + "; the journal has it all, restart to recover");
  if (clock_accepted) clock_.accept();  // only now that the journal says so
  watch_clock_and_disk();  // an accepted clock opens the server before its caller hears of it
  answer(answers);
}

// Only after the erasure is durable; a crash in between repeats it at start.
Done Writer::destroy_keys(const std::vector<KeySlot>& slots) {
  for (const KeySlot slot : slots)
    if (slot)
      if (Done done = vault_.destroy(slot); !done) return done;
  return {};
}

void Writer::answer(std::vector<Answer>& answers) {
  for (Answer& a : answers) a.answered(std::move(a.outcome));
}

void Writer::refuse_all(std::vector<Answer>& answers) {
  for (Answer& a : answers) a.answered(refusal(core::Reason::read_only));
}

}  // namespace stele::runtime
