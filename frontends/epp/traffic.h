// What the traffic log keeps of an EPP exchange: both frames in one spelling (our prefixes, no
// comments, no white space between elements), with every secret and everything that is or may be a
// person's left out. What is shown is listed, so that an element nobody thought of is not
// (docs/operations/traffic-logs.md). An erasure of a contact therefore has nothing to reach here.
#pragma once

#include <string>
#include <string_view>

#include "engine/traffic/log.h"

namespace stele::epp {

// One frame, without its header. Bytes that are no XML are counted, not kept.
std::string masked_frame(std::string_view frame);

// For the log's thread: `request` and `response` hold frames as they went over the wire, and are masked
// here; kind, objects, transaction ids and result code are read from them.
traffic::Prepare mask_exchanges();

}  // namespace stele::epp
