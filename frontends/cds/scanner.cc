#include "frontends/cds/scanner.h"

#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <sstream>

#include "engine/base/bytes.h"
#include "engine/base/file.h"
#include "engine/core/checks.h"
#include "engine/core/domain/cds.h"
#include "engine/idn/name.h"
#include "engine/runtime/log.h"

namespace stele::cds {

using core::CdsAnswer;

namespace {

constexpr std::size_t kNamesAtOnce = 64;       // read from the state in one go, at the least
constexpr std::size_t kMostAddresses = 8;      // of one name server that are asked
constexpr std::int64_t kWriteProgressMs = 30'000;
constexpr std::size_t kMostProgress = 1 << 20;
constexpr std::chrono::milliseconds kIdle{500};
constexpr std::size_t kTries = 3;              // servers, to learn whether a name has such records at all

void name_thread(const char* name) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
  pthread_setname_np(pthread_self(), name);
}

bool is_published(const CdsAnswer& answer) {
  return answer.fault.empty() && (!answer.cds.empty() || !answer.cdnskey.empty());
}

// Whether what its servers say can come to anything: a name without DS records in a zone that takes no
// first ones need not be asked.
bool may_change(const core::Zone& zone, const core::Domain& domain, bool waits) {
  return !domain.ds.empty() || waits || zone.policy.cds->bootstrap_seconds != 0;
}

bool waits(const core::State& state, ObjectNumber domain) {
  const auto seen = state.find_cds(domain);
  return seen && !seen->digest.empty();
}

std::string problems_text(const core::Rejections& problems) {
  std::string out;
  for (const core::Rejection& problem : problems) {
    out += (out.empty() ? "" : ",") + std::string(core::name_of(problem.reason));
    if (!problem.value.empty()) out += "=\"" + to_printable(problem.value, 120) + '"';
  }
  return out;
}

}  // namespace

Scanner::Scanner(net::Reactor& reactor, gateway::Gateway& gateway, Random& random, Clock& clock,
                 ScanOptions options)
    : gateway_(gateway), random_(random), clock_(clock), options_(std::move(options)),
      exchange_(reactor, options_.timeout), pace_(options_.pace),
      resolver_(exchange_, options_.resolvers, random, clock) {}

Scanner::~Scanner() { stop(); }

void Scanner::start() {
  read_progress();
  gateway_.cds().set_scan([this](const std::string& name, bool dry, std::stop_token stop) {
    return scan(name, dry, std::move(stop));
  });
  threads_.emplace_back([this](std::stop_token stop) {
    name_thread("cds-pass");
    run_passes(std::move(stop));
  });
  for (std::size_t i = 0; i < options_.parallel; ++i)
    threads_.emplace_back([this](std::stop_token stop) {
      name_thread("cds-ask");
      work(std::move(stop));
    });
}

void Scanner::stop() {
  if (threads_.empty()) return;
  gateway_.cds().set_scan({});
  for (std::jthread& thread : threads_) thread.request_stop();
  changed_.notify_all();
  threads_.clear();
  write_progress();
}

// ---- passes

void Scanner::run_passes(std::stop_token stop) {
  while (!stop.stop_requested()) {
    std::vector<std::shared_ptr<const core::Zone>> zones;
    {
      const auto state = gateway_.state();
      state->for_each_zone([&](ObjectNumber number) {
        auto zone = state->find_zone(number);
        if (zone->policy.cds) zones.push_back(std::move(zone));
        return true;
      });
    }
    bool busy = false;
    for (const auto& zone : zones) busy = advance(*zone, stop) || busy;
    if (clock_.monotonic_ms() - progress_written_ms_ > kWriteProgressMs) write_progress();
    if (busy) continue;
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop, kIdle, [] { return false; });
  }
}

