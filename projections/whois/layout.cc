#include "projections/whois/layout.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "projections/whois/whois_text.h"

namespace stele::whois {

namespace {

using core::LayoutField;
using core::LayoutList;
using core::WhoisLayout;

#define STELE_CONTACT_LINES(role, label)                \
  "{with " role "}\n"                                   \
  "Registry " label " ID: {contact.id}\n"               \
  label " Name: {contact.name}\n"                       \
  label " Organization: {contact.org}\n"                \
  "{each street}\n" label " Street: {contact.street}\n{end}\n" \
  label " City: {contact.city}\n"                       \
  label " State/Province: {contact.sp}\n"               \
  label " Postal Code: {contact.pc}\n"                  \
  label " Country: {contact.cc}\n"                      \
  label " Phone: {contact.voice}\n"                     \
  label " Phone Ext: {contact.voice_ext}\n"             \
  label " Fax: {contact.fax}\n"                         \
  label " Fax Ext: {contact.fax_ext}\n"                 \
  label " Email: {contact.email}\n"                     \
  "{end}\n"

constexpr std::string_view kIcann =
    "Domain Name: {name}\n"
    "{?}Internationalized Domain Name: {idn}\n"
    "{each variant}\nDomain Variant: {variant} {variant.unicode}\n{end}\n"
    "Registry Domain ID: {roid}\n"
    "Registrar WHOIS Server: {registrar.whois}\n"
    "Registrar URL: {registrar.url}\n"
    "Updated Date: {updated}\n"
    "Creation Date: {created}\n"
    "Registry Expiry Date: {expires}\n"
    "Registrar: {registrar}\n"
    "Registrar IANA ID: {registrar.iana}\n"
    "Registrar Abuse Contact Email: {abuse.email}\n"
    "Registrar Abuse Contact Phone: {abuse.phone}\n"
    "{each reseller}\nReseller: {reseller}\n{end}\n"
    "{each status}\nDomain Status: {status} {status.url}\n{end}\n"
    STELE_CONTACT_LINES("registrant", "Registrant")
    STELE_CONTACT_LINES("admin", "Admin")
    STELE_CONTACT_LINES("tech", "Tech")
    STELE_CONTACT_LINES("billing", "Billing")
    "{each host}\nName Server: {host}\n{end}\n"
    "DNSSEC: {dnssec}\n"
    "{each ds}\nDNSSEC DS Data: {ds}\n{end}\n"
    "{?}Referral WHOIS Server: {referral.whois}\n"
    "{?}Referral RDAP Server: {referral.rdap}\n"
    "{if icann}\n"
    "URL of the ICANN Whois Inaccuracy Complaint Form: https://icann.org/wicf/\n"
    "{end}\n";

#undef STELE_CONTACT_LINES

std::string date_text(Instant t) { return t == Instant{} ? std::string() : to_text(t); }

std::string with_blanks(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& each : list) out += (out.empty() ? "" : " ") + each;
  return out;
}

std::string addresses_of(const rdds::HostView& host) {
  std::vector<std::string> texts;
  for (const IpAddress& address : host.addresses) texts.push_back(to_text(address));
  return with_blanks(texts);
}

class Writer {
 public:
  Writer(const rdds::DomainView& domain, const rdds::Moment& moment, const WhoisLayout& layout,
         std::string& out)
      : domain_(domain), moment_(moment), nodes_(layout.nodes()), out_(out),
        limit_(out.size() + kMostText) {
    for (const Status status : domain.statuses) statuses_.push_back(to_text(status));
    for (const core::RgpPeriod& period : domain.rgp) statuses_.push_back(period.word);
  }

  void write() { run(0, nodes_.size()); }

 private:
  using Node = WhoisLayout::Node;

  void run(std::size_t at, std::size_t end) {
    while (at < end && out_.size() < limit_) {
      const Node& node = nodes_[at];
      switch (node.kind) {
        case Node::Kind::line:
        case Node::Kind::line_unless_empty: line(node); ++at; continue;
        case Node::Kind::each: each(node, at + 1); break;
        case Node::Kind::when:
          if (!value(node.field).empty()) run(at + 1, node.end);
          break;
        case Node::Kind::otherwise:
          if (value(node.field).empty()) run(at + 1, node.end);
          break;
      }
      at = node.end;
    }
  }

  void line(const Node& node) {
    const std::size_t begin = out_.size();
    bool anything = false;
    for (const WhoisLayout::Piece& piece : node.pieces) {
      out_ += piece.text;
      if (!piece.field) continue;
      const std::string_view text = value(*piece.field);
      anything = anything || !text.empty();
      append_clean(out_, text);
    }
    if (node.kind == Node::Kind::line_unless_empty && !anything)
      out_.resize(begin);
    else
      out_ += "\r\n";
  }

