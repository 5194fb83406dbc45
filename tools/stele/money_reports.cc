// stele account statement|list, stele name show: what the registry's accounts and lists hold. For
// people as a table, for programs as JSON or CSV (RFC 4180).
#include <memory>

#include "tools/stele/access.h"
#include "tools/stele/cli.h"

namespace stele::cli {

namespace json = boost::json;

namespace {

// A member as people read it: texts bare, the rest as JSON; "" when it is not there.
std::string text_of(const json::object& object, std::string_view name) {
  const json::value* const found = object.if_contains(name);
  if (!found) return {};
  return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

// `text` in a column: numbers to the right, words to the left.
std::string right(std::string text, std::size_t width) {
  if (text.size() < width) text.insert(0, width - text.size(), ' ');
  return text;
}
std::string left(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

// What a line of an account is about: "create shop.example 2y premium".
std::string subject_of(const json::object& line) {
  std::string out;
  const auto add = [&](const std::string& word) {
    if (!word.empty()) out += (out.empty() ? "" : " ") + word;
  };
  add(text_of(line, "operation"));
  add(text_of(line, "object"));
  if (const std::string years = text_of(line, "years"); years != "0") add(years + "y");
  add(text_of(line, "tier"));
  add(text_of(line, "text"));
  return out;
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

constexpr const char* kColumns[] = {"at",     "kind",  "amount", "tax",  "balance",
                                    "currency", "operation", "object", "years", "tier",
                                    "text",   "actor", "server_trid", "position"};

std::string csv_line(const json::object& line) {
  std::string out;
  for (const char* column : kColumns)
    out += (out.empty() ? "" : ",") + csv_field(text_of(line, column));
  return out;
}

struct Statement {
  std::string registrar, from, to;
  bool csv = false;
};

int run_statement(const Context& context, const Statement& asked) {
  if (asked.csv) {
    std::string head;
    for (const char* column : kColumns) head += (head.empty() ? "" : ",") + std::string(column);
    print_line(head);
  }
  const auto line = [csv = asked.csv](const json::object& of) {
    if (csv) return csv_line(of);
    return text_of(of, "at") + "  " + left(text_of(of, "kind"), 7) + right(text_of(of, "amount"), 13) +
           right(text_of(of, "balance"), 15) + "  " + subject_of(of);
  };
  const auto object = ask_object(context,
                                 {.what = "account.statement",
                                  .arguments = {{"registrar", asked.registrar},
                                                {"from", asked.from},
                                                {"to", asked.to}}},
                                 print_lines(context, line));
  if (!object) return refuse(object.error());
  if (!asked.csv) print_object(context, *object);
  return kDone;
}

int run_accounts(const Context& context) {
  const auto object = ask_object(context, {.what = "account.list", .arguments = {}});
  if (!object) return refuse(object.error());
  if (context.json) {
    print_json(*object);
    return kDone;
  }
  for (const json::value& value : object->at("accounts").as_array()) {
    const json::object& account = value.as_object();
    print_line(left(text_of(account, "registrar"), 16) + right(text_of(account, "balance"), 15) +
               " " + text_of(account, "currency") + "  limit " +
               text_of(account, "credit_limit") + "  available " + text_of(account, "available"));
  }
  for (const json::value& value : object->at("registry").as_array()) {
    const json::object& own = value.as_object();
    print_line(text_of(own, "currency") + ": registrars " + text_of(own, "registrars") +
               " + cash " + text_of(own, "cash") + " + income " + text_of(own, "income") +
               " + tax " + text_of(own, "tax") + " = " + text_of(own, "sum"));
  }
  return kDone;
}

struct NamesAsked {
  std::string zone, as, tier;
};

int run_names(const Context& context, const NamesAsked& asked) {
  const auto line = [](const json::object& of) {
    return left(text_of(of, "label"), 25) + left(text_of(of, "as"), 10) + left(text_of(of, "tier"), 13) +
           left(text_of(of, "token") == "true" ? "token" : "", 8) + text_of(of, "note");
  };
  const auto object = ask_object(
      context,
      {.what = "names",
       .arguments = {{"zone", asked.zone}, {"as", asked.as}, {"tier", asked.tier}}},
      print_lines(context, line));
  if (!object) return refuse(object.error());
  if (context.json) print_json(*object);
  return kDone;
}

}  // namespace

void add_account_reports(Command account, Context& context) {
  auto asked = std::make_shared<Statement>();
  Command command =
      account.add_subcommand("statement", "every line of a registrar's account, with its balance");
  add_data_option(command, context);
  add_json_option(command, context);
  command.add_option("REGISTRAR", asked->registrar).required();
  command.add_option("--from", asked->from, "a date, or a date and time; from the first line on");
  command.add_option("--to", asked->to, "the first moment that is left out");
  command.add_flag("--csv", asked->csv, "lines as CSV, without the summary");
  command.callback([&context, asked] { context.exit_code = run_statement(context, *asked); });

  Command list = account.add_subcommand("list", "all balances; with the registry's own they sum to zero");
  add_data_option(list, context);
  add_json_option(list, context);
  list.callback([&context] { context.exit_code = run_accounts(context); });
}

void add_name_reports(Command name, Context& context) {
  auto asked = std::make_shared<NamesAsked>();
  Command command = name.add_subcommand("show", "what a zone's lists hold, in order of label");
  add_data_option(command, context);
  add_json_option(command, context);
  command.add_option("ZONE", asked->zone).required();
  command.add_option("--as", asked->as, "only reserved, blocked or premium names");
  command.add_option("--tier", asked->tier, "only names of this tier");
  command.callback([&context, asked] { context.exit_code = run_names(context, *asked); });
}

}  // namespace stele::cli