bool Scanner::advance(const core::Zone& zone, std::stop_token stop) {
  const std::string& name = zone.name.text();
  std::string from;
  {
    const std::lock_guard lock(mutex_);
    Walk& walk = walks_[name];
    if (!walk.under_way) {
      const Instant now = clock_.now();
      const std::int64_t interval = zone.policy.cds->interval_seconds * std::int64_t{kSecond};
      if (walk.started_at.ms != 0 && now < walk.started_at + interval && now >= walk.started_at)
        return false;
      walk = Walk{.started_at = now, .next = {}, .before = {}, .from = {}, .under_way = true};
      gateway_.cds().change_pass(name, [&](auto& pass) { pass = {.started_at = now, .ended_at = {}}; });
    }
    if (walk.all_read) {
      if (walk.in_hand == 0) finish(name, walk);
      return false;
    }
    from = walk.next;
  }
  // As many as can be in hand: what is, is of the last two parts then (write_progress).
  const std::size_t most = std::max(kNamesAtOnce, 3 * options_.parallel);
  std::vector<Task> tasks;
  std::string last;
  gateway_.state()->for_each_domain_from(zone, from, [&](const core::Domain& domain) {
    tasks.push_back({zone.number, domain.number, name});
    last = domain.index_label;
    return tasks.size() < most;
  });
  const bool all_read = tasks.size() < most;
  {
    const std::lock_guard lock(mutex_);
    Walk& walk = walks_[name];
    walk.in_hand += tasks.size();
    walk.all_read = all_read;
    walk.before = std::move(walk.from);
    walk.from = std::move(from);
    if (!all_read) walk.next = last + '\0';
  }
  for (Task& task : tasks)
    if (!put(std::move(task), stop)) return false;
  return true;
}

bool Scanner::put(Task task, std::stop_token stop) {
  {
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, stop, [&] { return queue_.size() < 2 * options_.parallel; }))
      return false;
    queue_.push_back(std::move(task));
  }
  changed_.notify_all();
  return true;
}

// With the mutex held.
void Scanner::finish(const std::string& zone, Walk& walk) {
  walk = Walk{.started_at = walk.started_at, .next = {}, .before = {}, .from = {}};
  progress_written_ms_ = 0;
  gateway::CdsPass done;
  gateway_.cds().change_pass(zone, [&](auto& pass) {
    pass.ended_at = clock_.now();
    done = pass;
  });
  runtime::log(runtime::LogLevel::info, "cds.pass",
               "zone=" + zone + " names=" + std::to_string(done.names) +
                   " published=" + std::to_string(done.published) +
                   " accepted=" + std::to_string(done.accepted) +
                   " waiting=" + std::to_string(done.waiting) +
                   " refused=" + std::to_string(done.refused) +
                   " silent=" + std::to_string(done.silent) +
                   " locked=" + std::to_string(done.locked) + " seconds=" +
                   std::to_string((done.ended_at.ms - done.started_at.ms) / kSecond));
}

void Scanner::work(std::stop_token stop) {
  for (;;) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [&] { return !queue_.empty(); })) return;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    changed_.notify_all();
    look(task, stop);
    const std::lock_guard lock(mutex_);
    --walks_[task.zone_name].in_hand;
  }
}

// ---- one name

void Scanner::look(const Task& task, std::stop_token stop) {
  if (stop.stop_requested()) return;
  gateway::CdsSight& sight = gateway_.cds();
  const auto count = [&](std::uint64_t gateway::CdsPass::*what) {
    sight.change_pass(task.zone_name, [&](auto& pass) { ++(pass.*what); });
  };
  std::optional<core::Domain> domain;
  std::vector<KnownServer> servers;
  bool is_waiting = false;
  {
    const auto state = gateway_.state();
    const auto zone = state->find_zone(task.zone);
    domain = state->find_domain(task.domain);
    if (!domain || !zone || !zone->policy.cds) return;
    count(&gateway::CdsPass::names);
    core::Problems locked;
    core::require_cds_unlocked(*domain, locked);
    if (locked.any()) return count(&gateway::CdsPass::locked);
    is_waiting = waits(*state, domain->number);
    if (!may_change(*zone, *domain, is_waiting)) return;
    servers = servers_of(*state, *domain);
  }
  const Found found = ask_all(*domain, std::move(servers), is_waiting, stop);
  if (stop.stop_requested() || found.answers.empty()) return;
  const bool heard = std::ranges::any_of(found.answers, [](const CdsAnswer& answer) {
    return answer.fault.empty();
  });
  if (!heard) count(&gateway::CdsPass::silent);
  if (found.published) count(&gateway::CdsPass::published);
  const gateway::CdsResult result = judge(*domain, found.answers, false);
  if (result.outcome == "accepted") count(&gateway::CdsPass::accepted);
  else if (result.outcome == "waits") count(&gateway::CdsPass::waiting);
  else if (result.outcome == "refused" && heard) count(&gateway::CdsPass::refused);
  // Of names that ask for nothing, and of servers that are away, nobody wants to read.
  if (result.outcome != "nothing" && heard) tell(domain->name.text(), result);
}

std::vector<Scanner::KnownServer> Scanner::servers_of(const core::State& state,
                                                      const core::Domain& domain) {
  std::vector<KnownServer> out;
  for (const ObjectNumber number : domain.hosts)
    if (auto host = state.find_host(number))
      out.push_back({host->name.text(), std::move(host->addresses)});
  for (const HostAttribute& host : domain.host_attributes)
    out.push_back({host.name.text(), host.addresses});
  return out;
}

