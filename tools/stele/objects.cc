// stele zone|registrar|account|contact|host|domain|settings|clock …: one command for every form of
// the command text (frontends/gateway/command_text.h), so that a new form is a new command here, and
// the reading commands beside them.
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <vector>

#include "frontends/gateway/command_text.h"
#include "tools/stele/access.h"
#include "tools/stele/cli.h"

namespace stele::cli {

namespace json = boost::json;

namespace {

struct Wish {
  gateway::CommandForm form;
  std::string value;
  std::string file;  // of values, one a line; instead of `value`
  std::vector<std::string> words;
  std::string why;
};

// As the command text wants it: what would end a word or open a quote is put into quotes. Commas
// are left alone, they separate the items of a list.
std::string as_word(std::string_view word) {
  std::string out;
  for (const char c : word) {
    switch (c) {
      case ' ':
      case '\t':
      case '\r': out += std::string("\"") + c + "\""; break;
      case '\n': out += "\"\\n\""; break;
      case '"': out += "\"\\\"\""; break;
      default: out += c;
    }
  }
  return out;
}

// "password=-": the secret is the next line of standard input, where other users do not see it. One in
// base64 may come in several lines, as openssl writes it: all that a file or a pipe has.
std::string with_secret(const std::string& word) {
  if (word != "password=-" && word != "pw=-" && word != "secret=-") return word;
  std::string secret, line;
  std::getline(std::cin, secret);
  if (word == "secret=-" && ::isatty(STDIN_FILENO) == 0)
    while (std::getline(std::cin, line)) secret += line;
  return word.substr(0, word.size() - 1) + secret;
}

// "file=PATH" where a form takes list=: read here, with the rights of who asks, not of the server.
Result<std::string> with_file(const std::string& word) {
  constexpr std::string_view kFile = "file=";
  if (!word.starts_with(kFile)) return word;
  std::ifstream in(word.substr(kFile.size()), std::ios::binary);
  std::string out = "list=";
  out.append(std::istreambuf_iterator<char>(in), {});
  if (!in.is_open() || in.bad())
    return fail(Fault::io, "cannot read " + word.substr(kFile.size()));
  return out;
}

std::string to_text(const Wish& wish) {
  std::string out = std::string(wish.form.verb) + " " + std::string(wish.form.object);
  if (!wish.form.value.empty()) out += "=" + as_word(wish.value);
  for (const std::string& word : wish.words) out += " " + as_word(with_secret(word));
  return out;
}

int run_command(const Context& context, Wish wish) {
  for (std::string& word : wish.words) {
    auto read = with_file(word);
    if (!read) return refuse(read.error());
    word = std::move(*read);
  }
  return print_reply(context, {.what = "command",
                               .arguments = {{"text", to_text(wish)},
                                             {"why", wish.why},
                                             {"user", user_name()}}});
}

// So many names a transaction: large enough to be fast, small enough to leave others room between.
constexpr std::size_t kNamesAtOnce = 1000;

// Lines without what stands after "#", and without empty ones.
Result<std::vector<std::string>> read_values(const std::string& file) {
  std::ifstream in(file);
  if (!in) return fail(Fault::io, "cannot read " + file);
  std::vector<std::string> values;
  for (std::string line; std::getline(in, line);) {
    line.resize(std::min(line.find('#'), line.size()));
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
      line.pop_back();
    if (!line.empty()) values.push_back(std::move(line));
  }
  if (in.bad()) return fail(Fault::io, "cannot read " + file);
  return values;
}

// One transaction a thousand values. What was refused, and all after it, is not done; the lines
// before it are, and their transactions were printed.
int run_file(const Context& context, Wish wish) {
  const auto values = read_values(wish.file);
  if (!values) return refuse(values.error());
  // With a file there is no list on the line: what stands in its place is the first KEY=VALUE.
  wish.words.insert(wish.words.begin(), wish.value);
  for (std::size_t at = 0; at < values->size(); at += kNamesAtOnce) {
    wish.value.clear();
    for (std::size_t i = at; i < std::min(at + kNamesAtOnce, values->size()); ++i)
      wish.value += (wish.value.empty() ? "" : ",") + (*values)[i];
    if (const int code = run_command(context, wish); code != kDone) return code;
  }
  return kDone;
}

int run_list(const Context& context, const control::Request& request) {
  const auto object = ask_object(context, request);
  if (!object) return refuse(object.error());
  if (context.json) {
    print_json(*object);
    return kDone;
  }
  for (const auto& [name, list] : *object) {
    if (!list.is_array()) continue;
    for (const json::value& entry : list.get_array()) {
      if (!entry.is_object()) continue;
      print_fields(entry.get_object());
      print_line("");
    }
  }
  return kDone;
}

// The groups below `stele`, made when first asked for.
class Groups {
 public:
  explicit Groups(Command app) : app_(app) {}

  Command operator[](std::string_view name) {
    const auto at = groups_.find(name);
    if (at != groups_.end()) return at->second;
    Command group = app_.add_subcommand(std::string(name), about(name));
    group.require_subcommand();
    return groups_.emplace(std::string(name), group).first->second;
  }

 private:
  static std::string about(std::string_view name) {
    if (name == "account") return "money of a registrar";
    if (name == "poll") return "messages to registrars";
    if (name == "name") return "names a zone reserves, blocks or sells as premium";
    if (name == "org") return "organisations: resellers and the like";
    if (name == "maintenance") return "interruptions of service that registrars are told of";
    if (name == "tsig-key") return "keys that secondaries prove themselves with";
    if (name == "access-token") return "rights of authorities to see registration data";
    if (name == "secondaries") return "who may fetch a zone";
    if (name == "cds") return "keys that names ask for in their own zones (RFC 7344)";
    if (name == "clock") return "accept a clock that jumped";
    if (name == "settings") return "settings of the whole server";
    return "look at and change: " + std::string(name);
  }

