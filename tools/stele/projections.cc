// stele projections verify|rebuild: do the rows that are kept say what the journal says, and if not, make
// them anew. A server that runs verifies itself; of a stopped directory nothing but the journal's lock
// is touched by verify, and rebuild swaps each directory at once when the new one is durable.
#include <fcntl.h>
#include <stdio.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>

#include "engine/base/file.h"
#include "engine/crypto/system_random.h"
#include "engine/runtime/data_directory.h"
#include "engine/runtime/hash_record.h"
#include "frontends/control/projection_check.h"
#include "projections/registry/pending.h"
#include "tools/stele/access.h"
#include "tools/stele/cli.h"
#include "tools/stele/rebuild.h"
#include "tools/stele/scratch.h"

namespace stele::cli {

namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

// ---- verify

std::string drift_line(const json::object& row) {
  std::string out = "  " + std::string(json::string_view(row.at("key").as_string())) + ": " +
                    std::string(json::string_view(row.at("drift").as_string()));
  const auto number = [&](const char* name) { return json::serialize(row.at(name)); };
  if (row.contains("first_byte"))
    return out + ", " + number("kept_bytes") + " bytes, " + number("rebuilt_bytes") +
           " in the rebuild, the first difference at byte " + number("first_byte");
  return out + ", " + number(row.contains("kept_bytes") ? "kept_bytes" : "rebuilt_bytes") + " bytes";
}

void print_projection(const json::object& one) {
  const std::string name(json::string_view(one.at("projection").as_string()));
  if (!one.at("kept").as_bool()) return print_line(name + ": not kept");
  const auto number = [&](const char* field) { return json::serialize(one.at(field)); };
  if (const json::value* problem = one.if_contains("problem"))
    return print_line(name + ": " + std::string(json::string_view(problem->as_string())));
  const json::array& first = one.at("first").as_array();
  print_line(name + ": position " + number("position") + ", " + number("rows") + " rows, " +
             (first.empty() ? "as the journal says" : number("drifted") + " drifted"));
  for (const json::value& row : first) print_line(drift_line(row.as_object()));
  const auto drifted = one.at("drifted").to_number<std::uint64_t>();
  if (drifted > first.size()) print_line("  and " + std::to_string(drifted - first.size()) + " more");
}

int print_verified(const Context& context, const json::object& verified) {
  if (context.json)
    print_json(verified);
  else
    for (const json::value& one : verified.at("projections").as_array()) print_projection(one.as_object());
  if (verified.at("good").as_bool()) return kDone;
  return refuse(context.data + ": projections have drifted from the journal; stop the server and run: "
                               "stele projections rebuild");
}

Result<json::object> verify_running(control::Channel& server, const std::string& only) {
  std::map<std::string, std::function<void(std::uint64_t, std::uint64_t)>> shown;
  const auto show = [&shown](std::string_view part) -> Done {
    const auto progress = parse_object(part, "the progress");
    if (!progress) return std::unexpected(progress.error());
    const std::string name(json::string_view(progress->at("projection").as_string()));
    const auto at = shown.try_emplace(name, show_progress(name)).first;
    if (at->second)
      at->second(progress->at("done").to_number<std::uint64_t>(),
                 progress->at("of").to_number<std::uint64_t>());
    return {};
  };
  const auto reply = server.call({.what = "projections.verify", .arguments = {{"only", only}}}, show);
  if (!reply) return std::unexpected(reply.error());
  if (!reply->ok) return fail(Fault::invalid, reply->problem);
  return parse_object(reply->data, "the reply");
}

Result<control::Verified> verify_stopped(control::Projection projection, journal::Journal& journal,
                                         const runtime::DataDirectory& at) {
  const std::string dir = control::directory_of(projection, at);
  control::Rows kept;
  if (fs::exists(dir)) {
    auto store = registry::open_store({.dir = dir, .log_dir = {}, .read_only = true});
    if (!store)
      return control::Verified{.projection = projection, .kept = true, .problem = store.error().what};
    kept = (*store)->snapshot();
  }
  const ScratchDirectory scratch;
  if (scratch.path().empty()) return fail(Fault::io, "cannot make a temporary directory");
  return control::verify(projection, journal, kept,
                         {.dir = scratch.path() + "/rows",
                          .log_dir = scratch.path() + "/logs",
                          .progress = show_progress(std::string(to_text(projection)))});
}

int run_verify(const Context& context, const std::string& only) {
  if (auto server = control::connect(context.data)) {
    const auto verified = verify_running(**server, only);
    return verified ? print_verified(context, *verified) : refuse(verified.error());
  }
  auto journal = open_journal(context.data);
  if (!journal) return refuse(journal.error());
  std::vector<control::Verified> all;
  for (const control::Projection projection : control::projections_named(only)) {
    auto verified = verify_stopped(projection, **journal, runtime::DataDirectory{context.data});
    if (!verified) return refuse(verified.error());
    all.push_back(*std::move(verified));
  }
  return print_verified(context, control::to_json(all));
}

// ---- rebuild

// The new directory in the old one's place, whole or not at all; the old one is gone then.
Done swap_in(const std::string& fresh, const std::string& dir) {
  std::error_code error;
  // Files and their names are durable; the directory's own name has to be before it takes a place.
  if (Done synced = sync_directory_of(fresh); !synced) return synced;
  if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, dir.c_str(), RENAME_EXCHANGE) != 0) {
    if (errno != ENOENT && errno != EINVAL && errno != ENOSYS)
      return fail(Fault::io, "cannot put " + fresh + " in the place of " + dir + ": " + std::strerror(errno));
    // There is no old one, or a file system that cannot exchange. A power cut between the two leaves
    // nothing there, which the next start builds.
    fs::remove_all(dir, error);
    if (error) return fail(Fault::io, "cannot remove " + dir + ": " + error.message());
    return rename_durably(fresh, dir);
  }
  if (Done synced = sync_directory_of(dir); !synced) return synced;
  fs::remove_all(fresh, error);
  return {};
}

