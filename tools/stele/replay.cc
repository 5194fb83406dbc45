// stele replay: every projection again, from the journal alone. It reads neither vault nor keys:
// what is sealed stays sealed.
#include <filesystem>
#include <memory>

#include "engine/runtime/data_directory.h"
#include "engine/runtime/replay.h"
#include "tools/stele/access.h"
#include "tools/stele/cli.h"
#include "tools/stele/rebuild.h"

namespace stele::cli {

namespace {

struct Wanted {
  std::string from, to, until;
  bool compression = true;
};

int run_replay(const Context& context, const Wanted& wanted) {
  runtime::ReplayOptions options;
  if (auto read = read_until(wanted.until, options); !read) {
    refuse(read.error());
    return kUsage;
  }
  const runtime::DataDirectory to{wanted.to};
  if (std::filesystem::exists(to.state()))
    return refuse(to.state() + " exists; replay builds a state from nothing: remove it, or choose "
                               "another directory");
  auto journal = open_journal(wanted.from);
  if (!journal) return refuse(journal.error());
  std::error_code error;
  std::filesystem::create_directories(to.state(), error);
  if (!error) std::filesystem::create_directories(to.logs(), error);
  if (error) return refuse("cannot make " + to.state() + ": " + error.message());
  options.progress = show_progress({});
  const auto rebuilt = rebuild(**journal, {.dir = to.state(), .log_dir = to.logs(),
                                           .compression = wanted.compression}, options);
  if (!rebuilt) return refuse(rebuilt.error());
  print_object(context, to_json(*rebuilt));
  return kDone;
}

}  // namespace

void add_replay(Command app, Context& context) {
  auto wanted = std::make_shared<Wanted>();
  Command command = app.add_subcommand("replay", "rebuild every projection from a journal");
  add_json_option(command, context);
  command.add_option("--from", wanted->from, "data directory with the journal").required();
  command.add_option("--to", wanted->to, "where the projections are written").required();
  command.add_option("--until", wanted->until,
                     "stop before this position, or after this time (RFC 3339)");
  command.add_flag("!--no-compression", wanted->compression, "of the written files");
  command.callback([&context, wanted] { context.exit_code = run_replay(context, *wanted); });
}

}  // namespace stele::cli
