// The launch extension (RFC 8334) of domain commands, from what was read of it to what the engine
// understands and back.
#pragma once

#include <optional>

#include "frontends/epp/extensions/launch.h"
#include "frontends/epp/map_parts.h"

namespace stele::epp {

// The claims and trademark forms of a check: answered whole. nullopt: an ordinary check, or one
// that asks for a phase, which is then in `phase`.
std::optional<Mapped> map_claims_check(const Asked& asked, Reader& reader,
                                       std::optional<LaunchPhase>& phase);
// wrong_phase where the name cannot be had in this phase now.
core::Availability availability_in(const Asked& asked, std::string_view name,
                                   const LaunchPhase& phase, core::Availability found);

// What a creation rests on; marks are verified against the roots of the name's repository.
std::optional<core::LaunchCreate> read_launch(const Asked& asked, Reader& reader,
                                              const DomainName& name);
// The application an update or delete is about; a bad reference is a problem.
std::optional<ObjectNumber> read_launch_application(const Asked& asked, Reader& reader,
                                                    std::string_view verb);

// An info with a launch extension is about an application, or about a registration made in that
// phase.
std::optional<LaunchInfo> read_launch_question(Reader& reader);
core::Decided<core::DomainInfo> info_in_launch(const Asked& asked, const LaunchInfo& question,
                                               const DomainName& name,
                                               const std::optional<std::string>& auth_info);
Part write_launch_answer(const core::DomainInfo& info);
// Of an application, in a message about its end (RFC 8334 §2.5).
Part write_launch_answer(const core::Application& application);

}  // namespace stele::epp
