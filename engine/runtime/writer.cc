#include "engine/runtime/writer.h"

#include <chrono>
#include <limits>

#include "engine/base/check.h"
#include "engine/core/clock/due_work.h"
#include "engine/core/org/links.h"
#include "engine/core/poll/notices.h"
#include "engine/runtime/log.h"
#include "engine/runtime/seal.h"
#include "events/codec.h"
#include "events/journal/transaction.h"

namespace stele::runtime {

namespace {

constexpr std::size_t kMostDuePerAppend = 1000;
constexpr std::chrono::seconds kTellOfDueWork{10};
constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();

Outcome refusal(core::Reason reason) { return Outcome{core::Rejections{core::Rejection{reason}}}; }

bool accepts_clock(const core::Request& request) {
  return std::holds_alternative<core::AcceptClock>(request.command) && request.caller.is_staff();
}

}  // namespace

Writer::Writer(WriterOptions options, journal::Journal& journal, registry::RegistryState& state,
               crypto::KeyVault& vault, ClockGuard clock, Random& random)
    : options_(std::move(options)), journal_(journal), state_(state), vault_(vault), clock_(clock),
      random_(random), wall_offset_(kNoTime), settled_(clock_.floor()),
      settled_asked_ms_(clock_.monotonic_ms()) {
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

Load Writer::load() const {
  Load load{.mailbox = options_.mailbox, .overloaded = overloaded_, .refused = refused_,
            .transactions = transactions_, .appends = appends_};
  const std::lock_guard lock(mutex_);
  load.waiting = waiting_.size();
  return load;
}

// Between two rounds no transaction has its time and is not published. What is promised then binds the
// round to come, whatever the clock does. Behind a clock that was set back, or is in doubt, nothing would
// be over until it has caught up: time goes on at half its pace then, and is caught up with all the same.
Settled Writer::settled() {
  const std::lock_guard lock(settled_mutex_);
  if (!in_round_) {
    const auto now = believed_time();
    const std::int64_t monotonic = clock_.monotonic_ms();
    const Instant slowly = settled_ + (monotonic - settled_asked_ms_) / 2;
    settled_ = now && *now >= settled_ ? *now : slowly;
    settled_asked_ms_ = monotonic;
  }
  return {state_.published()->position(), settled_};
}

void Writer::begin_round() {
  const std::lock_guard lock(settled_mutex_);
  in_round_ = true;
  clock_.not_before(settled_);
  // All of the round is of the clock's time or later.
  if (!clock_.doubt()) settled_ = std::max(settled_, clock_.transaction_time());
}

void Writer::end_round() {
  const std::lock_guard lock(settled_mutex_);
  in_round_ = false;
}

std::optional<Instant> Writer::believed_time() const {
  const std::int64_t offset = wall_offset_;
  if (offset == kNoTime) return std::nullopt;
  return Instant{clock_.monotonic_ms() + offset};
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
  if (reason == core::Reason::overloaded) ++overloaded_;
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
    const bool idle = batch.empty();
    if (idle && stopping()) return;
    watch_clock_and_disk();
    begin_round();
    if (idle)
      do_due_work();
    else
      work(std::move(batch));
    end_round();
  }
}

bool Writer::stopping() const {
  const std::lock_guard lock(mutex_);
  return stop_;
}

std::vector<Writer::Waiting> Writer::take_batch() {
  std::unique_lock lock(mutex_);
  waiting_changed_.wait_for(lock, options_.idle_look, [&] { return stop_ || !waiting_.empty(); });
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
  wall_offset_ = clock_.doubt() ? kNoTime : clock_.wall_offset();
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

struct Writer::Group {
  explicit Group(const journal::Journal& journal, registry::RegistryState& state)
      : base(state.published()), pending(state.begin()), batch(journal.head(), 1) {}

  std::shared_ptr<const registry::PublishedState> base;
  std::unique_ptr<registry::Pending> pending;
  journal::Batch batch;
  std::vector<Answer> answers;
  std::vector<KeySlot> erased;
  std::uint64_t transactions = 0;
  bool clock_accepted = false;
};

std::expected<Position, core::Reason> Writer::add(Group& group, events::Transaction& transaction,
                                                  Instant now) {
  if (Done sealed = seal(transaction.events, vault_); !sealed) {
    stop_writing(sealed.error());
    return std::unexpected(core::Reason::read_only);
  }
  events::encode(transaction, encoded_);
  if (encoded_.size() > options_.largest_transaction) return std::unexpected(core::Reason::too_large);
  const Position first = group.batch.add(now, encoded_);
  ++group.transactions;
  const auto head = group.batch.head();
  group.pending->apply(transaction, head.next, head.leaf, now);
  for (const events::Event& event : transaction.events)
    if (const KeySlot slot = ended_slot(event)) group.erased.push_back(slot);
  return first;
}

void Writer::decide(Group& group, Waiting& w) {
  const auto refuse = [&](core::Rejections rejections) {
    ++refused_;
    group.answers.push_back({std::move(w.answered), Outcome{std::move(rejections)}});
  };
  if (clock_.doubt() && !accepts_clock(w.request))
    return refuse({core::Rejection{core::Reason::read_only}});
  const Instant now = clock_.transaction_time();
  const core::Context context{*group.pending,        now, w.request.caller, random_,
                              w.request.server_trid, w.request.reason,
                              w.request.client_trid};
  auto decision = core::decide(context, w.request.command);
  if (!decision) return refuse(std::move(decision.error()));
  events::Transaction transaction{w.request.caller.actor,           w.request.source,
                                  std::move(w.request.client_trid), std::move(w.request.server_trid),
                                  std::move(w.request.reason),      std::move(decision->events)};
  const auto first = add(group, transaction, now);
  if (!first) return refuse({core::Rejection{first.error()}});
  Accepted accepted{*first, now, std::move(decision->answer), {}};
  for (const events::Event& event : transaction.events)
    accepted.kinds.push_back(events::kind_of(event));
  group.clock_accepted |= accepts_clock(w.request);
  group.answers.push_back({std::move(w.answered), Outcome{std::move(accepted)}});
}

void Writer::work(std::vector<Waiting> waiting) {
  const bool up_to_date = clock_.doubt() || do_due_work();
  Group group(journal_, state_);
  group.answers.reserve(waiting.size());
  if (!up_to_date) {
    for (Waiting& w : waiting)
      group.answers.push_back({std::move(w.answered), refusal(core::Reason::read_only)});
    return answer(group.answers);
  }
  for (Waiting& w : waiting) {
    decide(group, w);
    // What a command has made may be due already: a name imported with an expiry long past.
    core::Due from{group.pending->earliest_due_set(), {}};
    if (!clock_.doubt() && from.at <= clock_.transaction_time())
      add_due(group, from, clock_.transaction_time(), options_.most_per_batch);
  }
  if (group.batch.records().empty()) return answer(group.answers);
  if (!make_durable(group)) return refuse_all(group.answers);
  if (group.clock_accepted) clock_.accept();  // only now that the journal says so
  watch_clock_and_disk();  // an accepted clock opens the server before its caller hears of it
  answer(group.answers);
}

// False: nothing of it happened.
bool Writer::make_durable(Group& group) {
  const auto head = journal_.append(1, group.base->position(), group.batch.records());
  if (!head) {
    stop_writing(head.error());
    return false;
  }
  // The commit gate. At once today; with synchronous replication it opens after k acknowledgements.
  if (Done done = destroy_keys(group.erased); !done) fail_journal(done.error());
  if (Done done = state_.commit(*group.pending); !done)
    CHECK(false, done.error().what + "; the journal has it all, restart to recover");
  ++appends_;
  transactions_ += group.transactions;
  return true;
}

// Each as of its own time, so that a year late gives the dates and prices of that year.
void Writer::add_due(Group& group, core::Due& from, Instant now, std::size_t most) {
  for (std::size_t n = 0; n < most; ++n) {
    const auto due = group.pending->first_due(from);
    if (!due || due->at > now) return;
    const core::Context context{*group.pending, due->at, core::clock_caller(), random_};
    events::Transaction transaction;
    transaction.actor = core::clock_caller().actor;
    transaction.source = events::Source::clock;
    transaction.events = core::decide_due(context, *due);
    CHECK(!transaction.events.empty(), "due work without an event would be due for ever");
    core::end_links(context.state, transaction.events);
    core::add_notices(context, true, transaction.events);
    if (const auto added = add(group, transaction, now); !added) {
      CHECK(added.error() == core::Reason::read_only, "what the clock does fits a transaction");
      return;
    }
    from = *due;  // nothing before it is due any more
  }
}

bool Writer::do_due_work() {
  const auto begun = std::chrono::steady_clock::now();
  auto told = begun;
  std::uint64_t done = 0;
  core::Due from;
  for (;;) {
    if (clock_.doubt() || !serving().open()) return false;
    const Instant now = clock_.transaction_time();
    const auto due = state_.published()->first_due(from);
    if (!due || due->at > now) break;
    if (done > 0 && stopping()) return false;
    from = *due;
    Group group(journal_, state_);
    add_due(group, from, now, kMostDuePerAppend);
    if (group.batch.records().empty() || !make_durable(group)) return false;
    done += group.batch.records().size();
    if (const auto time = std::chrono::steady_clock::now(); time - told >= kTellOfDueWork) {
      told = time;
      log(LogLevel::info, "clock.work",
          std::to_string(done) + " changes that fell due are made, now at " + to_text(from.at));
    }
    watch_clock_and_disk();
  }
  if (told != begun)
    log(LogLevel::info, "clock.work_done", std::to_string(done) + " changes that fell due are made");
  return true;
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
