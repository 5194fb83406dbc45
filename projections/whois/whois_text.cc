#include "projections/whois/whois_text.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "engine/base/letters.h"
#include "engine/core/checks.h"
#include "projections/whois/layout.h"

namespace stele::whois {

namespace {

using rdds::NoDomain;

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t from = text.find_first_not_of(kBlank);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlank) - from + 1);
}

// What follows a keyword of the query, when its first word is that keyword.
std::optional<std::string_view> after(std::string_view query, std::string_view keyword) {
  if (query.size() <= keyword.size() || query[keyword.size()] != ' ') return std::nullopt;
  if (!equal_ignoring_case(query.substr(0, keyword.size()), keyword)) return std::nullopt;
  return trim(query.substr(keyword.size()));
}

class Answer {
 public:
  Answer(const core::State& state, const rdds::Viewer& viewer)
      : state_(state), viewer_(viewer), moment_(rdds::moment(state)) {
    out_.reserve(4096);
  }

  void line(std::string_view text) {
    append_clean(out_, text);
    out_ += "\r\n";
  }
  void field(std::string_view label, std::string_view value) {
    out_ += label;
    out_ += ": ";
    append_clean(out_, value);
    out_ += "\r\n";
  }

  // What there is no domain of is kept for explain().
  bool domain(std::string_view text) {
    reply_ = rdds::find_domain(state_, viewer_, text);
    if (!reply_->domain) return false;
    const core::Zone& zone = *reply_->domain->zone;
    write_domain(*reply_->domain, moment_, zone.policy.disclosure.layout, out_);
    return true;
  }

  bool host(std::string_view text) {
    if (const auto address = parse_ip_address(text)) return hosts_at(*address);
    const auto host = rdds::find_host(state_, viewer_, text);
    if (host) write(*host);
    return host.has_value();
  }

  bool registrar(std::string_view text) {
    const auto registrar = rdds::find_registrar(state_, viewer_, text);
    if (!registrar) return false;
    const rdds::ContactView& contact = registrar->contact;
    field("Registrar", registrar->name);
    field("Registrar ID", registrar->id);
    field("Registrar IANA ID", registrar->iana_id ? std::to_string(registrar->iana_id) : "");
    streets("Street", contact);
    field("City", text_of(contact.postal.city));
    field("State/Province", text_of(contact.postal.state));
    field("Postal Code", text_of(contact.postal.postal_code));
    field("Country", text_of(contact.postal.country));
    field("Phone Number", phone(contact.voice));
    field("Fax Number", phone(contact.fax));
    field("Email", text_of(contact.email));
    field("Registrar WHOIS Server", registrar->whois_server);
    field("Registrar RDAP Server", registrar->rdap_url);
    field("Registrar URL", registrar->url);
    field("Registrar Abuse Contact Email", registrar->abuse_email);
    field("Registrar Abuse Contact Phone", registrar->abuse_phone);
    field("Registrar Status", registrar->enabled ? "ok" : "terminated");
    return true;
  }

  bool contact(std::string_view text) {
    const auto contact = rdds::find_contact(state_, viewer_, text);
    if (!contact) return false;
    field("Contact ID", text_of(contact->id));
    field("Registry Contact ID", text_of(contact->roid));
    field("Name", text_of(contact->postal.name));
    field("Organization", text_of(contact->postal.organisation));
    streets("Street", *contact);
    field("City", text_of(contact->postal.city));
    field("State/Province", text_of(contact->postal.state));
    field("Postal Code", text_of(contact->postal.postal_code));
    field("Country", text_of(contact->postal.country));
    field("Phone", phone(contact->voice));
    field("Fax", phone(contact->fax));
    field("Email", text_of(contact->email));
    return true;
  }

  void nothing(std::string_view subject) {
    line("No match for \"" + std::string(subject) + "\".");
  }

  // Why there is no such domain, for who asked for one or for anything.
  void explain(std::string_view subject) {
    const std::string name = "The name \"" + std::string(subject) + "\" ";
    switch (reply_->why) {
      case NoDomain::not_a_name: return line(name + "cannot be a domain name.");
      case NoDomain::available: return nothing(subject);
      case NoDomain::not_here:
        nothing(subject);
        return line("It is in no zone of this registry.");
      case NoDomain::zone_itself: return line(name + "is a zone of this registry.");
      case NoDomain::too_deep:
        nothing(subject);
        return line("Names are registered directly below their zone, here as \"" + reply_->below +
                    "\".");
      case NoDomain::referred:
        line(name + "is another registry's.");
        if (!reply_->referral->whois.empty())
          field("Referral WHOIS Server", reply_->referral->whois);
        if (!reply_->referral->rdap.empty()) field("Referral RDAP Server", reply_->referral->rdap);
        return;
      case NoDomain::reserved:
        return line(name + "is reserved by the registry and cannot be registered.");
      case NoDomain::blocked: return line(name + "is blocked and cannot be registered.");
      case NoDomain::not_allowed:
        line(name + "cannot be registered.");
        if (reply_->reason) line(std::string(core::text_of(*reply_->reason)) + ".");
        return;
      case NoDomain::not_open:
        return line(name + "is not registered, and its zone is not open to everybody at the moment.");
    }
    std::unreachable();
  }

