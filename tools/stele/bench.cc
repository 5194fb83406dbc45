// stele bench epp|whois|rdap|replay|limits: the command line of tools/bench.
#include "tools/bench/bench.h"

#include <charconv>
#include <map>
#include <memory>

#include "engine/base/file.h"
#include "engine/idn/name.h"
#include "tools/stele/cli.h"

namespace stele::cli {

namespace json = boost::json;

namespace {

const std::map<std::string, bench::Mix> kMixes{{"check", bench::Mix::check},
                                               {"info", bench::Mix::info},
                                               {"create", bench::Mix::create},
                                               {"renew", bench::Mix::renew},
                                               {"mixed", bench::Mix::mixed},
                                               {"registrar", bench::Mix::registrar}};

struct EppWish {
  bench::EppOptions options;
  std::string mix = "check";
  std::string ready;
  std::string registrar;
  bool no_echo = false;
};

// Fills in address, certificates and passwords from a sandbox's ready file.
Done read_ready_file(EppWish& wish) {
  const auto text = read_file(wish.ready, 1 << 20);
  if (!text) return std::unexpected(text.error());
  const auto object = parse_object(*text, wish.ready);
  if (!object) return std::unexpected(object.error());
  json::error_code error;
  const json::value value = *object;
  const auto string_at = [](const json::value* at) {
    return at != nullptr && at->is_string() ? std::string(std::string_view(at->get_string()))
                                            : std::string();
  };
  const json::value* port = value.find_pointer("/epp/port", error);
  if (port == nullptr) return fail(Fault::invalid, wish.ready + " is no ready file: epp.port is missing");
  wish.options.address = string_at(value.find_pointer("/epp/host", error));
  wish.options.port = port->to_number<std::uint16_t>(error);
  wish.options.ca = string_at(value.find_pointer("/ca", error));
  const json::value* registrars = object->if_contains("registrars");
  if (registrars == nullptr || !registrars->is_array())
    return fail(Fault::invalid, wish.ready + " names no registrars");
  for (const json::value& one : registrars->get_array()) {
    bench::EppLogin login{string_at(one.find_pointer("/id", error)),
                          string_at(one.find_pointer("/password", error)),
                          string_at(one.find_pointer("/cert", error)),
                          string_at(one.find_pointer("/key", error))};
    if (wish.registrar.empty() || login.registrar == wish.registrar)
      wish.options.logins.push_back(std::move(login));
  }
  // Only names that change hands need more than one.
  if (wish.options.mix != bench::Mix::registrar && wish.options.logins.size() > 1)
    wish.options.logins.resize(1);
  if (!wish.options.logins.empty()) return {};
  return fail(Fault::invalid, wish.ready + " has no registrar " + wish.registrar);
}

int run_epp(const Context& context, EppWish& wish) {
  if (!wish.ready.empty())
    if (Done done = read_ready_file(wish); !done) return refuse(done.error());
  wish.options.json = context.json;
  wish.options.mix = kMixes.at(wish.mix);
  wish.options.echo = !wish.no_echo;
  if (const auto zone = idn::parse_name(wish.options.zone)) wish.options.zone = zone->text();
  return bench::bench_epp(wish.options);
}

std::vector<std::string> names_of(const std::map<std::string, bench::Mix>& mixes) {
  std::vector<std::string> out;
  for (const auto& [name, mix] : mixes) out.push_back(name);
  return out;
}

void add_epp(Command group, Context& context) {
  auto wish = std::make_shared<EppWish>();
  bench::EppOptions& options = wish->options;
  Command command = group.add_subcommand("epp", "frames a second over TLS, beside a TLS echo");
  add_json_option(command, context);
  command.add_option("--ready", wish->ready, "ready file of `stele ote`: where and as whom to connect")
      .required();
  command.add_option("--registrar", wish->registrar,
                     "of those in the ready file; default: the first, with the mix registrar all");
  command.add_option("--zone", options.zone).capture_default();
  command.add_option("--sessions", options.sessions, "one or several numbers of sessions")
      .delimiter(',')
      .capture_default();
  command.add_option("--mix", wish->mix, "check, info, create, renew, mixed, or registrar: 70 % check, 15 % info, 8 % create, "
                     "4 % update, 2 % renew, 1 % transfer or delete, and p99 by kind of command")
      .one_of(names_of(kMixes));
  command.add_option("--seconds", options.seconds, "of each measurement").capture_default();
  command.add_option("--rounds", options.rounds, "the median of so many counts").capture_default();
  command.add_option("--client-threads", options.client_threads).capture_default();
  command.add_option("--server-pid", options.server_pid, "to measure CPU per frame");
  command.add_option("--sync-directory", options.sync_directory, "measure fdatasync here too");
  command.add_flag("--no-echo", wish->no_echo, "leave out the TLS echo");
  command.callback([&context, wish] { context.exit_code = run_epp(context, *wish); });
}

struct WhoisWish {
  bench::WhoisOptions options;
  std::string ready, queries_file;
};

// One a line; nothing for no file.
Done read_queries(const std::string& file, std::vector<std::string>& out) {
  if (file.empty()) return {};
  const auto text = read_file(file, 256 << 20);
  if (!text) return std::unexpected(text.error());
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (!line.empty()) out.emplace_back(line);
  }
  return {};
}

int run_whois(const Context& context, WhoisWish& wish) {
  if (!wish.ready.empty()) {
    const auto text = read_file(wish.ready, 1 << 20);
    if (!text) return refuse(text.error());
    const auto object = parse_object(*text, wish.ready);
    if (!object) return refuse(object.error());
    json::error_code error;
    const json::value value = *object;
    const json::value* port = value.find_pointer("/whois/port", error);
    if (port == nullptr) return refuse(wish.ready + " is no ready file: whois.port is missing");
    wish.options.port = port->to_number<std::uint16_t>(error);
  }
  if (Done done = read_queries(wish.queries_file, wish.options.queries); !done) return refuse(done.error());
  wish.options.json = context.json;
  return bench::bench_whois(wish.options);
}

void add_whois(Command group, Context& context) {
  auto wish = std::make_shared<WhoisWish>();
  bench::WhoisOptions& options = wish->options;
  Command command = group.add_subcommand("whois", "answers a second on port 43, beside a bare server");
  add_json_option(command, context);
  command.add_option("--ready", wish->ready, "ready file of `stele ote`: where to connect");
  command.add_option("--address", options.address).capture_default();
  command.add_option("--port", options.port).capture_default();
  command.add_option("--query", options.queries, "what to ask; several are taken in turn");
  command.add_option("--queries", wish->queries_file, "a file of queries, one a line");
  command.add_option("--clients", options.clients).capture_default();
  command.add_option("--seconds", options.seconds, "of each measurement").capture_default();
  command.add_option("--rounds", options.rounds, "the median of so many counts").capture_default();
  command.add_option("--bare-threads", options.bare_threads, "of the bare server: as many as the server has in network_threads")
      .capture_default();
  command.add_option("--server-pid", options.server_pid, "to measure CPU per answer");
  command.callback([&context, wish] { context.exit_code = run_whois(context, *wish); });
}

struct RdapWish {
  bench::RdapOptions options;
  std::string ready, queries_file;
};

int run_rdap(const Context& context, RdapWish& wish) {
  if (!wish.ready.empty()) {
    const auto text = read_file(wish.ready, 1 << 20);
    if (!text) return refuse(text.error());
    const auto object = parse_object(*text, wish.ready);
    if (!object) return refuse(object.error());
    // "https://127.0.0.1:7702"
    const json::value* url = object->if_contains("https");
    const std::string base = url != nullptr && url->is_string() ? std::string(std::string_view(url->get_string())) : "";
    const std::size_t colon = base.rfind(':');
    const char* end = base.data() + base.size();
    if (!base.starts_with("https://") || colon < 8 ||
        std::from_chars(base.data() + colon + 1, end, wish.options.port).ptr != end)
      return refuse(wish.ready + " is no ready file: https is missing");
    wish.options.address = base.substr(8, colon - 8);
    if (const json::value* ca = object->if_contains("ca"); ca != nullptr && ca->is_string())
      wish.options.ca = std::string(std::string_view(ca->get_string()));
  }
  if (Done done = read_queries(wish.queries_file, wish.options.queries); !done) return refuse(done.error());
  wish.options.json = context.json;
  return bench::bench_rdap(wish.options);
}

void add_rdap(Command group, Context& context) {
  auto wish = std::make_shared<RdapWish>();
  bench::RdapOptions& options = wish->options;
  Command command = group.add_subcommand("rdap", "answers a second over HTTPS, beside a bare server");
  add_json_option(command, context);
  command.add_option("--ready", wish->ready, "ready file of `stele ote`: where to connect");
  command.add_option("--address", options.address).capture_default();
  command.add_option("--port", options.port).capture_default();
  command.add_option("--ca", options.ca, "who signed the server's certificate; default: not checked");
  command.add_option("--query", options.queries, "such as domain/shop.example; several are taken in turn");
  command.add_option("--queries", wish->queries_file, "a file of queries, one a line");
  command.add_option("--connections", options.connections).capture_default();
  command.add_option("--seconds", options.seconds, "of each measurement").capture_default();
  command.add_option("--rounds", options.rounds, "the median of so many counts").capture_default();
  command.add_option("--bare-threads", options.bare_threads, "of the bare server: as many as the server has in network_threads")
      .capture_default();
  command.add_option("--server-pid", options.server_pid, "to measure CPU per answer");
  command.callback([&context, wish] { context.exit_code = run_rdap(context, *wish); });
}

void add_replay_bench(Command group, Context& context) {
  auto options = std::make_shared<bench::ReplayOptions>();
  Command command = group.add_subcommand("replay", "replay, beside writing the same rows raw");
  add_json_option(command, context);
  command.add_option("--data", options->data, "data directory of a stopped registry").required();
  command.add_option("--scratch", options->scratch, "directory to write in; removed afterwards").required();
  command.add_option("--rounds", options->rounds).capture_default();
  command.callback([&context, options] {
    options->json = context.json;
    if (std::filesystem::exists(options->scratch)) {
      context.exit_code = refuse(options->scratch.string() + " exists; choose a new directory");
      return;
    }
    context.exit_code = bench::bench_replay(*options);
  });
}

void add_limits(Command group, Context& context) {
  auto options = std::make_shared<bench::LimitsOptions>();
  Command command = group.add_subcommand("limits", "what this machine can do: fdatasync, TLS echo");
  add_json_option(command, context);
  command.add_option("--directory", options->directory, "on the disk that would hold the journal")
      .capture_default();
  command.add_option("--groups", options->groups, "records a sync").delimiter(',').capture_default();
  command.add_option("--sessions", options->sessions).delimiter(',').capture_default();
  command.add_option("--seconds", options->seconds).capture_default();
  command.add_option("--rounds", options->rounds).capture_default();
  command.add_option("--client-threads", options->client_threads).capture_default();
  command.add_option("--server-threads", options->server_threads).capture_default();
  command.callback([&context, options] {
    options->json = context.json;
    context.exit_code = bench::bench_limits(*options);
  });
}

}  // namespace

void add_bench(Command app, Context& context) {
  Command group = app.add_subcommand("bench", "measure a server, and the machine beside it");
  group.require_subcommand();
  add_epp(group, context);
  add_whois(group, context);
  add_rdap(group, context);
  add_replay_bench(group, context);
  add_limits(group, context);
}

}  // namespace stele::cli
