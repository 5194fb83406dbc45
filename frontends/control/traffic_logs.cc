#include "frontends/control/traffic_logs.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <filesystem>

#include "engine/idn/name.h"
#include "engine/runtime/data_directory.h"
#include "events/journal/transaction.h"

namespace stele::control {

namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPart = 64 * 1024;   // of an answer: a round trip carries many rows
constexpr std::int64_t kGrowthDays = 7;

Reply done(const json::object& data) { return Reply{true, {}, json::serialize(data)}; }

json::object to_json(const traffic::RowId& id, const traffic::Record& record, bool whole) {
  json::array objects;
  for (const std::string& object : record.objects) objects.emplace_back(to_printable(object, 255));
  json::object out{{"id", traffic::to_text(id)},
                   {"class", traffic::to_text(record.log)},
                   {"time", to_text(record.at)},
                   {"kind", to_printable(record.kind, 255)},
                   {"registrar", to_printable(record.registrar, 255)},
                   {"address", record.address},
                   {"port", record.port},
                   {"cltrid", to_printable(record.client_trid, 255)},
                   {"svtrid", record.server_trid},
                   {"objects", std::move(objects)},
                   {"outcome", to_printable(record.outcome, 255)},
                   {"microseconds", record.microseconds}};
  // A line's question is short; a frame is shown when it is asked for.
  if (whole || record.log != traffic::Class::epp) out["request"] = record.request;
  if (whole) out["response"] = record.response;
  return out;
}

std::uint64_t bytes_of(const std::string& path) {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    std::error_code gone;
    if (!at->is_regular_file(gone)) continue;
    const auto size = at->file_size(gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

json::value date(Instant instant) {
  return instant.ms ? json::value(to_text(instant)) : json::value();
}

// Over the last whole days, of those that are there.
std::uint64_t growth(const std::vector<traffic::DayUsage>& days, Instant today) {
  std::uint64_t bytes = 0;
  Instant first = today;
  for (const traffic::DayUsage& day : days) {
    if (day.day >= today || day.day < Instant{today.ms - kGrowthDays * kDay}) continue;
    bytes += day.disk_bytes;
    first = std::min(first, day.day);
  }
  const std::int64_t count = (today - first) / kDay;
  return count == 0 ? 0 : bytes / static_cast<std::uint64_t>(count);
}

bool is_on(traffic::Class log, const core::Settings& settings) {
  switch (log) {
    case traffic::Class::epp:
    case traffic::Class::api: return settings.traffic_log_epp != 0;
    case traffic::Class::whois: return settings.traffic_log_whois != 0;
    case traffic::Class::rdap: return settings.traffic_log_rdap != 0;
    case traffic::Class::login: return settings.traffic_log_login != 0;
  }
  return false;
}

// What was asked for, or which argument is none of its kind.
Result<traffic::Query> read_query(const Request& request) {
  traffic::Query query{.client_trid = argument(request, "cltrid"),
                       .server_trid = argument(request, "svtrid"),
                       .registrar = argument(request, "registrar"),
                       .object = argument(request, "object"),
                       .address = argument(request, "address")};
  if (const auto name = idn::parse_name(query.object); name && query.object.find('.') != std::string::npos)
    query.object = name->text();
  if (const std::string log = argument(request, "class"); !log.empty()) {
    query.log = traffic::parse_class(log);
    if (!query.log) return fail(Fault::invalid, "the class is epp, whois, rdap, login or api, not " + to_printable(log));
  }
  for (const auto& [name, to] : {std::pair("from", &query.from), std::pair("to", &query.until)}) {
    const std::string text = argument(request, name);
    if (text.empty()) continue;
    const auto instant = parse_instant(text);
    if (!instant)
      return fail(Fault::invalid, "--" + std::string(name) + " takes a date or a time such as 2026-11-29T10:00Z, not " +
                                      to_printable(text));
    *to = *instant;
  }
  if (!query.address.empty() && !parse_ip_address(query.address) && !parse_ip_prefix(query.address))
    return fail(Fault::invalid, "no address or range of addresses: " + to_printable(query.address));
  if (const std::string count = argument(request, "count"); !count.empty()) {
    const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), query.most);
    if (error != std::errc{} || end != count.data() + count.size())
      return fail(Fault::invalid, "--count takes a number, not " + to_printable(count));
  }
  query.newest_first = argument(request, "order") == "newest";
  return query;
}

}  // namespace

Reply TrafficLogs::perform(const Request& request, const PartSink& part, std::stop_token stop) {
  if (logs_ == nullptr) return refused("this registry is opened without its traffic log");
  if (request.what == "logs.search") return search(request, part, std::move(stop));
  if (request.what == "logs.show") return show(request);
  if (request.what == "logs.status") return status();
  if (request.what == "logs.cleanup") return cleanup();
  return refused("no such operation: " + request.what);
}