  // Where a layout has moments of its own, it is another text with every change of anything.
  std::optional<rdds::Lasting> lasting() const {
    if (!reply_ || !reply_->domain) return std::nullopt;
    const core::Zone& zone = *reply_->domain->zone;
    if (zone.policy.disclosure.layout.contains("database")) return std::nullopt;
    return rdds::Lasting{rdds::same_until(*reply_->domain), moment_at_};
  }

  std::string finish() {
    out_ += ">>> Last update of WHOIS database: ";
    moment_at_ = out_.size();
    out_ += moment_of(state_);
    line(" <<<");
    const auto settings = state_.settings();
    std::string_view notice = settings->whois_notice;
    if (!trim(notice).empty()) line("");
    while (!trim(notice).empty()) {
      const std::size_t end = std::min(notice.find('\n'), notice.size());
      line(trim(notice.substr(0, end)));
      notice.remove_prefix(std::min(end + 1, notice.size()));
    }
    return std::move(out_);
  }

 private:
  bool hosts_at(const IpAddress& address) {
    const auto hosts = rdds::find_hosts(state_, viewer_, address, kMostHosts + 1);
    for (std::size_t i = 0; i < std::min(hosts.size(), kMostHosts); ++i) {
      if (i > 0) line("");
      write(hosts[i]);
    }
    if (hosts.size() > kMostHosts)
      line("More than " + std::to_string(kMostHosts) + " name servers have this address.");
    return !hosts.empty();
  }

  void write(const rdds::HostView& host) {
    field("Server Name", host.name);
    if (host.unicode_name != host.name) field("Internationalized Server Name", host.unicode_name);
    field("Registry Server ID", host.roid);
    for (const IpAddress& address : host.addresses) field("IP Address", to_text(address));
    const rdds::RegistrarView registrar = host.sponsor.value_or(rdds::RegistrarView{});
    field("Registrar", registrar.name);
    field("Registrar WHOIS Server", registrar.whois_server);
    field("Registrar URL", registrar.url);
    for (const Status status : host.statuses) {
      const std::string word(to_text(status));
      field("Server Status", word + " https://icann.org/epp#" + word);
    }
  }

  void streets(std::string_view label, const rdds::ContactView& contact) {
    const auto& street = contact.postal.street;
    if (!street.shown()) return field(label, text_of(street.why));
    for (const std::string& each : street.value) field(label, each);
  }

  static std::string phone(const rdds::Shown<Phone>& field) {
    if (!field.shown()) return std::string(text_of(field.why));
    const Phone& phone = field.value;
    return phone.extension.empty() ? phone.number : phone.number + " ext. " + phone.extension;
  }

  const core::State& state_;
  const rdds::Viewer& viewer_;
  const rdds::Moment moment_;
  std::optional<rdds::DomainReply> reply_;
  std::string out_;
  std::size_t moment_at_ = 0;
};

}  // namespace

std::string moment_of(const core::State& state) { return to_text(state.time()); }

std::string answer(const core::State& state, const rdds::Viewer& viewer, std::string_view query,
                   std::optional<rdds::Lasting>& lasting) {
  Answer out(state, viewer);
  query = trim(query);
  if (query.empty() || query.size() > kMaxQuery || !core::count_characters(query)) {
    out.line("Invalid query: a name or an address, or \"domain NAME\", \"nameserver NAME\", "
             "\"registrar ID\", \"contact ID\".");
    return out.finish();
  }
  if (const auto name = after(query, "domain")) {
    if (!out.domain(*name)) out.explain(*name);
  } else if (const auto host = after(query, "nameserver")) {
    if (!out.host(*host)) out.nothing(*host);
  } else if (const auto registrar = after(query, "registrar")) {
    if (!out.registrar(*registrar)) out.nothing(*registrar);
  } else if (const auto contact = after(query, "contact")) {
    if (!out.contact(*contact)) out.nothing(*contact);
  } else if (!out.domain(query) && !out.host(query)) {
    out.explain(query);
  }
  std::string text = out.finish();
  lasting = out.lasting();
  return text;
}

std::string answer(const core::State& state, const rdds::Viewer& viewer, std::string_view query) {
  std::optional<rdds::Lasting> ignored;
  return answer(state, viewer, query, ignored);
}

std::string answer(const core::State& state, std::string_view query) {
  return answer(state, rdds::Viewer{}, query);
}

}  // namespace stele::whois
