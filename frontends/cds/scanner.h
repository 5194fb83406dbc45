// Scanner: walks over the names of the zones whose policy says so, asks each name's own servers for CDS,
// CDNSKEY and DNSKEY records, and reports what they say by command where that changes anything. What it
// means is core's to judge (engine/core/domain/cds.h): here with the published state, so that the writer
// is asked only for what it will record, and there once more.
//
//   pass thread ── names, 64 at a time ──► queue ──► workers ──► servers (Exchange, Pace, Resolver)
//                                                      └──► judge_cds ──► Gateway::execute
//
// Memory is that of the queue, whatever the size of the zones. Where a walk stands is written to a file
// every now and then, so that a restart goes on there; losing that file costs a walk from the beginning.
#pragma once

#include <condition_variable>
#include <deque>
#include <thread>

#include "frontends/cds/pace.h"
#include "frontends/cds/resolver.h"
#include "frontends/gateway/gateway.h"

namespace stele::cds {

struct ScanOptions {
  std::vector<Server> resolvers;       // none: only servers whose addresses the registry knows
  std::uint16_t port = 53;             // of name servers
  bool private_addresses = false;      // ask there, too: for closed networks and tests
  bool ipv6 = true;
  std::size_t parallel = 16;           // names at once
  Pace::Limits pace;
  std::chrono::milliseconds timeout{5'000};  // of one connection
  std::string progress_file;           // empty: every start begins at the beginning
};

class Scanner {
 public:
  // All outlive this. Nothing is asked before start().
  Scanner(net::Reactor& reactor, gateway::Gateway& gateway, Random& random, Clock& clock,
          ScanOptions options);
  ~Scanner();  // stop()
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;

  void start();
  // Lets what is being asked go; returns when all threads have ended.
  void stop();
  gateway::CdsScan scan(const std::string& name, bool dry, std::stop_token stop);

 private:
  struct Walk {                        // over one zone
    Instant started_at;
    std::string next;                  // index label to go on from
    std::string before, from;          // where the last two parts began
    bool all_read = false;
    bool under_way = false;
    std::size_t in_hand = 0;           // names queued or being asked
  };
  struct Task {
    ObjectNumber zone{}, domain{};
    std::string zone_name;
  };
  struct KnownServer {
    std::string name;
    std::vector<IpAddress> addresses;  // none: they have to be looked up
  };
  struct Found {                       // about one name
    std::vector<core::CdsAnswer> answers;
    bool published = false;
  };

  void run_passes(std::stop_token stop);
  // Reads on in one zone; whether there was anything to do.
  bool advance(const core::Zone& zone, std::stop_token stop);
  bool put(Task task, std::stop_token stop);
  void finish(const std::string& zone, Walk& walk);
  void work(std::stop_token stop);
  void look(const Task& task, std::stop_token stop);

  static std::vector<KnownServer> servers_of(const core::State& state, const core::Domain& domain);
  std::vector<core::CdsAnswer> addresses_of(std::vector<KnownServer> servers, std::stop_token stop);
  void ask(const DomainName& name, core::CdsAnswer& answer, std::stop_token stop);
  Found ask_all(const core::Domain& domain, std::vector<KnownServer> servers, bool every_one,
                std::stop_token stop);
  bool asks_for_something(const core::Domain& domain, const core::CdsAnswer& answer);
  gateway::CdsResult judge(const core::Domain& domain, const std::vector<core::CdsAnswer>& answers,
                           bool dry);
  void tell(const std::string& name, const gateway::CdsResult& result);

  void read_progress();
  void write_progress();

  gateway::Gateway& gateway_;
  Random& random_;
  Clock& clock_;
  const ScanOptions options_;
  const Exchange exchange_;
  Pace pace_;
  Resolver resolver_;

  std::mutex mutex_;                   // guards what follows
  std::condition_variable_any changed_;
  std::deque<Task> queue_;
  std::map<std::string, Walk> walks_;  // by zone
  std::int64_t progress_written_ms_ = 0;

  std::vector<std::jthread> threads_;  // last: they use all of the above
};

}  // namespace stele::cds
