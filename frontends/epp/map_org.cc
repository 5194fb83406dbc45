// From organisation frames to the core's commands, and from its answers to <org:infData>.
#include "frontends/epp/map_org.h"

#include "engine/base/check.h"
#include "frontends/epp/extensions/org.h"
#include "frontends/epp/map_parts.h"

namespace stele::epp {
namespace {

using core::Reason;
using xml::Index;
using xml::kNoElement;
using xml::Ns;

// crID where the registry's staff made it and it is the registry's own.
constexpr std::string_view kRegistry = "registry";

Mapped check(const Asked& asked) {
  Reader reader(asked);
  reader.refuse_unread_extensions();
  if (!reader.good()) return reader.take_problems();
  std::vector<OrgChecked> checked;
  for (std::string& id : read_org_ids(reader.source(), reader.payload())) {
    const auto found = core::check_organisation(asked.state, asked.caller, id);
    const auto why = found.reason ? short_text_of(*found.reason) : std::string_view();
    checked.push_back({std::move(id), found.available, std::string(why)});
  }
  return Reply(write_org_check(checked));
}

// --- reading ---

// The grammar lets only words of the RFC through, and every one of them is a status.
std::vector<Status> statuses(const std::vector<std::string>& words) {
  std::vector<Status> list;
  for (const std::string& word : words)
    if (const auto status = parse_status(word)) list.push_back(*status);
  return list;
}

// The element that says this role, below `parent`.
Index role_type(const Reader& reader, Index parent, std::string_view type) {
  for (const Index child : reader.tree().children(parent)) {
    if (reader.tree()[child].name != "role") continue;
    const Index at = reader.find(child, "type");
    if (reader.tree()[at].text == type) return at;
  }
  return parent;
}

std::vector<core::RoleWish> roles(Reader& reader, Index parent, const std::vector<OrgRole>& read) {
  std::vector<core::RoleWish> list;
  for (const OrgRole& role : read) {
    if (const auto known = parse_organisation_role(role.type))
      list.push_back({*known, role.id, statuses(role.statuses)});
    else
      reader.refuse(role_type(reader, parent, role.type), Reason::value_out_of_range);
  }
  return list;
}

std::vector<NamedOrganisationContact> contacts(const std::vector<OrgContact>& read) {
  std::vector<NamedOrganisationContact> list;
  for (const OrgContact& contact : read)
    if (const auto type = parse_organisation_contact_type(contact.type))
      list.push_back({*type, contact.type_name, contact.id});
  return list;
}

Mapped create(const Asked& asked) {
  Reader reader(asked);
  Source source = reader.source();
  OrgCreate read = read_org_create(source, reader.payload());
  core::CreateOrganisation command{.id = std::move(read.id)};
  command.roles = roles(reader, reader.payload(), read.roles);
  command.statuses = statuses(read.statuses);
  command.parent = std::move(read.parent_id);
  command.data.international = std::move(read.postal.international);
  command.data.localized = std::move(read.postal.localized);
  command.data.voice = std::move(read.voice);
  command.data.fax = std::move(read.fax);
  command.data.email = std::move(read.email);
  command.url = std::move(read.url);
  command.contacts = contacts(read.contacts);
  return reader.finish(std::move(command));
}

std::optional<core::PostalInfoChange> postal_change(std::optional<PostalInfo> read) {
  if (!read) return std::nullopt;
  core::PostalInfoChange change(std::move(*read));
  change.name_given = !change.name.empty();
  change.organisation_given = false;
  change.address_given = !change.city.empty();
  return change;
}

Mapped update(const Asked& asked) {
  Reader reader(asked);
  Source source = reader.source();
  OrgUpdate read = read_org_update(source, reader.payload());
  core::UpdateOrganisation command{.id = std::move(read.id)};
  command.roles_added = roles(reader, reader.find(reader.payload(), "add"), read.added.roles);
  command.roles_removed = roles(reader, reader.find(reader.payload(), "rem"), read.removed.roles);
  command.statuses_added = statuses(read.added.statuses);
  command.statuses_removed = statuses(read.removed.statuses);
  command.contacts_added = contacts(read.added.contacts);
  command.contacts_removed = contacts(read.removed.contacts);
  command.parent = std::move(read.parent_id);
  command.international = postal_change(std::move(read.postal.international));
  command.localized = postal_change(std::move(read.postal.localized));
  command.voice = std::move(read.voice);
  command.fax = std::move(read.fax);
  command.email = std::move(read.email);
  command.url = std::move(read.url);
  return reader.finish(std::move(command));
}

Mapped remove(const Asked& asked) {
  Reader reader(asked);
  return reader.finish(core::DeleteOrganisation{reader.text(reader.payload(), "id")});
}

// --- writing ---

std::vector<std::string> words(const std::vector<Status>& statuses) {
  std::vector<std::string> list;
  for (const Status status : statuses) list.emplace_back(to_text(status));
  return list;
}

OrgInfo told(const core::OrganisationInfo& found) {
  OrgInfo info;
  info.data.id = found.organisation.id;
  for (const auto& role : found.roles)
    info.data.roles.push_back({std::string(to_text(role.role)), words(role.statuses), role.id});
  info.data.statuses = words(found.statuses);
  info.data.parent_id = found.parent;
  if (found.data) {
    info.data.postal = {found.data->international, found.data->localized};
    info.data.voice = found.data->voice;
    info.data.fax = found.data->fax;
    info.data.email = found.data->email;
  }
  info.data.url = found.organisation.url;
  for (const auto& contact : found.contacts)
    info.data.contacts.push_back(
        {std::string(to_text(contact.type)), contact.type_name, contact.id});
  const core::ProvenanceInfo& made = found.made;
  info.roid = found.roid;
  info.sponsor = made.sponsor;
  info.creator = !made.creator.empty()   ? made.creator
                 : !made.sponsor.empty() ? made.sponsor
                                         : std::string(kRegistry);
  info.updated_by = made.updated_by;
  info.created_at = made.created_at;
  if (made.updated_at.ms != 0) info.updated_at = made.updated_at;
  return info;
}

Mapped info(const Asked& asked) {
  Reader reader(asked);
  const std::string id = reader.text(reader.payload(), "id");
  reader.refuse_unread_extensions();
  if (!reader.good()) return reader.take_problems();
  const auto found = core::info_organisation(asked.state, asked.caller, id);
  if (!found) return problems_of(Ns::org, id, found.error());
  return Reply(write_organisation(*found));
}

}  // namespace

Part write_organisation(const core::OrganisationInfo& info) { return write_org_info(told(info)); }

Mapped map_org(const Asked& asked) {
  switch (asked.frame.verb) {
    case Verb::check: return check(asked);
    case Verb::info: return info(asked);
    case Verb::create: return create(asked);
    case Verb::update: return update(asked);
    case Verb::remove: return remove(asked);
    case Verb::none:
    case Verb::hello:
    case Verb::login:
    case Verb::logout:
    case Verb::renew:
    case Verb::transfer:
    case Verb::poll: break;
  }
  CHECK(false, "not a verb of the organization mapping");
}

}  // namespace stele::epp
