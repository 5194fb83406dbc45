#include "frontends/gateway/command_words.h"

#include <algorithm>

#include "engine/base/bytes.h"
#include "engine/idn/name.h"
#include "events/values/contact_model.h"

namespace stele::gateway {

using core::Field;
using core::Reason;

namespace {

bool is_secret(std::string_view key) {
  return key == "pw" || key == "password" || key == "token" || key == "secret";
}

}  // namespace

std::string shown(const Word& word) {
  if (word.key.empty()) return to_printable(word.value);
  return word.key + "=" + (is_secret(word.key) ? std::string("…") : to_printable(word.value));
}

void Words::wrong(const Word& word, std::string why) {
  problems_.push_back({word.position, shown(word), std::move(why), std::nullopt});
}

void Words::wrong_value(const Word& word, std::string_view value, std::string_view what,
                        Reason reason, Field field) {
  core::Rejection rejection{reason, field, to_printable(value)};
  problems_.push_back(
      {word.position, shown(word), "is not " + std::string(what), std::move(rejection)});
}

std::optional<std::string> as_text(std::string_view text) { return std::string(text); }

std::optional<bool> as_yes(std::string_view text) {
  if (text == "yes") return true;
  if (text == "no") return false;
  return std::nullopt;
}

std::optional<DomainName> as_domain(std::string_view text) {
  return idn::parse_name(text);
}

std::optional<HostName> as_host(std::string_view text) {
  const auto as_name = idn::parse_name(text);
  auto name = HostName::parse(as_name ? std::string_view(as_name->text()) : text);
  return name ? std::optional(std::move(*name)) : std::nullopt;
}

std::optional<std::string> as_zone(std::string_view text) {
  const auto name = idn::parse_name(text);
  return name ? name->text() : std::string(text);
}

// "100.00EUR"
std::optional<Money> as_money(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  const auto amount = parse_amount(text.substr(0, text.size() - 3), true);
  const auto currency = parse_currency(text.substr(text.size() - 3));
  if (!amount || !currency) return std::nullopt;
  return Money{*currency, *amount};
}

std::optional<Amount> as_amount(std::string_view text) { return parse_amount(text, true); }

namespace {

struct Between {
  std::uint8_t least, most;
};
// "0..10", or "3" for exactly three
std::optional<Between> as_between(std::string_view text) {
  const std::size_t dots = text.find("..");
  const auto least = as_number<std::uint8_t>(text.substr(0, dots));
  const auto most =
      dots == std::string_view::npos ? least : as_number<std::uint8_t>(text.substr(dots + 2));
  if (!least || !most) return std::nullopt;
  return Between{*least, *most};
}

// In hundredths of a per cent, as a policy has it.
std::optional<std::uint16_t> as_percent(std::string_view text) {
  const auto amount = parse_amount(text);
  if (!amount || amount->e4 % 100 != 0 || amount->e4 > 100 * 10'000) return std::nullopt;
  return static_cast<std::uint16_t>(amount->e4 / 100);
}

std::optional<IpAddress> as_address(std::string_view text) { return parse_ip_address(text); }

}  // namespace

std::optional<Period> read_period(Words& words) {
  const Word* const word = words.find("period");
  if (!word) return std::nullopt;
  if (const auto period = parse_period(word->value)) return period;
  // A number that RFC 5731's pLimitType cannot hold is out of range; all else is no period at all.
  const std::string& text = word->value;
  const bool number = (text.ends_with('y') || text.ends_with('m')) &&
                      as_number<std::uint64_t>(text.substr(0, text.size() - 1)).has_value();
  words.wrong_value(*word, word->value, "a period such as 1y",
                    number ? Reason::period_out_of_range : Reason::bad_syntax, Field::period);
  return std::nullopt;
}

std::vector<HostName> read_hosts(Words& words, std::string_view key) {
  return words.list(key, as_host, "a host name", Reason::bad_name, Field::host);
}
std::vector<IpAddress> read_addresses(Words& words, std::string_view key) {
  return words.list(key, as_address, "an IP address", Reason::bad_address, Field::address);
}
std::vector<IpPrefix> read_networks(Words& words, std::string_view key) {
  return words.list(key, parse_ip_prefix, "a range of IP addresses such as 192.0.2.0/24",
                    Reason::bad_address, Field::address);
}

core::AccessChange read_access(Words& words) {
  const auto number = [&](std::string_view key) {
    return words.value(key, as_number<std::uint32_t>, "a number", Reason::bad_syntax,
                       Field::setting);
  };
  return {.certificate = words.value("certificate", parse_certificate_mode,
                                     "own, issued or none", Reason::bad_syntax, Field::setting),
          .sessions = number("sessions"),
          .commands_per_second = number("commands_per_second"),
          .changes_per_second = number("changes_per_second"),
          .checks_per_minute = number("checks_per_minute")};
}

std::vector<Status> read_statuses(Words& words, std::string_view key) {
  return words.list(key, parse_status, "a status", Reason::value_out_of_range, Field::status);
}

std::vector<core::NamedContact> read_contacts(Words& words, const std::string& prefix) {
  std::vector<core::NamedContact> out;
  for (const ContactRole role : {ContactRole::admin, ContactRole::tech, ContactRole::billing})
    for (std::string& id : words.list(prefix + std::string(to_text(role)), as_text, "an id"))
      out.push_back({role, std::move(id)});
  return out;
}

std::optional<core::FeeOffer> read_fee(Words& words) {
  const auto parse = [](std::string_view text) -> std::optional<core::FeeOffer> {
    if (const auto money = as_money(text)) return core::FeeOffer{money->currency, money->amount};
    if (const auto amount = as_amount(text)) return core::FeeOffer{std::nullopt, *amount};
    return std::nullopt;
  };
  return words.value("fee", parse, "a fee such as 10.00EUR or 10.00", Reason::bad_syntax, Field::fee);
}

core::History read_history(Words& words, bool expires) {
  core::History history;
  history.sponsor = words.text("sponsor");
  history.creator = words.text("creator");
  history.created_at = words.value("crdate", parse_instant, "a date and time",
                                   Reason::bad_syntax, Field::created_at);
  if (expires)
    history.expires_at = words.value("exdate", parse_instant, "a date and time",
                                     Reason::bad_syntax, Field::expiry_date);
  return history;
}

RepositoryId read_repository(Words& words) {
  return RepositoryId(words.value("repository", as_number<std::uint32_t>, "a repository's number")
                          .value_or(1));
}

// ---- contact data

// Every text is a phone number here: core judges it. Empty: none.
std::optional<Phone> read_phone(Words& words, std::string_view key) {
  const auto text = words.text(key);
  if (!text) return std::nullopt;
  const std::size_t x = text->find('x');
  Phone phone{.number = text->substr(0, x)};
  if (x != std::string::npos) phone.extension = text->substr(x + 1);
  return phone;
}

std::optional<core::PostalInfoChange> read_postal_info(
    Words& words, std::initializer_list<const char*> prefixes, PostalParts parts) {
  core::PostalInfoChange info;
  info.name_given = info.organisation_given = info.address_given = false;
  const auto take = [&](std::string_view key, std::string& to, bool& given) {
    for (const std::string prefix : prefixes)
      if (auto text = words.text(prefix + std::string(key))) {
        to = std::move(*text);
        given = true;
      }
  };
  take("name", info.name, info.name_given);
  if (parts == PostalParts::of_contact) take("org", info.organisation, info.organisation_given);
  take("city", info.city, info.address_given);
  take("sp", info.state_or_province, info.address_given);
  take("pc", info.postal_code, info.address_given);
  take("cc", info.country, info.address_given);
  for (const std::string prefix : prefixes)
    if (auto streets = words.lines(prefix + "street")) {
      info.streets = std::move(*streets);
      info.address_given = true;
    }
  if (!info.name_given && !info.organisation_given && !info.address_given) return std::nullopt;
  return info;
}

std::optional<Disclose> read_disclose(Words& words) {
  struct Element {
    std::string_view name;
    bool Disclose::*bit;
  };
  static constexpr Element kElements[] = {
      {"name.int", &Disclose::name_int},        {"name.loc", &Disclose::name_loc},
      {"org.int", &Disclose::organisation_int}, {"org.loc", &Disclose::organisation_loc},
      {"addr.int", &Disclose::address_int},     {"addr.loc", &Disclose::address_loc},
      {"voice", &Disclose::voice},              {"fax", &Disclose::fax},
      {"email", &Disclose::email}};
  const auto parse = [](std::string_view text) -> std::optional<bool Disclose::*> {
    for (const Element& element : kElements)
      if (element.name == text) return element.bit;
    return std::nullopt;
  };
  std::optional<Disclose> out;
  for (const bool flag : {true, false})
    for (const auto bit : words.list(flag ? "disclose" : "withhold", parse,
                                     "one of name.int name.loc org.int org.loc addr.int addr.loc "
                                     "voice fax email")) {
      if (!out) out.emplace().flag = flag;
      if (out->flag == flag) (*out).*bit = true;
      else if (const Word* word = words.find("withhold"))
        words.wrong(*word, "contradicts disclose=: a contact has one list");
    }
  return out;
}

ContactData read_contact_data(Words& words) {
  ContactData data;
  data.international = read_postal_info(words, {"", "int."});
  data.localized = read_postal_info(words, {"loc."});
  data.voice = read_phone(words, "voice").value_or(Phone{});
  data.fax = read_phone(words, "fax").value_or(Phone{});
  data.email = words.text_or_none("email");
  data.disclose = read_disclose(words);
  return data;
}

std::optional<ContactData> read_registrar_contact(Words& words) {
  ContactData data;
  data.international = read_postal_info(words, {"contact."});
  data.voice = read_phone(words, "contact.voice").value_or(Phone{});
  data.fax = read_phone(words, "contact.fax").value_or(Phone{});
  data.email = words.text_or_none("contact.email");
  return data == ContactData{} ? std::nullopt : std::optional(std::move(data));
}

// ---- zones

namespace {

// `lifecycle=gtld` is where a life cycle starts from, else the one the zone has; single values stand
// beside it. `lifecycle=none` takes it away.
bool read_lifecycle(Words& words, std::optional<Lifecycle>& lifecycle) {
  bool given = false;
  if (const Word* const word = words.find("lifecycle")) {
    given = true;
    lifecycle = find_lifecycle(word->value);
    if (word->value == "own") lifecycle.emplace();
    if (!lifecycle && word->value != "none")
      words.wrong_value(*word, word->value, "one of gtld cctld fred own none", Reason::bad_syntax,
                        Field::policy);
  }
  Lifecycle life = lifecycle.value_or(Lifecycle{});
  bool changed = false;
  const auto number = [&](std::string_view key, auto& to) {
    changed |= words.put(key, as_number<std::decay_t<decltype(to)>>, "a number", to, Field::policy);
  };
  const auto yes = [&](std::string_view key, bool& to) {
    changed |= words.put(key, as_yes, "yes or no", to, Field::policy);
  };
  number("add_grace_days", life.add_grace_days);
  number("auto_renew_grace_days", life.auto_renew_grace_days);
  number("renew_grace_days", life.renew_grace_days);
  number("transfer_grace_days", life.transfer_grace_days);
  number("add_refund", life.add_refund);
  number("auto_renew_refund", life.auto_renew_refund);
  number("renew_refund", life.renew_refund);
  number("transfer_refund", life.transfer_refund);
  yes("auto_renew", life.auto_renew);
  number("suspend_days", life.suspend_days);
  number("delete_days", life.delete_days);
  number("redemption_days", life.redemption_days);
  number("pending_delete_days", life.pending_delete_days);
  yes("restore_report", life.restore_report);
  number("restore_report_days", life.restore_report_days);
  number("transfer_days", life.transfer_days);
  number("transfer_years", life.transfer_years);
  number("transfer_lock_days", life.transfer_lock_days);
  number("drop_window_minutes", life.drop_window_minutes);
  number("restore_refund", life.restore_refund);
  if (changed) lifecycle = life;
  return given || changed;
}

}  // namespace

bool read_policy(Words& words, ZonePolicy& policy) {
  bool given = false;
  const auto put = [&](std::string_view key, const auto& parse, std::string_view what, auto& to) {
    given |= words.put(key, parse, what, to, Field::policy);
  };
  const auto between = [&](std::string_view key, std::uint8_t& least, std::uint8_t& most) {
    if (const auto v = words.value(key, as_between, "a range such as 0..10", Reason::bad_syntax,
                                   Field::policy)) {
      least = v->least;
      most = v->most;
      given = true;
    }
  };
  const auto required = [](std::string_view text) -> std::optional<bool> {
    if (text == "required") return true;
    if (text == "optional") return false;
    return std::nullopt;
  };
  between("years", policy.least_years, policy.most_years);
  put("default_years", as_number<std::uint8_t>, "a number from 0 to 255", policy.default_years);
  put("years_ahead", as_number<std::uint8_t>, "a number from 0 to 255", policy.most_years_ahead);
  between("hosts", policy.least_hosts, policy.most_hosts);
  put("host_objects", as_yes, "yes or no", policy.host_objects);
  put("registrant", required, "required or optional", policy.registrant_required);
  put("contacts", parse_contact_model, "thick or minimal", policy.contact_model);
  between("admin", policy.admin.least, policy.admin.most);
  between("tech", policy.tech.least, policy.tech.most);
  between("billing", policy.billing.least, policy.billing.most);
  for (int i = 0; i < kPricedOperationCount; ++i) {
    const auto operation = static_cast<PricedOperation>(i);
    const std::string key = "price." + std::string(to_text(operation));
    const auto as_price = [&](std::string_view text) { return parse_price(operation, text); };
    const auto prices =
        words.list(key, as_price, "a price such as 10.00EUR or group:gold:2y:16.00EUR",
                   Reason::bad_syntax, Field::policy);
    if (!words.lines(key)) continue;
    given = true;
    std::erase_if(policy.prices, [&](const Price& p) { return p.operation == operation; });
    policy.prices.insert(policy.prices.end(), prices.begin(), prices.end());
  }
  put("tax", as_percent, "a percentage such as 19 or 7.7", policy.tax_e4);
  put("premium_fee", required, "required or optional", policy.premium_fee_required);
  auto phases = words.list("launch", parse_launch_phase, "a phase such as claims/2026-05-01//",
                           Reason::bad_syntax, Field::policy);
  if (words.lines("launch")) {
    policy.launch = std::move(phases);
    given = true;
  }
  given = read_dns_policy(words, policy) || given;
  given = read_idn_policy(words, policy) || given;
  given = read_disclosure(words, policy.disclosure) || given;
  return read_lifecycle(words, policy.lifecycle) || given;
}

bool read_header(Words& words, ZoneHeader& header) {
  bool given = false;
  const auto text = [&](std::string_view key, std::string& to) {
    if (auto v = words.text(key)) {
      to = std::move(*v);
      given = true;
    }
  };
  const auto seconds = [&](std::string_view key, std::uint32_t& to) {
    given |= words.put(key, as_number<std::uint32_t>, "a number of seconds", to, Field::header);
  };
  text("primary", header.primary);
  text("responsible", header.responsible);
  text("records", header.records);
  seconds("refresh", header.refresh);
  seconds("retry", header.retry);
  seconds("expire", header.expire);
  seconds("minimum", header.minimum);
  seconds("ttl", header.ttl);
  auto name_servers = words.list("ns", as_text, "a host name");
  if (words.lines("ns")) {
    header.name_servers = std::move(name_servers);
    given = true;
  }
  return read_publication(words, header) || given;
}

DomainName read_domain_name(Words& words, std::string_view key) {
  return words.value(key, as_domain, "a domain name", Reason::bad_name, Field::name)
      .value_or(DomainName());
}

}  // namespace stele::gateway
