#include "projections/rdds/view.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <map>
#include <utility>

#include "engine/base/letters.h"
#include "engine/core/checks.h"
#include "engine/core/domain/life.h"
#include "engine/core/launch/launch_rules.h"
#include "engine/core/name/labels.h"
#include "engine/core/query/describe.h"
#include "engine/idn/name.h"
#include "projections/rdds/contacts.h"

namespace stele::rdds {

namespace {

using ZonePointer = std::shared_ptr<const core::Zone>;

constexpr std::array kRoles = {RddsRole::registrant, RddsRole::admin, RddsRole::tech,
                               RddsRole::billing};

bool has_scope(const Viewer& viewer, const core::Zone& zone) {
  return viewer.zones.empty() || std::ranges::binary_search(viewer.zones, zone.number);
}

// Whether the viewer sees all of what this registrar sponsors in this zone.
bool sees_all(const Viewer& viewer, ObjectNumber sponsor, const core::Zone& zone) {
  switch (viewer.kind) {
    case Viewer::Kind::anyone: return false;
    case Viewer::Kind::registrar: return viewer.number == sponsor;
    case Viewer::Kind::staff: return true;
    case Viewer::Kind::authority: return has_scope(viewer, zone);
  }
  std::unreachable();
}

bool is_in(RddsRole role, ContactRole of) {
  switch (of) {
    case ContactRole::admin: return role == RddsRole::admin;
    case ContactRole::tech: return role == RddsRole::tech;
    case ContactRole::billing: return role == RddsRole::billing;
  }
  std::unreachable();
}

std::vector<ObjectNumber> contacts_of(const core::Domain& domain, RddsRole role) {
  if (role == RddsRole::registrant)
    return domain.registrant ? std::vector{domain.registrant} : std::vector<ObjectNumber>();
  std::vector<ObjectNumber> out;
  for (const DomainContact& contact : domain.contacts)
    if (is_in(role, contact.role)) out.push_back(contact.contact);
  return out;
}

std::vector<ContactView> contacts(const core::State& state, const Viewer& viewer,
                                  const core::Domain& domain, const ZonePointer& zone) {
  std::vector<ContactView> out;
  // What a zone no longer holds is not shown either.
  if (zone->policy.contact_model == ContactModel::minimal) return out;
  // Most names have one contact in several roles: it is looked up and unsealed once.
  struct Read {
    core::Contact contact;
    Held held;
  };
  std::map<ObjectNumber, std::optional<Read>> seen;
  const auto read = [&](ObjectNumber number) -> const std::optional<Read>& {
    const auto [at, is_new] = seen.try_emplace(number);
    if (is_new)
      if (auto contact = state.find_contact(number)) {
        Held held = hold(state, *contact);
        at->second = Read{std::move(*contact), std::move(held)};
      }
    return at->second;
  };
  for (const RddsRole role : kRoles) {
    const bool told = tells_of(zone->policy.disclosure, role);
    if (!told && viewer.kind == Viewer::Kind::anyone) continue;
    for (const ObjectNumber number : contacts_of(domain, role)) {
      const auto& known = read(number);
      if (!known) continue;
      const bool complete = sees_all(viewer, known->contact.made.sponsor, *zone);
      if (!told && !complete) continue;
      ContactView& view = out.emplace_back(
          show_contact(state, known->contact, known->held, {&zone, 1}, {&role, 1}, complete));
      view.roles = {role};
    }
  }
  return out;
}

// The registrar of a domain or host: without its address, which nobody asked for.
RegistrarView describe_registrar(const core::Registrar& registrar) {
  return {.number = registrar.number,
          .id = registrar.id,
          .name = registrar.name,
          .iana_id = registrar.directory.iana_id,
          .url = registrar.url,
          .whois_server = registrar.directory.whois_server,
          .rdap_url = registrar.directory.rdap_url,
          .abuse_email = registrar.directory.abuse_email,
          .abuse_phone = registrar.directory.abuse_phone,
          .enabled = registrar.enabled,
          .created_at = registrar.created_at,
          .updated_at = registrar.updated_at,
          .contact = {}};
}

// `linked`: whether a domain uses it, where that is known.
HostView describe_host(const core::State& state, const core::Host& host, bool linked) {
  return {.number = host.number,
          .name = host.name.text(),
          .unicode_name = core::unicode_name(host.name.name()),
          .addresses = host.addresses,
          .roid = core::roid_of(state, ObjectKind::host, host.number, host.repository),
          .statuses = core::complete_statuses(host.statuses, linked),
          .sponsor = {},
          .created_at = host.made.created_at,
          .updated_at = host.made.updated_at,
          .transferred_at = host.made.transferred_at};
}

void add_hosts(const core::State& state, const core::Domain& domain, DomainView& out) {
  for (const ObjectNumber number : domain.hosts)
    if (const auto host = state.find_host(number)) out.hosts.push_back(describe_host(state, *host, true));
  for (const HostAttribute& host : domain.host_attributes)
    out.hosts.push_back({.number = {},
                         .name = host.name.text(),
                         .unicode_name = core::unicode_name(host.name.name()),
                         .addresses = host.addresses,
                         .roid = {},
                         .statuses = {},
                         .sponsor = {},
                         .created_at = {},
                         .updated_at = {},
                         .transferred_at = {}});
  std::ranges::sort(out.hosts, {}, &HostView::name);
}

void add_subordinate_hosts(const core::State& state, const core::Domain& domain, DomainView& out) {
  state.for_each_host_below(domain.number, [&](ObjectNumber number) {
    if (const auto host = state.find_host(number))
      out.subordinate_hosts.push_back(host->name.text());
    return true;
  });
  std::ranges::sort(out.subordinate_hosts);
}

// What a reseller is called is public, as far as it is readable; where it is, is not.
std::string reseller_name(const core::State& state, const core::Organisation& reseller) {
  if (reseller.erased || reseller.data.sealed.empty()) return reseller.id;
  const auto data = state.unseal(reseller.number, reseller.data);
  if (!data || !*data) return reseller.id;
  const ContactData& known = **data;
  if (known.international) return known.international->name;
  return known.localized ? known.localized->name : reseller.id;
}

std::vector<ResellerView> resellers(const core::State& state, ObjectNumber domain) {
  std::vector<ResellerView> out;
  for (const OrganisationLink& link : state.organisations_of(domain)) {
    if (link.role != OrganisationRole::reseller) continue;
    if (const auto found = state.find_organisation(link.organisation))
      out.push_back({found->id, reseller_name(state, *found), found->url});
  }
  return out;
}

// The referral for a name or what lies below it.
std::optional<Referral> find_referral(const core::Zone& zone, const DomainName& name) {
  for (const Referral& referral : zone.policy.disclosure.referrals) {
    const DomainName at = DomainName::trusted(referral.name);
    if (name == at || name.is_below(at)) return referral;
  }
  return std::nullopt;
}

// The last labels of a name, as many as a registration in the zone has.
std::string registrable_part(const DomainName& name, const core::Zone& zone) {
  std::string_view text = name.text();
  while (DomainName::trusted(std::string(text)).parent() != zone.name.text())
    text.remove_prefix(text.find('.') + 1);
  return std::string(text);
}

// Why a name that is no registration is none, and who could make it one.
void explain(const core::State& state, const DomainName& name, DomainReply& reply) {
  const core::Zone& zone = *reply.zone;
  if (const auto listed = state.find_listed_name(zone.number, core::index_label(state, zone, name))) {
    if (listed->listed_as == ListedAs::reserved) reply.why = NoDomain::reserved;
    if (listed->listed_as == ListedAs::blocked) reply.why = NoDomain::blocked;
    if (listed->listed_as != ListedAs::premium) return;
  }
  core::Problems problems;
  const auto registrable = core::require_registrable(state, name, problems);
  if (registrable) core::require_label(state, zone, name, std::nullopt, problems);
  if (problems.any()) {
    reply.why = NoDomain::not_allowed;
    reply.reason = problems.decisive();
    return;
  }
  const bool open = zone.policy.launch.empty() ||
                    core::find_phase(zone.policy, state.now(), LaunchKind::open, {}) != nullptr;
  reply.why = open ? NoDomain::available : NoDomain::not_open;
}

std::vector<ZonePointer> zones_of(const core::State& state, RepositoryId repository) {
  std::vector<ZonePointer> out;
  state.for_each_zone([&](ObjectNumber number) {
    if (auto zone = state.find_zone(number); zone && zone->repository == repository)
      out.push_back(std::move(zone));
    return true;
  });
  return out;
}

// Whether the contact stands in a domain that the authority's token reaches. Looked for in so many
// domains at most: a contact of very many is looked up through one of them.
bool is_reached(const core::State& state, const Viewer& viewer, ObjectNumber contact) {
  if (viewer.zones.empty()) return true;
  constexpr int kMostLooked = 1000;
  int looked = 0;
  bool found = false;
  state.for_each_domain_using(contact, [&](ObjectNumber number) {
    const auto domain = state.find_domain(number);
    found = domain && std::ranges::binary_search(viewer.zones, domain->zone);
    return !found && ++looked < kMostLooked;
  });
  return found;
}

std::optional<core::Contact> find_any_contact(const core::State& state, std::string_view query) {
  if (const auto number = state.find_contact_number(RepositoryId{1}, query))
    return state.find_contact(*number);
  const auto roid = parse_roid(query);
  if (!roid || roid->kind != ObjectKind::contact) return std::nullopt;
  auto contact = state.find_contact(roid->number);
  if (!contact) return std::nullopt;
  const std::string told =
      core::roid_of(state, ObjectKind::contact, contact->number, contact->repository);
  return equal_ignoring_case(told, query) ? std::move(contact) : std::nullopt;
}

std::optional<std::uint32_t> as_iana_id(std::string_view text) {
  std::uint32_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size() || id == 0) return std::nullopt;
  return id;
}

}  // namespace

