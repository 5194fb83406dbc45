// Zones as staff look at them. A server follows the journal for them; where a directory is opened by a
// tool they are brought up to date when somebody asks. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include "frontends/control/message.h"
#include "frontends/gateway/gateway.h"
#include "projections/zone/follower.h"

namespace stele::control {

class ZoneReports {
 public:
  // `follower`: the server's; null where there is none. `dir`: the data directory; the projection lies
  // in DIR/zones and can be removed while nothing runs.
  ZoneReports(gateway::Gateway& gateway, std::string dir, zone::Follower* follower)
      : gateway_(gateway), dir_(std::move(dir)), follower_(follower) {}

  // zone → parts: the master file of all that was acknowledged when it was asked for.
  Reply write_file(const Request& request, const PartSink& part, std::stop_token stop);
  // zone, or none for all → zones: serial and how far it has come, of each.
  Reply status(const Request& request);
  // The projection's rows as they are.
  Result<std::shared_ptr<const registry::Snapshot>> rows();

 private:
  Result<zone::Follower*> follower();

  gateway::Gateway& gateway_;
  std::string dir_;
  std::mutex mutex_;  // of the opening
  zone::Follower* follower_;
  std::unique_ptr<zone::Follower> own_;
};

}  // namespace stele::control
