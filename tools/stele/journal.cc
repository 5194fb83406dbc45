// stele journal verify|scrub|dump|tail|head: reading the journal. All but scrub work on a stopped
// directory; head and tail ask the server where one runs, scrub is for a running one.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "engine/base/file.h"
#include "engine/runtime/data_directory.h"
#include "events/codec.h"
#include "events/journal/checkpoint.h"
#include "events/journal/verify.h"
#include "frontends/control/journal_access.h"
#include "frontends/control/transaction_json.h"
#include "tools/stele/access.h"
#include "tools/stele/cli.h"

namespace stele::cli {

namespace json = boost::json;

namespace {

constexpr std::size_t kMaxNote = 1 << 20;

// ---- verify

Result<journal::Checkpoint> read_checkpoint(const std::string& path, journal::Journal& journal) {
  const auto note = read_file(path, kMaxNote);
  if (!note) return std::unexpected(note.error());
  const auto genesis = journal::read_genesis(journal);
  if (!genesis) return std::unexpected(genesis.error());
  auto checkpoint = journal::open_checkpoint(*note, {genesis->origin, genesis->public_key});
  if (!checkpoint)
    return fail(checkpoint.error().fault,
                path + ": " + checkpoint.error().what + " (by the key this journal's genesis names)");
  return checkpoint;
}

// Envelope, chain and tree are journal::verify's; that the events can be read is checked here.
Done decode_events(const journal::StoredTransaction& stored) {
  const auto content = events::decode(stored.payload);
  if (!content) return fail(content.error().fault, content.error().what);
  return {};
}

int run_verify(const Context& context, const std::string& checkpoint_path) {
  auto journal = open_journal(context.data);
  if (!journal) return refuse(journal.error());
  journal::VerifyOptions options;
  options.transaction = decode_events;
  if (!checkpoint_path.empty()) {
    const auto saved = read_checkpoint(checkpoint_path, **journal);
    if (!saved) return refuse(saved.error());
    options.saved = *saved;
  }
  const journal::VerifyReport report = journal::verify(**journal, options);
  if (report.first_bad) {
    if (context.json)
      print_json({{"good", false},
                  {"position", report.first_bad->position.value},
                  {"problem", report.first_bad->what}});
    return refuse(context.data + ": " + report.first_bad->what +
                  "; restore the journal from a copy that verifies");
  }
  // Last: it speaks of a file's range of positions, the walk above of one.
  if (Done files = (*journal)->verify_files(); !files) {
    if (context.json) print_json({{"good", false}, {"problem", files.error().what}});
    return refuse(context.data + ": " + files.error().what);
  }
  json::object out{{"good", true},
                   {"records", report.records},
                   {"transactions", report.transactions},
                   {"root", to_hex(view(report.root))}};
  if (options.saved) out["contains_checkpoint_of"] = options.saved->size;
  print_object(context, out);
  return kDone;
}

// ---- scrub

int run_scrub(const Context& context) {
  auto channel = control::connect(context.data);
  if (!channel)
    return refuse(channel.error().what + "; the journal of a stopped one is checked by stele journal verify");
  const auto show = [tty = ::isatty(STDERR_FILENO) != 0](std::string_view part) -> Done {
    const auto progress = parse_object(part, "the progress");
    if (!progress) return std::unexpected(progress.error());
    if (tty)
      std::fprintf(stderr, "\r%s of %s records", json::serialize(progress->at("done")).c_str(),
                   json::serialize(progress->at("of")).c_str());
    return {};
  };
  const auto reply = (*channel)->call({.what = "scrub", .arguments = {}}, show);
  if (::isatty(STDERR_FILENO) != 0) std::fputc('\n', stderr);
  if (!reply) return refuse(reply.error());
  if (!reply->ok) return refuse(context.data + ": " + reply->problem);
  auto object = parse_object(reply->data, "the reply");
  if (!object) return refuse(object.error());
  object->insert({{"good", true}});
  print_object(context, *object);
  return kDone;
}

// ---- dump, tail, head

struct Range {
  std::uint64_t from = 0;
  std::uint64_t count = 0;  // 0: all
};

void print_genesis(const Context& context, journal::Journal& journal) {
  const auto genesis = journal::read_genesis(journal);
  if (!genesis) return;  // the walk names it
  if (context.json) {
    print_json({{"position", 0},
                {"genesis", {{"uuid", journal::to_text(genesis->uuid)}, {"origin", genesis->origin}}}});
  } else {
    print_line("0 " + journal::to_text(*genesis));
  }
}

int print_transactions(const Context& context, journal::Journal& journal, const Range& range) {
  std::uint64_t next = std::max<std::uint64_t>(range.from, 1);
  const std::uint64_t end = journal.head().next.value;
  if (next >= end) return kDone;
  auto reader = control::open_at_transaction(journal, Position(next));
  if (!reader) return refuse(reader.error());
  for (std::uint64_t printed = 0; next < end && (range.count == 0 || printed < range.count);
       ++printed) {
    const auto stored = (*reader)->next();
    if (!stored) return refuse(stored.error());
    const auto content = events::decode(stored->payload);
    if (!content)
      return refuse("position " + std::to_string(stored->first.value) + ": " + content.error().what);
    print_line(context.json ? control::to_json(*stored, *content)
                            : control::to_line(*stored, *content));
    next = stored->next.value;
  }
  return kDone;
}

int run_dump(const Context& context, const Range& range) {
  auto journal = open_journal(context.data);
  if (!journal) return refuse(journal.error());
  if (range.from == 0) print_genesis(context, **journal);
  return print_transactions(context, **journal, range);
}

// "7 2026-… registrar reg-a epp: …" from the server's JSON line.
std::string line_of(const json::object& transaction) {
  const auto text = [&](const char* name) {
    const json::value* value = transaction.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(json::string_view(value->get_string()))
                                                  : std::string();
  };
  std::string out = json::serialize(transaction.at("position")) + " " + text("time") + " " +
                    text("actor") + " " + text("source");
  if (const std::string trid = text("server_trid"); !trid.empty()) out += " " + trid;
  if (const std::string reason = text("reason"); !reason.empty())
    out += " (" + to_printable(reason, 200) + ")";
  const json::value* list = transaction.if_contains("events");
  std::string_view separator = ": ";
  if (list != nullptr && list->is_array()) {
    for (const json::value& event : list->get_array()) {
      if (!event.is_string()) continue;
      out += separator;
      out += std::string_view(event.get_string());
      separator = "; ";
    }
  }
  return out;
}

int run_tail(const Context& context, const Range& range) {
  if (!control::connect(context.data)) {
    auto journal = open_journal(context.data);
    if (!journal) return refuse(journal.error());
    const std::uint64_t end = (*journal)->head().next.value;
    const std::uint64_t last = end > range.count ? end - range.count : 1;
    return print_transactions(context, **journal,
                              {range.from == 0 ? last : range.from, range.count});
  }
  control::Request request{.what = "tail", .arguments = {{"count", std::to_string(range.count)}}};
  if (range.from > 0) request.arguments["from"] = std::to_string(range.from);
  return print_transactions_of(context, request);
}

int run_head(const Context& context) {
  std::string text;
  if (auto channel = control::connect(context.data)) {
    auto reply = (*channel)->call({.what = "head", .arguments = {}});
    if (!reply) return refuse(reply.error());
    if (!reply->ok) return refuse(reply->problem);
    text = std::move(reply->data);
  } else {
    auto journal = open_journal(context.data);
    if (!journal) return refuse(journal.error());
    auto data = control::head_json(**journal, (*journal)->head().next);
    if (!data) return refuse(data.error());
    text = std::move(*data);
  }
  const auto object = parse_object(text, "the reply");
  if (!object) return refuse(object.error());
  print_object(context, *object);
  return kDone;
}

}  // namespace

int print_transactions_of(const Context& context, const control::Request& request) {
  const auto data = ask(context, request, print_lines(context, line_of));
  return data ? kDone : refuse(data.error());
}

void add_journal(Command app, Context& context) {
  Command group = app.add_subcommand("journal", "read, verify and prove the journal");
  group.require_subcommand();

  auto checkpoint = std::make_shared<std::string>();
  Command verify = group.add_subcommand(
      "verify", "walk the whole journal of a stopped registry, name the first bad position");
  add_data_option(verify, context);
  add_json_option(verify, context);
  verify.add_option("--checkpoint", *checkpoint, "a saved checkpoint the journal must contain");
  verify.callback([&context, checkpoint] { context.exit_code = run_verify(context, *checkpoint); });

  Command scrub = group.add_subcommand(
      "scrub",
      "walk the whole journal of a running server; a bad record makes it read-only and is named");
  add_data_option(scrub, context);
  add_json_option(scrub, context);
  scrub.callback([&context] { context.exit_code = run_scrub(context); });

  auto dump_range = std::make_shared<Range>();
  Command dump = group.add_subcommand("dump", "print transactions of a stopped registry");
  add_data_option(dump, context);
  add_json_option(dump, context);
  dump.add_option("--from", dump_range->from, "first position");
  dump.add_option("--count", dump_range->count, "at most so many transactions");
  dump.callback([&context, dump_range] { context.exit_code = run_dump(context, *dump_range); });

  auto tail_range = std::make_shared<Range>(Range{0, 20});
  Command tail = group.add_subcommand("tail", "print the newest transactions");
  add_data_option(tail, context);
  add_json_option(tail, context);
  tail.add_option("--from", tail_range->from, "first position instead");
  tail.add_option("--count", tail_range->count, "so many records back")
      .within(1, 10'000)
      .capture_default();
  tail.callback([&context, tail_range] { context.exit_code = run_tail(context, *tail_range); });

  Command head = group.add_subcommand("head", "where the journal ends");
  add_data_option(head, context);
  add_json_option(head, context);
  head.callback([&context] { context.exit_code = run_head(context); });

  add_proofs(group, context);
}

}  // namespace stele::cli
