// DataDirectory: where everything of a registry lies. The one place that knows the file names.
#pragma once

#include <string>

#include "projections/registry/rows.h"

namespace stele::runtime {

struct DataDirectory {
  std::string dir;
  std::string journal() const { return dir + "/journal"; }
  std::string state() const { return dir + "/state/registry-v" + std::to_string(registry::kStateFormat); }
  std::string zones() const { return dir + "/zones"; }  // disposable
  std::string ledger() const { return dir + "/ledger"; }  // disposable
  // Where a running server builds projections anew to compare them; empty but for that.
  std::string shadow() const { return dir + "/shadow"; }
  std::string state_hash() const { return dir + "/state.hash"; }
  std::string vault() const { return dir + "/keys.vault"; }
  std::string kek() const { return dir + "/keys.kek"; }
  std::string log_key() const { return dir + "/log.key"; }
  // There while a registry is being made: what lies beside it belongs to none yet.
  std::string unfinished() const { return dir + "/unfinished"; }
  std::string cds_progress() const { return dir + "/cds.progress"; }  // disposable
  std::string logs() const { return dir + "/logs"; }  // the stores' own messages, and the traffic log
};

}  // namespace stele::runtime
