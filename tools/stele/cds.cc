// stele cds status|scan: what the scan for CDS records has seen, and a look at one name now.
#include <memory>

#include "tools/stele/access.h"
#include "tools/stele/cli.h"

namespace stele::cli {

namespace json = boost::json;

namespace {

int run(const Context& context, const control::Request& request) {
  const auto object = ask_object(context, request);
  if (!object) return refuse(object.error());
  const json::value* const zones = object->if_contains("zones");
  if (context.json || zones == nullptr) {
    print_object(context, *object);
    return kDone;
  }
  for (const json::value& zone : zones->as_array()) {
    print_fields(zone.as_object());
    print_line("");
  }
  if (!object->at("scans").as_bool()) print_line("no server scans here: its configuration has no [cds]");
  return kDone;
}

}  // namespace

void add_cds(Command cds, Context& context) {
  auto status_of = std::make_shared<std::string>();
  Command status = cds.add_subcommand("status", "walks over the zones, or what is known of one name");
  add_data_option(status, context);
  add_json_option(status, context);
  status.add_option("NAME", *status_of, "a zone or a domain; else all zones that are scanned");
  status.callback([&context, status_of] {
    context.exit_code = run(context, {.what = "cds.status", .arguments = {{"name", *status_of}}});
  });

  auto name = std::make_shared<std::string>();
  auto dry = std::make_shared<bool>(false);
  Command scan = cds.add_subcommand("scan", "ask the name servers of a name now, and do what follows");
  add_data_option(scan, context);
  add_json_option(scan, context);
  scan.add_option("NAME", *name).required();
  scan.add_flag("--dry-run", *dry, "only say what would follow");
  scan.callback([&context, name, dry] {
    context.exit_code = run(context, {.what = "cds.scan",
                                      .arguments = {{"name", *name}, {"dry", *dry ? "yes" : "no"}}});
  });
}

}  // namespace stele::cli
