// Contacts: RFC 5733.
#include "frontends/epp/map_contact.h"

#include "engine/base/check.h"
#include "events/values/contact_data.h"
#include "frontends/epp/map_links.h"
#include "frontends/epp/response/notices.h"

namespace stele::epp {
namespace {

using core::Reason;
using xml::Index;
using xml::kNoElement;
using xml::Ns;

// --- reading ---

struct Address {
  std::vector<std::string> streets;
  std::string city, state_or_province, postal_code, country;
};

Address address(const Reader& reader, Index addr) {
  Address read;
  for (const Index child : reader.tree().children(addr))
    if (reader.tree()[child].name == "street") read.streets.emplace_back(reader.tree()[child].text);
  read.city = reader.text(addr, "city");
  read.state_or_province = reader.text(addr, "sp");
  read.postal_code = reader.text(addr, "pc");
  read.country = reader.text(addr, "cc");
  return read;
}

// Each <postalInfo> below `parent` with its type; a second one of a type is refused.
template <class Visit>
void for_each_postal_info(Reader& reader, Index parent, Visit visit) {
  bool seen[2] = {false, false};
  if (parent == kNoElement) return;
  for (const Index child : reader.tree().children(parent)) {
    if (reader.tree()[child].name != "postalInfo") continue;
    const bool international = reader.tree().attribute(child, "type") == "int";
    if (std::exchange(seen[international ? 1 : 0], true))
      reader.refuse(child, Reason::given_twice);
    else
      visit(child, international);
  }
}

std::optional<Phone> phone(const Reader& reader, Index parent, std::string_view name) {
  const Index at = reader.find(parent, name);
  if (at == kNoElement) return std::nullopt;
  return Phone{std::string(reader.tree()[at].text), std::string(reader.tree().attribute(at, "x"))};
}

std::optional<Disclose> disclose(const Reader& reader, Index parent) {
  const Index at = reader.find(parent, "disclose");
  if (at == kNoElement) return std::nullopt;
  const xml::Tree& tree = reader.tree();
  Disclose read;
  const std::string_view flag = tree.attribute(at, "flag");
  read.flag = flag == "1" || flag == "true";
  for (const Index child : tree.children(at)) {
    const std::string_view name = tree[child].name;
    const bool international = tree.attribute(child, "type") == "int";
    if (name == "name") (international ? read.name_int : read.name_loc) = true;
    if (name == "org") (international ? read.organisation_int : read.organisation_loc) = true;
    if (name == "addr") (international ? read.address_int : read.address_loc) = true;
    if (name == "voice") read.voice = true;
    if (name == "fax") read.fax = true;
    if (name == "email") read.email = true;
  }
  return read;
}

Mapped create(const Asked& asked) {
  Reader reader(asked);
  const Index at = reader.payload();
  core::CreateContact command;
  command.id = reader.text(at, "id");
  for_each_postal_info(reader, at, [&](Index info, bool international) {
    Address read = address(reader, reader.find(info, "addr"));
    (international ? command.data.international : command.data.localized) =
        PostalInfo{.name = reader.text(info, "name"),
                   .organisation = reader.text(info, "org"),
                   .streets = std::move(read.streets),
                   .city = std::move(read.city),
                   .state_or_province = std::move(read.state_or_province),
                   .postal_code = std::move(read.postal_code),
                   .country = std::move(read.country)};
  });
  command.data.voice = phone(reader, at, "voice").value_or(Phone{});
  command.data.fax = phone(reader, at, "fax").value_or(Phone{});
  command.data.email = reader.text(at, "email");
  command.data.disclose = disclose(reader, at);
  command.auth_info = reader.new_auth_info(at).value_or(std::string());
  command.links = read_links(reader);
  return reader.finish(std::move(command));
}

Mapped update(const Asked& asked) {
  Reader reader(asked);
  const Index chg = reader.find(reader.payload(), "chg");
  core::UpdateContact command;
  command.id = reader.text(reader.payload(), "id");
  command.statuses_added = reader.statuses(reader.find(reader.payload(), "add"));
  command.statuses_removed = reader.statuses(reader.find(reader.payload(), "rem"));
  for_each_postal_info(reader, chg, [&](Index info, bool international) {
    core::PostalInfoChange change;
    change.name_given = reader.find(info, "name") != kNoElement;
    change.name = reader.text(info, "name");
    change.organisation_given = reader.find(info, "org") != kNoElement;
    change.organisation = reader.text(info, "org");
    const Index addr = reader.find(info, "addr");
    change.address_given = addr != kNoElement;
    if (change.address_given) {
      Address read = address(reader, addr);
      change.streets = std::move(read.streets);
      change.city = std::move(read.city);
      change.state_or_province = std::move(read.state_or_province);
      change.postal_code = std::move(read.postal_code);
      change.country = std::move(read.country);
    }
    (international ? command.international : command.localized) = std::move(change);
  });
  command.voice = phone(reader, chg, "voice");
  command.fax = phone(reader, chg, "fax");
  if (reader.find(chg, "email") != kNoElement) command.email = reader.text(chg, "email");
  command.disclose = disclose(reader, chg);
  command.auth_info = reader.new_auth_info(chg);
  command.links = read_links(reader);
  return reader.finish(std::move(command));
}

Mapped remove(const Asked& asked) {
  Reader reader(asked);
  core::DeleteContact command;
  command.id = reader.text(reader.payload(), "id");
  return reader.finish(std::move(command));
}

// --- writing ---

void write_postal_info(ObjectWriter& writer, std::string_view type, const PostalInfo& info) {
  writer.begin("postalInfo", "type", type);
  writer.element("name", info.name);
  writer.optional("org", info.organisation);
  writer.begin("addr");
  for (const std::string& street : info.streets) writer.element("street", street);
  writer.element("city", info.city);
  writer.optional("sp", info.state_or_province);
  writer.optional("pc", info.postal_code);
  writer.element("cc", info.country);
  writer.end("addr");
  writer.end("postalInfo");
}

void write_phone(ObjectWriter& writer, std::string_view name, const Phone& phone) {
  if (phone.number.empty()) return;
  if (phone.extension.empty()) writer.element(name, phone.number);
  else writer.element(name, "x", phone.extension, phone.number);
}

void write_disclose(ObjectWriter& writer, const Disclose& d) {
  writer.begin("disclose", "flag", d.flag ? "1" : "0");
  if (d.name_int) writer.empty("name", "type", "int");
  if (d.name_loc) writer.empty("name", "type", "loc");
  if (d.organisation_int) writer.empty("org", "type", "int");
  if (d.organisation_loc) writer.empty("org", "type", "loc");
  if (d.address_int) writer.empty("addr", "type", "int");
  if (d.address_loc) writer.empty("addr", "type", "loc");
  if (d.voice) writer.empty("voice");
  if (d.fax) writer.empty("fax");
  if (d.email) writer.empty("email");
  writer.end("disclose");
}

Mapped transfer(const Asked& asked) {
  Reader reader(asked);
  const std::string id = reader.text(reader.payload(), "id");
  const auto auth_info = reader.auth_info(reader.payload());
  if (const auto step = transfer_step(asked))
    return reader.finish(core::TransferContact{.id = id, .step = *step, .auth_info = auth_info});
  reader.refuse_unread_extensions();
  if (!reader.good()) return reader.take_problems();
  const auto found = core::info_transfer(asked.state, asked.caller, id, auth_info);
  if (!found) return problems_of(Ns::contact, id, found.error());
  return write_transfer(*found);
}

// An erased contact still has an answer of the form RFC 5733 demands; the words say what it is. ZZ
// is a country code that ISO 3166-1 leaves to users.
const ContactData& erased_data() {
  static const ContactData kErased{
      .international = PostalInfo{.name = "erased", .city = "erased", .country = "ZZ"},
      .email = "erased"};
  return kErased;
}

Mapped info(const Asked& asked) {
  Reader reader(asked);
  const std::string id = reader.text(reader.payload(), "id");
  const auto auth_info = reader.auth_info(reader.payload());
  reader.refuse_unread_extensions();
  if (!reader.good()) return reader.take_problems();
  const auto found = core::info_contact(asked.state, asked.caller, id, auth_info);
  if (!found) return problems_of(Ns::contact, id, found.error());
  Reply reply(write_contact({.id = found->contact.id,
                             .roid = found->roid,
                             .statuses = found->statuses,
                             .data = found->data ? &*found->data : nullptr,
                             .made = found->made}));
  add_links(reply, found->organisations);
  return reply;
}

}  // namespace

Part write_contact(const ContactShown& contact) {
  const ContactData& data = contact.data != nullptr ? *contact.data : erased_data();
  ObjectWriter writer(Ns::contact, "infData");
  writer.element("id", contact.id);
  writer.element("roid", contact.roid);
  writer.statuses(contact.statuses);
  if (data.international) write_postal_info(writer, "int", *data.international);
  if (data.localized) write_postal_info(writer, "loc", *data.localized);
  write_phone(writer, "voice", data.voice);
  write_phone(writer, "fax", data.fax);
  writer.element("email", data.email);
  writer.provenance(contact.made);
  writer.transferred(contact.made);
  if (data.disclose) write_disclose(writer, *data.disclose);
  return writer.finish();
}

Mapped map_contact(const Asked& asked) {
  switch (asked.frame.verb) {
    case Verb::check: return map_plain_check(asked, Ns::contact, "id", core::check_contact);
    case Verb::info: return info(asked);
    case Verb::create: return create(asked);
    case Verb::update: return update(asked);
    case Verb::remove: return remove(asked);
    case Verb::transfer: return transfer(asked);
    case Verb::none:
    case Verb::hello:
    case Verb::login:
    case Verb::logout:
    case Verb::renew:
    case Verb::poll: break;
  }
  CHECK(false, "not a verb of the contact mapping");
}

}  // namespace stele::epp
