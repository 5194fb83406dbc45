// Hosts: RFC 5732.
#include "engine/base/check.h"
#include "engine/core/domain/ttl.h"
#include "frontends/epp/map_links.h"
#include "frontends/epp/map_parts.h"
#include "frontends/epp/map_ttl.h"

namespace stele::epp {
namespace {

using xml::Index;
using xml::kNoElement;
using xml::Ns;

void add_ttl_answer(Reply& reply, const Asked& asked, const core::Host& host, bool policy) {
  const auto above =
      host.superordinate ? asked.state.find_domain(host.superordinate) : std::nullopt;
  const auto zone = above ? asked.state.find_zone(above->zone) : nullptr;
  add_ttls(reply, zone.get(), core::ttl_types_of_hosts(zone != nullptr), host.ttls, policy);
}

Mapped info(const Asked& asked) {
  Reader reader(asked);
  const HostName name = reader.host_name(reader.find(reader.payload(), "name"));
  const auto ttl = read_ttl_question(reader);
  reader.refuse_unread_extensions();
  if (!reader.good()) return reader.take_problems();
  const auto found = core::info_host(asked.state, asked.caller, name);
  if (!found) return problems_of(Ns::host, name.text(), found.error());

  ObjectWriter writer(Ns::host, "infData");
  writer.element("name", found->host.name.text());
  writer.element("roid", found->roid);
  writer.statuses(found->statuses);
  for (const IpAddress& address : found->host.addresses)
    writer.element("addr", "ip", address.version == IpVersion::v4 ? "v4" : "v6", to_text(address));
  writer.provenance(found->made);
  writer.transferred(found->made);
  Reply reply(writer.finish());
  if (ttl) add_ttl_answer(reply, asked, found->host, *ttl);
  add_links(reply, found->organisations);
  return reply;
}

Mapped create(const Asked& asked) {
  Reader reader(asked);
  core::CreateHost command;
  command.name = reader.host_name(reader.find(reader.payload(), "name"));
  command.addresses = reader.addresses(reader.payload(), "addr");
  command.ttls = read_ttl_settings(reader, "create");
  command.links = read_links(reader);
  return reader.finish(std::move(command));
}

Mapped update(const Asked& asked) {
  Reader reader(asked);
  const Index add = reader.find(reader.payload(), "add");
  const Index rem = reader.find(reader.payload(), "rem");
  const Index chg = reader.find(reader.payload(), "chg");
  core::UpdateHost command;
  command.name = reader.host_name(reader.find(reader.payload(), "name"));
  command.addresses_added = reader.addresses(add, "addr");
  command.addresses_removed = reader.addresses(rem, "addr");
  command.statuses_added = reader.statuses(add);
  command.statuses_removed = reader.statuses(rem);
  command.ttls = read_ttl_settings(reader, "update");
  if (const Index name = reader.find(chg, "name"); name != kNoElement)
    command.new_name = reader.host_name(name);
  command.links = read_links(reader);
  return reader.finish(std::move(command));
}

Mapped remove(const Asked& asked) {
  Reader reader(asked);
  core::DeleteHost command;
  command.name = reader.host_name(reader.find(reader.payload(), "name"));
  return reader.finish(std::move(command));
}

}  // namespace

Mapped map_host(const Asked& asked) {
  switch (asked.frame.verb) {
    case Verb::check: return map_plain_check(asked, Ns::host, "name", core::check_host);
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
  CHECK(false, "not a verb of the host mapping");
}

}  // namespace stele::epp
