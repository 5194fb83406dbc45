// stele zone config: a zone's settings as configuration of the name servers that fetch it.
#include "tools/stele/access.h"
#include "tools/stele/cli.h"
#include "tools/steled/config.h"

namespace stele::cli {

namespace {

struct ConfigWish {
  std::string zone, software, secondary, primary, xot_port, xot_name;
  bool signer = false;
};

int run_zone_config(const Context& context, const ConfigWish& wish) {
  std::string address = wish.primary;
  std::string port = "53";
  if (const auto endpoint = server::parse_endpoint(wish.primary);
      endpoint && wish.primary.find(':') == wish.primary.rfind(':')) {
    address = endpoint->address;
    port = std::to_string(endpoint->port);
  } else if (endpoint && wish.primary.starts_with('[')) {
    address = endpoint->address;
    port = std::to_string(endpoint->port);
  }
  const auto sink = [](std::string_view text) -> Done {
    print(text);
    return {};
  };
  const auto done = ask(context,
                        {.what = "zone.config",
                         .arguments = {{"zone", wish.zone},
                                       {"for", wish.software},
                                       {"secondary", wish.secondary},
                                       {"as", wish.signer ? "signer" : "secondary"},
                                       {"primary", address},
                                       {"port", port},
                                       {"xot_port", wish.xot_port},
                                       {"xot_name", wish.xot_name}}},
                        sink);
  return done ? kDone : refuse(done.error());
}

}  // namespace

void add_zone_config(Command zone, Context& context) {
  auto wish = std::make_shared<ConfigWish>();
  wish->xot_port = "853";
  Command command = zone.add_subcommand(
      "config", "print what a secondary or a signer of the zone has to be configured with");
  add_data_option(command, context);
  command.add_option("ZONE", wish->zone).required();
  command.add_option("--for", wish->software, "the name server's software")
      .one_of({"bind", "knot", "nsd"})
      .required();
  command.add_option("--secondary", wish->secondary, "which one; needed where there are several");
  command.add_option("--primary", wish->primary,
                     "this server as the secondary sees it: ADDRESS or ADDRESS:PORT")
      .required();
  command.add_option("--xot-port", wish->xot_port, "where it is asked over TLS")
      .capture_default();
  command.add_option("--xot-name", wish->xot_name, "the name in this server's certificate");
  command.add_flag("--signer", wish->signer,
                   "it signs the zone and gives it to the public secondaries");
  command.footer("What is printed holds the TSIG secret: give it to nobody but who runs that server.");
  command.callback([&context, wish] { context.exit_code = run_zone_config(context, *wish); });
}

}  // namespace stele::cli
