// stele init: an empty registry and its first administrator.
#include "engine/base/file.h"
#include "engine/crypto/password.h"
#include "engine/crypto/system_random.h"
#include "engine/runtime/data_directory.h"
#include "engine/runtime/registry.h"
#include "frontends/control/operations.h"
#include "tools/stele/access.h"
#include "tools/stele/cli.h"
#include "tools/stele/password.h"

namespace stele::cli {

namespace {

// A crash after the journal was made and before the password was read leaves a registry nobody knows
// the password of, or without an administrator. Both are mended alike.
constexpr const char* kIfPasswordIsLost =
    ". If its first administrator's password was never seen: stele administrator create NAME "
    "password=- must_change=yes --data ";

struct InitOptions {
  std::string origin = "registry.example/journal";
  std::string roid_suffix = "STELE";
  std::string administrator = "admin";
};

int run_init(const Context& context, const InitOptions& wanted) {
  crypto::SystemRandom random;
  runtime::Options options;
  options.dir = context.data;
  options.kek_path = context.kek;
  options.scrub = false;
  options.random = &random;
  const bool holds_registry = file_exists(runtime::DataDirectory{context.data}.journal());
  if (auto made = runtime::Registry::create(options, wanted.origin, wanted.roid_suffix); !made)
    return refuse(holds_registry ? made.error().what + kIfPasswordIsLost + context.data
                                 : made.error().what);
  auto registry = runtime::Registry::open(options);
  if (!registry) return refuse(registry.error());
  const std::string password = make_password(random);
  auto hash = crypto::hash_password(password, random);
  if (!hash) return refuse(hash.error());
  core::Request request;
  request.caller.actor = {events::ActorKind::administrator, ObjectNumber{}, user_name()};
  request.source = events::Source::command_line;
  request.reason = "the first administrator";
  request.command =
      core::CreateAdministrator{wanted.administrator, std::move(*hash), true};
  const runtime::Outcome outcome = (*registry)->execute(std::move(request));
  if (const auto* rejections = outcome.rejections()) return refuse(control::to_text(*rejections));
  print_object(context, {{"data", context.data},
                         {"administrator", wanted.administrator},
                         {"one_time_password", password}});
  return kDone;
}

}  // namespace

void add_init(Command app, Context& context) {
  auto options = std::make_shared<InitOptions>();
  Command command = app.add_subcommand(
      "init", "create an empty registry, print the first administrator's one-time password");
  add_data_option(command, context);
  add_json_option(command, context);
  command.add_option("--origin", options->origin, "name of the journal in its checkpoints")
      .capture_default();
  command.add_option("--roid-suffix", options->roid_suffix, "repository suffix of object identifiers")
      .capture_default();
  command.add_option("--administrator", options->administrator, "name of the first administrator")
      .capture_default();
  command.callback([&context, options] { context.exit_code = run_init(context, *options); });
}

}  // namespace stele::cli
