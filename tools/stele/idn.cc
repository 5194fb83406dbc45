// stele idn: labels and IDN tables. `test` and `check` need no registry: what a table says of a label, and
// what is wrong with a table. `list` and `plan` ask one.
#include <memory>

#include "engine/base/file.h"
#include "engine/idn/label.h"
#include "engine/idn/lgr/table.h"
#include "tools/stele/access.h"
#include "tools/stele/cli.h"

namespace stele::cli {

namespace json = boost::json;
namespace lgr = idn::lgr;

namespace {

struct Asked {
  std::vector<std::string> tables;
  std::string label;
};

Result<lgr::Table> load(const std::string& path) {
  const auto bytes = read_file(path, lgr::kMaxTable);
  if (!bytes) return std::unexpected(bytes.error());
  auto table = lgr::read_table(*bytes);
  if (table) return std::move(*table);
  std::string what;
  for (const lgr::Problem& problem : table.error().problems)
    what += (what.empty() ? "" : "\n") + path + ": " + lgr::to_text(problem);
  return fail(Fault::invalid, what);
}

Result<lgr::TableSet> load_all(const std::vector<std::string>& paths) {
  std::vector<lgr::Table> tables;
  for (const std::string& path : paths) {
    auto table = load(path);
    if (!table) return std::unexpected(table.error());
    tables.push_back(std::move(*table));
  }
  return lgr::TableSet(std::move(tables));
}

std::string a_label_of(std::u32string_view label) {
  const auto parsed = idn::parse_u_label(idn::to_utf8(label));
  return parsed ? parsed->ascii : "";
}

// What was found out about one label.
struct Report {
  std::u32string label;
  std::string a_label;  // empty: IDNA2008 has none for it
  bool valid = false;
  std::string rule;     // that failed: its name, or words where it has none
  std::string reason;   // the same for people
  std::string disposition;
  std::string table;    // that took the label
  std::u32string index_label;
  lgr::AllocatableVariants allocatable;
};

// The table speaks first: its rule says more than that IDNA2008 will not have the label either.
Report examine(const lgr::TableSet& tables, const Asked& asked, std::u32string label) {
  Report report;
  report.label = std::move(label);
  report.index_label = tables.index_label(report.label);
  const auto parsed = idn::parse_u_label(idn::to_utf8(report.label));
  if (parsed) report.a_label = parsed->ascii;
  const lgr::TableSet::Verdict verdict = tables.evaluate(report.label);
  report.disposition = verdict.evaluation.disposition;
  if (const auto& failure = verdict.evaluation.failure) {
    const bool named = failure->kind == lgr::Failure::Kind::context || failure->kind == lgr::Failure::Kind::action;
    report.rule = named ? failure->rule : failure->what;
    report.reason = failure->what;
    if (failure->line > 0)
      report.reason += " (" + asked.tables[verdict.table] + ", line " + std::to_string(failure->line) + ")";
  } else if (!parsed) {
    report.rule = report.reason = idn::to_text(parsed.error());
    report.disposition = "invalid";
  } else {
    report.valid = true;
    report.table = asked.tables[verdict.table];
    report.allocatable = tables.allocatable(report.label);
  }
  return report;
}

json::object to_json(const Report& report) {
  json::array variants;
  for (const lgr::VariantLabel& variant : report.allocatable.variants) variants.emplace_back(idn::to_utf8(variant.label));
  return {{"label", idn::to_utf8(report.label)},
          {"a_label", report.a_label},
          {"valid", report.valid},
          {"rule", report.rule},
          {"index_label", idn::to_utf8(report.index_label)},
          {"allocatable", std::move(variants)},
          {"too_many", report.allocatable.too_many}};
}

void print_report(const Report& report) {
  print_line("label: " + idn::to_utf8(report.label));
  if (!report.a_label.empty() && report.a_label != idn::to_utf8(report.label)) print_line("A-label: " + report.a_label);
  print_line(report.valid ? "valid: yes, by " + report.table : "valid: no; " + report.reason);
  print_line("disposition: " + report.disposition);
  print_line("index label: " + idn::to_utf8(report.index_label));
  if (!report.valid) return;
  print_line("allocatable variants: " + std::to_string(report.allocatable.variants.size()) +
             (report.allocatable.too_many ? ", and more: too many" : ""));
  for (const lgr::VariantLabel& variant : report.allocatable.variants)
    print_line("  " + idn::to_utf8(variant.label) + "  " + a_label_of(variant.label) + "  " + variant.disposition);
}

int run_test(const Context& context, const Asked& asked) {
  const auto tables = load_all(asked.tables);
  if (!tables) return refuse(tables.error());
  std::u32string label;
  const std::string head = asked.label.substr(0, 4);
  if (head == "xn--" || head == "XN--" || head == "Xn--" || head == "xN--") {
    const auto parsed = idn::parse_a_label(asked.label);
    if (!parsed) return refuse(asked.label + ": " + idn::to_text(parsed.error()));
    label = parsed->unicode;
  } else if (const auto text = idn::from_utf8(asked.label)) {
    label = *text;
  } else {
    return refuse("the label is not UTF-8");
  }
  const Report report = examine(*tables, asked, std::move(label));
  if (context.json)
    print_json(to_json(report));
  else
    print_report(report);
  return kDone;
}

int run_check(const Context& context, const Asked& asked) {
  int exit_code = kDone;
  for (const std::string& path : asked.tables) {
    const auto table = load(path);
    if (!table) {
      exit_code = refuse(table.error());
      continue;
    }
    const std::vector<lgr::Problem> problems = lgr::check(*table);
    json::array listed;
    std::size_t errors = 0;
    for (const lgr::Problem& problem : problems) {
      const bool error = problem.severity == lgr::Severity::error;
      errors += error ? 1 : 0;
      if (context.json)
        listed.emplace_back(json::object{{"line", problem.line}, {"severity", error ? "error" : "warning"}, {"what", problem.what}});
      else
        print_line(path + ": " + lgr::to_text(problem));
    }
    if (context.json)
      print_json(json::object{{"table", path}, {"good", errors == 0}, {"problems", std::move(listed)}});
    else
      print_line(path + ": " + std::string(lgr::to_text(table->metadata().format)) + ", " + std::to_string(errors) + " errors, " +
                 std::to_string(problems.size() - errors) + " warnings" + (problems.size() >= lgr::kMaxProblems ? "; there may be more" : ""));
    if (errors > 0) exit_code = kRefused;
  }
  return exit_code;
}

void add_tables_option(Command command, Asked& asked) {
  command.add_option("--table", asked.tables, "file with an IDN table: RFC 7940, or text as in RFC 4290 or RFC 3743; may be repeated")
      .required()
      .one_value_each();  // or the first would take the label too
}

// ---- the tables of a registry

int run_list(const Context& context) {
  const auto object = ask_object(context, {.what = "idn.tables", .arguments = {}});
  if (!object) return refuse(object.error());
  if (context.json) {
    print_json(*object);
    return kDone;
  }
  for (const json::value& table : object->at("tables").as_array())
    for (const json::value& version : table.at("versions").as_array()) {
      std::string zones;
      for (const json::value& zone : version.at("zones").as_array())
        zones += " " + std::string(zone.as_string());
      print_line(std::string(table.at("id").as_string()) + ":" +
                 json::serialize(version.at("version")) + "  " +
                 std::string(version.at("loaded_at").as_string()) + "  " +
                 json::serialize(version.at("octets")) + " octets  Unicode " +
                 std::string(version.at("unicode_version").as_string()) + "  " +
                 (zones.empty() ? "used by no zone" : "used by" + zones));
    }
  return kDone;
}

struct Planned {
  std::string zone;
  std::vector<std::string> tables;
};

// Ends with 1 when the change would be refused.
int run_plan(const Context& context, const Planned& planned) {
  std::string tables;
  for (const std::string& table : planned.tables) tables += (tables.empty() ? "" : ",") + table;
  const auto object = ask_object(
      context, {.what = "idn.plan", .arguments = {{"zone", planned.zone}, {"tables", tables}}});
  if (!object) return refuse(object.error());
  const json::object& collisions = object->at("collisions").as_object();
  const json::object& not_taken = object->at("not_taken").as_object();
  const json::object& apart = object->at("apart").as_object();
  const bool refused = !collisions.at("first").as_array().empty() || !apart.at("first").as_array().empty();
  if (context.json) {
    print_json(*object);
    return refused ? kRefused : kDone;
  }
  print_line(json::serialize(object->at("names")) + " names, " +
             json::serialize(object->at("relabelled")) + " get another index label");
  for (const json::value& pair : collisions.at("first").as_array())
    print_line("collide: " + std::string(pair.at(0).as_string()) + "  " +
               std::string(pair.at(1).as_string()));
  for (const json::value& pair : apart.at("first").as_array())
    print_line("active, and would be another name: " + std::string(pair.at(1).as_string()) +
               ", a variant of " + std::string(pair.at(0).as_string()));
  for (const json::value& name : not_taken.at("first").as_array())
    print_line("not taken by the tables, stays registered: " + std::string(name.as_string()));
  print_line(json::serialize(collisions.at("count")) + " collisions, " +
             json::serialize(apart.at("count")) + " active variants that would be none, " +
             json::serialize(not_taken.at("count")) + " names the tables would not take" +
             (refused ? "; the change would be refused" : ""));
  return refused ? kRefused : kDone;
}

void add_registry_commands(Command group, Context& context) {
  Command list = group.add_subcommand("list", "the tables of the registry, their versions and the zones that use them");
  add_data_option(list, context);
  add_json_option(list, context);
  list.callback([&context] { context.exit_code = run_list(context); });

  auto planned = std::make_shared<Planned>();
  Command plan = group.add_subcommand("plan", "dry run of `stele zone-tables change`: which names would get another index label, collide, or be taken no more; ends with 1 when the change would be refused");
  add_data_option(plan, context);
  add_json_option(plan, context);
  plan.add_option("ZONE", planned->zone).required();
  plan.add_option("TABLE", planned->tables, "in the order they are asked: arab, or arab:2 for a version; none: the zone without tables");
  plan.callback([&context, planned] { context.exit_code = run_plan(context, *planned); });
}

}  // namespace

void add_idn(Command app, Context& context) {
  Command group = app.add_subcommand("idn", "try out labels and IDN tables");
  group.require_subcommand();

  auto tested = std::make_shared<Asked>();
  Command test = group.add_subcommand("test", "what the tables of a zone make of a label: valid or why not, its index label, its variants");
  add_tables_option(test, *tested);
  add_json_option(test, context);
  test.add_option("LABEL", tested->label, "a U-label or an A-label").required();
  test.callback([&context, tested] { context.exit_code = run_test(context, *tested); });

  add_registry_commands(group, context);

  auto checked = std::make_shared<Asked>();
  Command check = group.add_subcommand("check", "what is wrong with a table; ends with 1 when something is an error");
  add_tables_option(check, *checked);
  add_json_option(check, context);
  check.callback([&context, checked] { context.exit_code = run_check(context, *checked); });
}

}  // namespace stele::cli