Result<json::object> rebuild_one(control::Projection projection, journal::Journal& journal,
                                 crypto::KeyVault& vault, const runtime::DataDirectory& at) {
  const std::string dir = control::directory_of(projection, at);
  const std::string fresh = dir + ".new";
  std::error_code error;
  fs::remove_all(fresh, error);
  if (error) return fail(Fault::io, "cannot remove " + fresh + ": " + error.message());
  const ScratchDirectory logs;  // that speak of a directory by another name
  const Position end = journal.head().next;
  auto rows = control::build(projection, journal, end,
                             {.dir = fresh,
                              .log_dir = logs.path(),
                              .progress = show_progress(std::string(to_text(projection))),
                              .vault = &vault});
  if (!rows) {
    fs::remove_all(fresh, error);
    return std::unexpected(rows.error());
  }
  const bool is_state = projection == control::Projection::registry;
  const auto progress = is_state ? registry::read_progress(**rows) : std::nullopt;
  rows->reset();  // closes the store
  // What a clean stop said of the old rows must not be held against the new ones.
  if (is_state) fs::remove(at.state_hash(), error);
  if (Done synced = is_state ? sync_directory_of(at.state_hash()) : Done(); !synced)
    return std::unexpected(synced.error());
  if (Done swapped = swap_in(fresh, dir); !swapped) return std::unexpected(swapped.error());
  json::object out{{"projection", to_text(projection)}, {"position", end.value}};
  if (!progress) return out;
  if (Done kept = runtime::record_hash(at.state_hash(), *progress); !kept)
    return std::unexpected(kept.error());
  out["hash"] = to_hex(view(progress->hash.sum()));
  return out;
}

int run_rebuild(const Context& context, const std::string& only) {
  const runtime::DataDirectory at{context.data};
  if (control::connect(context.data))
    return refuse("a server is running on " + context.data + "; stop it first");
  auto journal = open_journal(context.data);
  if (!journal) return refuse(journal.error());
  // Whoever reads the journal to its end has to carry out its erasures: the next start finds nothing to
  // replay, and does not. The vault's lock keeps a second rebuild out, too.
  crypto::SystemRandom random;
  if (!file_exists(at.vault())) return refuse(at.vault() + " is missing: restore it from its back-up");
  auto vault = crypto::open_vault({at.vault(), context.kek.empty() ? at.kek() : context.kek}, random);
  if (!vault) return refuse(vault.error());
  json::array all;
  for (const control::Projection projection : control::projections_named(only)) {
    // Zones and ledger are made when somebody asks for them.
    const bool is_state = projection == control::Projection::registry;
    if (!is_state && !fs::exists(control::directory_of(projection, at))) continue;
    const auto rebuilt = rebuild_one(projection, **journal, **vault, at);
    if (!rebuilt) return refuse(rebuilt.error());
    all.push_back(*rebuilt);
  }
  if (context.json) {
    print_json(json::object{{"projections", std::move(all)}});
  } else {
    for (const json::value& one : all)
      print_line(std::string(json::string_view(one.as_object().at("projection").as_string())) +
                 ": made anew, position " + json::serialize(one.as_object().at("position")));
  }
  return kDone;
}

}  // namespace

void add_projections(Command app, Context& context) {
  Command group = app.add_subcommand("projections", "what is kept of the journal: registry, zones, ledger");
  group.require_subcommand();
  const auto add = [&](const char* name, const char* what, int (*run)(const Context&, const std::string&)) {
    auto only = std::make_shared<std::string>();
    Command command = group.add_subcommand(name, what);
    add_data_option(command, context);
    add_json_option(command, context);
    command.add_option("--only", *only, "this projection; else all")
        .one_of({"registry", "zones", "ledger"});
    command.callback([&context, only, run] { context.exit_code = run(context, *only); });
  };
  add("verify", "compare all rows with a rebuild from the journal, name those that have drifted", run_verify);
  add("rebuild", "make them anew from the journal of a stopped registry", run_rebuild);
}

}  // namespace stele::cli
