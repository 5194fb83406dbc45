#include "projections/rdap/render.h"

#include <algorithm>

#include "projections/rdap/jcard.h"

namespace stele::rdap {

namespace {

constexpr std::string_view kType = "application/rdap+json";

// What must not be in a path segment as it is (RFC 3986 §3.3); names and handles are printable.
std::string segment(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
      continue;
    }
    out += '%';
    out += kDigits[octet >> 4];
    out += kDigits[octet & 15];
  }
  return out;
}

std::string_view role_word(RddsRole role) {
  switch (role) {
    case RddsRole::registrant: return "registrant";
    case RddsRole::admin: return "administrative";
    case RddsRole::tech: return "technical";
    case RddsRole::billing: return "billing";
  }
  return {};
}

std::string_view subject_of(RddsRole role) {
  switch (role) {
    case RddsRole::registrant: return "Registrant";
    case RddsRole::admin: return "Admin";
    case RddsRole::tech: return "Tech";
    case RddsRole::billing: return "Billing";
  }
  return {};
}

std::string with_slash(std::string_view url) {
  return url.ends_with('/') ? std::string(url) : std::string(url) + "/";
}

}  // namespace

bool is_gtld(const core::Zone& zone) {
  return zone.policy.disclosure.profile == DisclosureProfile::icann_2024;
}

bool has_gtld(const core::State& state) {
  bool found = false;
  state.for_each_zone([&](ObjectNumber number) {
    const auto zone = state.find_zone(number);
    found = zone && is_gtld(*zone);
    return !found;
  });
  return found;
}

std::string status_word(std::string_view epp) {
  if (epp == "ok") return "active";
  if (epp == "linked") return "associated";
  std::string out;
  for (const char c : epp) {
    if (c >= 'A' && c <= 'Z') {
      out += ' ';
      out += static_cast<char>(c - 'A' + 'a');
    } else {
      out += c;
    }
  }
  return out;
}

// --- parts ----------------------------------------------------------------------------------

void Renderer::conformance(bool gtld, std::initializer_list<std::string_view> extensions) {
  json_.begin_array("rdapConformance");
  json_.text("rdap_level_0");
  if (gtld) {
    json_.text("icann_rdap_response_profile_1");
    json_.text("icann_rdap_technical_implementation_guide_1");
  }
  for (const std::string_view each : extensions) json_.text(each);
  json_.end_array();
}

void Renderer::link(std::string_view rel, std::string_view href, std::string_view type,
                    std::string_view value) {
  json_.begin_object();
  json_.member("value", value.empty() ? std::string_view(request_.url) : value);
  json_.member("rel", rel);
  json_.member("href", href);
  if (!type.empty()) json_.member("type", type);
  json_.end_object();
}

void Renderer::notices(bool of_domain, bool gtld, bool truncated) {
  json_.begin_array("notices");
  const auto notice = [&](std::string_view title, std::initializer_list<std::string_view> lines,
                          std::string_view rel, std::string_view href) {
    json_.begin_object();
    json_.member("title", title);
    json_.begin_array("description");
    for (const std::string_view line : lines) json_.text(line);
    json_.end_array();
    if (!href.empty()) {
      json_.begin_array("links");
      link(rel, href, "text/html");
      json_.end_array();
    }
    json_.end_object();
  };
  const auto settings = request_.state.settings();
  const std::string_view words = settings->whois_notice;
  if (!words.empty() || !request_.site.terms.empty())
    notice("Terms of Service",
           {words.empty() ? std::string_view("By asking you accept the terms of service.") : words},
           "terms-of-service", request_.site.terms);
  if (of_domain)
    notice("Status Codes",
           {"For more information on domain status codes, please visit https://icann.org/epp"},
           "glossary", "https://icann.org/epp");
  if (of_domain && gtld)
    notice("RDDS Inaccuracy Complaint Form",
           {"URL of the ICANN RDDS Inaccuracy Complaint Form: https://icann.org/wicf"}, "help",
           "https://icann.org/wicf");
  if (truncated) {
    json_.begin_object();
    json_.member("title", "Search Policy");
    json_.member("type", "result set truncated due to excessive load");
    json_.begin_array("description");
    json_.text("There is more than one search may find: ask for something narrower.");
    json_.end_array();
    json_.end_object();
  }
  json_.end_array();
}

