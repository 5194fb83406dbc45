// stele history: what happened to one object, from the journal.
#include <memory>

#include "tools/stele/access.h"
#include "tools/stele/cli.h"

namespace stele::cli {

void add_history(Command app, Context& context) {
  auto object = std::make_shared<std::string>();
  Command command = app.add_subcommand("history", "every transaction about one object");
  add_data_option(command, context);
  add_json_option(command, context);
  command
      .add_option("OBJECT", *object,
                  "a domain, host, zone or contact by its name, a registrar by its id, or an object "
                  "identifier such as D42-STELE")
      .required();
  command.callback([&context, object] {
    context.exit_code =
        print_transactions_of(context, {.what = "history", .arguments = {{"object", *object}}});
  });
}

}  // namespace stele::cli
