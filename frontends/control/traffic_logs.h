// The traffic log for staff: rows found and exported, one row whole, sizes and growth, and the
// house-keeping at once.
//
//   logs.search  class, cltrid, svtrid, registrar, address, object, from, to, count, order, whole
//                                  → parts: JSON lines; rows, problems
//   logs.show    id                → the row, whole
//   logs.status                    → classes, days, sizes, growth, losses
//   logs.cleanup                   → purged: class, day, count; freed_bytes, problems
#pragma once

#include <stop_token>
#include <string>

#include "frontends/control/message.h"
#include "frontends/gateway/gateway.h"
#include "frontends/gateway/log_keeping.h"

namespace stele::control {

class TrafficLogs {
 public:
  // `logs` may be null: then there are none.
  TrafficLogs(gateway::Gateway& gateway, std::string dir, gateway::LogKeeping* logs)
      : gateway_(gateway), dir_(std::move(dir)), logs_(logs) {}

  Reply perform(const Request& request, const PartSink& part, std::stop_token stop);

 private:
  Reply search(const Request& request, const PartSink& part, std::stop_token stop);
  Reply show(const Request& request);
  Reply status();
  Reply cleanup();

  gateway::Gateway& gateway_;
  const std::string dir_;
  gateway::LogKeeping* const logs_;
};

}  // namespace stele::control