Reply TrafficLogs::search(const Request& request, const PartSink& part, std::stop_token stop) {
  const auto query = read_query(request);
  if (!query) return refused(query.error().what);
  if (logs_->log() != nullptr) logs_->log()->drain();
  const bool whole = argument(request, "whole") == "yes";
  std::string lines;
  std::optional<Error> failed;
  const auto send = [&] {
    if (Done taken = part(lines); !taken) failed = taken.error();
    lines.clear();
    return !failed;
  };
  auto found = logs_->store().search(
      *query,
      [&](const traffic::RowId& id, const traffic::Record& record) {
        lines += json::serialize(to_json(id, record, whole)) + "\n";
        return lines.size() < kPart || send();
      },
      std::move(stop));
  if (!found) return refused(found.error().what);
  if (!failed && !lines.empty()) send();
  if (failed) return refused(failed->what);
  json::array problems;
  for (const std::string& problem : found->problems) problems.emplace_back(problem);
  return done({{"rows", found->rows}, {"problems", std::move(problems)}});
}

Reply TrafficLogs::show(const Request& request) {
  const std::string text = argument(request, "id");
  const auto id = traffic::parse_row_id(text);
  if (!id) return refused("no row of the traffic log is called " + to_printable(text));
  if (logs_->log() != nullptr) logs_->log()->drain();
  const auto record = logs_->store().find(*id);
  if (!record) return refused(record.error().what);
  if (!*record) return refused("the traffic log has no row " + text + ", or no longer");
  return done(to_json(*id, **record, true));
}

Reply TrafficLogs::status() {
  const auto settings = gateway_.state()->settings();
  const auto days = logs_->store().usage();
  const traffic::Policy policy = gateway::policy_of(*settings);
  std::uint64_t disk = 0;
  json::array of_days, of_classes;
  for (const traffic::DayUsage& day : days) {
    disk += day.disk_bytes;
    json::object rows;
    for (const traffic::Class log : traffic::kClasses)
      rows[traffic::to_text(log)] = day.counts[traffic::index_of(log)].rows;
    of_days.emplace_back(json::object{{"day", to_date_text(day.day)},
                                      {"directory", day.name},
                                      {"disk_bytes", day.disk_bytes},
                                      {"rows", std::move(rows)},
                                      {"problem", day.problem}});
  }
  for (const traffic::Class log : traffic::kClasses) {
    const std::size_t i = traffic::index_of(log);
    traffic::Counts all;
    for (const traffic::DayUsage& day : days) {
      all.rows += day.counts[i].rows;
      all.bytes += day.counts[i].bytes;
    }
    of_classes.emplace_back(json::object{{"class", traffic::to_text(log)},
                                         {"on", is_on(log, *settings)},
                                         {"days", policy.days[i]},
                                         {"rows", all.rows},
                                         {"bytes", all.bytes}});
  }
  const runtime::DataDirectory at{dir_};
  const std::uint64_t journal = bytes_of(at.journal());
  std::error_code error;
  const auto space = fs::space(dir_, error);
  json::object out{
      {"disk_bytes", disk},
      {"growth_bytes_per_day", growth(days, traffic::day_of(gateway_.now()))},
      {"alarm_bytes", policy.alarm_bytes},
      {"alarm", policy.alarm_bytes != 0 && disk >= policy.alarm_bytes},
      {"cleanup", policy.cleanup},
      {"cleanup_minute", policy.minute},
      {"cleaned_at", date(logs_->keeper().cleaned_at())},
      {"journal_bytes", journal},
      {"state_bytes", bytes_of(at.dir + "/state")},
      {"zones_bytes", bytes_of(at.zones())},
      {"free_bytes", error ? std::uint64_t{0} : static_cast<std::uint64_t>(space.available)}};
  // Since its first record: the journal only grows.
  if (auto reader = journal::TransactionReader::open(gateway_.registry().journal(), Position(1)))
    if (const auto first = (*reader)->next())
      out["journal_bytes_per_day"] =
          journal / static_cast<std::uint64_t>(std::max<std::int64_t>(1, (gateway_.now() - first->time) / kDay));
  if (logs_->log() != nullptr) {
    const traffic::Tally tally = logs_->log()->tally();
    out["written"] = tally.written;
    out["lost"] = tally.lost;
    out["waiting"] = tally.waiting;
    out["problem"] = tally.last_problem;
  }
  out["classes"] = std::move(of_classes);
  out["days"] = std::move(of_days);
  return done(out);
}

Reply TrafficLogs::cleanup() {
  const traffic::Cleaned cleaned = logs_->keeper().clean();
  json::array purged, problems;
  for (const traffic::Purged& one : cleaned.purged)
    purged.emplace_back(json::object{{"class", traffic::to_text(one.log)},
                                     {"day", to_date_text(one.day)},
                                     {"count", one.count}});
  for (const std::string& problem : cleaned.problems) problems.emplace_back(problem);
  return done({{"purged", std::move(purged)},
               {"freed_bytes", cleaned.freed_bytes},
               {"problems", std::move(problems)}});
}

}  // namespace stele::control
