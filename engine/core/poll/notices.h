// Notices: what registrars are told of a decision they did not make themselves. Every accepted
// decision, a command's or the clock's, passes here once, on its way to the journal:
//
//   a transfer           asked for → the sponsor; ended → each side that did not end it
//   money                → the registrar, when all that is charged and given back leaves its balance
//                        below a threshold; once a crossing, with the lowest that was crossed
//   a life-cycle event   → the sponsor: expired, renewed, suspended, deleted, purged …; the message
//                        carries the name as it is then (RFC 8590, state "after")
//   maintenance          → every registrar of the repository: announced, changed, called off (as it
//                        was), near, over (RFC 9167 §3.3)
//   any other change     of a domain, host, contact or organisation by staff or by the clock → the
//                        sponsor, before and after (RFC 8590), personal data sealed; of an erasure
//                        one message, without data
//
// Changes of hosts that come with a transferred domain are told by its transfer. Objects that are
// imported with a date of the past are told to nobody.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/core/decide.h"

namespace stele::core {

enum class MessageText : std::uint8_t {
#define X(word, text) word,
#include "engine/core/poll/message_list.inc"
#undef X
};
std::string_view text_of(MessageText text);

// Appends a MessageQueued for each notice. `by_clock`: time did it, and nobody asked.
// Precondition: the events were decided on `context.state`.
void add_notices(const Context& context, bool by_clock, std::vector<events::Event>& events);

}  // namespace stele::core
