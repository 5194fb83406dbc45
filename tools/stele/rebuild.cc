#include "tools/stele/rebuild.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "projections/registry/registry_state.h"

namespace stele::cli {

namespace {

bool is_number(const std::string& text) {
  return !text.empty() && text.size() <= 18 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::uint64_t count_rows(const registry::Snapshot& rows) {
  std::uint64_t count = 0;
  rows.scan({}, {}, [&count](std::string_view, std::string_view) {
    ++count;
    return true;
  });
  return count;
}

}  // namespace

Done read_until(const std::string& text, runtime::ReplayOptions& options) {
  if (text.empty()) return {};
  if (is_number(text)) {
    options.until = Position(std::stoull(text));
    return {};
  }
  const auto time = parse_instant(text);
  if (!time)
    return fail(Fault::invalid, "--until takes a position or a time such as 2026-03-01T00:00Z, not " +
                                    to_printable(text));
  options.until_time = *time;
  return {};
}

Result<Rebuilt> rebuild(journal::Journal& journal, const registry::StoreOptions& store_options,
                        const runtime::ReplayOptions& options) {
  auto store = registry::open_store(store_options);
  if (!store) return std::unexpected(store.error());
  registry::RegistryState state(std::move(*store), nullptr);
  const auto start = std::chrono::steady_clock::now();
  const auto replayed = runtime::replay(journal, state, options);
  if (!replayed) return std::unexpected(replayed.error());
  if (Done flushed = state.store().flush(); !flushed) return std::unexpected(flushed.error());
  const auto taken = std::chrono::steady_clock::now() - start;
  const auto published = state.published();
  return Rebuilt{replayed->records,
                 replayed->transactions,
                 count_rows(*published->shared_rows()),
                 std::chrono::duration_cast<std::chrono::microseconds>(taken).count(),
                 published->position(),
                 published->time(),
                 to_hex(view(published->progress().hash.sum()))};
}

boost::json::object to_json(const Rebuilt& rebuilt) {
  const std::int64_t microseconds = std::max<std::int64_t>(rebuilt.microseconds, 1);
  return {{"records", rebuilt.records},
          {"transactions", rebuilt.transactions},
          {"rows", rebuilt.rows},
          {"milliseconds", microseconds / 1000},
          {"transactions_per_second",
           rebuilt.transactions * 1'000'000 / static_cast<std::uint64_t>(microseconds)},
          {"position", rebuilt.position.value},
          {"time", stele::to_text(rebuilt.time)},
          {"hash", rebuilt.hash}};
}

std::function<void(std::uint64_t, std::uint64_t)> show_progress(std::string what) {
  if (::isatty(STDERR_FILENO) == 0) return {};
  using SteadyClock = std::chrono::steady_clock;
  const auto start = SteadyClock::now();
  if (!what.empty()) what += ": ";
  return [what = std::move(what), start, last = start](std::uint64_t done, std::uint64_t of) mutable {
    const auto now = SteadyClock::now();
    if (done < of && now - last < std::chrono::milliseconds(500)) return;
    last = now;
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now - start).count();
    const std::uint64_t rate = ms > 0 ? done * 1000 / static_cast<std::uint64_t>(ms) : 0;
    std::fprintf(stderr, "\r%s%llu of %llu records, %llu a second%s", what.c_str(),
                 static_cast<unsigned long long>(done), static_cast<unsigned long long>(of),
                 static_cast<unsigned long long>(rate), done < of ? "" : "\n");
  };
}

}  // namespace stele::cli