std::vector<CdsAnswer> Scanner::addresses_of(std::vector<KnownServer> servers, std::stop_token stop) {
  std::vector<CdsAnswer> out;
  for (auto& [name, addresses] : servers) {
    CdsAnswer answer;
    answer.host = name;
    if (addresses.empty()) {
      const auto host = DomainName::parse(name);
      auto found = host ? resolver_.addresses(*host, stop) : fail(Fault::invalid, "no host name");
      if (!found) {
        answer.fault = found.error().what;
        out.push_back(answer);
        continue;
      }
      addresses = std::move(*found);
    }
    if (!options_.ipv6)
      std::erase_if(addresses, [](const IpAddress& a) { return a.version == IpVersion::v6; });
    if (addresses.size() > kMostAddresses) addresses.resize(kMostAddresses);
    if (addresses.empty()) {
      answer.fault = "it has IPv6 addresses only";
      out.push_back(answer);
    }
    for (const IpAddress& address : addresses) {
      answer.address = to_text(address);
      const bool asked = options_.private_addresses || address.usable_as_glue();
      answer.fault = asked ? "" : "its address is not a public one";
      out.push_back(answer);
    }
  }
  return out;
}

void Scanner::ask(const DomainName& name, CdsAnswer& answer, std::stop_token stop) {
  if (!answer.fault.empty()) return;
  switch (pace_.take(answer.address, stop)) {
    case Pace::Turn::taken: break;
    case Pace::Turn::left_alone: answer.fault = "it did not answer lately"; return;
    case Pace::Turn::stopped: answer.fault = "the scan was stopped"; return;
  }
  const auto ids = random_ids(random_, 3);
  const std::vector<Question> questions = {{name, type::kCds, ids[0]},
                                           {name, type::kCdnskey, ids[1]},
                                           {name, type::kDnskey, ids[2]}};
  const auto messages = exchange_.ask({answer.address, options_.port}, questions, stop);
  pace_.give_back(answer.address, messages.has_value() || stop.stop_requested());
  if (!messages) {
    answer.fault = messages.error().what;
    return;
  }
  RecordSet sets[3];
  for (std::size_t i = 0; i < questions.size(); ++i) {
    auto set = read_answer((*messages)[i], questions[i]);
    if (!set) {
      answer.fault = set.error().what;
      return;
    }
    sets[i] = std::move(*set);
  }
  auto read = evaluate(name, sets[0], sets[1], sets[2], clock_.now());
  if (!read) {
    answer.fault = read.error().what;
    return;
  }
  read->host = answer.host;
  read->address = answer.address;
  answer = std::move(*read);
}

// Most names ask for nothing, or for what they have: then one server is asked and no other bothered. A
// server that lags behind the others keeps nothing from them by that: they would not agree.
Scanner::Found Scanner::ask_all(const core::Domain& domain, std::vector<KnownServer> servers,
                                bool every_one, std::stop_token stop) {
  Found found;
  found.answers = addresses_of(std::move(servers), stop);
  std::size_t asked = 0;
  bool to_the_end = every_one;
  for (CdsAnswer& answer : found.answers) {
    if (stop.stop_requested()) return {};
    ask(domain.name, answer, stop);
    ++asked;
    found.published = found.published || is_published(answer);
    if (to_the_end) continue;
    if (answer.fault.empty() && asks_for_something(domain, answer)) {
      to_the_end = true;
    } else if (answer.fault.empty() || asked == kTries) {
      found.answers.resize(asked);
      break;
    }
  }
  return found;
}

bool Scanner::asks_for_something(const core::Domain& domain, const CdsAnswer& answer) {
  const auto state = gateway_.state();
  const auto zone = state->find_zone(domain.zone);
  if (!zone || !zone->policy.cds) return false;
  const auto verdict = core::judge_cds(*state, clock_.now(), *zone, domain, {answer});
  return verdict.wish != core::CdsWish::nothing || !verdict.problems.empty();
}

