// The zone as a master file (RFC 1035 §5), written from one published zone as a stream: however many
// delegations there are, memory stays flat. In canonical order, so that a zone at a serial has one file,
// byte for byte.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "projections/zone/published.h"

namespace stele::zone {

// Takes the next part of the file; a fault stops the writing and is its result.
using Sink = std::function<Done(std::string_view part)>;

struct FileCounts {
  std::uint64_t delegations = 0;         // names below the apex that have NS
  std::uint64_t name_server_records = 0; // of theirs
  std::uint64_t ds_records = 0;
  std::uint64_t address_records = 0;
};

Result<FileCounts> write_master_file(const Published& zone, const Sink& sink);

// The same into a file: beside it, synced, and moved to its place, so that a reader finds the old or the
// new one and a power cut leaves one of them. 0644: zones are no secret.
Result<FileCounts> write_master_file(const Published& zone, const std::string& path);

}  // namespace stele::zone