void Renderer::names(std::string_view ascii, std::string_view unicode) {
  json_.member("ldhName", ascii);
  if (!unicode.empty() && unicode != ascii) json_.member("unicodeName", unicode);
}

void Renderer::event(std::string_view action, Instant at) {
  if (at == Instant{}) return;
  json_.begin_object();
  json_.member("eventAction", action);
  json_.member("eventDate", to_text(at));
  json_.end_object();
}

void Renderer::events_of(Instant created, Instant updated, Instant transferred) {
  event("registration", created);
  event("last changed", updated);
  event("transfer", transferred);
  // What is asked is answered from the registry itself: ICANN's guide 3.7 wants the answer's moment.
  if (!topmost_) return;
  event("last update of RDAP database", request_.now);
  moment_at_ = json_.size() - to_text(request_.now).size() - std::string_view("\"}").size();
}

void Renderer::statuses(const std::vector<Status>& list, const std::vector<core::RgpPeriod>& rgp) {
  std::vector<std::string> words;
  for (const Status each : list) words.push_back(status_word(to_text(each)));
  for (const core::RgpPeriod& each : rgp) words.push_back(status_word(each.word));
  json_.begin_array("status");
  for (auto word = words.begin(); word != words.end(); ++word)
    if (std::find(words.begin(), word, *word) == word) json_.text(*word);
  json_.end_array();
}

void Renderer::addresses(const std::vector<IpAddress>& list) {
  if (list.empty()) return;
  json_.begin_object("ipAddresses");
  for (const IpVersion version : {IpVersion::v4, IpVersion::v6}) {
    const auto is_of = [version](const IpAddress& each) { return each.version == version; };
    if (std::none_of(list.begin(), list.end(), is_of)) continue;
    json_.begin_array(version == IpVersion::v4 ? "v4" : "v6");
    for (const IpAddress& each : list)
      if (is_of(each)) json_.text(to_text(each));
    json_.end_array();
  }
  json_.end_object();
}

void Renderer::self_links(Kind kind, std::string_view name) {
  json_.begin_array("links");
  link("self", request_.site.base + std::string(path_of(kind)) + "/" + segment(name), kType);
  json_.end_array();
}

// What only the topmost object has.
void Renderer::close_object(bool of_domain, bool gtld) {
  if (!topmost_) return;
  redacted();
  if (has_redactions()) conformance(gtld, {"redacted"});
  else conformance(gtld, {});
  notices(of_domain, gtld, false);
  json_.member("lang", "en");
}

// --- domains --------------------------------------------------------------------------------

void Renderer::secure_dns(const rdds::DomainView& view) {
  json_.begin_object("secureDNS");
  json_.key("delegationSigned");
  json_.boolean(!view.ds.empty() || !view.keys.empty());
  if (view.max_sig_life != 0) {
    json_.key("maxSigLife");
    json_.number(view.max_sig_life);
  }
  if (!view.ds.empty()) {
    json_.begin_array("dsData");
    for (const DsRecord& ds : view.ds) {
      json_.begin_object();
      json_.key("keyTag");
      json_.number(ds.key_tag);
      json_.key("algorithm");
      json_.number(ds.algorithm);
      json_.member("digest", ds.digest);
      json_.key("digestType");
      json_.number(ds.digest_type);
      json_.end_object();
    }
    json_.end_array();
  }
  if (!view.keys.empty()) {
    json_.begin_array("keyData");
    for (const DnsKey& key : view.keys) {
      json_.begin_object();
      json_.key("flags");
      json_.number(key.flags);
      json_.key("protocol");
      json_.number(key.protocol);
      json_.member("publicKey", key.public_key);
      json_.key("algorithm");
      json_.number(key.algorithm);
      json_.end_object();
    }
    json_.end_array();
  }
  json_.end_object();
}

void Renderer::delegation(const rdds::DomainView& view, bool gtld) {
  json_.begin_array("nameservers");
  for (const rdds::HostView& host : view.hosts) {
    json_.begin_object();
    json_.member("objectClassName", "nameserver");
    const bool is_object = host.number != ObjectNumber{};
    if (is_object && !host.roid.empty()) json_.member("handle", host.roid);
    names(host.name, host.unicode_name);
    addresses(host.addresses);
    if (is_object && !gtld && !host.statuses.empty()) statuses(host.statuses, {});
    if (is_object) self_links(Kind::nameserver, host.name);
    json_.end_object();
  }
  json_.end_array();
}

