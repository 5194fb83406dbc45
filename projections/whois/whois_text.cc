#include "projections/whois/whois_text.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "engine/base/letters.h"
#include "engine/core/checks.h"
#include "engine/core/name/labels.h"
#include "engine/core/query.h"
#include "engine/idn/name.h"
#include "events/values/roid.h"

namespace stele::whois {

namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t from = text.find_first_not_of(kBlank);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlank) - from + 1);
}

// Free text of the registry (registrar names, notice): its control bytes are not for terminals.
std::string without_controls(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return out;
}

// The second word after a keyword of the query, when the first is that keyword.
std::optional<std::string_view> after(std::string_view query, std::string_view keyword) {
  if (query.size() <= keyword.size() || query[keyword.size()] != ' ') return std::nullopt;
  if (!equal_ignoring_case(query.substr(0, keyword.size()), keyword)) return std::nullopt;
  return trim(query.substr(keyword.size()));
}

std::string_view without_final_dot(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

std::string date_text(Instant t) { return t == Instant{} ? std::string() : to_text(t); }

class Answer {
 public:
  explicit Answer(const core::State& state) : state_(state) {}

  void line(std::string_view text) {
    out_ += text;
    out_ += "\r\n";
  }
  void field(std::string_view label, std::string_view value) {
    out_ += label;
    out_ += ": ";
    out_ += without_controls(value);
    out_ += "\r\n";
  }

  bool domain(std::string_view text) {
    const auto name = idn::parse_name(text);
    if (!name) return false;
    const auto zone = state_.zone_of(*name);
    if (!zone) return false;
    const core::Caller caller{.actor = {}, .repository = zone->repository};
    const auto info = core::info_domain(state_, caller, *name, std::nullopt);
    if (!info) return false;
    field("Domain Name", info->domain.name.text());
    if (info->domain.name.text().find("xn--") != std::string::npos)
      field("Internationalized Domain Name", core::unicode_name(info->domain.name));
    for (const DomainName& variant : info->domain.variants)
      field("Domain Variant", variant.text() + " " + core::unicode_name(variant));
    field("Registry Domain ID", info->roid);
    field("Registrar WHOIS Server", "");
    const auto registrar = state_.find_registrar(info->domain.made.sponsor);
    field("Registrar URL", registrar ? registrar->url : "");
    field("Updated Date", date_text(last_change(info->domain.made)));
    field("Creation Date", date_text(info->domain.made.created_at));
    field("Registry Expiry Date", date_text(info->domain.expires_at));
    field("Registrar", registrar ? registrar->name : "");
    field("Registrar IANA ID", "");
    field("Registrar Abuse Contact Email", "");
    field("Registrar Abuse Contact Phone", "");
    for (const core::NamedLink& link : info->organisations)
      if (link.role == OrganisationRole::reseller) field("Reseller", name_of(caller, link.id));
    statuses("Domain Status", info->statuses);
    for (const core::RgpPeriod& period : info->rgp) status("Domain Status", period.word);
    for (const std::string& host : info->hosts) field("Name Server", host);
    field("DNSSEC", info->domain.ds.empty() ? "unsigned" : "signedDelegation");
    for (const DsRecord& ds : info->domain.ds) field("DNSSEC DS Data", to_text(ds));
    return true;
  }

  bool host(std::string_view text) {
    const auto in_ascii = idn::parse_name(text);
    const auto name =
        HostName::parse(in_ascii ? std::string_view(in_ascii->text()) : without_final_dot(text));
    if (!name) return false;
    // A name in none of our zones is an external host; those of the default repository are public.
    const auto zone = state_.zone_of(name->name());
    const core::Caller caller{.actor = {},
                              .repository = zone ? zone->repository : RepositoryId(1)};
    const auto info = core::info_host(state_, caller, *name);
    if (!info) return false;
    field("Server Name", info->host.name.text());
    field("Registry Server ID", info->roid);
    for (const IpAddress& address : info->host.addresses) field("IP Address", to_text(address));
    const auto registrar = state_.find_registrar(info->host.made.sponsor);
    field("Registrar", registrar ? registrar->name : "");
    field("Registrar WHOIS Server", "");
    field("Registrar URL", registrar ? registrar->url : "");
    statuses("Server Status", info->statuses);
    return true;
  }

  bool registrar(std::string_view text) {
    auto found = state_.find_registrar(text);
    if (!found) {
      state_.for_each_registrar([&](ObjectNumber number) {
        auto candidate = state_.find_registrar(number);
        if (candidate && (equal_ignoring_case(candidate->id, text) ||
                          equal_ignoring_case(candidate->name, text)))
          found = std::move(candidate);
        return found == nullptr;
      });
    }
    if (!found) return false;
    field("Registrar", found->name);
    field("Registrar ID", found->id);
    field("Registrar URL", found->url);
    field("Registrar Status", found->enabled ? "ok" : "terminated");
    return true;
  }

  std::string finish() {
    line(">>> Last update of WHOIS database: " + to_text(state_.time()) + " <<<");
    const auto settings = state_.settings();
    std::string_view notice = settings->whois_notice;
    if (!trim(notice).empty()) line("");
    while (!trim(notice).empty()) {
      const std::size_t end = std::min(notice.find('\n'), notice.size());
      line(without_controls(trim(notice.substr(0, end))));
      notice.remove_prefix(std::min(end + 1, notice.size()));
    }
    return std::move(out_);
  }

 private:
  static Instant last_change(const core::Provenance& made) {
    return made.updated_at == Instant{} ? made.created_at : made.updated_at;
  }

  // What a reseller is called; its identifier where nothing is known of it.
  std::string name_of(const core::Caller& caller, const std::string& id) const {
    const auto info = core::info_organisation(state_, caller, id);
    if (!info || !info->data) return id;
    const ContactData& data = *info->data;
    if (data.international) return data.international->name;
    return data.localized ? data.localized->name : id;
  }

  void statuses(std::string_view label, const std::vector<Status>& list) {
    for (const Status each : list) status(label, to_text(each));
  }
  void status(std::string_view label, std::string_view word) {
    field(label, std::string(word) + " https://icann.org/epp#" + std::string(word));
  }

  const core::State& state_;
  std::string out_;
};

}  // namespace

std::string answer(const core::State& state, std::string_view query) {
  Answer out(state);
  query = trim(query);
  if (query.empty() || query.size() > kMaxQuery || !core::count_characters(query)) {
    out.line("Invalid query: a name, or \"domain NAME\", \"nameserver NAME\", \"registrar ID\".");
    return out.finish();
  }
  bool found = false;
  std::string_view subject = query;
  if (const auto name = after(query, "domain")) {
    subject = *name;
    found = out.domain(subject);
  } else if (const auto host = after(query, "nameserver")) {
    subject = *host;
    found = out.host(subject);
  } else if (const auto registrar = after(query, "registrar")) {
    subject = *registrar;
    found = out.registrar(subject);
  } else {
    found = out.domain(subject) || out.host(subject);
  }
  if (!found) out.line("No match for \"" + std::string(subject) + "\".");
  return out.finish();
}

}  // namespace stele::whois
