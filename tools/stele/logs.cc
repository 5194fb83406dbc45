// stele logs: the traffic log, of a running server or of a stopped directory: rows found and exported,
// one row whole, sizes and growth, and its house-keeping at once.
#include <memory>
#include <optional>

#include "engine/base/file.h"
#include "tools/stele/access.h"
#include "tools/stele/cli.h"

namespace stele::cli {

namespace json = boost::json;

namespace {

struct LogsAsked {
  std::string log, cltrid, svtrid, registrar, address, object, from, to, count = "100";
  bool newest = false;
  bool whole = false;
  bool csv = false;
  bool now = false;
  std::string file;
  std::string id;
};

control::Request search_request(const LogsAsked& asked) {
  control::Request request{.what = "logs.search"};
  for (const auto& [name, value] :
       {std::pair<const char*, const std::string&>("class", asked.log), {"cltrid", asked.cltrid},
        {"svtrid", asked.svtrid}, {"registrar", asked.registrar}, {"address", asked.address},
        {"object", asked.object}, {"from", asked.from}, {"to", asked.to}, {"count", asked.count}})
    if (!value.empty()) request.arguments[name] = value;
  if (asked.newest) request.arguments["order"] = "newest";
  if (asked.whole) request.arguments["whole"] = "yes";
  return request;
}

std::string text_of(const json::object& row, std::string_view name) {
  const json::value* const value = row.if_contains(name);
  if (value == nullptr) return {};
  if (value->is_string()) return std::string(json::string_view(value->get_string()));
  if (value->is_array()) {
    std::string out;
    for (const json::value& one : value->get_array())
      out += (out.empty() ? "" : " ") + std::string(json::string_view(one.as_string()));
    return out;
  }
  return json::serialize(*value);
}

void print_row(const json::object& row) {
  std::string line = text_of(row, "time") + " " + text_of(row, "class") + " " + text_of(row, "kind");
  for (const char* name : {"outcome", "registrar", "address", "cltrid", "svtrid", "objects", "request"})
    if (const std::string value = text_of(row, name); !value.empty())
      line += std::string(" ") + name + "=" + value;
  print_line(line + " id=" + text_of(row, "id"));
}

constexpr const char* kColumns[] = {"id",     "class",   "time",    "kind",         "registrar",
                                    "address", "port",   "cltrid",  "svtrid",       "objects",
                                    "outcome", "microseconds", "request", "response"};

// RFC 4180. A cell that a spreadsheet would take for a formula is made text: what stands in it came
// from strangers.
std::string csv_cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
    text.insert(text.begin(), '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string csv_line(const json::object& row) {
  std::string out;
  for (const char* column : kColumns) out += (out.empty() ? "" : ",") + csv_cell(text_of(row, column));
  return out + "\r\n";
}

std::string csv_head() {
  std::string out;
  for (const char* column : kColumns) out += (out.empty() ? "" : ",") + std::string(column);
  return out + "\r\n";
}

// The parts of an answer, line by line.
template <class Take>
Done each_line(std::string_view part, const Take& take) {
  while (!part.empty()) {
    const std::size_t end = part.find('\n');
    const std::string_view line = part.substr(0, end);
    part.remove_prefix(end == std::string_view::npos ? part.size() : end + 1);
    if (Done taken = take(line); !taken) return taken;
  }
  return {};
}

// Days that could not be read are said, and the search has failed for them.
int end_of_search(const std::string& data) {
  const auto object = parse_object(data, "the reply");
  if (!object) return refuse(object.error());
  int code = kDone;
  for (const json::value& problem : object->at("problems").as_array())
    code = refuse(std::string_view(problem.as_string().data(), problem.as_string().size()));
  return code;
}

int run_search(const Context& context, const LogsAsked& asked) {
  const auto data = ask(context, search_request(asked), [&](std::string_view part) -> Done {
    if (context.json) {
      print(part);
      return {};
    }
    return each_line(part, [](std::string_view line) -> Done {
      auto row = parse_object(line, "a row");
      if (!row) return std::unexpected(row.error());
      print_row(*row);
      return {};
    });
  });
  if (!data) return refuse(data.error());
  return end_of_search(*data);
}

int run_export(const Context& context, LogsAsked asked) {
  asked.whole = true;
  std::optional<FreshFile> file;
  if (!asked.file.empty()) {
    auto made = FreshFile::create(asked.file);
    if (!made) return refuse(made.error());
    file.emplace(std::move(*made));
  }
  const auto write = [&](std::string_view text) -> Done {
    if (file) return file->write(text);
    print(text);
    return {};
  };
  if (asked.csv)
    if (Done done = write(csv_head()); !done) return refuse(done.error());
  const auto data = ask(context, search_request(asked), [&](std::string_view part) -> Done {
    if (!asked.csv) return write(part);
    std::string lines;
    if (Done done = each_line(part, [&](std::string_view line) -> Done {
          auto row = parse_object(line, "a row");
          if (!row) return std::unexpected(row.error());
          lines += csv_line(*row);
          return {};
        }); !done)
      return done;
    return write(lines);
  });
  if (!data) return refuse(data.error());
  if (file)
    if (Done done = file->publish(0600); !done) return refuse(done.error());
  return end_of_search(*data);
}

int run_show(const Context& context, const LogsAsked& asked) {
  return print_reply(context, {.what = "logs.show", .arguments = {{"id", asked.id}}});
}

int run_status(const Context& context) {
  const auto status = ask_object(context, {.what = "logs.status"});
  if (!status) return refuse(status.error());
  if (context.json) {
    print_json(*status);
    return kDone;
  }
  for (const auto& [name, value] : *status)
    if (name != "classes" && name != "days")
      print_line(std::string(name) + ": " + text_of(*status, name));
  for (const char* list : {"classes", "days"}) {
    print_line("");
    for (const json::value& value : status->at(list).as_array()) print_line(json::serialize(value));
  }
  return kDone;
}

int run_cleanup(const Context& context, const LogsAsked& asked) {
  if (!asked.now) {
    refuse("the server cleans up daily by its settings; --now does it at once");
    return kUsage;
  }
  const auto cleaned = ask_object(context, {.what = "logs.cleanup"});
  if (!cleaned) return refuse(cleaned.error());
  print_object(context, *cleaned);
  int code = kDone;
  for (const json::value& problem : cleaned->at("problems").as_array())
    code = refuse(std::string_view(problem.as_string().data(), problem.as_string().size()));
  return code;
}

void add_filters(Command command, LogsAsked& asked) {
  command.add_option("--class", asked.log, "epp, whois, rdap, login or api; else all");
  command.add_option("--cltrid", asked.cltrid, "client transaction id");
  command.add_option("--svtrid", asked.svtrid, "server transaction id");
  command.add_option("--registrar", asked.registrar, "a registrar's id, as logged in or as claimed");
  command.add_option("--address", asked.address, "of the client, or a range such as 192.0.2.0/24");
  command.add_option("--object", asked.object, "a domain, host, contact or other name or identifier");
  command.add_option("--from", asked.from, "a date or time; this one too");
  command.add_option("--to", asked.to, "a date or time; without this one");
}

}  // namespace

void add_logs(Command app, Context& context) {
  Command logs = app.add_subcommand("logs", "the traffic log: EPP, WHOIS and RDAP, logins");
  logs.require_subcommand();
  const auto command = [&](const char* name, const char* what) {
    Command made = logs.add_subcommand(name, what);
    add_data_option(made, context);
    add_json_option(made, context);
    return made;
  };
  auto asked = std::make_shared<LogsAsked>();
  Command search = command("search", "rows that match all that is given, oldest first");
  add_filters(search, *asked);
  search.add_option("--count", asked->count, "at most so many rows; 0: all");
  search.add_flag("--newest", asked->newest, "newest first");
  search.add_flag("--whole", asked->whole, "with the frames; with --json");
  search.callback([&context, asked] { context.exit_code = run_search(context, *asked); });

  auto wanted = std::make_shared<LogsAsked>();
  wanted->count = "0";
  Command write = command("export", "all rows that match, whole: JSON lines or CSV");
  add_filters(write, *wanted);
  write.add_option("--count", wanted->count, "at most so many rows; 0: all");
  write.add_flag("--csv", wanted->csv, "CSV instead of JSON lines");
  write.add_option("--out", wanted->file, "write here, whole or not at all; else to standard output");
  write.callback([&context, wanted] { context.exit_code = run_export(context, *wanted); });

  Command show = command("show", "one row, with its frames");
  show.add_option("ID", asked->id, "as `stele logs search` prints it").required();
  show.callback([&context, asked] { context.exit_code = run_show(context, *asked); });

  Command status = command("status", "classes, days, sizes, growth and losses");
  status.callback([&context] { context.exit_code = run_status(context); });

  Command cleanup = command("cleanup", "remove the days that are past their retention");
  cleanup.add_flag("--now", asked->now, "at once");
  cleanup.callback([&context, asked] { context.exit_code = run_cleanup(context, *asked); });
}

}  // namespace stele::cli