gateway::CdsResult Scanner::judge(const core::Domain& seen, const std::vector<CdsAnswer>& answers,
                                  bool dry) {
  gateway::CdsResult result{.at = clock_.now(), .outcome = "nothing", .wish = {}, .problems = {},
                            .fault = {}};
  const auto state = gateway_.state();
  const auto domain = state->find_domain(seen.number);
  const auto zone = domain ? state->find_zone(domain->zone) : nullptr;
  if (!zone) return result;
  core::Problems locked;
  core::require_cds_unlocked(*domain, locked);
  if (locked.any()) {
    result.outcome = "locked";
    result.problems = locked.refusal().error();
    return result;
  }
  if (!zone->policy.cds) {
    result.outcome = "refused";
    result.problems = {{core::Reason::cds_off, core::Field::zone, zone->name.text()}};
    return result;
  }
  const core::CdsVerdict verdict =
      core::judge_cds(*state, std::max(clock_.now(), state->now()), *zone, *domain, answers);
  result.wish = core::to_text(verdict.wish);
  result.problems = verdict.problems;
  if (!verdict.problems.empty())
    result.outcome =
        verdict.problems.front().reason == core::Reason::cds_too_soon ? "waits" : "refused";
  else if (!verdict.events.empty() && verdict.wish != core::CdsWish::nothing)
    result.outcome = "accepted";
  if (verdict.events.empty() || dry) return result;

  core::Request request;
  request.caller.actor = {events::ActorKind::system, ObjectNumber{}, "cds-scan"};
  request.caller.repository = domain->repository;
  request.source = events::Source::scan;
  request.reason = "CDS records of the name (RFC 7344): " + result.wish;
  request.command = core::ReportCds{domain->name, answers};
  const runtime::Outcome outcome = gateway_.execute(std::move(request));
  if (const auto* rejections = outcome.rejections()) {
    result.outcome = "failed";
    result.fault = problems_text(*rejections);
  }
  return result;
}

// A line where something is new: a name that is refused is so at every look.
void Scanner::tell(const std::string& name, const gateway::CdsResult& result) {
  const bool is_new = gateway_.cds().keep(name, result);
  if (!is_new && result.outcome != "accepted") return;
  std::string text = "name=" + name + " wish=" + result.wish;
  if (!result.problems.empty()) text += " why=" + problems_text(result.problems);
  if (!result.fault.empty()) text += " why=" + result.fault;
  runtime::log(result.outcome == "failed" ? runtime::LogLevel::warning : runtime::LogLevel::info,
               "cds." + result.outcome, text);
}

gateway::CdsScan Scanner::scan(const std::string& text, bool dry, std::stop_token stop) {
  gateway::CdsScan out;
  const auto name = idn::parse_name(text);
  std::optional<core::Domain> domain;
  std::vector<KnownServer> servers;
  {
    const auto state = gateway_.state();
    core::Problems problems;
    if (name) domain = core::require_domain(*state, *name, problems);
    if (!domain) {
      out.problem = "no domain " + to_printable(text) + " in this registry";
      return out;
    }
    servers = servers_of(*state, *domain);
  }
  auto answers = ask_all(*domain, std::move(servers), true, stop).answers;
  if (stop.stop_requested()) {
    out.problem = "the scan was stopped";
    return out;
  }
  if (answers.empty()) {
    out.problem = domain->name.text() + " has no name servers";
    return out;
  }
  out.result = judge(*domain, answers, dry);
  out.answers = std::move(answers);
  if (!dry && out.result.outcome != "nothing") tell(domain->name.text(), out.result);
  return out;
}

// ---- progress: "ZONE STARTED_MS LABEL", a zone a line; of one whose walk is done without the label

void Scanner::read_progress() {
  if (options_.progress_file.empty()) return;
  const auto text = read_file(options_.progress_file, kMostProgress);
  if (!text) return;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string zone, label;
    Walk walk;
    if (!(words >> zone >> walk.started_at.ms) || walk.started_at > clock_.now()) continue;
    walk.under_way = static_cast<bool>(words >> label);
    if (label != "-") walk.next = walk.before = walk.from = label;
    gateway_.cds().change_pass(zone, [&](auto& pass) { pass.started_at = walk.started_at; });
    walks_.emplace(std::move(zone), std::move(walk));
  }
}

void Scanner::write_progress() {
  std::string text;
  {
    const std::lock_guard lock(mutex_);
    progress_written_ms_ = clock_.monotonic_ms();
    for (const auto& [zone, walk] : walks_) {
      text += zone + ' ' + std::to_string(walk.started_at.ms);
      // The names in hand are asked again. A label may end with the zero that makes it the next one.
      if (walk.under_way) text += ' ' + (walk.before.empty() ? "-" : std::string(walk.before.c_str()));
      text += '\n';
    }
  }
  if (options_.progress_file.empty()) return;
  if (Done done = write_file_durably(options_.progress_file, text); !done)
    runtime::log(runtime::LogLevel::warning, "cds.progress_not_written", done.error().what);
}

}  // namespace stele::cds