void Renderer::domain_links(const rdds::DomainView& view) {
  json_.begin_array("links");
  link("self", request_.site.base + "domain/" + segment(view.name.text()), kType);
  if (view.referral && !view.referral->rdap.empty())
    link("related", with_slash(view.referral->rdap) + "domain/" + segment(view.name.text()), kType);
  else if (!view.sponsor.rdap_url.empty())
    link("related", with_slash(view.sponsor.rdap_url) + "domain/" + segment(view.name.text()), kType);
  json_.end_array();
}

void Renderer::domain(const rdds::DomainView& view, FieldSet fields, std::string_view path) {
  const bool gtld = is_gtld(*view.zone);
  json_.begin_object();
  json_.member("objectClassName", "domain");
  json_.member("handle", view.roid);
  names(view.name.text(), view.unicode_name);
  if (fields == FieldSet::id) {
    domain_links(view);
    return json_.end_object();
  }
  if (!view.variants.empty()) {
    json_.begin_array("variants");
    json_.begin_object();
    json_.begin_array("relation");
    json_.text("registered");
    json_.text("conjoined");
    json_.end_array();
    if (!view.idn_table.empty()) json_.member("idnTable", view.idn_table);
    json_.begin_array("variantNames");
    for (const rdds::VariantView& variant : view.variants) {
      json_.begin_object();
      names(variant.name.text(), variant.unicode_name);
      json_.end_object();
    }
    json_.end_array();
    json_.end_object();
    json_.end_array();
  }
  statuses(view.statuses, view.rgp);
  json_.begin_array("events");
  if (!view.never_expires) event("expiration", view.expires_at);
  events_of(view.created_at, view.updated_at, view.transferred_at);
  json_.end_array();
  delegation(view, gtld);
  secure_dns(view);
  json_.begin_array("entities");
  registrar_in_object(view.sponsor, gtld);
  if (fields == FieldSet::full) {
    const bool has_form = view.sponsor.url.starts_with("https://");
    for (const rdds::ContactView& each : view.contacts)
      contact(each, gtld, path, has_form ? view.sponsor.url : std::string_view());
    for (const rdds::ResellerView& reseller : view.resellers) {
      json_.begin_object();
      json_.member("objectClassName", "entity");
      json_.member("handle", reseller.id);
      json_.begin_array("roles");
      json_.text("reseller");
      json_.end_array();
      write_plain_jcard(json_, reseller.name, {}, {}, reseller.url);
      json_.end_object();
    }
  }
  json_.end_array();
  domain_links(view);
  if (!request_.site.whois.empty()) json_.member("port43", request_.site.whois);
  close_object(true, gtld);
  json_.end_object();
}

// --- name servers ---------------------------------------------------------------------------

void Renderer::nameserver(const rdds::HostView& view, FieldSet fields, bool gtld) {
  json_.begin_object();
  json_.member("objectClassName", "nameserver");
  json_.member("handle", view.roid);
  names(view.name, view.unicode_name);
  if (fields != FieldSet::id) {
    addresses(view.addresses);
    statuses(view.statuses, {});
    json_.begin_array("events");
    events_of(view.created_at, view.updated_at, view.transferred_at);
    json_.end_array();
    if (view.sponsor) {
      json_.begin_array("entities");
      registrar_in_object(*view.sponsor, gtld);
      json_.end_array();
    }
  }
  self_links(Kind::nameserver, view.name);
  if (!request_.site.whois.empty() && fields != FieldSet::id)
    json_.member("port43", request_.site.whois);
  close_object(false, gtld);
  json_.end_object();
}

// --- entities -------------------------------------------------------------------------------

void Renderer::registrar_identity(const rdds::RegistrarView& view, bool gtld) {
  const bool accredited = view.iana_id != 0;
  json_.member("objectClassName", "entity");
  json_.member("handle", accredited ? std::to_string(view.iana_id) : gtld ? "not applicable" : view.id);
  json_.begin_array("roles");
  json_.text("registrar");
  json_.end_array();
  if (!accredited) return;
  json_.begin_array("publicIds");
  json_.begin_object();
  json_.member("type", "IANA Registrar ID");
  json_.member("identifier", std::to_string(view.iana_id));
  json_.end_object();
  json_.end_array();
}

