// Guards shared by the commands, as small verbs: each adds its refusals to Problems and does
// nothing else, so that the same rule has the same wording everywhere. A guard that also looks
// something up returns it; an empty result means that a problem was added.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/core/change.h"
#include "engine/core/decide.h"
#include "engine/core/problems.h"

namespace stele::core {

// ---- who asks

// 2201 not_allowed unless the caller is staff.
void require_staff(const Context& context, Problems& problems);

// 2201 registrar_disabled when the caller is a registrar that may not work now.
void require_enabled(const Context& context, Problems& problems);

// 2201 not_sponsor unless the caller sponsors the object or is staff (RFC 5731 §3.2).
void require_sponsor(const Context& context, ObjectNumber sponsor, Field field,
                     std::string_view value, Problems& problems);

// The registrar an event names as the one who acted; 0 for the registry's staff.
ObjectNumber acting_registrar(const Caller& caller);

// The registrar a command acts for: the caller, or whom staff name. In order: registrar_disabled;
// not_allowed (a registrar names another); missing_parameter, object_does_not_exist (staff).
std::shared_ptr<const Registrar> require_acting_for(const Context& context,
                                                    const std::optional<std::string>& named,
                                                    Problems& problems);

// Who a new object belongs to, who made it and when.
struct Origin {
  std::shared_ptr<const Registrar> sponsor;
  ObjectNumber creator{};
  Instant created_at;
  bool imported = false;  // a date of the past was given: paid for elsewhere
};

// A registrar makes objects of its own, now. Staff name the sponsor and may name a creator (else
// the sponsor is it) and a date of the past. In order: registrar_disabled; not_allowed (a registrar
// tells of the past); missing_parameter (no sponsor), object_does_not_exist (sponsor, creator),
// value_out_of_range (a date to come), malformed (an expiry date where there is none).
// An object that may be the registry's own has no sponsor where staff name none.
enum class Sponsor { required, optional };
std::optional<Origin> require_origin(const Context& context, const History& history,
                                     bool object_expires, Problems& problems,
                                     Sponsor sponsor = Sponsor::required);

// ---- objects by the name the client uses: object_does_not_exist

std::optional<Domain> require_domain(const State& state, const DomainName& name,
                                     Problems& problems);
std::optional<Host> require_host(const State& state, RepositoryId repository, const HostName& name,
                                 Problems& problems);
std::optional<Contact> require_contact(const State& state, RepositoryId repository,
                                       std::string_view id, Problems& problems);
std::shared_ptr<const Registrar> require_registrar(const State& state, std::string_view id,
                                                   Problems& problems);
std::shared_ptr<const Repository> require_repository(const State& state, RepositoryId repository,
                                                     Problems& problems);

// The head of every command of staff about a zone: not_allowed; object_does_not_exist. Nothing: a problem.
std::shared_ptr<const Zone> require_zone_by_staff(const Context& context, const DomainName& name,
                                                  Field field, Problems& problems);

// The head of every command about what is the caller's own: registrar_disabled; what `find` has to
// say, which looks for the object; not_sponsor. Nothing: a problem.
template <class Find>
auto require_own(const Context& context, const Find& find, Field field, std::string_view value,
                 Problems& problems) -> decltype(find()) {
  require_enabled(context, problems);
  if (problems.any()) return std::nullopt;
  auto found = find();
  if (!found) return std::nullopt;
  require_sponsor(context, found->made.sponsor, field, value, problems);
  if (problems.any()) return std::nullopt;
  return found;
}
std::optional<Domain> require_own_domain(const Context& context, const DomainName& name,
                                         Problems& problems);
std::optional<Host> require_own_host(const Context& context, const HostName& name,
                                     Problems& problems);
std::optional<Contact> require_own_contact(const Context& context, std::string_view id,
                                           Problems& problems);

// The zone a name can be registered in: zone_not_served, zone_itself (also a variant of one),
// too_many_labels, bad_name (an A-label that is none).
std::shared_ptr<const Zone> require_registrable(const State& state, const DomainName& name,
                                                Problems& problems);

// 2201 no_zone_access.
void require_zone_access(const Registrar& registrar, const Zone& zone, std::string_view name,
                         Problems& problems);

// ---- statuses

inline constexpr StatusSet kContactStatuses{
    Status::client_delete_prohibited,   Status::client_transfer_prohibited,
    Status::client_update_prohibited,   Status::server_delete_prohibited,
    Status::server_transfer_prohibited, Status::server_update_prohibited};
inline constexpr StatusSet kOrganisationStatuses{
    Status::hold,                     Status::terminated,
    Status::client_delete_prohibited, Status::client_update_prohibited,
    Status::client_link_prohibited,   Status::server_delete_prohibited,
    Status::server_update_prohibited, Status::server_link_prohibited};
inline constexpr StatusSet kRoleStatuses{Status::client_link_prohibited,
                                         Status::server_link_prohibited};
inline constexpr StatusSet kHostStatuses{
    Status::client_delete_prohibited, Status::client_update_prohibited,
    Status::server_delete_prohibited, Status::server_update_prohibited};
inline constexpr StatusSet kDomainStatuses{
    Status::client_delete_prohibited,   Status::client_hold,
    Status::client_renew_prohibited,    Status::client_transfer_prohibited,
    Status::client_update_prohibited,   Status::server_delete_prohibited,
    Status::server_hold,                Status::server_renew_prohibited,
    Status::server_transfer_prohibited, Status::server_update_prohibited};

// The statuses that are set with those that follow from what is under way: pendingTransfer,
// pendingDelete (which stands beside no prohibition of deletions; RFC 5731 §2.3), and serverHold of a
// name that has left the zone after its expiry.
StatusSet statuses_now(const Domain& domain);
StatusSet statuses_now(const Contact& contact);

// 2304 status_prohibits for every prohibiting status that is set. It binds staff too: they remove
// the status first.
void require_no_status(StatusSet statuses, std::initializer_list<Status> prohibiting,
                       Problems& problems);

// 2304 status_prohibits for clientUpdateProhibited, unless the command removes that very status
// (RFC 5731 §2.3), for serverUpdateProhibited, and while a transfer is pending: what the gainer asked
// for is not changed under its hands. None binds staff: who else could lift them?
void require_updatable(const Context& context, StatusSet statuses,
                       const std::vector<Status>& removed, Problems& problems);

struct StatusChange {
  StatusSet added, removed;
};

// status_not_settable, given_twice, added_and_removed, status_already_set, status_not_set.
// `of_kind`: the statuses this kind of object can carry. Clients set client*, staff server* too.
StatusChange require_status_change(const Context& context, StatusSet of_kind, StatusSet current,
                                   const std::vector<Status>& added,
                                   const std::vector<Status>& removed, Problems& problems);

// ---- values

// Letters, digits and the marks of printable ASCII, 3 to 16 of them (RFC 5730 clIDType).
bool is_identifier(std::string_view text);

// Characters of a well-formed UTF-8 text without control characters; nullopt when it is neither.
std::optional<std::size_t> count_characters(std::string_view text);

// One line of text: missing_parameter when there is nothing or blanks alone and `least` > 0,
// bad_syntax, value_out_of_range.
void require_line(std::string_view text, std::size_t least, std::size_t most, Field field,
                  Problems& problems);

// weak_auth_info below 6 octets, value_out_of_range above 64, bad_syntax for control characters
// (RFC 5730 pwAuthInfoType is a normalizedString). Empty is fine: none is set (RFC 9154 §5.1). The
// rejection never repeats the secret.
void require_auth_info(std::string_view auth_info, Problems& problems);

}  // namespace stele::core