Moment moment(const core::State& state) {
  return {state.position(), state.time(), state.now()};
}

std::string_view to_text(NoDomain why) {
  switch (why) {
    case NoDomain::not_a_name: return "not_a_name";
    case NoDomain::not_here: return "not_here";
    case NoDomain::zone_itself: return "zone_itself";
    case NoDomain::too_deep: return "too_deep";
    case NoDomain::referred: return "referred";
    case NoDomain::available: return "available";
    case NoDomain::reserved: return "reserved";
    case NoDomain::blocked: return "blocked";
    case NoDomain::not_allowed: return "not_allowed";
    case NoDomain::not_open: return "not_open";
  }
  std::unreachable();
}

Instant same_until(const DomainView& view) {
  Instant until{std::numeric_limits<std::int64_t>::max()};
  for (const core::RgpPeriod& period : view.rgp) until = std::min(until, period.ends_at);
  return until;
}

DomainView view_domain(const core::State& state, const Viewer& viewer, const core::Domain& domain) {
  DomainView out;
  out.zone = state.find_zone(domain.zone);
  out.number = domain.number;
  out.name = out.asked = domain.name;
  out.unicode_name = core::unicode_name(domain.name);
  for (const DomainName& variant : domain.variants)
    out.variants.push_back({variant, core::unicode_name(variant)});
  if (domain.idn_table)
    if (const auto table = state.find_idn_table(domain.idn_table)) out.idn_table = table->id;
  out.roid = core::roid_of(state, ObjectKind::domain, domain.number, domain.repository);
  if (const auto sponsor = state.find_registrar(domain.made.sponsor))
    out.sponsor = describe_registrar(*sponsor);
  out.statuses = core::complete_statuses(domain);
  out.rgp = core::rgp_periods(domain, state.now());
  add_hosts(state, domain, out);
  if (viewer.kind == Viewer::Kind::staff ||
      (viewer.kind == Viewer::Kind::registrar && viewer.number == domain.made.sponsor))
    add_subordinate_hosts(state, domain, out);
  out.ds = domain.ds;
  out.keys = domain.keys;
  out.max_sig_life = domain.max_sig_life;
  out.created_at = domain.made.created_at;
  out.updated_at = domain.made.updated_at;
  out.transferred_at = domain.made.transferred_at;
  out.expires_at = domain.expires_at;
  out.deleted_at = domain.deleted_at;
  out.never_expires = domain.never_expires;
  out.resellers = resellers(state, domain.number);
  if (out.zone) {
    out.contacts = contacts(state, viewer, domain, out.zone);
    out.referral = find_referral(*out.zone, domain.name);
  }
  return out;
}

