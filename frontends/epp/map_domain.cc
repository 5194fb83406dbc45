// Domains: RFC 5731.
#include "engine/base/check.h"
#include "engine/core/domain/ttl.h"
#include "engine/core/name/listed_names.h"
#include "events/values/domain_contact.h"
#include "frontends/epp/extensions/rgp.h"
#include "frontends/epp/map_fee.h"
#include "frontends/epp/map_idn.h"
#include "frontends/epp/map_launch.h"
#include "frontends/epp/map_links.h"
#include "frontends/epp/map_ns.h"
#include "frontends/epp/map_parts.h"
#include "frontends/epp/map_sec_dns.h"
#include "frontends/epp/map_ttl.h"
#include "frontends/epp/response/notices.h"

namespace stele::epp {
namespace {

using core::Reason;
using xml::Index;
using xml::kNoElement;
using xml::Ns;

Mapped check(const Asked& asked) {
  Reader reader(asked);
  std::optional<LaunchPhase> phase;
  if (auto claims = map_claims_check(asked, reader, phase)) return std::move(*claims);
  const auto token = read_token(reader);
  const auto prices = read_prices_asked(reader);
  reader.refuse_unread_extensions();
  if (!reader.good()) return reader.take_problems();
  ObjectWriter writer(Ns::domain, "chkData");
  for (const Index child : asked.tree.children(asked.frame.payload)) {
    const std::string_view name = asked.tree[child].text;
    auto found = core::check_domain(asked.state, asked.caller, name, token, prices.has_value());
    if (phase) found = availability_in(asked, name, *phase, found);
    writer.check_result("name", name, found);
  }
  Reply reply(writer.finish());
  if (prices)
    if (auto problems = answer_prices(asked, *prices, token, reply); !problems.empty())
      return problems;
  return reply;
}

void write_hosts(ObjectWriter& writer, const core::DomainInfo& info, std::string_view hosts) {
  const bool all = hosts.empty() || hosts == "all";
  if (all || hosts == "del")
    write_name_servers(writer, info.hosts, info.domain.host_attributes);
  if (all || hosts == "sub")
    for (const std::string& host : info.subordinate_hosts) writer.element("host", host);
}

void add_ttl_answer(Reply& reply, const Asked& asked, const core::Domain& domain, bool policy) {
  const auto zone = asked.state.find_zone(domain.zone);
  CHECK(zone, "a domain's zone exists");
  add_ttls(reply, zone.get(), core::ttl_types_of_domains(zone->policy), domain.ttls, policy);
}

// Who is not the sponsor and knows no authInfo sees what the DNS and WHOIS show, not the people.
Mapped info(const Asked& asked) {
  Reader reader(asked);
  const Index at = reader.find(reader.payload(), "name");
  const DomainName name = reader.domain_name(at);
  const auto auth_info = reader.auth_info(reader.payload());
  const auto launch = read_launch_question(reader);
  const auto ttl = read_ttl_question(reader);
  const bool token = reader.extension(Ns::allocation_token, "info") != kNoElement;
  const bool all_variants = asks_for_variants(reader);
  reader.refuse_unread_extensions();
  if (!reader.good()) return reader.take_problems();
  const auto found = launch ? info_in_launch(asked, *launch, name, auth_info)
                            : core::info_domain(asked.state, asked.caller, name, auth_info);
  if (!found) return problems_of(Ns::domain, name.text(), found.error());
  if (token)
    return problems_of(Ns::domain, name.text(),
                       {core::refuse_token(asked.state, asked.caller, name)});

  ObjectWriter writer(Ns::domain, "infData");
  writer.element("name", found->domain.name.text());
  writer.element("roid", found->roid);
  writer.statuses(found->statuses);
  if (found->authorized) {
    writer.optional("registrant", found->registrant);
    for (const auto& [role, id] : found->contacts)
      writer.element("contact", "type", to_text(role), id);
  }
  write_hosts(writer, *found, asked.tree.attribute(at, "hosts"));
  writer.provenance(found->made);
  if (!found->application) writer.element("exDate", to_text(found->domain.expires_at));
  writer.transferred(found->made);
  Reply reply(writer.finish());
  if (launch) reply.extensions.push_back(write_launch_answer(*found));
  if (found->authorized) add_links(reply, found->organisations);
  std::vector<RgpState> periods;
  for (const core::RgpPeriod& period : found->rgp)
    if (const auto status = parse_rgp_status(period.word))
      periods.push_back({*status, period.ends_at});
  if (!periods.empty()) reply.extensions.push_back(write_rgp(RgpAnswer::info, periods));
  add_dnssec(reply, found->domain.ds, found->domain.keys);
  if (ttl) add_ttl_answer(reply, asked, found->domain, *ttl);
  add_idn(reply, asked.state, *found, all_variants);
  return reply;
}

std::optional<Period> period(const Reader& reader) {
  const Index at = reader.find(reader.payload(), "period");
  if (at == kNoElement) return std::nullopt;
  const bool months = reader.tree().attribute(at, "unit") == "m";
  return Period{static_cast<std::uint8_t>(parse_number(reader.tree()[at].text)),
                months ? PeriodUnit::months : PeriodUnit::years};
}

// The schema leaves the type open, RFC 5731 §3.2.1 does not.
std::vector<core::NamedContact> contacts(Reader& reader, Index parent) {
  std::vector<core::NamedContact> list;
  if (parent == kNoElement) return list;
  for (const Index child : reader.tree().children(parent)) {
    if (reader.tree()[child].name != "contact") continue;
    if (const auto role = parse_contact_role(reader.tree().attribute(child, "type")))
      list.push_back({*role, std::string(reader.tree()[child].text)});
    else
      reader.refuse(child, Reason::missing_parameter);
  }
  return list;
}

Mapped create(const Asked& asked) {
  Reader reader(asked);
  const Index at = reader.payload();
  core::CreateDomain command;
  command.name = reader.domain_name(reader.find(at, "name"));
  command.period = period(reader);
  auto servers = read_name_servers(reader, at);
  command.hosts = std::move(servers.objects);
  command.host_attributes = std::move(servers.attributes);
  if (reader.find(at, "registrant") != kNoElement)
    command.registrant = reader.text(at, "registrant");
  command.contacts = contacts(reader, at);
  command.auth_info = reader.new_auth_info(at).value_or(std::string());
  command.fee = read_offer(reader, "create");
  command.allocation_token = read_token(reader);
  command.launch = read_launch(asked, reader, command.name);
  command.dnssec = read_dnssec(reader);
  command.ttls = read_ttl_settings(reader, "create");
  command.idn = read_idn_wish(reader, command.name);
  command.variants = read_variants_wanted(reader);
  command.links = read_links(reader);
  return reader.finish(std::move(command));
}

// RFC 3915 §4.2.5: an update that restores changes nothing else; <domain:chg/> stands there empty.
Mapped restore(Reader& reader, Index at) {
  for (const Index child : reader.tree().children(reader.payload()))
    if (const auto inside = reader.tree().children(child); inside.begin() != inside.end())
      reader.source().refuse(2306, child, "a restore changes nothing else");
  core::RestoreDomain command;
  command.name = reader.domain_name(reader.find(reader.payload(), "name"));
  auto source = reader.source();
  if (auto given = read_restore(source, at); given.report)
    command.report = std::move(given.report->reason);
  command.fee = read_offer(reader, "update");
  return reader.finish(std::move(command));
}

Mapped update(const Asked& asked) {
  Reader reader(asked);
  if (const Index at = reader.extension(Ns::rgp, "update"); at != kNoElement)
    return restore(reader, at);
  const Index add = reader.find(reader.payload(), "add");
  const Index rem = reader.find(reader.payload(), "rem");
  const Index chg = reader.find(reader.payload(), "chg");
  core::UpdateDomain command;
  command.name = reader.domain_name(reader.find(reader.payload(), "name"));
  auto added = read_name_servers(reader, add);
  auto removed = read_name_servers(reader, rem);
  command.hosts_added = std::move(added.objects);
  command.hosts_removed = std::move(removed.objects);
  command.host_attributes_added = std::move(added.attributes);
  command.host_attributes_removed = std::move(removed.attributes);
  command.contacts_added = contacts(reader, add);
  command.contacts_removed = contacts(reader, rem);
  command.statuses_added = reader.statuses(add);
  command.statuses_removed = reader.statuses(rem);
  if (reader.find(chg, "registrant") != kNoElement)
    command.registrant = reader.text(chg, "registrant");
  command.auth_info = reader.new_auth_info(chg);
  command.fee = read_offer(reader, "update");
  command.application = read_launch_application(asked, reader, "update");
  command.dnssec = read_dnssec_change(reader);
  command.ttls = read_ttl_settings(reader, "update");
  command.variants = read_variants_change(reader);
  command.links = read_links(reader);
  return reader.finish(std::move(command));
}

Mapped renew(const Asked& asked) {
  Reader reader(asked);
  core::RenewDomain command;
  command.name = reader.domain_name(reader.find(reader.payload(), "name"));
  // A date of the schema may carry an offset; the expiry date is a UTC date (§3.2.3).
  command.current_expiry_date = reader.text(reader.payload(), "curExpDate").substr(0, 10);
  command.period = period(reader);
  command.fee = read_offer(reader, "renew");
  return reader.finish(std::move(command));
}

Mapped transfer(const Asked& asked) {
  Reader reader(asked);
  const DomainName name = reader.domain_name(reader.find(reader.payload(), "name"));
  const auto auth_info = reader.auth_info(reader.payload());
  const auto step = transfer_step(asked);
  if (step) {
    core::TransferDomain command{.name = name, .step = *step, .auth_info = auth_info};
    command.period = period(reader);
    if (*step == core::TransferStep::request) {
      command.fee = read_offer(reader, "transfer");
      command.allocation_token = read_token(reader);
    }
    return reader.finish(std::move(command));
  }
  reader.refuse_unread_extensions();
  if (!reader.good()) return reader.take_problems();
  const auto found = core::info_transfer(asked.state, asked.caller, name, auth_info);
  if (!found) return problems_of(Ns::domain, name.text(), found.error());
  Reply reply(write_transfer(*found));
  if (const auto price = core::find_transfer_price(asked.state, asked.caller, name))
    reply.extensions.push_back(write_transfer_price(*price));
  return reply;
}

Mapped remove(const Asked& asked) {
  Reader reader(asked);
  core::DeleteDomain command;
  command.name = reader.domain_name(reader.find(reader.payload(), "name"));
  command.application = read_launch_application(asked, reader, "delete");
  return reader.finish(std::move(command));
}

}  // namespace

Mapped map_domain(const Asked& asked) {
  switch (asked.frame.verb) {
    case Verb::check: return check(asked);
    case Verb::info: return info(asked);
    case Verb::create: return create(asked);
    case Verb::update: return update(asked);
    case Verb::renew: return renew(asked);
    case Verb::remove: return remove(asked);
    case Verb::transfer: return transfer(asked);
    case Verb::none:
    case Verb::hello:
    case Verb::login:
    case Verb::logout:
    case Verb::poll: break;
  }
  CHECK(false, "not a verb of the domain mapping");
}

}  // namespace stele::epp