  // The block once for each item; `item` is where fields of the list look.
  template <class List, class Item>
  void repeat(const List& list, Item& item, const Node& node, std::size_t begin) {
    for (const auto& each : list) {
      if (out_.size() >= limit_) break;
      item = &each;
      run(begin, node.end);
    }
    item = nullptr;
  }

  void each(const Node& node, std::size_t begin) {
    switch (node.list) {
      case LayoutList::status: return repeat(statuses_, status_, node, begin);
      case LayoutList::host: return repeat(domain_.hosts, host_, node, begin);
      case LayoutList::ds: return repeat(domain_.ds, ds_, node, begin);
      case LayoutList::key: return repeat(domain_.keys, key_, node, begin);
      case LayoutList::variant: return repeat(domain_.variants, variant_, node, begin);
      case LayoutList::reseller: return repeat(domain_.resellers, reseller_, node, begin);
      case LayoutList::contact: return repeat(domain_.contacts, contact_, node, begin);
      case LayoutList::registrant: return with(RddsRole::registrant, node, begin);
      case LayoutList::admin: return with(RddsRole::admin, node, begin);
      case LayoutList::tech: return with(RddsRole::tech, node, begin);
      case LayoutList::billing: return with(RddsRole::billing, node, begin);
      case LayoutList::street: return streets(node, begin);
    }
    std::unreachable();
  }

  void with(RddsRole role, const Node& node, std::size_t begin) {
    const rdds::ContactView* const outer = contact_;
    for (const rdds::ContactView& contact : domain_.contacts) {
      if (out_.size() >= limit_) break;
      if (std::ranges::find(contact.roles, role) == contact.roles.end()) continue;
      contact_ = &contact;
      run(begin, node.end);
    }
    contact_ = outer;
  }

  // Once at least: that there is none, or that it is withheld, is said too.
  void streets(const Node& node, std::size_t begin) {
    const auto& street = contact_->postal.street;
    const std::vector<std::string> one = {std::string(text_of(street.why))};
    repeat(street.shown() ? street.value : one, street_, node, begin);
  }

  std::string_view kept(std::string text) {
    kept_ = std::move(text);
    return kept_;
  }

  std::string_view phone(const rdds::Shown<Phone>& field, std::string Phone::*part) {
    return field.shown() ? std::string_view(field.value.*part) : text_of(field.why);
  }

  // Valid until the next value.
  std::string_view value(LayoutField field) {
    const rdds::RegistrarView& registrar = domain_.sponsor;
    const auto referral = [&](std::string Referral::*part) {
      return domain_.referral ? std::string_view((*domain_.referral).*part) : std::string_view();
    };
    switch (field) {
      case LayoutField::name: return domain_.name.text();
      case LayoutField::unicode: return domain_.unicode_name;
      case LayoutField::idn:
        return domain_.unicode_name == domain_.name.text() ? std::string_view()
                                                           : domain_.unicode_name;
      case LayoutField::asked: return domain_.asked.text();
      case LayoutField::zone: return domain_.zone ? domain_.zone->name.text() : std::string_view();
      case LayoutField::roid: return domain_.roid;
      case LayoutField::idn_table: return domain_.idn_table;
      case LayoutField::created: return kept(date_text(domain_.created_at));
      case LayoutField::updated:
        return kept(date_text(domain_.updated_at.ms ? domain_.updated_at : domain_.created_at));
      case LayoutField::transferred: return kept(date_text(domain_.transferred_at));
      case LayoutField::expires: return kept(date_text(domain_.expires_at));
      case LayoutField::registrar: return registrar.name;
      case LayoutField::registrar_id: return registrar.id;
      case LayoutField::registrar_iana:
        return kept(registrar.iana_id ? std::to_string(registrar.iana_id) : std::string());
      case LayoutField::registrar_url: return registrar.url;
      case LayoutField::registrar_whois: return registrar.whois_server;
      case LayoutField::registrar_rdap: return registrar.rdap_url;
      case LayoutField::abuse_email: return registrar.abuse_email;
      case LayoutField::abuse_phone: return registrar.abuse_phone;
      case LayoutField::dnssec: return domain_.ds.empty() ? "unsigned" : "signedDelegation";
      case LayoutField::referral_whois: return referral(&Referral::whois);
      case LayoutField::referral_rdap: return referral(&Referral::rdap);
      case LayoutField::database: return kept(date_text(moment_.time));
      case LayoutField::icann:
        return domain_.zone &&
                       domain_.zone->policy.disclosure.profile == DisclosureProfile::icann_2024
                   ? "yes" : "";
      case LayoutField::status: return *status_;
      case LayoutField::status_url: return kept("https://icann.org/epp#" + std::string(*status_));
      case LayoutField::host: return host_->name;
      case LayoutField::host_unicode: return host_->unicode_name;
      case LayoutField::host_addresses: return kept(addresses_of(*host_));
      case LayoutField::ds: return kept(to_text(*ds_));
      case LayoutField::key: return kept(to_text(*key_));
      case LayoutField::variant: return variant_->name.text();
      case LayoutField::variant_unicode: return variant_->unicode_name;
      case LayoutField::reseller: return reseller_->name;
      case LayoutField::reseller_id: return reseller_->id;
      case LayoutField::contact_role:
        return contact_->roles.empty() ? std::string_view() : to_text(contact_->roles.front());
      case LayoutField::contact_id: return text_of(contact_->id);
      case LayoutField::contact_name: return text_of(contact_->postal.name);
      case LayoutField::contact_org: return text_of(contact_->postal.organisation);
      case LayoutField::contact_street: return street_text();
      case LayoutField::contact_city: return text_of(contact_->postal.city);
      case LayoutField::contact_sp: return text_of(contact_->postal.state);
      case LayoutField::contact_pc: return text_of(contact_->postal.postal_code);
      case LayoutField::contact_cc: return text_of(contact_->postal.country);
      case LayoutField::contact_voice: return phone(contact_->voice, &Phone::number);
      case LayoutField::contact_voice_ext: return phone(contact_->voice, &Phone::extension);
      case LayoutField::contact_fax: return phone(contact_->fax, &Phone::number);
      case LayoutField::contact_fax_ext: return phone(contact_->fax, &Phone::extension);
      case LayoutField::contact_email: return text_of(contact_->email);
    }
    std::unreachable();
  }

