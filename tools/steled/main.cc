// steled: the registry server.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "tools/steled/server.h"
#include "tools/steled/signals.h"

namespace {

constexpr const char* kDescription = R"(The Stele registry server.

The configuration file (TOML) holds only what is needed to boot; zones, prices, registrars and
settings are in the journal and are changed with `stele`.

  data = "/var/lib/stele"          # made by `stele init`; required
  key_encryption_key = "…"         # default: DATA/keys.kek
  compression = true

  [epp]                            # left out: no EPP
  listen = "0.0.0.0:700"           # required; IPv6: "[::]:700"
  certificate = "…"                # PEM: certificate and chain; required
  key = "…"                        # PEM; required
  client_certificate = "own"       # bound to the registrar by fingerprint; "issued": by client_ca,
                                   # named as the registrar; "none": not needed (RFC 5734 wants one)
  client_ca = "…"                  # PEM; required for "issued"
  profile = "full"                 # what is offered and let pass; "icann": by the letter,
                                   # "cocca": also what clients of CoCCA registries send
  with = ["…"]                     # parts of a profile switched on
  without = ["…"]                  # and off: extensions, objects, tolerances
                                   # (docs/protocols/epp.md)
  auth_info_bits = 0               # of chance an authInfo must be able to hold; icann: 128
  languages = ["…/fr.toml"]        # of messages, beside English
  connections = 10000              # also connections_per_address, idle_seconds,
                                   # request_seconds, send_seconds, handshake_seconds
  [whois]                          # left out: no WHOIS
  listen = "0.0.0.0:43"            # limits as above, without handshake_seconds

  [https]                          # left out: no RDAP and no WHOIS page
  listen = "0.0.0.0:443"           # required; limits as of epp
  certificate = "…"                # PEM; left out with the key: plain HTTP, for a proxy in front
  key = "…"
  url = "https://rdap.nic.example" # as clients reach it; default: by address and port
  terms = "https://…"              # of service; default: URL/whois/terms
  whois_server = "whois.nic.…"     # named in RDAP answers
  rdap = true                      # below /rdap/
  whois = true                     # /whois and /das
  api = false                      # /api/v1: what registrars do over EPP, in JSON

  [dns]                            # left out: secondaries fetch no zones here
  listen = "192.0.2.1:53"          # required; UDP and TCP; limits as of epp
  transfers = 16                   # at once
  [dns.xot]                        # left out: no transfers over TLS (RFC 9103)
  listen = "192.0.2.1:853"         # required, as the two files
  certificate = "…"
  key = "…"

  [zone_files]                     # left out: no files, `stele zone export` writes them
  directory = "…"                  # ZONE.zone of every published zone, made anew when it changes
  every_seconds = 60               # at most so often
  hook = ["…"]                     # then run: program and arguments; zone, file and serial follow

  [cds]                            # left out: nobody is asked for CDS records
  resolvers = ["192.0.2.53"]       # for name servers whose addresses the registry does not know
  per_second = 100                 # also parallel, per_server, timeout_seconds, ipv6, port,
                                   # private_addresses (docs/operations/cds.md)
  [metrics]                        # left out: none; figures for Prometheus at /metrics
  listen = "127.0.0.1:7705"        # plain and without login: keep it on this machine

  [log]
  file = "…"                       # default: standard error
  level = "info"                   # debug, info, warning, error
  rotate_mib = 64                  # a file of this size becomes FILE.1, that one FILE.2 ...
  keep_files = 8                   # so many older files are kept

  [limits]
  network_threads = 2
  waiting_commands = 4096
  cache_mib = 256
  least_free_mib = 512             # less free disk space: read only

SIGTERM and SIGINT stop it cleanly. It ends with 0, with 1 when it cannot start (the last line on
standard error says why and what to do), with 2 for a wrong command line.)";

int refuse(const std::string& what) {
  stele::runtime::flush_log();
  std::fprintf(stderr, "steled: %s\n", what.c_str());
  return 1;
}

void report(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

int run(const stele::server::Config& config) {
  stele::runtime::start_log(config.log_file, config.log_level, config.log_rotation);
  stele::server::hold_signals();
  auto server = stele::server::Server::open(config, report);
  if (!server) return refuse(stele::server::explain_refusal(server.error(), config.data));
  if (auto listening = (*server)->listen(report); !listening) {
    server->reset();
    return refuse("cannot start: " + listening.error().what);
  }
  report("ready");
  stele::server::wait_for_stop();
  report("stopping");
  (*server)->stop();
  stele::runtime::flush_log();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(kDescription, "steled");
  std::string path;
  bool check = false;
  app.add_option("--config", path, "the configuration file")->required();
  app.add_flag("--check", check, "read the configuration file, say what is wrong with it, and end");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    if (wrong.get_exit_code() == 0) return app.exit(wrong);  // --help
    refuse(std::string(wrong.what()) + "; see steled --help");
    return 2;
  }
  const auto config = stele::server::read_config(path);
  if (!config) return refuse(config.error().what);
  if (check) {
    report(path + ": fine");
    return 0;
  }
  return run(*config);
}