DomainReply find_domain(const core::State& state, const Viewer& viewer, std::string_view query) {
  DomainReply reply;
  const auto name = idn::parse_name(query);
  if (!name) return reply;
  reply.name = name->text();
  reply.unicode_name = core::unicode_name(*name);
  reply.zone = state.zone_of(*name);
  reply.why = NoDomain::not_here;
  if (!reply.zone) return reply;
  reply.why = NoDomain::zone_itself;
  if (*name == reply.zone->name) return reply;

  reply.referral = find_referral(*reply.zone, *name);
  if (name->parent() != reply.zone->name.text()) {
    reply.below = registrable_part(*name, *reply.zone);
    reply.why = reply.referral ? NoDomain::referred : NoDomain::too_deep;
    return reply;
  }
  const std::string label = core::index_label(state, *reply.zone, *name);
  const auto number = state.find_domain_number(*reply.zone, label);
  if (const auto domain = number ? state.find_domain(*number) : std::nullopt) {
    reply.domain = view_domain(state, viewer, *domain);
    reply.domain->asked = *name;
    return reply;
  }
  reply.why = NoDomain::referred;
  if (!reply.referral) explain(state, *name, reply);
  return reply;
}

HostView view_host(const core::State& state, const Viewer&, const core::Host& host) {
  HostView out = describe_host(state, host, state.is_linked(host.number));
  if (const auto sponsor = state.find_registrar(host.made.sponsor))
    out.sponsor = describe_registrar(*sponsor);
  return out;
}

