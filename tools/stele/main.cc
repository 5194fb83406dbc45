// stele: the command line of the registry.
#include "engine/runtime/log.h"
#include "tools/stele/cli.h"

int main(int argc, char** argv) {
  using namespace stele::cli;
  stele::runtime::start_log({}, stele::runtime::LogLevel::warning);
  Context context;
  const auto add = [&](Command app) {
    app.require_subcommand();
    add_init(app, context);
    add_ote(app, context);
    add_objects(app, context);
    add_journal(app, context);
    add_replay(app, context);
    add_state(app, context);
    add_projections(app, context);
    add_history(app, context);
    add_idn(app, context);
    add_logs(app, context);
    add_bench(app, context);
    app.footer("Ends with 0 when done, 1 when refused or failed (standard error says why), 2 for a\n"
               "wrong command line. STELE_DATA may stand for --data,\n"
               "STELE_KEY_ENCRYPTION_KEY for --key-encryption-key: the one file of a registry that may lie\n"
               "outside its directory. A running server has it already, a stopped one's commands need it.");
  };
  return run_command_line(argc, argv, "Stele, an event-sourced domain-name registry.", add, context.exit_code);
}