void Renderer::abuse(const rdds::RegistrarView& view) {
  if (view.abuse_email.empty() && view.abuse_phone.empty()) return;
  json_.begin_array("entities");
  json_.begin_object();
  json_.member("objectClassName", "entity");
  json_.begin_array("roles");
  json_.text("abuse");
  json_.end_array();
  write_plain_jcard(json_, "Abuse contact of " + view.name, view.abuse_phone, view.abuse_email, {});
  json_.end_object();
  json_.end_array();
}

// Registrars that are no accredited ones are found by their id.
std::string registrar_handle(const rdds::RegistrarView& view) {
  return view.iana_id != 0 ? std::to_string(view.iana_id) : view.id;
}

void Renderer::registrar_in_object(const rdds::RegistrarView& view, bool gtld) {
  json_.begin_object();
  registrar_identity(view, gtld);
  write_plain_jcard(json_, view.name, {}, {}, view.url);
  abuse(view);
  json_.begin_array("links");
  link("self", request_.site.base + "entity/" + segment(registrar_handle(view)), kType);
  if (!view.url.empty()) link("about", view.url, "text/html", view.rdap_url);
  json_.end_array();
  json_.end_object();
}

void Renderer::registrar(const rdds::RegistrarView& view, FieldSet fields, bool gtld) {
  json_.begin_object();
  registrar_identity(view, gtld);
  if (fields != FieldSet::id) {
    // The company's name is the registrar's; its contact says where it sits.
    rdds::ContactView card = view.contact;
    card.postal.name = {view.name, rdds::Withheld::no};
    card.kind = ContactKind::organisation;
    write_jcard(json_, redactions_, card, {.path = "$", .subject = {}, .gtld = false, .contact_form = {}});
    json_.begin_array("status");
    json_.text(view.enabled ? "active" : "inactive");
    json_.end_array();
    json_.begin_array("events");
    events_of(view.created_at, view.updated_at, {});
    json_.end_array();
    abuse(view);
  }
  json_.begin_array("links");
  link("self", request_.site.base + "entity/" + segment(registrar_handle(view)), kType);
  if (!view.url.empty()) link("about", view.url, "text/html", view.rdap_url);
  json_.end_array();
  if (!request_.site.whois.empty() && fields != FieldSet::id)
    json_.member("port43", request_.site.whois);
  close_object(false, gtld);
  json_.end_object();
}

void Renderer::contact(const rdds::ContactView& view, bool gtld, std::string_view path,
                       std::string_view contact_form) {
  const bool alone = view.roles.empty();
  const RddsRole role = alone ? RddsRole::registrant : view.roles.front();
  const std::string subject = alone ? "Contact" : std::string(subject_of(role));
  const std::string at =
      alone ? std::string(path)
            : std::string(path) + ".entities[?(@.roles[0]=='" + std::string(role_word(role)) + "')]";
  json_.begin_object();
  json_.member("objectClassName", "entity");
  // Registrars' own identifiers need not be unique among repositories; ROIDs are.
  if (view.roid.shown()) json_.member("handle", view.roid.value);
  else if (view.roid.redacted())
    redactions_.add({{"Registry ", subject, " ID"}, gtld && (role == RddsRole::registrant || role == RddsRole::tech),
                     Redactions::Method::removal, {at, ".handle"}, {}, view.roid.why});
  if (!alone) {
    json_.begin_array("roles");
    for (const RddsRole each : view.roles) json_.text(role_word(each));
    json_.end_array();
  }
  write_jcard(json_, redactions_, view,
              {.path = at, .subject = subject, .gtld = gtld, .contact_form = contact_form});
  if (!view.statuses.empty()) statuses(view.statuses, {});
  if (topmost_ && alone) {
    json_.begin_array("events");
    events_of(view.created_at, view.updated_at, view.transferred_at);
    json_.end_array();
  }
  if (view.roid.shown()) self_links(Kind::entity, view.roid.value);
  if (alone) close_object(false, gtld);
  json_.end_object();
}

}  // namespace stele::rdap
