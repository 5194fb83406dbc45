// What a creation must show in the phases of its zone's launch (RFC 8334, RFC 7848).
#pragma once

#include <optional>
#include <string_view>

#include "engine/core/checks.h"

namespace stele::core {

struct LaunchTerms {
  std::optional<LaunchBasis> basis;  // that the registration carries; none outside of launches
  bool application = false;          // it becomes an application for the name
};

// The phase asked for: launch_closed, wrong_phase, and mark_required where only holders of marks
// may register. Then the marks (mark_required, too_many_marks and those of
// require_mark), then claims (claims_notice_required and those of require_notice). Staff who name no
// phase are bound by none: the registry's own names come before all launches.
LaunchTerms require_launch(const Context& context, const Zone& zone, std::string_view label,
                           const std::optional<LaunchCreate>& launch, Problems& problems);

// The mark's own flaw; mark_not_trusted, mark_certificate_revoked, mark_revoked,
// mark_not_in_force, mark_of_other_label.
void require_mark(const Context& context, RepositoryId repository, std::string_view label,
                  const MarkProof& mark, Problems& problems);

// wrong_claims_notice, claims_notice_expired, claims_acceptance_too_old, value_out_of_range (it
// was accepted in the future).
void require_notice(Instant now, const LaunchPhase& phase, std::string_view label,
                    const ClaimsNotice& notice, Problems& problems);

// The identifier a notice for this label has: eight hex digits of a CRC-32 over label, notAfter in
// seconds and the clearing house's own number, then that number (TMCH functional specification §6).
std::string notice_checksum(std::string_view label, Instant not_after, std::string_view number);

// Of the phases active now the first of this kind and, where one is asked for, this name.
const LaunchPhase* find_phase(const ZonePolicy& policy, Instant now, LaunchKind kind,
                              std::string_view name);

}  // namespace stele::core
