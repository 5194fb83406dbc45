// What the command groups of `stele` share. A group is one file: it adds its commands to the
// command line and runs them; main.cc only puts the groups together.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "frontends/control/message.h"
#include "tools/stele/command_line.h"

namespace stele::cli {

constexpr int kDone = 0;
constexpr int kRefused = 1;  // one line on stderr says what, where, what to do
constexpr int kUsage = 2;

// One per process, handed to every group; outlives parsing.
struct Context {
  std::string data;
  std::string kek;  // path; empty: DATA/keys.kek
  bool json = false;
  int exit_code = kDone;
};

// --data, and --key-encryption-key for a registry that keeps that file elsewhere.
void add_data_option(Command command, Context& context);
void add_json_option(Command command, Context& context);

int refuse(std::string_view what);
int refuse(const Error& error);

void print(std::string_view text);             // to stdout, as it is
void print_line(std::string_view text);
void print_json(const boost::json::value& value);  // one line
// "name: value" lines, for people; nested values as JSON.
void print_fields(const boost::json::object& object);
// As JSON or as fields, as the context says.
void print_object(const Context& context, const boost::json::object& object);

// A JSON object from a file or a reply; Fault::invalid names `where`.
Result<boost::json::object> parse_object(std::string_view text, const std::string& where);

// Asks for an operation that answers in transactions, prints one a line.
int print_transactions_of(const Context& context, const control::Request& request);

void add_init(Command app, Context& context);
void add_ote(Command app, Context& context);
void add_journal(Command app, Context& context);
void add_proofs(Command journal, Context& context);  // below `journal`
void add_replay(Command app, Context& context);
void add_state(Command app, Context& context);
void add_projections(Command app, Context& context);
void add_objects(Command app, Context& context);
// Below the groups of the same name, which the command forms make.
void add_account_reports(Command account, Context& context);
void add_name_reports(Command name, Context& context);
void add_zone_config(Command zone, Context& context);
void add_cds(Command cds, Context& context);
void add_zone_files(Command zone, Context& context);
void add_history(Command app, Context& context);
void add_idn(Command app, Context& context);
void add_logs(Command app, Context& context);
void add_bench(Command app, Context& context);

}  // namespace stele::cli
