// stele state hash: what a registry's state comes to, to compare copies and replays. Of a stopped
// directory it reads the projection alone: neither journal nor vault need be there.
#include <filesystem>
#include <memory>

#include "engine/runtime/data_directory.h"
#include "projections/registry/registry_state.h"
#include "tools/stele/access.h"
#include "tools/stele/cli.h"
#include "tools/stele/rebuild.h"
#include "tools/stele/scratch.h"

namespace stele::cli {

namespace json = boost::json;

namespace {

struct Wanted {
  std::string at;
  bool recompute = false;
};

// The hash is kept for the newest position only; an older one is a replay up to there.
int run_hash_at(const Context& context, const Wanted& wanted) {
  runtime::ReplayOptions options;
  if (auto read = read_until(wanted.at, options); !read) {
    refuse(read.error());
    return kUsage;
  }
  auto journal = open_journal(context.data);
  if (!journal) return refuse(journal.error());
  const ScratchDirectory scratch;
  if (scratch.path().empty()) return refuse("cannot make a temporary directory");
  const auto rebuilt = rebuild(**journal, {.dir = scratch.path() + "/state",
                                           .log_dir = scratch.path() + "/logs"}, options);
  if (!rebuilt) return refuse(rebuilt.error());
  print_object(context, {{"position", rebuilt->position.value},
                         {"time", stele::to_text(rebuilt->time)},
                         {"hash", rebuilt->hash}});
  return kDone;
}

int run_hash_of_directory(const Context& context, const Wanted& wanted) {
  const runtime::DataDirectory at{context.data};
  if (!std::filesystem::exists(at.state()))
    return refuse(at.state() + " does not exist: start the server or `stele replay` to build it");
  registry::StoreOptions options{.dir = at.state(), .log_dir = {}, .read_only = true};
  auto store = registry::open_store(options);
  if (!store) return refuse(store.error());
  const registry::RegistryState state(std::move(*store), nullptr);
  const auto published = state.published();
  const std::string recorded = to_hex(view(published->progress().hash.sum()));
  json::object out{{"position", published->position().value},
                   {"time", stele::to_text(published->time())},
                   {"hash", recorded}};
  if (wanted.recompute) {
    const std::string computed =
        to_hex(view(registry::hash_of_rows(*published->shared_rows()).sum()));
    if (computed != recorded)
      return refuse(at.state() + ": its rows hash to " + computed + ", recorded is " + recorded +
                    "; stele projections verify names them, stele projections rebuild makes them anew");
    out["recomputed"] = true;
  }
  print_object(context, out);
  return kDone;
}

int run_hash(const Context& context, const Wanted& wanted) {
  if (!wanted.at.empty()) return run_hash_at(context, wanted);
  auto channel = control::connect(context.data);
  if (!channel) return run_hash_of_directory(context, wanted);
  if (wanted.recompute) return refuse("--recompute needs a stopped server");
  const auto reply = (*channel)->call({.what = "state.hash", .arguments = {}});
  if (!reply) return refuse(reply.error());
  if (!reply->ok) return refuse(reply->problem);
  const auto object = parse_object(reply->data, "the reply");
  if (!object) return refuse(object.error());
  print_object(context, *object);
  return kDone;
}

}  // namespace

void add_state(Command app, Context& context) {
  Command group = app.add_subcommand("state", "the registry state");
  group.require_subcommand();
  auto wanted = std::make_shared<Wanted>();
  Command hash = group.add_subcommand("hash", "hash over all rows, and its position");
  add_data_option(hash, context);
  add_json_option(hash, context);
  hash.add_option("--at", wanted->at,
                  "of the state before this position or at this time, by replay (stopped server)");
  hash.add_flag("--recompute", wanted->recompute, "add the rows up again and compare (stopped server)");
  hash.callback([&context, wanted] { context.exit_code = run_hash(context, *wanted); });
}

}  // namespace stele::cli
