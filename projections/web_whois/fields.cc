#include "projections/web_whois/fields.h"

#include "engine/core/name/labels.h"
#include "projections/web_whois/page.h"

namespace stele::web_whois {

namespace {

std::string_view heading_of(RddsRole role) {
  switch (role) {
    case RddsRole::registrant: return "Registrant";
    case RddsRole::admin: return "Administrative contact";
    case RddsRole::tech: return "Technical contact";
    case RddsRole::billing: return "Billing contact";
  }
  return {};
}

// As in WHOIS and RDAP: why it is withheld, nobody can tell.
std::string_view word_of(rdds::Withheld why) {
  switch (why) {
    case rdds::Withheld::unreadable: return "not readable at the moment";
    case rdds::Withheld::no_consent:
    case rdds::Withheld::erased:
    case rdds::Withheld::no:
    case rdds::Withheld::not_held:
    case rdds::Withheld::policy: return "withheld";
  }
  return {};
}

class List {
 public:
  List() { out_ = "<dl>\n"; }

  // Several values of one term follow it; none, no term.
  void term(std::string_view label) { label_ = label; }
  void value(const std::string& html) {
    if (!label_.empty()) out_ += "<dt>" + std::string(label_) + "</dt>\n";
    label_ = {};
    out_ += "<dd dir=\"auto\">" + html + "</dd>\n";
  }
  void field(std::string_view label, std::string_view text) {
    if (text.empty()) return;
    term(label);
    value(escape_html(text));
  }
  void date(std::string_view label, Instant at) {
    if (at == Instant{}) return;
    term(label);
    value(time_element(at));
  }
  void link(std::string_view label, std::string_view url) {
    if (url.empty()) return;
    term(label);
    // Nothing but the web's own schemes becomes a link.
    if (!url.starts_with("https://") && !url.starts_with("http://")) return value(escape_html(url));
    value("<a rel=\"nofollow noopener\" href=\"" + escape_html(url) + "\">" + escape_html(url) + "</a>");
  }
  void shown(std::string_view label, const rdds::Shown<std::string>& field_value) {
    if (field_value.shown()) field(label, field_value.value);
    else if (field_value.redacted()) withheld(label, field_value.why);
  }
  void shown(std::string_view label, const rdds::Shown<Phone>& phone) {
    if (phone.redacted()) return withheld(label, phone.why);
    const auto& value = phone.value;
    field(label, value.extension.empty() ? value.number : value.number + " ext. " + value.extension);
  }
  void withheld(std::string_view label, rdds::Withheld why) {
    term(label);
    value("<span class=\"withheld\">" + std::string(word_of(why)) + "</span>");
  }
  void statuses(const std::vector<Status>& list, const std::vector<core::RgpPeriod>& rgp) {
    term("Status");
    for (const Status each : list) value(escape_html(stele::to_text(each)));
    for (const core::RgpPeriod& each : rgp) value(escape_html(each.word));
  }
  std::string finish() { return std::move(out_) + "</dl>\n"; }

 private:
  std::string out_;
  std::string_view label_;
};

void write_postal(List& list, const rdds::PostalView& postal) {
  list.shown("Name", postal.name);
  list.shown("Organization", postal.organisation);
  if (postal.street.redacted()) list.withheld("Street", postal.street.why);
  list.term("Street");
  for (const std::string& line : postal.street.value) list.value(escape_html(line));
  list.shown("City", postal.city);
  list.shown("State or province", postal.state);
  list.shown("Postal code", postal.postal_code);
  list.shown("Country", postal.country);
}

std::string contact_fields(const rdds::ContactView& view) {
  List list;
  list.shown("Identifier", view.roid);
  write_postal(list, view.postal);
  if (view.localized) write_postal(list, *view.localized);
  list.shown("Phone", view.voice);
  list.shown("Fax", view.fax);
  list.shown("E-mail", view.email);
  return list.finish();
}

void write_registrar(List& list, const rdds::RegistrarView& view) {
  list.field("Name", view.name);
  if (view.iana_id != 0) list.field("IANA ID", std::to_string(view.iana_id));
  list.link("Website", view.url);
  list.field("Abuse e-mail", view.abuse_email);
  list.field("Abuse phone", view.abuse_phone);
}

std::string with_unicode(const std::string& ascii, const std::string& unicode) {
  return unicode.empty() || unicode == ascii ? escape_html(ascii) : isolated(unicode) + " " + escape_html(ascii);
}

std::string section(std::string_view heading, const std::string& fields) {
  return "<h3>" + std::string(heading) + "</h3>\n" + fields;
}

}  // namespace

std::string domain_fields(const rdds::DomainView& view) {
  List list;
  list.field("Domain name", view.name.text());
  if (view.unicode_name != view.name.text()) list.field("In Unicode", view.unicode_name);
  if (view.asked.text() != view.name.text()) {
    list.term("Asked for its variant");
    list.value(with_unicode(view.asked.text(), core::unicode_name(view.asked)));
  }
  list.term("Active variants");
  for (const rdds::VariantView& variant : view.variants)
    list.value(with_unicode(variant.name.text(), variant.unicode_name));
  list.field("Identifier", view.roid);
  list.statuses(view.statuses, view.rgp);
  list.date("Registered", view.created_at);
  list.date("Last changed", view.updated_at);
  list.date("Transferred", view.transferred_at);
  if (!view.never_expires) list.date("Expires", view.expires_at);
  list.term("Name servers");
  for (const rdds::HostView& host : view.hosts) list.value(with_unicode(host.name, host.unicode_name));
  list.field("DNSSEC", view.ds.empty() && view.keys.empty() ? "unsigned" : "signed delegation");
  list.term("DS records");
  for (const DsRecord& ds : view.ds) list.value(escape_html(stele::to_text(ds)));
  std::string out = list.finish();
  list = List();
  write_registrar(list, view.sponsor);
  for (const rdds::ResellerView& reseller : view.resellers) list.field("Reseller", reseller.name);
  if (view.referral) {
    list.field("Its own WHOIS", view.referral->whois);
    list.link("Its own RDAP", view.referral->rdap);
  }
  out += section("Registrar", list.finish());
  for (const rdds::ContactView& contact : view.contacts)
    out += section(contact.roles.empty() ? "Contact" : heading_of(contact.roles.front()), contact_fields(contact));
  return out;
}

std::string host_fields(const rdds::HostView& view) {
  List list;
  list.term("Name server");
  list.value(with_unicode(view.name, view.unicode_name));
  list.field("Identifier", view.roid);
  list.term("Addresses");
  for (const IpAddress& address : view.addresses) list.value(escape_html(stele::to_text(address)));
  list.statuses(view.statuses, {});
  list.date("Registered", view.created_at);
  list.date("Last changed", view.updated_at);
  std::string out = list.finish();
  if (!view.sponsor) return out;
  list = List();
  write_registrar(list, *view.sponsor);
  return out + section("Registrar", list.finish());
}

std::string registrar_fields(const rdds::RegistrarView& view) {
  List list;
  write_registrar(list, view);
  list.field("Identifier", view.id);
  list.field("WHOIS server", view.whois_server);
  list.link("RDAP", view.rdap_url);
  list.field("State", view.enabled ? "active" : "not active");
  rdds::ContactView contact = view.contact;
  contact.roid = {};
  return list.finish() + section("Contact", contact_fields(contact));
}

}  // namespace stele::web_whois
