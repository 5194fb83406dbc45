#include "frontends/gateway/command_text.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <span>

#include "engine/base/bytes.h"

namespace stele::gateway {
namespace {

using core::Field;
using core::Reason;

bool is_secret(std::string_view key) { return key == "pw" || key == "password"; }

std::string shown(const Word& word) {
  if (word.key.empty()) return to_printable(word.value);
  return word.key + "=" + (is_secret(word.key) ? std::string("…") : to_printable(word.value));
}

// ---- the words of one line, taken one by one; what nobody took is a mistake

class Words {
 public:
  Words(std::span<const Word> words, const core::State& state, const HashPassword& hash)
      : words_(words), taken_(words.size()), state_(state), hash_(hash) {}

  const core::State& state() const { return state_; }
  std::vector<TextProblem>& problems() { return problems_; }

  const Word* find(std::string_view key) {
    const Word* found = nullptr;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (words_[i].key != key || key.empty()) continue;
      taken_[i] = true;
      if (found) wrong(words_[i], "is given twice");
      else found = &words_[i];
    }
    return found;
  }

  std::optional<std::string> text(std::string_view key) {
    const Word* const word = find(key);
    return word ? std::optional(word->value) : std::nullopt;
  }
  std::string text_or_none(std::string_view key) { return text(key).value_or(std::string()); }

  // Clear to hashed; empty when it is not given.
  std::string hashed(std::string_view key) {
    const Word* const word = find(key);
    return word && !word->value.empty() ? hash_(word->value) : std::string();
  }

  // `parse` gives an optional; `what` completes "is not …".
  template <class Parse>
  auto value(std::string_view key, const Parse& parse, std::string_view what,
             Reason reason = Reason::bad_syntax, Field field = Field::none)
      -> decltype(parse(std::string_view())) {
    const Word* const word = find(key);
    if (!word) return std::nullopt;
    auto out = parse(std::string_view(word->value));
    if (!out) wrong_value(*word, word->value, what, reason, field);
    return out;
  }

  // Every item of every word with this key; `key=` alone is an empty list.
  template <class Parse>
  auto list(std::string_view key, const Parse& parse, std::string_view what,
            Reason reason = Reason::bad_syntax, Field field = Field::none) {
    std::vector<typename decltype(parse(std::string_view()))::value_type> out;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (words_[i].key != key) continue;
      taken_[i] = true;
      if (words_[i].value.empty()) continue;
      for (const std::string& item : words_[i].items) {
        auto parsed = parse(std::string_view(item));
        if (parsed) out.push_back(std::move(*parsed));
        else wrong_value(words_[i], item, what, reason, field);
      }
    }
    return out;
  }

  // The values of a repeated key, commas and all.
  std::optional<std::vector<std::string>> lines(std::string_view key) {
    std::optional<std::vector<std::string>> out;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (words_[i].key != key) continue;
      taken_[i] = true;
      if (!out) out.emplace();
      if (!words_[i].value.empty()) out->push_back(words_[i].value);
    }
    return out;
  }

  void wrong(const Word& word, std::string why) {
    problems_.push_back({word.position, shown(word), std::move(why), std::nullopt});
  }
  void wrong_value(const Word& word, std::string_view value, std::string_view what, Reason reason,
                   Field field) {
    core::Rejection rejection{reason, field, to_printable(value)};
    problems_.push_back({word.position, shown(word), "is not " + std::string(what), rejection});
  }
  void missing(std::string_view key, Field field) {
    const std::size_t end = words_.empty() ? 1 : words_.back().position;
    problems_.push_back({end, std::string(key), "is required here",
                         core::Rejection{Reason::missing_parameter, field, std::string(key)}});
  }

  void require_all_taken(const CommandForm& form) {
    for (std::size_t i = 0; i < words_.size(); ++i)
      if (!taken_[i])
        wrong(words_[i], "is no word of `" + std::string(form.verb) + " " +
                             std::string(form.object) + "`, which takes: " +
                             (form.keys.empty() ? "nothing more" : std::string(form.keys)));
  }

 private:
  std::span<const Word> words_;
  std::vector<bool> taken_;
  std::vector<TextProblem> problems_;
  const core::State& state_;
  const HashPassword& hash_;
};

// ---- values

std::optional<std::string> as_text(std::string_view text) { return std::string(text); }