std::optional<HostView> find_host(const core::State& state, const Viewer& viewer,
                                  std::string_view query) {
  const auto in_ascii = idn::parse_name(query);
  if (!query.empty() && query.back() == '.') query.remove_suffix(1);
  const auto name = HostName::parse(in_ascii ? std::string_view(in_ascii->text()) : query);
  if (!name) return std::nullopt;
  // A name in none of our zones is an external host; those of the default repository are public.
  const auto zone = state.zone_of(name->name());
  const auto number = state.find_host_number(zone ? zone->repository : RepositoryId{1}, *name);
  const auto host = number ? state.find_host(*number) : std::nullopt;
  if (!host) return std::nullopt;
  return view_host(state, viewer, *host);
}

std::vector<HostView> find_hosts(const core::State& state, const Viewer& viewer,
                                 const IpAddress& address, std::size_t most) {
  std::vector<HostView> out;
  if (most == 0) return out;
  state.for_each_host_at(address, [&](ObjectNumber number) {
    if (const auto host = state.find_host(number)) out.push_back(view_host(state, viewer, *host));
    return out.size() < most;
  });
  return out;
}

RegistrarView view_registrar(const core::State& state, const Viewer& viewer,
                             const core::Registrar& registrar) {
  RegistrarView out = describe_registrar(registrar);
  const bool complete =
      viewer.kind == Viewer::Kind::staff ||
      (viewer.kind == Viewer::Kind::registrar && viewer.number == registrar.number);
  out.contact = show_registrar_contact(state, registrar, complete);
  return out;
}

std::optional<RegistrarView> find_registrar(const core::State& state, const Viewer& viewer,
                                            std::string_view query) {
  auto found = state.find_registrar(query);
  const auto iana_id = as_iana_id(query);
  if (!found)
    state.for_each_registrar([&](ObjectNumber number) {
      auto candidate = state.find_registrar(number);
      if (candidate && ((iana_id && candidate->directory.iana_id == *iana_id) ||
                        equal_ignoring_case(candidate->id, query) ||
                        equal_ignoring_case(candidate->name, query)))
        found = std::move(candidate);
      return found == nullptr;
    });
  if (!found) return std::nullopt;
  return view_registrar(state, viewer, *found);
}

std::optional<ContactView> view_contact(const core::State& state, const Viewer& viewer,
                                        const core::Contact& contact) {
  bool complete = false;
  switch (viewer.kind) {
    case Viewer::Kind::anyone: break;
    case Viewer::Kind::registrar: complete = viewer.number == contact.made.sponsor; break;
    case Viewer::Kind::staff: complete = true; break;
    case Viewer::Kind::authority: complete = is_reached(state, viewer, contact.number); break;
  }
  const auto zones = zones_of(state, contact.repository);
  if (zones.empty() && !complete) return std::nullopt;
  ContactView view = show_contact(state, contact, hold(state, contact), zones, kRoles, complete);
  if (!complete && !shows_anything(view)) return std::nullopt;
  return view;
}

std::optional<ContactView> find_contact(const core::State& state, const Viewer& viewer,
                                        std::string_view query) {
  const auto contact = find_any_contact(state, query);
  return contact ? view_contact(state, viewer, *contact) : std::nullopt;
}

bool may_search(const core::Zone& zone, const Viewer& viewer, DirectorySearch search) {
  if (viewer.kind == Viewer::Kind::staff) return true;
  if (viewer.kind == Viewer::Kind::authority && has_scope(viewer, zone)) return true;
  return std::ranges::binary_search(zone.policy.disclosure.searches, search);
}

}  // namespace stele::rdds
