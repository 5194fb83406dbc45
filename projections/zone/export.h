// The zone as a master file (RFC 1035 §5), written from one State as a stream: however many
// delegations there are, memory stays flat. The order is fixed (apex, then names by index label),
// so the same state gives the same bytes.
//
// Serial: seconds since 1970 of the state's last transaction. It is a function of the state alone
// and never falls (RFC 1982); two states within one second share it.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "engine/base/result.h"
#include "engine/core/state.h"

namespace stele::zone {

// Takes the next part of the file; a fault stops the export and is its result.
using Sink = std::function<Done(std::string_view part)>;

struct ExportCounts {
  std::uint64_t delegations = 0;
  std::uint64_t name_server_records = 0;
  std::uint64_t ds_records = 0;
  std::uint64_t glue_records = 0;
};

std::uint32_t soa_serial(const core::State& state);

// A name is delegated unless it is suspended, deleted, on hold, pending creation or without hosts. Glue is
// written for a host below a name of this zone when a delegation of this zone, or the apex, uses it;
// also when the name it lies under is on hold, for the other names that depend on it. Where hosts are
// attributes, glue goes with the delegation that says it. DS records stand beside a delegation's NS.
// Fault::invalid for a zone whose publish switch is off.
Result<ExportCounts> export_zone(const core::State& state, const core::Zone& zone, const Sink& sink);

// Whether the name stands in its zone.
bool is_published(const core::Domain& domain);

}  // namespace stele::zone