template <class Int>
std::optional<Int> as_number(std::string_view text) {
  Int v{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return v;
}

std::optional<bool> as_yes(std::string_view text) {
  if (text == "yes") return true;
  if (text == "no") return false;
  return std::nullopt;
}

std::optional<DomainName> as_domain(std::string_view text) {
  auto name = DomainName::parse(text);
  return name ? std::optional(std::move(*name)) : std::nullopt;
}

std::optional<HostName> as_host(std::string_view text) {
  auto name = HostName::parse(text);
  return name ? std::optional(std::move(*name)) : std::nullopt;
}

std::optional<IpAddress> as_address(std::string_view text) { return parse_ip_address(text); }

// "100.00EUR"
std::optional<Money> as_money(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  const auto amount = parse_amount(text.substr(0, text.size() - 3), true);
  const auto currency = parse_currency(text.substr(text.size() - 3));
  if (!amount || !currency) return std::nullopt;
  return Money{*currency, *amount};
}

std::optional<Amount> as_amount(std::string_view text) { return parse_amount(text, true); }

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

// "+1.7035555555x123"; empty: none
std::optional<Phone> as_phone(std::string_view text) {
  const std::size_t x = text.find('x');
  Phone phone{.number = std::string(text.substr(0, x))};
  if (x != std::string_view::npos) phone.extension = text.substr(x + 1);
  return phone;
}

std::optional<Period> read_period(Words& words) {
  const Word* const word = words.find("period");
  if (!word) return std::nullopt;
  if (const auto period = parse_period(word->value)) return period;
  // What RFC 5731's pLimitType cannot hold is out of range; everything else is no period at all.
  const std::string_view digits = std::string_view(word->value).substr(
      0, word->value.empty() ? 0 : word->value.size() - 1);
  const bool unit = word->value.ends_with('y') || word->value.ends_with('m');
  const bool number = unit && as_number<std::int64_t>(digits).has_value();
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
std::vector<Status> read_statuses(Words& words, std::string_view key) {
  return words.list(key, parse_status, "a status", Reason::bad_syntax, Field::status);
}

std::vector<core::NamedContact> read_contacts(Words& words, const std::string& prefix) {
  std::vector<core::NamedContact> out;
  for (const ContactRole role : {ContactRole::admin, ContactRole::tech, ContactRole::billing})
    for (std::string& id : words.list(prefix + std::string(to_text(role)), as_text, "an id"))
      out.push_back({role, std::move(id)});
  return out;
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

// The first prefix that has the key counts; two of them are the same key said twice.
std::optional<core::PostalInfoChange> read_postal_info(Words& words,
                                                       std::initializer_list<const char*> prefixes) {
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
  take("org", info.organisation, info.organisation_given);
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

std::optional<Disclose> read_disclose(Words& words, const std::string& prefix) {
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
    for (const auto bit : words.list(prefix + (flag ? "disclose" : "withhold"), parse,
                                     "one of name.int name.loc org.int org.loc addr.int addr.loc "
                                     "voice fax email")) {
      if (!out) out.emplace().flag = flag;
      if (out->flag == flag) (*out).*bit = true;
      else if (const Word* word = words.find(prefix + "withhold"))
        words.wrong(*word, "contradicts disclose=: a contact has one list");
    }
  return out;
}

ContactData read_contact_data(Words& words) {
  ContactData data;
  data.international = read_postal_info(words, {"", "int."});
  data.localized = read_postal_info(words, {"loc."});
  data.voice = words.value("voice", as_phone, "").value_or(Phone{});
  data.fax = words.value("fax", as_phone, "").value_or(Phone{});
  data.email = words.text_or_none("email");
  data.disclose = read_disclose(words, "");
  return data;
}

std::optional<ContactData> read_registrar_contact(Words& words) {
  ContactData data;
  data.international = read_postal_info(words, {"contact."});
  data.voice = words.value("contact.voice", as_phone, "").value_or(Phone{});
  data.fax = words.value("contact.fax", as_phone, "").value_or(Phone{});
  data.email = words.text_or_none("contact.email");
  return data == ContactData{} ? std::nullopt : std::optional(std::move(data));
}

// ---- zones

// Each returns whether the line says anything of it.
bool read_policy(Words& words, ZonePolicy& policy) {
  bool given = false;
  const auto number = [&](std::string_view key, std::uint8_t& to) {
    if (const auto v = words.value(key, as_number<std::uint8_t>, "a number from 0 to 255",
                                   Reason::bad_syntax, Field::policy)) {
      to = *v;
      given = true;
    }
  };
  const auto between = [&](std::string_view key, std::uint8_t& least, std::uint8_t& most) {
    if (const auto v = words.value(key, as_between, "a range such as 0..10", Reason::bad_syntax,
                                   Field::policy)) {
      least = v->least;
      most = v->most;
      given = true;
    }
  };
  const auto yes = [&](std::string_view key, const auto& parse, std::string_view what, bool& to) {
    if (const auto v = words.value(key, parse, what, Reason::bad_syntax, Field::policy)) {
      to = *v;
      given = true;
    }
  };
  const auto required = [](std::string_view text) -> std::optional<bool> {
    if (text == "required") return true;
    if (text == "optional") return false;
    return std::nullopt;
  };
  between("years", policy.least_years, policy.most_years);
  number("default_years", policy.default_years);
  number("years_ahead", policy.most_years_ahead);
  between("hosts", policy.least_hosts, policy.most_hosts);
  yes("host_objects", as_yes, "yes or no", policy.host_objects);
  yes("registrant", required, "required or optional", policy.registrant_required);
  between("admin", policy.admin.least, policy.admin.most);
  between("tech", policy.tech.least, policy.tech.most);
  between("billing", policy.billing.least, policy.billing.most);
  for (const PricedOperation operation : {PricedOperation::create, PricedOperation::renew}) {
    const std::string key = "price." + std::string(to_text(operation));
    const auto prices = words.list(key, as_money, "a price such as 10.00EUR", Reason::bad_syntax,
                                   Field::policy);
    if (!words.lines(key)) continue;
    given = true;
    std::erase_if(policy.prices, [&](const Price& p) { return p.operation == operation; });
    for (const Money& price : prices) policy.prices.push_back({operation, price});
  }
  return given;
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
    if (const auto v = words.value(key, as_number<std::uint32_t>, "a number of seconds",
                                   Reason::bad_syntax, Field::header)) {
      to = *v;
      given = true;
    }
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
  return given;
}

// ---- one reader a form; `value` is the object's

DomainName domain_name(Words& words, std::string_view object) {
  return words.value(object, as_domain, "a domain name", Reason::bad_name, Field::name)
      .value_or(DomainName());
}
HostName host_name(Words& words) {
  return words.value("host", as_host, "a host name", Reason::bad_name, Field::name)
      .value_or(HostName());
}

core::Command change_settings(Words& words) {
  const auto number = as_number<std::uint32_t>;
  core::ChangeSettings c;
  c.server_id = words.text("server_id");
  c.whois_notice = words.text("whois_notice");
  c.sessions_per_registrar =
      words.value("sessions_per_registrar", number, "a number", Reason::bad_syntax, Field::setting);
  c.commands_per_second =
      words.value("commands_per_second", number, "a number", Reason::bad_syntax, Field::setting);
  return c;
}

core::Command change_password(Words& words) {
  core::ChangeRegistrarPassword c{.id = words.text_or_none("registrar")};
  if (c.id.empty()) words.missing("registrar", Field::registrar);
  c.password_hash = words.hashed("password");
  return c;
}

core::Command create_repository(Words& words) {
  return core::CreateRepository{words.text_or_none("repository"), words.text_or_none("suffix")};
}

core::Command create_administrator(Words& words) {
  core::CreateAdministrator c{.name = words.text_or_none("administrator")};
  c.password_hash = words.hashed("password");
  c.must_change_password = words.value("must_change", as_yes, "yes or no").value_or(false);
  return c;
}

core::Command create_registrar(Words& words) {
  core::CreateRegistrar c{.repository = read_repository(words),
                          .id = words.text_or_none("registrar")};
  c.name = words.text_or_none("name");
  c.url = words.text_or_none("url");
  c.contact = read_registrar_contact(words);
  c.password_hash = words.hashed("password");
  c.fingerprints = words.list("fingerprint", as_text, "a fingerprint");
  c.zones = words.list("zones", as_text, "a zone");
  const auto currency = words.value("currency", parse_currency, "a currency such as EUR",
                                    Reason::bad_syntax, Field::currency);
  if (!currency && !words.find("currency")) words.missing("currency", Field::currency);
  c.currency = currency.value_or(Currency{});
  c.credit_limit = words.value("credit_limit", as_amount, "an amount", Reason::bad_syntax,
                               Field::amount).value_or(Amount{});
  return c;
}

core::Command update_registrar(Words& words) {
  core::UpdateRegistrar c{.id = words.text_or_none("registrar")};
  c.name = words.text("name");
  c.url = words.text("url");
  c.contact = read_registrar_contact(words);
  c.fingerprints_added = words.list("add.fingerprint", as_text, "a fingerprint");
  c.fingerprints_removed = words.list("rem.fingerprint", as_text, "a fingerprint");
  c.zones_added = words.list("add.zone", as_text, "a zone");
  c.zones_removed = words.list("rem.zone", as_text, "a zone");
  c.credit_limit =
      words.value("credit_limit", as_amount, "an amount", Reason::bad_syntax, Field::amount);
  c.enabled = words.value("enabled", as_yes, "yes or no");
  return c;
}

core::Command create_zone(Words& words) {
  core::CreateZone c{.repository = read_repository(words), .name = domain_name(words, "zone")};
  read_policy(words, c.policy);
  read_header(words, c.header);
  c.publish = words.value("publish", as_yes, "yes or no").value_or(true);
  return c;
}

core::Command update_zone(Words& words) {
  core::UpdateZone c{.name = domain_name(words, "zone")};
  const auto zone = words.state().find_zone(c.name.text());
  ZonePolicy policy = zone ? zone->policy : ZonePolicy{};
  ZoneHeader header = zone ? zone->header : ZoneHeader{};
  if (read_policy(words, policy)) c.policy = std::move(policy);
  if (read_header(words, header)) c.header = std::move(header);
  c.publish = words.value("publish", as_yes, "yes or no");
  return c;
}

core::Command credit_registrar(Words& words) {
  core::CreditAccount c{.registrar = words.text_or_none("registrar")};
  const auto money = words.value("amount", as_money, "an amount such as 100.00EUR",
                                 Reason::bad_syntax, Field::amount);
  if (!money && !words.find("amount")) words.missing("amount", Field::amount);
  c.money = money.value_or(Money{});
  c.text = words.text_or_none("text");
  return c;
}

core::Command erase_contact(Words& words) {
  return core::EraseContact{read_repository(words), words.text_or_none("contact")};
}

core::Command accept_clock(Words&) { return core::AcceptClock{}; }

core::Command create_contact(Words& words) {
  core::CreateContact c{.id = words.text_or_none("contact")};
  c.data = read_contact_data(words);
  c.auth_info = words.text_or_none("pw");
  c.history = read_history(words, false);
  return c;
}

core::Command update_contact(Words& words) {
  core::UpdateContact c{.id = words.text_or_none("contact")};
  c.statuses_added = read_statuses(words, "add.status");
  c.statuses_removed = read_statuses(words, "rem.status");
  c.international = read_postal_info(words, {"", "int."});
  c.localized = read_postal_info(words, {"loc."});
  c.voice = words.value("voice", as_phone, "");
  c.fax = words.value("fax", as_phone, "");
  c.email = words.text("email");
  c.disclose = read_disclose(words, "");
  c.auth_info = words.text("pw");
  return c;
}

core::Command delete_contact(Words& words) {
  return core::DeleteContact{words.text_or_none("contact")};
}

core::Command create_host(Words& words) {
  core::CreateHost c{.name = host_name(words), .addresses = read_addresses(words, "addr")};
  c.history = read_history(words, false);
  return c;
}

core::Command update_host(Words& words) {
  core::UpdateHost c{.name = host_name(words)};
  c.addresses_added = read_addresses(words, "add.addr");
  c.addresses_removed = read_addresses(words, "rem.addr");
  c.statuses_added = read_statuses(words, "add.status");
  c.statuses_removed = read_statuses(words, "rem.status");
  c.new_name = words.value("name", as_host, "a host name", Reason::bad_name, Field::name);
  return c;
}

core::Command delete_host(Words& words) { return core::DeleteHost{host_name(words)}; }

core::Command create_domain(Words& words) {
  core::CreateDomain c{.name = domain_name(words, "domain")};
  c.period = read_period(words);
  c.hosts = read_hosts(words, "ns");
  c.registrant = words.text("registrant");
  c.contacts = read_contacts(words, "");
  c.auth_info = words.text_or_none("pw");
  c.history = read_history(words, true);
  return c;
}

core::Command update_domain(Words& words) {
  core::UpdateDomain c{.name = domain_name(words, "domain")};
  c.hosts_added = read_hosts(words, "add.ns");
  c.hosts_removed = read_hosts(words, "rem.ns");
  c.contacts_added = read_contacts(words, "add.");
  c.contacts_removed = read_contacts(words, "rem.");
  c.statuses_added = read_statuses(words, "add.status");
  c.statuses_removed = read_statuses(words, "rem.status");
  c.registrant = words.text("registrant");
  c.auth_info = words.text("pw");
  return c;
}

core::Command renew_domain(Words& words) {
  core::RenewDomain c{.name = domain_name(words, "domain")};
  const auto date = words.text("exp");
  if (!date) words.missing("exp", Field::expiry_date);
  c.current_expiry_date = date.value_or(std::string());
  c.period = read_period(words);
  return c;
}

core::Command delete_domain(Words& words) {
  return core::DeleteDomain{domain_name(words, "domain")};
}

// ---- the forms

struct Form {
  CommandForm form;
  core::Command (*read)(Words&);
};

#define STELE_POSTAL(p) \
  p "name= " p "org= " p "street= " p "city= " p "sp= " p "pc= " p "cc= "
#define STELE_CONTACT \
  STELE_POSTAL("") STELE_POSTAL("int.") STELE_POSTAL("loc.") \
  "voice=+1.7035555555x12 fax= email= disclose=LIST withhold=LIST pw="
#define STELE_REGISTRAR_CONTACT \
  STELE_POSTAL("contact.") "contact.voice= contact.fax= contact.email="
#define STELE_ZONE \
  "years=1..10 default_years= years_ahead= hosts=0..13 host_objects=yes " \
  "registrant=required|optional admin=0..10 tech= billing= price.create=10.00EUR price.renew= " \
  "primary= responsible= ns=LIST records= refresh= retry= expire= minimum= ttl= publish=yes"
#define STELE_HISTORY "sponsor= creator= crdate="

constexpr Form kForms[] = {
    {{"create", "domain", "NAME",
      "period=1y registrant=ID admin=LIST tech=LIST billing=LIST ns=LIST pw= " STELE_HISTORY
      " exdate="}, create_domain},
    {{"update", "domain", "NAME",
      "add.ns=LIST rem.ns=LIST add.status=LIST rem.status=LIST add.admin= rem.admin= add.tech= "
      "rem.tech= add.billing= rem.billing= registrant=ID pw="}, update_domain},
    {{"renew", "domain", "NAME", "exp=DATE period=1y"}, renew_domain},
    {{"delete", "domain", "NAME", ""}, delete_domain},
    {{"create", "host", "NAME", "addr=LIST " STELE_HISTORY}, create_host},
    {{"update", "host", "NAME",
      "add.addr=LIST rem.addr=LIST add.status=LIST rem.status=LIST name=NEW"}, update_host},
    {{"delete", "host", "NAME", ""}, delete_host},
    {{"create", "contact", "ID", STELE_CONTACT " " STELE_HISTORY}, create_contact},
    {{"update", "contact", "ID", "add.status=LIST rem.status=LIST " STELE_CONTACT},
     update_contact},
    {{"delete", "contact", "ID", ""}, delete_contact},
    {{"erase", "contact", "ID", "repository="}, erase_contact},
    {{"create", "registrar", "ID",
      "name= url= password= fingerprint=LIST zones=LIST currency=EUR credit_limit= repository= "
      STELE_REGISTRAR_CONTACT}, create_registrar},
    {{"update", "registrar", "ID",
      "name= url= add.fingerprint= rem.fingerprint= add.zone= rem.zone= credit_limit= "
      "enabled=yes|no " STELE_REGISTRAR_CONTACT}, update_registrar},
    {{"change", "password", "", "registrar=ID password="}, change_password},
    {{"credit", "registrar", "ID", "amount=100.00EUR text="}, credit_registrar},
    {{"create", "zone", "NAME", STELE_ZONE " repository="}, create_zone},
    {{"update", "zone", "NAME", STELE_ZONE}, update_zone},
    {{"change", "settings", "",
      "server_id= whois_notice= sessions_per_registrar= commands_per_second="}, change_settings},
    {{"create", "repository", "NAME", "suffix="}, create_repository},
    {{"create", "administrator", "NAME", "password= must_change=yes"}, create_administrator},
    {{"accept", "clock", "", ""}, accept_clock},
};

#undef STELE_POSTAL
#undef STELE_CONTACT
#undef STELE_REGISTRAR_CONTACT
#undef STELE_ZONE
#undef STELE_HISTORY

std::unexpected<std::vector<TextProblem>> one_problem(TextProblem problem) {
  return std::unexpected(std::vector{std::move(problem)});
}

// The form its first two words name.
Result<const Form*, TextProblem> find_form(const std::vector<Word>& words) {
  if (words.empty()) return std::unexpected(TextProblem{1, "", "there is no command", {}});
  const Word& verb = words[0];
  std::string objects;
  for (const Form& form : kForms) {
    if (!verb.key.empty() || form.form.verb != verb.value) continue;
    objects += (objects.empty() ? "" : ", ") + std::string(form.form.object);
    if (words.size() < 2) continue;
    const bool has_value = !form.form.value.empty();
    if ((has_value ? words[1].key : words[1].value) == form.form.object &&
        words[1].key.empty() != has_value)
      return &form;
  }
  if (objects.empty())
    return std::unexpected(TextProblem{verb.position, shown(verb), "is no command", {}});
  if (words.size() < 2)
    return std::unexpected(
        TextProblem{verb.position, shown(verb), "needs one of: " + objects, {}});
  return std::unexpected(TextProblem{words[1].position, shown(words[1]),
                                     "is nothing to " + verb.value + "; use one of: " + objects +
                                         " (with =NAME where it has one)", {}});
}

}  // namespace

std::string to_text(const TextProblem& problem) {
  return "column " + std::to_string(problem.position) + ": " +
         (problem.word.empty() ? "" : problem.word + " ") + problem.why;
}

std::string to_text(const std::vector<TextProblem>& problems) {
  std::string out;
  for (const TextProblem& problem : problems) out += (out.empty() ? "" : "; ") + to_text(problem);
  return out;
}

Result<std::vector<Word>, TextProblem> split_words(std::string_view line) {
  std::vector<Word> words;
  std::size_t i = 0;
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (i < line.size()) {
    if (is_space(line[i])) {
      ++i;
      continue;
    }
    Word word{.position = i + 1, .items = {std::string()}};
    bool has_key = false;
    bool quoted = false;
    std::string all;
    for (; i < line.size() && (quoted || !is_space(line[i])); ++i) {
      char c = line[i];
      if (c == '"') {
        quoted = !quoted;
        continue;
      }
      if (quoted && c == '\\' && i + 1 < line.size()) {
        c = line[++i];
        if (c == 'n') c = '\n';
      } else if (!quoted && !has_key && c == '=') {
        has_key = true;
        word.key = std::move(all);
        all.clear();
        word.items = {std::string()};
        continue;
      } else if (!quoted && c == ',') {
        all += c;
        word.items.emplace_back();
        continue;
      }
      all += c;
      word.items.back() += c;
    }
    word.value = std::move(all);
    if (quoted)
      return std::unexpected(
          TextProblem{word.position, word.key, "has a quote that is not closed", {}});
    if (has_key && word.key.empty())
      return std::unexpected(TextProblem{word.position, "", "= has no key before it", {}});
    words.push_back(std::move(word));
  }
  return words;
}

Result<core::Command, std::vector<TextProblem>> parse_command(const std::vector<Word>& words,
                                                              const core::State& state,
                                                              const HashPassword& hash_password) {
  const auto form = find_form(words);
  if (!form) return one_problem(form.error());
  // A bare object ("clock") is no value; the verb never is.
  const std::size_t skip = (*form)->form.value.empty() ? 2 : 1;
  Words rest(std::span(words).subspan(skip), state, hash_password);
  core::Command command = (*form)->read(rest);
  rest.require_all_taken((*form)->form);
  if (!rest.problems().empty()) return std::unexpected(std::move(rest.problems()));
  return command;
}

Result<core::Command, std::vector<TextProblem>> parse_command(std::string_view line,
                                                              const core::State& state,
                                                              const HashPassword& hash_password) {
  auto words = split_words(line);
  if (!words) return one_problem(words.error());
  return parse_command(*words, state, hash_password);
}

std::vector<CommandForm> command_forms() {
  std::vector<CommandForm> out;
  for (const Form& form : kForms) out.push_back(form.form);
  return out;
}

std::string usage() {
  constexpr std::size_t kColumns = 96;
  std::string out;
  for (const CommandForm& form : command_forms()) {
    std::string line = "  " + std::string(form.verb) + " " + std::string(form.object);
    if (!form.value.empty()) line += "=" + std::string(form.value);
    std::string_view rest = form.keys;
    while (!rest.empty()) {
      const std::size_t space = std::min(rest.find(' '), rest.size());
      const std::string_view word = rest.substr(0, space);
      rest.remove_prefix(std::min(space + 1, rest.size()));
      if (line.size() + 1 + word.size() > kColumns) {
        out += line + "\n";
        line = "     ";
      }
      line += " " + std::string(word);
    }
    out += line + "\n";
  }
  return out;
}

}  // namespace stele::gateway
