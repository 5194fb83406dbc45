// Poll: RFC 5730 §2.9.2.3, with what messages carry besides their text: trnData (RFC 5731 §3.1.3),
// panData (§3.3), and the object as it was or is (RFC 8590).
#include <charconv>

#include "frontends/epp/extensions/change_poll.h"
#include "frontends/epp/extensions/maintenance.h"
#include "frontends/epp/map_contact.h"
#include "frontends/epp/map_launch.h"
#include "frontends/epp/map_ns.h"
#include "frontends/epp/map_org.h"
#include "frontends/epp/map_parts.h"
#include "frontends/epp/map_sec_dns.h"
#include "frontends/epp/response/notices.h"
#include "frontends/epp/xml/fragment.h"

namespace stele::epp {
namespace {

using xml::Ns;

void write_status(ObjectWriter& writer, const ObjectImage& image) {
  writer.element("name", image.name);
  writer.element("roid", image.roid);
  writer.statuses(image.statuses.list());
}

template <class Image>
core::ProvenanceInfo made_of(const Image& image) {
  core::ProvenanceInfo made{.sponsor = image.sponsor,
                            .creator = image.creator,
                            .updated_by = image.updated_by,
                            .created_at = image.created_at,
                            .updated_at = image.updated_at};
  if constexpr (requires { image.transferred_at; }) made.transferred_at = image.transferred_at;
  return made;
}

Part write_image(const ObjectImage& image) {
  ObjectWriter writer(image.host ? Ns::host : Ns::domain, "infData");
  write_status(writer, image);
  if (image.host) {
    for (const std::string& address : image.addresses)
      writer.element("addr", "ip", address.find(':') == std::string::npos ? "v4" : "v6", address);
  } else {
    writer.optional("registrant", image.registrant);
    for (const std::string& contact : image.contacts) {
      const std::size_t colon = contact.find(':');
      writer.element("contact", "type", contact.substr(0, colon), contact.substr(colon + 1));
    }
    std::vector<HostAttribute> attributes;
    if (image.host_attributes)
      for (const std::string& host : image.hosts) attributes.push_back({HostName::trusted(host), {}});
    write_name_servers(writer, image.hosts, attributes);
  }
  writer.provenance(made_of(image));
  if (!image.host) writer.element("exDate", to_text(image.expires_at));
  writer.transferred(made_of(image));
  return writer.finish();
}

Part write_image(const ContactImage& image, const std::optional<ContactData>& data) {
  return write_contact({.id = image.id,
                        .roid = image.roid,
                        .statuses = image.statuses.list(),
                        .data = data ? &*data : nullptr,
                        .made = made_of(image)});
}

Part write_image(const OrganisationImage& image, std::optional<ContactData> data) {
  core::OrganisationInfo info{.roid = image.roid,
                              .statuses = image.statuses.list(),
                              .parent = image.parent,
                              .data = std::move(data),
                              .made = made_of(image)};
  info.organisation.id = image.id;
  info.organisation.url = image.url;
  for (const RoleGrant& role : image.roles)
    info.roles.push_back({role.role, role.id, role.statuses.list()});
  info.contacts = image.contacts;
  return write_organisation(info);
}

void add_change(Reply& reply, const ChangeNotice& change, const core::QueueHead& head) {
  if (change.contact) {
    reply.data = write_image(*change.contact, head.data);
  } else if (change.organisation) {
    reply.data = write_image(*change.organisation, head.data);
  } else if (change.image) {
    reply.data = write_image(*change.image);
    add_dnssec(reply, change.image->ds, change.image->keys);
  } else {
    return;
  }
  reply.extensions.push_back(write_change(change));
}

Mapped request(const Asked& asked) {
  const auto head = core::poll(asked.state, asked.caller);
  if (!head) return problems_of(Ns::none, {}, head.error());
  if (!head->message) return Reply(1300);
  const core::Message& message = *head->message;
  Reply reply(1301);
  reply.queue =
      Queue{head->waiting, std::to_string(message.id), message.queued_at, message.text};
  if (message.transfer) reply.data = write_transfer(*message.transfer);
  if (message.maintenance)
    reply.data = write_maintenance(*message.maintenance, MaintenanceAnswer::poll);
  if (message.pending_action) {
    reply.data = write_pending_action(Ns::domain, *message.pending_action);
    if (const auto application = asked.state.find_application(message.object))
      reply.extensions.push_back(write_launch_answer(*application));
  }
  const bool plain = asked.tolerances.has(Tolerance::plain_change_message) &&
                     !asked.services.has(Ns::change_poll);
  if (message.change && !plain) add_change(reply, *message.change, *head);
  return reply;
}

Mapped acknowledge(const Asked& asked) {
  const std::string_view id = asked.tree.attribute(asked.frame.command, "msgID");
  if (id.empty())
    return std::vector<Problem>{{2003, xml::fragment(asked.tree, asked.frame.command),
                                 "attribute msgID is missing"}};
  core::AcknowledgeMessage command;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), command.id);
  if (error == std::errc{} && end == id.data() + id.size()) return command;
  Reader reader(asked);  // what is no number of ours is no message
  reader.refuse(asked.frame.command, core::Reason::message_does_not_exist);
  return reader.take_problems();
}

}  // namespace

Mapped map_poll(const Asked& asked) {
  return is_change(asked.tree, asked.frame) ? acknowledge(asked) : request(asked);
}

}  // namespace stele::epp
