// The words of organisations (RFC 8543).
#include <algorithm>

#include "frontends/gateway/command_words.h"

namespace stele::gateway {

using core::Field;
using core::Reason;

namespace {

// "reseller" or "reseller:4711": what stands behind the colon is the third party's identifier.
std::optional<core::RoleWish> as_role(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto role = parse_organisation_role(text.substr(0, colon));
  if (!role) return std::nullopt;
  core::RoleWish wish{.role = *role};
  if (colon != std::string_view::npos) wish.id = text.substr(colon + 1);
  return wish;
}

// "reseller:clientLinkProhibited"
std::optional<core::RoleWish> as_role_status(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto role = parse_organisation_role(text.substr(0, colon));
  const auto status = parse_status(text.substr(colon + 1));
  if (!role || !status) return std::nullopt;
  return core::RoleWish{.role = *role, .statuses = {*status}};
}

// role= and role.status= with this prefix; both may speak of one role.
std::vector<core::RoleWish> read_roles(Words& words, const std::string& prefix) {
  auto wishes = words.list(prefix + "role", as_role, "a role such as reseller or reseller:4711",
                           Reason::value_out_of_range, Field::role);
  for (core::RoleWish& wish :
       words.list(prefix + "role.status", as_role_status,
                  "a role's status such as reseller:clientLinkProhibited",
                  Reason::value_out_of_range, Field::role)) {
    const auto same = std::find_if(wishes.begin(), wishes.end(), [&](const core::RoleWish& other) {
      return other.role == wish.role;
    });
    if (same == wishes.end()) wishes.push_back(std::move(wish));
    else same->statuses.push_back(wish.statuses.front());
  }
  return wishes;
}

// admin=, tech=, billing=, abuse= and custom=NAME:ID with this prefix.
std::vector<NamedOrganisationContact> read_people(Words& words, const std::string& prefix) {
  std::vector<NamedOrganisationContact> out;
  for (int i = 0; i < kOrganisationContactTypeCount; ++i) {
    const auto type = static_cast<OrganisationContactType>(i);
    for (std::string& item : words.list(prefix + std::string(to_text(type)), as_text, "an id")) {
      const std::size_t colon = item.rfind(':');
      const bool named = type == OrganisationContactType::custom && colon != std::string::npos;
      if (named) out.push_back({type, item.substr(0, colon), item.substr(colon + 1)});
      else out.push_back({type, {}, std::move(item)});
    }
  }
  return out;
}

// rem.postal=int,loc: an empty change, as an empty <postalInfo> is.
void read_removed_postal_info(Words& words, core::UpdateOrganisation& command) {
  const auto parse = [](std::string_view text) -> std::optional<bool> {
    if (text == "int") return true;
    if (text == "loc") return false;
    return std::nullopt;
  };
  for (const bool international : words.list("rem.postal", parse, "int or loc")) {
    auto& info = international ? command.international : command.localized;
    info.emplace();
    info->name_given = info->organisation_given = info->address_given = false;
  }
}

// "reseller:res-1", or "reseller" where it is removed.
std::vector<core::NamedLink> read_link_list(Words& words, std::string_view key) {
  const auto parse = [](std::string_view text) -> std::optional<core::NamedLink> {
    const auto wish = as_role(text);
    return wish ? std::optional(core::NamedLink{wish->role, wish->id}) : std::nullopt;
  };
  return words.list(key, parse, "an organisation in a role, such as reseller:res-1",
                    Reason::value_out_of_range, Field::role);
}

}  // namespace

core::LinkChange read_new_links(Words& words) {
  return {.added = read_link_list(words, "link"), .removed = {}, .changed = {}};
}

core::LinkChange read_links(Words& words) {
  return {.added = read_link_list(words, "add.link"),
          .removed = read_link_list(words, "rem.link"),
          .changed = read_link_list(words, "chg.link")};
}

core::Command create_organisation(Words& words) {
  core::CreateOrganisation c{.id = words.text_or_none("org")};
  c.roles = read_roles(words, "");
  c.statuses = read_statuses(words, "status");
  c.parent = words.text_or_none("parent");
  c.data.international = read_postal_info(words, {"", "int."}, PostalParts::of_organisation);
  c.data.localized = read_postal_info(words, {"loc."}, PostalParts::of_organisation);
  c.data.voice = read_phone(words, "voice").value_or(Phone{});
  c.data.fax = read_phone(words, "fax").value_or(Phone{});
  c.data.email = words.text_or_none("email");
  c.url = words.text_or_none("url");
  c.contacts = read_people(words, "");
  c.history = read_history(words, false);
  return c;
}

core::Command update_organisation(Words& words) {
  core::UpdateOrganisation c{.id = words.text_or_none("org")};
  c.roles_added = read_roles(words, "add.");
  c.roles_removed = read_roles(words, "rem.");
  c.statuses_added = read_statuses(words, "add.status");
  c.statuses_removed = read_statuses(words, "rem.status");
  c.contacts_added = read_people(words, "add.");
  c.contacts_removed = read_people(words, "rem.");
  c.parent = words.text("parent");
  c.international = read_postal_info(words, {"", "int."}, PostalParts::of_organisation);
  c.localized = read_postal_info(words, {"loc."}, PostalParts::of_organisation);
  read_removed_postal_info(words, c);
  c.voice = read_phone(words, "voice");
  c.fax = read_phone(words, "fax");
  c.email = words.text("email");
  c.url = words.text("url");
  return c;
}

core::Command delete_organisation(Words& words) {
  return core::DeleteOrganisation{words.text_or_none("org")};
}

core::Command erase_organisation(Words& words) {
  return core::EraseOrganisation{read_repository(words), words.text_or_none("org")};
}

}  // namespace stele::gateway
