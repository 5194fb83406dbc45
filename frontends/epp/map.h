// From a valid frame to what the engine understands, and from its answers to <resData>. One file an
// object: map_domain.cc, map_host.cc, map_contact.cc; map_poll.cc for messages,
// map_balance.cc for the account. Pure: no session, no
// network, no clock.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/core/command.h"
#include "engine/core/decide.h"
#include "engine/core/query.h"
#include "engine/core/rejection.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

using grammar::Frame;
using grammar::Verb;

// What a frame asks, and on whose behalf. `state` answers queries.
struct Asked {
  const xml::Tree& tree;
  const Frame& frame;
  const core::State& state;
  const core::Caller& caller;
  Instant now{};
  xml::NsSet services;    // what the client chose at login
  Tolerances tolerances;  // of the server's profile
  std::uint32_t auth_info_bits = 0;
};

// A change that a tolerance has made smaller: that nothing is left to change is no mistake. Where there
// is a second command it follows once the first is accepted, and its answer is the client's.
struct Tolerated {
  core::Command command;
  std::optional<core::Command> then;
};

// A query is answered at once; a change becomes a command for the writer; or problems are told.
using Mapped = std::variant<Reply, core::Command, Tolerated, std::vector<Problem>>;

// Whether the frame goes to the writer; a transfer's query and a poll's req are questions.
bool is_change(const xml::Tree& tree, const Frame& frame);

// By frame.object. Precondition: the frame is valid, the verb is neither hello, login nor logout.
Mapped map(const Asked& asked);
Mapped map_domain(const Asked& asked);
Mapped map_host(const Asked& asked);
Mapped map_contact(const Asked& asked);
Mapped map_poll(const Asked& asked);
Mapped map_balance(const Asked& asked);

// The answer to an accepted change: creData, renData, trnData, what is left in the queue, or nothing.
Reply reply_to(xml::Ns object, Verb verb, const core::Answer& answer);

// A refusal as a client sees it. `key` names the object where the rejection names no value; `object`
// is none for poll commands.
std::vector<Problem> problems_of(xml::Ns object, const std::string& key,
                                 const core::Rejections& rejections);
Problem problem_of(xml::Ns object, const std::string& key, const core::Rejection& rejection);

// <domain:reason> of a check has at most 32 characters.
std::string_view short_text_of(core::Reason reason);

}  // namespace stele::epp