  // Within {each street} one line of it, else all.
  std::string_view street_text() {
    if (street_) return *street_;
    const auto& street = contact_->postal.street;
    return street.shown() ? kept(with_blanks(street.value)) : text_of(street.why);
  }

  const rdds::DomainView& domain_;
  const rdds::Moment& moment_;
  const std::vector<Node>& nodes_;
  std::string& out_;
  const std::size_t limit_;
  std::vector<std::string_view> statuses_;
  std::string kept_;
  // Where the blocks are; the layout was checked: a field of a list is asked for within it only.
  const std::string_view* status_ = nullptr;
  const rdds::HostView* host_ = nullptr;
  const DsRecord* ds_ = nullptr;
  const DnsKey* key_ = nullptr;
  const rdds::VariantView* variant_ = nullptr;
  const rdds::ResellerView* reseller_ = nullptr;
  const rdds::ContactView* contact_ = nullptr;
  const std::string* street_ = nullptr;
};

const WhoisLayout& parsed_icann() {
  static const WhoisLayout layout = [] {
    auto parsed = WhoisLayout::parse(kIcann);
    CHECK(parsed.has_value(), "ICANN's layout is one");
    return std::move(*parsed);
  }();
  return layout;
}

// The layouts a thread met last: a registry has few.
const WhoisLayout& parsed(std::string_view text) {
  if (text.empty()) return parsed_icann();
  constexpr std::size_t kKept = 8;
  thread_local std::vector<std::pair<std::string, WhoisLayout>> known;
  for (const auto& [of, layout] : known)
    if (of == text) return layout;
  auto layout = WhoisLayout::parse(text);
  if (!layout) return parsed_icann();
  if (known.size() == kKept) known.erase(known.begin());
  return known.emplace_back(std::string(text), std::move(*layout)).second;
}

}  // namespace

std::string_view icann_layout() { return kIcann; }

std::string_view text_of(rdds::Withheld why) {
  switch (why) {
    case rdds::Withheld::no:
    case rdds::Withheld::not_held: return {};
    case rdds::Withheld::policy:
    case rdds::Withheld::no_consent:
    case rdds::Withheld::erased: return kRedacted;
    case rdds::Withheld::unreadable: return "NOT AVAILABLE AT THE MOMENT";
  }
  std::unreachable();
}

std::string_view text_of(const rdds::Shown<std::string>& field) {
  return field.shown() ? std::string_view(field.value) : text_of(field.why);
}

// Free text of registrars and registrants: its control bytes are not for terminals.
void append_clean(std::string& out, std::string_view text) {
  const std::size_t begin = out.size();
  out += text;
  for (std::size_t i = begin; i < out.size(); ++i)
    if (static_cast<unsigned char>(out[i]) < 0x20 || out[i] == 0x7f) out[i] = ' ';
}

void write_domain(const rdds::DomainView& domain, const rdds::Moment& moment,
                  std::string_view layout, std::string& out) {
  Writer(domain, moment, parsed(layout), out).write();
}

}  // namespace stele::whois
