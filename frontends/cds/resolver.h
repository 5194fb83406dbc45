// Resolver: the addresses of name servers that lie below no name of ours, asked of the resolvers that
// the operator names, and remembered for a while. Thread-safe.
#pragma once

#include <map>
#include <mutex>

#include "engine/base/clock.h"
#include "engine/base/random.h"
#include "frontends/cds/exchange.h"

namespace stele::cds {

class Resolver {
 public:
  Resolver(const Exchange& exchange, std::vector<Server> servers, Random& random, Clock& clock)
      : exchange_(exchange), servers_(std::move(servers)), random_(random), clock_(clock) {}

  // A fault where nobody can tell, or there are none.
  Result<std::vector<IpAddress>> addresses(const DomainName& host, std::stop_token stop);

 private:
  struct Known {
    std::vector<IpAddress> list;
    std::int64_t until_ms = 0;
  };
  Result<Addresses> look_up(const DomainName& host, std::stop_token stop);

  const Exchange& exchange_;
  const std::vector<Server> servers_;
  Random& random_;
  Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Known, std::less<>> known_;
};

// Unpredictable, and different from each other.
std::vector<std::uint16_t> random_ids(Random& random, std::size_t count);

}  // namespace stele::cds
