// decide: the pure heart. From the state, the time and a command to events or refusals; it changes
// nothing and asks nobody else. Each overload stands in a file of its own
// (domain/create_domain.cc …), written as a script of named checks; the comment on it lists every
// refusal in order of precedence.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/random.h"
#include "engine/core/command.h"
#include "engine/core/rejection.h"
#include "engine/core/state.h"

namespace stele::core {

struct Context {
  const State& state;
  Instant now;             // transaction time
  const Caller& caller;
  Random& random;          // salts only
};

// What the caller is told of an accepted command.
struct Answer {
  ObjectNumber number{};
  std::string id;                      // name or identifier as stored
  std::optional<Instant> created_at;
  std::optional<Instant> expires_at;
  bool operator==(const Answer&) const = default;
};

struct Decision {
  std::vector<events::Event> events;   // never empty; personal data still clear
  Answer answer;
};

Decided<Decision> decide(const Context& context, const Command& command);

Decided<Decision> decide(const Context& context, const ChangeSettings& command);
Decided<Decision> decide(const Context& context, const CreateRepository& command);
Decided<Decision> decide(const Context& context, const CreateAdministrator& command);
Decided<Decision> decide(const Context& context, const CreateRegistrar& command);
Decided<Decision> decide(const Context& context, const UpdateRegistrar& command);
Decided<Decision> decide(const Context& context, const ChangeRegistrarPassword& command);
Decided<Decision> decide(const Context& context, const CreateZone& command);
Decided<Decision> decide(const Context& context, const UpdateZone& command);
Decided<Decision> decide(const Context& context, const ScheduleZoneUpdate& command);
Decided<Decision> decide(const Context& context, const ListNames& command);
Decided<Decision> decide(const Context& context, const UnlistNames& command);
Decided<Decision> decide(const Context& context, const CreditAccount& command);
Decided<Decision> decide(const Context& context, const EraseContact& command);
Decided<Decision> decide(const Context& context, const AcceptClock& command);
Decided<Decision> decide(const Context& context, const CreateContact& command);
Decided<Decision> decide(const Context& context, const UpdateContact& command);
Decided<Decision> decide(const Context& context, const DeleteContact& command);
Decided<Decision> decide(const Context& context, const CreateHost& command);
Decided<Decision> decide(const Context& context, const UpdateHost& command);
Decided<Decision> decide(const Context& context, const DeleteHost& command);
Decided<Decision> decide(const Context& context, const CreateDomain& command);
Decided<Decision> decide(const Context& context, const UpdateDomain& command);
Decided<Decision> decide(const Context& context, const RenewDomain& command);
Decided<Decision> decide(const Context& context, const DeleteDomain& command);

}  // namespace stele::core
