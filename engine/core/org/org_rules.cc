#include "engine/core/org/org_rules.h"

#include <algorithm>
#include <string>

#include "engine/base/bytes.h"
#include "engine/core/contact/contact_rules.h"

namespace stele::core {
namespace {

constexpr int kMostTiers = 8;             // above one organisation
constexpr std::size_t kMostContacts = 100;
constexpr std::size_t kMostTypeName = 64;  // characters
constexpr std::size_t kMostRoleId = 255;   // characters

const RoleWish* find(const std::vector<RoleWish>& wishes, OrganisationRole role) {
  const auto at = std::find_if(wishes.begin(), wishes.end(),
                               [&](const RoleWish& wish) { return wish.role == role; });
  return at == wishes.end() ? nullptr : &*at;
}

void require_once(const std::vector<RoleWish>& wishes, OrganisationRole role,
                  Problems& problems) {
  const auto count = std::count_if(wishes.begin(), wishes.end(),
                                   [&](const RoleWish& wish) { return wish.role == role; });
  if (count > 1) problems.add(Reason::given_twice, Field::role, to_text(role));
}

// One role before, and what is wished of it.
struct RoleChange {
  OrganisationRole role;
  const RoleGrant* before;
  const RoleWish* added;
  const RoleWish* removed;
};

// The role after it; nullopt: it has gone, or there was a problem.
std::optional<RoleGrant> require_role(const Context& context, const RoleChange& change,
                                      Problems& problems) {
  const std::string_view word = to_text(change.role);
  const auto& [role, before, added, removed] = change;
  if (!added && !removed) return before ? std::optional(*before) : std::nullopt;
  if (role == OrganisationRole::registrar && context.caller.is_registrar())
    problems.add(Reason::not_allowed, Field::role, word);
  if (removed && (!before || (!removed->id.empty() && removed->id != before->id))) {
    problems.add(Reason::not_there, Field::role, word);
    return std::nullopt;
  }
  if (removed && removed->statuses.empty()) {
    if (added) problems.add(Reason::added_and_removed, Field::role, word);
    return std::nullopt;
  }
  RoleGrant after = before ? *before : RoleGrant{.role = role};
  static const std::vector<Status> kNone;
  if (added) {
    const bool same_id = added->id.empty() || added->id == after.id;
    if (before && same_id && added->statuses.empty())
      problems.add(Reason::already_there, Field::role, word);
    require_line(added->id, 0, kMostRoleId, Field::role, problems);
    if (!added->id.empty()) after.id = added->id;
  }
  const auto statuses = require_status_change(context, kRoleStatuses, after.statuses,
                                              added ? added->statuses : kNone,
                                              removed ? removed->statuses : kNone, problems);
  after.statuses = StatusSet((after.statuses.bits() & ~statuses.removed.bits()) |
                             statuses.added.bits());
  return after;
}

}  // namespace

std::optional<Organisation> require_organisation(const State& state, RepositoryId repository,
                                                 std::string_view id, Problems& problems) {
  std::optional<Organisation> found;
  if (const auto number = state.find_organisation_number(repository, id))
    found = state.find_organisation(*number);
  if (!found) problems.add(Reason::object_does_not_exist, Field::id, id);
  return found;
}

std::optional<Organisation> require_own_organisation(const Context& context, std::string_view id,
                                                     Problems& problems) {
  return require_own(
      context,
      [&] { return require_organisation(context.state, context.caller.repository, id, problems); },
      Field::id, id, problems);
}

std::optional<Organisation> require_linkable(const State& state, RepositoryId repository,
                                             ObjectNumber sponsor, std::string_view id,
                                             Field field, Problems& problems) {
  const auto number = state.find_organisation_number(repository, id);
  const auto found = number ? state.find_organisation(*number) : std::optional<Organisation>();
  if (!found) {
    problems.add(Reason::organisation_does_not_exist, field, id);
    return std::nullopt;
  }
  if (found->made.sponsor && found->made.sponsor != sponsor) {
    problems.add(Reason::organisation_not_sponsored, field, id);
    return std::nullopt;
  }
  for (const Status status : {Status::hold, Status::terminated, Status::client_link_prohibited,
                              Status::server_link_prohibited}) {
    if (!found->statuses.contains(status)) continue;
    problems.add(Reason::link_prohibited, field, id);
    return std::nullopt;
  }
  return found;
}

ObjectNumber require_parent(const State& state, RepositoryId repository, ObjectNumber self,
                            ObjectNumber sponsor, std::string_view id, Problems& problems) {
  const auto parent = require_linkable(state, repository, sponsor, id, Field::parent, problems);
  if (!parent) return {};
  auto above = parent;
  for (int tiers = 1; above; ++tiers) {
    if (above->number == self) {
      problems.add(Reason::parent_loop, Field::parent, id);
      return {};
    }
    if (tiers > kMostTiers) {
      problems.add(Reason::too_many_tiers, Field::parent, id);
      return {};
    }
    above = above->parent ? state.find_organisation(above->parent) : std::nullopt;
  }
  return parent->number;
}

void require_organisation_data(const ContactData& data, Problems& problems) {
  if (data.international)
    require_postal_info(*data.international, true, problems, Address::optional);
  if (data.localized) require_postal_info(*data.localized, false, problems, Address::optional);
  require_phone(data.voice, Field::voice, problems);
  require_phone(data.fax, Field::fax, problems);
  if (!data.email.empty()) require_email(data.email, problems);
}

std::vector<Named<OrganisationContact>> require_organisation_contacts(
    const State& state, RepositoryId repository,
    const std::vector<NamedOrganisationContact>& contacts, Problems& problems) {
  std::vector<Named<OrganisationContact>> found;
  for (const NamedOrganisationContact& wish : contacts) {
    require_line(wish.type_name, 0, kMostTypeName, Field::contact, problems);
    if (!wish.type_name.empty() && wish.type != OrganisationContactType::custom)
      problems.add(Reason::value_out_of_range, Field::contact, wish.type_name);
    if (const auto number = state.find_contact_number(repository, wish.id))
      found.push_back({{wish.type, wish.type_name, *number}, wish.id});
    else
      problems.add(Reason::contact_does_not_exist, Field::contact, wish.id);
  }
  return found;
}

void require_contact_count(std::size_t count, Problems& problems) {
  if (count > kMostContacts)
    problems.add(Reason::value_out_of_range, Field::contact, std::to_string(count));
}

std::vector<RoleGrant> require_roles(const Context& context,
                                     const std::vector<RoleGrant>& current,
                                     const std::vector<RoleWish>& added,
                                     const std::vector<RoleWish>& removed, Problems& problems) {
  const std::size_t problems_before = problems.count();
  std::vector<RoleGrant> after;
  for (int i = 0; i < kOrganisationRoleCount; ++i) {
    const auto role = static_cast<OrganisationRole>(i);
    require_once(added, role, problems);
    require_once(removed, role, problems);
    const auto before = std::find_if(current.begin(), current.end(),
                                     [&](const RoleGrant& grant) { return grant.role == role; });
    const RoleChange change{role, before == current.end() ? nullptr : &*before,
                            find(added, role), find(removed, role)};
    if (auto grant = require_role(context, change, problems)) after.push_back(std::move(*grant));
  }
  if (after.empty() && problems.count() == problems_before)
    problems.add(Reason::role_required, Field::role);
  return after;
}

void require_statuses_agree(StatusSet after, bool linked, Problems& problems) {
  if (!after.contains(Status::terminated)) return;
  if (after.contains(Status::hold))
    problems.add(Reason::statuses_exclude, Field::status, to_text(Status::hold));
  if (linked) problems.add(Reason::linked, Field::status, to_text(Status::terminated));
}

}  // namespace stele::core
