// The benchmarks behind `stele bench`. Rates of this kind of machine move severalfold within hours,
// so each round measures the machine's own limits beside the server, and the figures to compare are
// the ratios; of several rounds the median counts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace stele::bench {

enum class Mix {
  check,   // one name, mostly free
  info,    // domains made beforehand
  create,  // domains with three contacts made beforehand
  renew,   // one year each, up to ten; then a new domain is made, which counts as a frame too
  mixed,   // of twenty frames: ten check, five info, three create, two renew
  // What registrars do all day, of a hundred frames: 70 check, 15 info, 8 create, 4 update (name
  // servers), 2 renew, 1 transfer or delete. Names change hands between registrars.
  registrar,
};

// Whom a session logs in as.
struct EppLogin {
  std::string registrar;
  std::string password;
  std::filesystem::path certificate;
  std::filesystem::path key;
};

struct EppOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 7700;
  std::filesystem::path ca;
  std::vector<EppLogin> logins;     // sessions take them in turn; Mix::registrar needs two
  std::string zone = "example";
  std::vector<std::size_t> sessions = {64};
  Mix mix = Mix::check;
  double seconds = 5;
  std::size_t rounds = 5;
  std::size_t client_threads = 1;
  int server_pid = 0;               // for CPU per frame; 0: not measured
  bool echo = true;                 // a TLS echo in every round
  std::filesystem::path sync_directory;  // fdatasync in every round; empty: not measured
  bool json = false;
};

struct LimitsOptions {
  std::filesystem::path directory = ".";  // on the disk that would hold the journal
  std::vector<std::size_t> groups = {1, 16, 64};
  std::vector<std::size_t> sessions = {1, 16, 64};
  double seconds = 2;
  std::size_t rounds = 5;
  std::size_t client_threads = 1;
  std::size_t server_threads = 1;
  bool json = false;
};

struct WhoisOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 7701;
  std::size_t clients = 64;
  std::vector<std::string> queries;  // taken in turn
  double seconds = 2;
  std::size_t rounds = 7;
  std::size_t bare_threads = 2;      // of the bare server: as many as the server has (network_threads)
  int server_pid = 0;                // for CPU per answer; 0: not measured
  bool json = false;
};

struct RdapOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 7702;
  std::filesystem::path ca;          // empty: the certificate is not checked
  std::size_t connections = 64;      // kept alive
  std::vector<std::string> queries;  // "domain/shop.example"; taken in turn
  double seconds = 2;
  std::size_t rounds = 7;
  std::size_t bare_threads = 2;      // of the bare server: as many as the server has (network_threads)
  int server_pid = 0;                // for CPU per answer; 0: not measured
  bool json = false;
};

struct ReplayOptions {
  std::filesystem::path data;      // a stopped registry
  std::filesystem::path scratch;   // made, overwritten and removed
  std::size_t rounds = 5;
  bool json = false;
};

// Exit codes: 0, or 1 with one line on stderr. Results go to stdout.
int bench_epp(const EppOptions& options);
int bench_limits(const LimitsOptions& options);
int bench_replay(const ReplayOptions& options);
int bench_whois(const WhoisOptions& options);
int bench_rdap(const RdapOptions& options);

}  // namespace stele::bench
