#include "frontends/epp/extensions/org.h"

#include <array>

#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/response/writer.h"

namespace stele::epp {
namespace {

using namespace grammar;
using xml::Index;
using xml::kNoElement;

// §3.2, §3.4, §3.5
constexpr std::array<std::string_view, 4> kRoleStatusWords{"ok", "clientLinkProhibited", "linked",
                                                           "serverLinkProhibited"};
constexpr TextRule kRoleStatus{.values = kRoleStatusWords};
constexpr ElementRule kRoleStatusElement{.content = Content::text, .text = &kRoleStatus};
constexpr std::array kRoleParts{one("type", kTokenElement),
                                optional("status", kRoleStatusElement, 3),
                                optional("roleID", kTokenElement)};
constexpr ElementRule kRole{.particles = kRoleParts};
constexpr std::array<std::string_view, 13> kStatusWords{
    "ok", "hold", "terminated", "linked",
    "clientDeleteProhibited", "clientUpdateProhibited", "clientLinkProhibited",
    "serverDeleteProhibited", "serverUpdateProhibited", "serverLinkProhibited",
    "pendingCreate", "pendingUpdate", "pendingDelete"};
constexpr TextRule kStatus{.values = kStatusWords};
constexpr ElementRule kStatusElement{.content = Content::text, .text = &kStatus};

// §3.3
constexpr std::array<std::string_view, 5> kContactTypes{"admin", "billing", "tech", "abuse",
                                                        "custom"};
constexpr TextRule kContactType{.values = kContactTypes};
constexpr std::array kContactAttributes{AttributeRule{"type", &kContactType, true},
                                        AttributeRule{"typeName", &kToken, false}};
constexpr ElementRule kContact{
    .content = Content::text, .text = &kClientId, .attributes = kContactAttributes};

// §4.2.1, §4.2.5
constexpr std::array kPostalParts{one("name", kLineElement), optional("addr", kAddr)};
constexpr ElementRule kPostal{.attributes = kPostalTypeAttribute, .particles = kPostalParts};
constexpr std::array kNewPostalParts{optional("name", kLineElement), optional("addr", kAddr)};
constexpr ElementRule kNewPostal{.attributes = kPostalTypeAttribute,
                                 .particles = kNewPostalParts};

// §4.1.1, §4.1.2, §4.2.2
constexpr std::array kManyIds{some("id", kClientIdElement)};
constexpr ElementRule kCheck{.particles = kManyIds};
constexpr std::array kOneId{one("id", kClientIdElement)};
constexpr ElementRule kOnlyId{.particles = kOneId};

constexpr std::array kCreateParts{one("id", kClientIdElement),
                                  some("role", kRole),
                                  optional("status", kStatusElement, 4),
                                  optional("parentId", kClientIdElement),
                                  optional("postalInfo", kPostal, 2),
                                  optional("voice", kPhone),
                                  optional("fax", kPhone),
                                  optional("email", kNonEmptyTokenElement),
                                  optional("url", kUriElement),
                                  optional("contact", kContact, kUnbounded)};
constexpr ElementRule kCreate{.particles = kCreateParts};

constexpr std::array kAddRemParts{optional("contact", kContact, kUnbounded),
                                  optional("role", kRole, kUnbounded),
                                  optional("status", kStatusElement, 9)};
constexpr ElementRule kAddRem{.particles = kAddRemParts};
constexpr std::array kChangeParts{
    optional("parentId", kClientIdElement), optional("postalInfo", kNewPostal, 2),
    optional("voice", kPhone),              optional("fax", kPhone),
    optional("email", kNonEmptyTokenElement), optional("url", kUriElement)};
constexpr ElementRule kChange{.particles = kChangeParts};
constexpr std::array kUpdateParts{one("id", kClientIdElement), optional("add", kAddRem),
                                  optional("rem", kAddRem), optional("chg", kChange)};
constexpr ElementRule kUpdate{.particles = kUpdateParts};

constexpr std::array kCommands{
    Global{xml::Ns::org, "check", &kCheck}, Global{xml::Ns::org, "info", &kOnlyId},
    Global{xml::Ns::org, "create", &kCreate}, Global{xml::Ns::org, "update", &kUpdate},
    Global{xml::Ns::org, "delete", &kOnlyId}};

// --- reading ---

template <class Visit>
void for_each(const Source& source, Index parent, std::string_view name, Visit visit) {
  if (parent == kNoElement) return;
  for (const Index child : source.tree().children(parent))
    if (source.name(child) == name) visit(child);
}

std::vector<std::string> texts(const Source& source, Index parent, std::string_view name) {
  std::vector<std::string> list;
  for_each(source, parent, name, [&](Index at) { list.push_back(source.text(at)); });
  return list;
}

std::vector<OrgRole> roles(const Source& source, Index parent) {
  std::vector<OrgRole> list;
  for_each(source, parent, "role", [&](Index at) {
    list.push_back(
        {source.text(at, "type"), texts(source, at, "status"), source.text(at, "roleID")});
  });
  return list;
}

std::vector<OrgContact> contacts(const Source& source, Index parent) {
  std::vector<OrgContact> list;
  for_each(source, parent, "contact", [&](Index at) {
    list.push_back(
        {source.attribute(at, "type"), source.attribute(at, "typeName"), source.text(at)});
  });
  return list;
}

OrgPostal postal(Source& source, Index parent) {
  OrgPostal read;
  for_each(source, parent, "postalInfo", [&](Index at) {
    auto& place = source.attribute(at, "type") == "int" ? read.international : read.localized;
    if (place) return source.refuse(2004, at, "a second one of this type");
    const Index addr = source.find(at, "addr");
    place = PostalInfo{.name = source.text(at, "name"),
                       .organisation = {},
                       .streets = texts(source, addr, "street"),
                       .city = source.text(addr, "city"),
                       .state_or_province = source.text(addr, "sp"),
                       .postal_code = source.text(addr, "pc"),
                       .country = source.text(addr, "cc")};
  });
  return read;
}

std::optional<Phone> phone(const Source& source, Index parent, std::string_view name) {
  const Index at = source.find(parent, name);
  if (at == kNoElement) return std::nullopt;
  return Phone{source.text(at), source.attribute(at, "x")};
}

OrgAddRemove add_remove(const Source& source, Index at) {
  return {contacts(source, at), roles(source, at), texts(source, at, "status")};
}

// --- writing ---

void write_postal(Writer& writer, std::string_view type, const std::optional<PostalInfo>& info) {
  if (!info) return;
  writer.begin("postalInfo", "type", type);
  writer.element("name", info->name);
  if (!info->city.empty()) {
    writer.begin("addr");
    for (const std::string& street : info->streets) writer.element("street", street);
    writer.element("city", info->city);
    writer.optional("sp", info->state_or_province);
    writer.optional("pc", info->postal_code);
    writer.element("cc", info->country);
    writer.end("addr");
  }
  writer.end("postalInfo");
}

void write_phone(Writer& writer, std::string_view name, const Phone& phone) {
  if (!phone.number.empty()) writer.element(name, {{"x", phone.extension}}, phone.number);
}

void write_role(Writer& writer, const OrgRole& role) {
  writer.begin("role");
  writer.element("type", role.type);
  for (const std::string& status : role.statuses) writer.element("status", status);
  writer.optional("roleID", role.id);
  writer.end("role");
}

}  // namespace

Mapping org_mapping() { return {.ns = xml::Ns::org, .commands = kCommands}; }

std::vector<std::string> read_org_ids(const Source& source, Index at) {
  return texts(source, at, "id");
}

OrgCreate read_org_create(Source& source, Index at) {
  return {.id = source.text(at, "id"),
          .roles = roles(source, at),
          .statuses = texts(source, at, "status"),
          .parent_id = source.text(at, "parentId"),
          .postal = postal(source, at),
          .voice = phone(source, at, "voice").value_or(Phone{}),
          .fax = phone(source, at, "fax").value_or(Phone{}),
          .email = source.text(at, "email"),
          .url = source.text(at, "url"),
          .contacts = contacts(source, at)};
}

OrgUpdate read_org_update(Source& source, Index at) {
  const Index change = source.find(at, "chg");
  return {.id = source.text(at, "id"),
          .added = add_remove(source, source.find(at, "add")),
          .removed = add_remove(source, source.find(at, "rem")),
          .parent_id = source.optional_text(change, "parentId"),
          .email = source.optional_text(change, "email"),
          .url = source.optional_text(change, "url"),
          .voice = phone(source, change, "voice"),
          .fax = phone(source, change, "fax"),
          .postal = postal(source, change)};
}

Part write_org_check(const std::vector<OrgChecked>& checked) {
  Writer writer(xml::Ns::org, "chkData");
  for (const OrgChecked& one : checked) {
    writer.begin("cd");
    writer.element("id", "avail", one.available ? "1" : "0", one.id);
    writer.optional("reason", one.reason);
    writer.end("cd");
  }
  return writer.finish();
}

Part write_org_created(std::string_view id, Instant created_at) {
  Writer writer(xml::Ns::org, "creData");
  writer.element("id", id);
  writer.element("crDate", to_text(created_at));
  return writer.finish();
}

Part write_org_info(const OrgInfo& info) {
  const OrgCreate& data = info.data;
  Writer writer(xml::Ns::org, "infData");
  writer.element("id", data.id);
  writer.element("roid", info.roid);
  for (const OrgRole& role : data.roles) write_role(writer, role);
  for (const std::string& status : data.statuses) writer.element("status", status);
  writer.optional("parentId", data.parent_id);
  write_postal(writer, "int", data.postal.international);
  write_postal(writer, "loc", data.postal.localized);
  write_phone(writer, "voice", data.voice);
  write_phone(writer, "fax", data.fax);
  writer.optional("email", data.email);
  writer.optional("url", data.url);
  for (const OrgContact& contact : data.contacts)
    writer.element("contact", {{"type", contact.type}, {"typeName", contact.type_name}},
                   contact.id);
  writer.optional("clID", info.sponsor);
  writer.element("crID", info.creator);
  writer.element("crDate", to_text(info.created_at));
  writer.optional("upID", info.updated_by);
  if (info.updated_at) writer.element("upDate", to_text(*info.updated_at));
  return writer.finish();
}

}  // namespace stele::epp
