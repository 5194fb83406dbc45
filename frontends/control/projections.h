// The verification of a running server's projections. Thread-safe; one at a time.
#pragma once

#include <mutex>
#include <stop_token>
#include <string>

#include "frontends/control/accounts.h"
#include "frontends/control/message.h"
#include "frontends/control/projection_check.h"
#include "frontends/control/zones.h"
#include "frontends/gateway/gateway.h"

namespace stele::control {

class ProjectionReports {
 public:
  // The shadows are built in DIR/shadow, where `least_free_bytes` stay free. All outlive this.
  ProjectionReports(gateway::Gateway& gateway, std::string dir, Accounts& accounts, ZoneReports& zones,
                    std::uint64_t least_free_bytes)
      : gateway_(gateway), at_{std::move(dir)}, accounts_(accounts), zones_(zones),
        least_free_bytes_(least_free_bytes) {}

  // only: a projection, or none for all → good, projections. Parts: progress. What it finds is kept for
  // the figures, and drift is a line of the log.
  Reply verify(const Request& request, const PartSink& part, const std::stop_token& stop);

 private:
  Result<Rows> rows_of(Projection projection);
  Result<Verified> verify(Projection projection, const PartSink& part, const std::stop_token& stop);

  gateway::Gateway& gateway_;
  const runtime::DataDirectory at_;
  Accounts& accounts_;
  ZoneReports& zones_;
  const std::uint64_t least_free_bytes_;
  std::mutex verifying_;
};

}  // namespace stele::control
