// What organisations must look like, and who may refer to them (RFC 8543 §3). Shared by create and
// update; every problem is reported.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/core/checks.h"

namespace stele::core {

// object_does_not_exist.
std::optional<Organisation> require_organisation(const State& state, RepositoryId repository,
                                                 std::string_view id, Problems& problems);

std::optional<Organisation> require_own_organisation(const Context& context, std::string_view id,
                                                     Problems& problems);

// An organisation that an object of `sponsor` (0: the registry) wants to refer to, in order:
// organisation_does_not_exist; organisation_not_sponsored (a registrar's objects refer to its own
// organisations and to the registry's); link_prohibited (hold, terminated, *LinkProhibited; they
// bind staff too, who lift them first).
std::optional<Organisation> require_linkable(const State& state, RepositoryId repository,
                                             ObjectNumber sponsor, std::string_view id,
                                             Field field, Problems& problems);

// The organisation to stand above `self` (0: not there yet): as above; parent_loop; too_many_tiers.
ObjectNumber require_parent(const State& state, RepositoryId repository, ObjectNumber self,
                            ObjectNumber sponsor, std::string_view id, Problems& problems);

// Names and addresses, telephone numbers and e-mail, where they are given: the reasons of
// contact_rules.h.
void require_organisation_data(const ContactData& data, Problems& problems);

// contact_does_not_exist, value_out_of_range (a type name where the type is not custom, or of more
// than 64 characters), bad_syntax.
std::vector<Named<OrganisationContact>> require_organisation_contacts(
    const State& state, RepositoryId repository,
    const std::vector<NamedOrganisationContact>& contacts, Problems& problems);
// value_out_of_range beyond a hundred.
void require_contact_count(std::size_t count, Problems& problems);

// The roles after what is given and taken (§4.2.5), sorted. By role, in the order of their list:
// not_allowed (the role of a registrar is the registry's to give); given_twice; added_and_removed;
// already_there; not_there; the reasons of require_status_change; bad_syntax and value_out_of_range
// (identifier); role_required where none is left.
std::vector<RoleGrant> require_roles(const Context& context,
                                     const std::vector<RoleGrant>& current,
                                     const std::vector<RoleWish>& added,
                                     const std::vector<RoleWish>& removed, Problems& problems);

// statuses_exclude (§3.4: hold beside terminated); linked (what is terminated is not linked).
void require_statuses_agree(StatusSet after, bool linked, Problems& problems);

}  // namespace stele::core
