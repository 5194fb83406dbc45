// What staff can ask of a registry, over the control socket or on a directory opened in the same
// process. One table of operations; arguments and results are listed here.
//
//   command      text, why, user   → position, time, id, number, events      a mutating command
//   head                           → records, leaf, time, origin, uuid, key
//   tail         from, count       → parts: one JSON line a transaction      count: the last n
//   history      object            → parts: one JSON line a transaction      walks the whole journal
//   zone.config  zone, for, as, secondary, primary, port, xot_port, xot_name → parts: configuration,
//                                    with secrets
//   zone.export  zone              → parts: the master file of all that is acknowledged
//   zone.status  zone              → position, read_up_to, zones: serial, made_at, position, records,
//                                    secondaries and strangers (see secondaries.h) …
//   state.hash                     → position, time, hash
//   projections.verify  only       → good, projections: drifted rows, see projections.h
//   serving                        → open, cause, why
//   cds.status   zone or name, or none → zones: walks, policy; of a name what is known of it (cds.h)
//   cds.scan     name, dry         → what its name servers say now, and what came of it
//   locks                          → locks: who, seconds                     logins locked out
//   unlock       who, user         → locks                                   how many were taken away
//   show         kind, id          → the object                              see show.h
//   list         kind              → registrars, zones, orgs or maintenance
//   messages     registrar, kind, object, from, count → waiting, messages     see messages.h
//   names        zone, as, tier    → parts: one JSON line a listed name
//   idn.tables                     → tables: with versions and zones
//   idn.plan     zone, tables      → what other tables would do to a zone, see idn_tables.h
//   account.statement  registrar, from, to  → parts: one JSON line a line; opening, closing, lines
//   account.list                   → all balances, and the registry's own accounts
//   logs.search, logs.show, logs.status, logs.cleanup: the traffic log, see traffic_logs.h
//   checkpoint                     → note, size                              signed
//   scrub                          → parts: records checked, of so many; records
//                                    walks the whole journal; a bad record makes the server read-only
//
// Thread-safe, as the gateway is.
#pragma once

#include <stop_token>
#include <string>

#include "frontends/control/accounts.h"
#include "frontends/control/message.h"
#include "frontends/control/projections.h"
#include "frontends/control/traffic_logs.h"
#include "frontends/control/zones.h"
#include "frontends/gateway/gateway.h"

namespace stele::control {

class Operations {
 public:
  // `dir`: the data directory (for the checkpoint key). `follower`: of the zones, where a server has
  // one. `logs`: the traffic log, where there is one. All outlive this. `least_free_bytes`: of the disk,
  // that no verification takes.
  Operations(gateway::Gateway& gateway, std::string dir, zone::Follower* follower = nullptr,
             gateway::LogKeeping* logs = nullptr, std::uint64_t least_free_bytes = 0)
      : gateway_(gateway), dir_(std::move(dir)), accounts_(gateway, dir_),
        zones_(gateway, dir_, follower), projections_(gateway, dir_, accounts_, zones_, least_free_bytes),
        logs_(gateway, dir_, logs) {}

  // A walk over the journal or a zone is cut off soon after `stop` is asked for, and says so.
  Reply perform(const Request& request, const PartSink& part, std::stop_token stop = {});

 private:
  Reply command(const Request& request);
  Reply head();
  Reply tail(const Request& request, const PartSink& part, std::stop_token stop);
  Reply history(const Request& request, const PartSink& part, std::stop_token stop);
  Reply zone_config(const Request& request, const PartSink& part);
  Reply state_hash();
  Reply serving();
  Reply locks();
  Reply unlock(const Request& request);
  Reply show(const Request& request);
  Reply list(const Request& request);
  Reply messages(const Request& request);
  Reply names(const Request& request, const PartSink& part, std::stop_token stop);
  Reply idn_plan(const Request& request);
  Reply checkpoint(std::stop_token stop);
  Reply scrub(const PartSink& part, std::stop_token stop);

  gateway::Gateway& gateway_;
  std::string dir_;
  Accounts accounts_;
  ZoneReports zones_;
  ProjectionReports projections_;
  TrafficLogs logs_;
};

// "refused: the registrar has no access to this zone (zone example) [no_zone_access]; …"
std::string to_text(const core::Rejections& rejections);

}  // namespace stele::control