  Command app_;
  std::map<std::string, Command, std::less<>> groups_;
};

std::string_view group_of(const gateway::CommandForm& form) {
  if (form.object == "message") return "poll";
  return form.verb == "credit" ? "account" : form.object;
}

void add_form(Command group, Context& context, const gateway::CommandForm& form) {
  auto wish = std::make_shared<Wish>(Wish{form, {}, {}, {}, {}});
  Command command = group.add_subcommand(
      std::string(form.verb), std::string(form.verb) + " a " + std::string(form.object));
  add_data_option(command, context);
  add_json_option(command, context);
  command.add_option("--why", wish->why, "the reason; it stays readable in the journal for ever, so name no person in it");
  if (form.object == "name")
    command.add_option("--file", wish->file,
                       "take the names from here, one a line, instead of naming them");
  if (!form.value.empty()) command.add_option(std::string(form.value), wish->value).required();
  if (!form.keys.empty())
    command.add_option("KEY=VALUE", wish->words, "what to set; pw=-, password=- and secret=- read standard input");
  if (form.verb == "erase") command.get_option("--why").required();
  command.footer(form.keys.empty() ? std::string() : "Keys: " + std::string(form.keys));
  command.callback([&context, wish] {
    context.exit_code =
        wish->file.empty() ? run_command(context, *wish) : run_file(context, *wish);
  });
}

void add_show(Command group, Context& context, const std::string& kind) {
  auto id = std::make_shared<std::string>();
  Command command = group.add_subcommand("show", "print one, without personal data");
  add_data_option(command, context);
  add_json_option(command, context);
  if (kind != "settings") command.add_option("ID", *id, "its name or identifier").required();
  command.callback([&context, kind, id] {
    context.exit_code =
        print_reply(context, {.what = "show", .arguments = {{"kind", kind}, {"id", *id}}});
  });
}

void add_list(Command group, Context& context, const std::string& kind) {
  Command command = group.add_subcommand("list", "print all of them");
  add_data_option(command, context);
  add_json_option(command, context);
  command.callback([&context, kind] {
    context.exit_code = run_list(context, {.what = "list", .arguments = {{"kind", kind}}});
  });
}

// The filters of a list of messages, as the operation takes them.
struct MessageWish {
  std::string registrar, kind, object, from, count;
};

void add_messages(Command group, Context& context) {
  auto wish = std::make_shared<MessageWish>();
  Command command = group.add_subcommand("list", "what waits for a registrar, oldest first");
  add_data_option(command, context);
  add_json_option(command, context);
  command.add_option("REGISTRAR", wish->registrar).required();
  command.add_option("--kind", wish->kind, "only these: transfer, life_cycle, change, low_balance, text …");
  command.add_option("--object", wish->object, "only about this name or identifier");
  command.add_option("--from", wish->from, "from this number on").not_negative();
  command.add_option("--count", wish->count, "so many at most; 100").not_negative();
  command.callback([&context, wish] {
    context.exit_code = run_list(context, {.what = "messages",
                                           .arguments = {{"registrar", wish->registrar},
                                                         {"kind", wish->kind},
                                                         {"object", wish->object},
                                                         {"from", wish->from},
                                                         {"count", wish->count}}});
  });
}

void add_serving(Command app, Context& context) {
  Command command = app.add_subcommand("serving", "whether the registry accepts changes, and why not");
  add_data_option(command, context);
  add_json_option(command, context);
  command.callback(
      [&context] { context.exit_code = print_reply(context, {.what = "serving", .arguments = {}}); });
}

void add_locks(Command app, Context& context) {
  Command list = app.add_subcommand("locks", "who is locked out after failed logins");
  add_data_option(list, context);
  add_json_option(list, context);
  list.callback(
      [&context] { context.exit_code = print_reply(context, {.what = "locks", .arguments = {}}); });

  auto who = std::make_shared<std::string>();
  Command unlock = app.add_subcommand("unlock", "let a registrar or an address log in again");
  add_data_option(unlock, context);
  add_json_option(unlock, context);
  unlock.add_option("WHO", *who, "registrar=ID or address=ADDRESS").required();
  unlock.callback([&context, who] {
    context.exit_code =
        print_reply(context, {.what = "unlock", .arguments = {{"who", *who}, {"user", user_name()}}});
  });
}

}  // namespace

void add_objects(Command app, Context& context) {
  Groups groups(app);
  for (const gateway::CommandForm& form : gateway::command_forms())
    add_form(groups[group_of(form)], context, form);
  for (const char* kind : {"zone", "registrar", "contact", "org", "host", "domain", "settings",
                           "maintenance"})
    add_show(groups[kind], context, kind);
  add_list(groups["zone"], context, "zone");
  add_list(groups["access-token"], context, "access-token");
  add_list(groups["registrar"], context, "registrar");
  add_list(groups["org"], context, "org");
  add_list(groups["maintenance"], context, "maintenance");
  add_zone_config(groups["zone"], context);
  add_zone_files(groups["zone"], context);
  add_cds(groups["cds"], context);
  add_messages(groups["poll"], context);
  add_account_reports(groups["account"], context);
  add_name_reports(groups["name"], context);
  add_serving(app, context);
  add_locks(app, context);
}

}  // namespace stele::cli
