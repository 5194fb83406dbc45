#include "frontends/gateway/command_text.h"

#include <algorithm>

#include "engine/core/settings/number_settings.h"
#include "frontends/gateway/command_words.h"

namespace stele::gateway {
namespace {

using core::Field;
using core::Reason;

// ---- one reader a form; `value` is the object's

core::Command change_settings(Words& words) {
  core::ChangeSettings c;
  c.server_id = words.text("server_id");
  c.whois_notice = words.text("whois_notice");
  c.query_exempt = words.text("query_exempt");
  for (const core::NumberSetting& number : core::kNumberSettings)
    c.*number.wished = words.value(number.name, as_number<std::uint32_t>, "a number",
                                   Reason::bad_syntax, Field::setting);
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
  c.zones = words.list("zones", as_zone, "a zone");
  const auto currency = words.value("currency", parse_currency, "a currency such as EUR",
                                    Reason::bad_syntax, Field::currency);
  if (!currency && !words.find("currency")) words.missing("currency", Field::currency);
  c.currency = currency.value_or(Currency{});
  c.credit_limit = words.value("credit_limit", as_amount, "an amount", Reason::bad_syntax,
                               Field::amount).value_or(Amount{});
  c.networks = read_networks(words, "network");
  c.access = read_access(words);
  c.directory = read_directory(words);
  c.price_group = words.text_or_none("price_group");
  c.tax_exempt = words.value("tax_exempt", as_yes, "yes or no").value_or(false);
  c.low_balances = words.list("low_balances", as_amount, "an amount", Reason::bad_syntax,
                              Field::amount);
  c.variants = words.value("variants", as_yes, "yes or no").value_or(true);
  return c;
}

core::Command update_registrar(Words& words) {
  core::UpdateRegistrar c{.id = words.text_or_none("registrar")};
  c.name = words.text("name");
  c.url = words.text("url");
  c.contact = read_registrar_contact(words);
  c.fingerprints_added = words.list("add.fingerprint", as_text, "a fingerprint");
  c.fingerprints_removed = words.list("rem.fingerprint", as_text, "a fingerprint");
  c.zones_added = words.list("add.zone", as_zone, "a zone");
  c.zones_removed = words.list("rem.zone", as_zone, "a zone");
  c.credit_limit =
      words.value("credit_limit", as_amount, "an amount", Reason::bad_syntax, Field::amount);
  c.enabled = words.value("enabled", as_yes, "yes or no");
  c.networks_added = read_networks(words, "add.network");
  c.networks_removed = read_networks(words, "rem.network");
  c.access = read_access(words);
  c.directory = read_directory(words);
  c.price_group = words.text("price_group");
  c.tax_exempt = words.value("tax_exempt", as_yes, "yes or no");
  c.low_balances_added =
      words.list("add.low_balance", as_amount, "an amount", Reason::bad_syntax, Field::amount);
  c.low_balances_removed =
      words.list("rem.low_balance", as_amount, "an amount", Reason::bad_syntax, Field::amount);
  c.variants = words.value("variants", as_yes, "yes or no");
  return c;
}

core::Command create_zone(Words& words) {
  core::CreateZone c{.repository = read_repository(words), .name = read_domain_name(words, "zone")};
  read_policy(words, c.policy);
  read_header(words, c.header);
  c.publish = words.value("publish", as_yes, "yes or no").value_or(true);
  return c;
}

core::Command update_zone(Words& words) {
  core::UpdateZone c{.name = read_domain_name(words, "zone")};
  const auto zone = words.state().find_zone(c.name.text());
  ZonePolicy policy = zone ? zone->policy : ZonePolicy{};
  ZoneHeader header = zone ? zone->header : ZoneHeader{};
  if (read_policy(words, policy)) c.policy = std::move(policy);
  if (read_header(words, header)) c.header = std::move(header);
  c.publish = words.value("publish", as_yes, "yes or no");
  return c;
}

core::Command schedule_zone(Words& words) {
  core::ScheduleZoneUpdate c{.name = read_domain_name(words, "zone")};
  const auto at = words.value("at", parse_instant, "a date or a date and time",
                              Reason::bad_syntax, Field::policy);
  if (!at && !words.find("at")) words.missing("at", Field::policy);
  c.at = at.value_or(Instant{});
  const auto zone = words.state().find_zone(c.name.text());
  ZonePolicy policy = zone ? zone->policy : ZonePolicy{};
  if (!read_policy(words, policy)) words.missing("price.create", Field::policy);
  c.policy = std::move(policy);
  return c;
}

core::Command unschedule_zone(Words& words) {
  return core::ScheduleZoneUpdate{.name = read_domain_name(words, "zone"), .at = {}, .policy = {}};
}

DomainName zone_of_names(Words& words) {
  if (!words.find("zone")) words.missing("zone", Field::zone);
  return words.value("zone", as_domain, "a zone", Reason::bad_name, Field::zone)
      .value_or(DomainName());
}

core::Command list_names(Words& words) {
  core::ListNames c{.zone = zone_of_names(words)};
  c.labels = words.list("name", as_text, "a label");
  const auto as = words.value("as", parse_listed_as, "reserved, blocked or premium",
                              Reason::bad_syntax, Field::name);
  if (!as && !words.find("as")) words.missing("as", Field::name);
  c.listed_as = as.value_or(ListedAs::reserved);
  c.tier = words.text_or_none("tier");
  c.token = words.text_or_none("token");
  c.note = words.text_or_none("note");
  return c;
}

core::Command unlist_names(Words& words) {
  core::UnlistNames c{.zone = zone_of_names(words), .labels = {}};
  c.labels = words.list("name", as_text, "a label");
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

core::Command acknowledge_message(Words& words) {
  core::AcknowledgeMessage c;
  c.id = words.value("message", as_number<std::uint64_t>, "a number", Reason::message_does_not_exist,
                     Field::id).value_or(0);
  c.registrar = words.text("registrar");
  return c;
}

core::Command send_message(Words& words) {
  return core::SendMessage{words.text("registrar"), words.text_or_none("text")};
}

core::Command allocate_application(Words& words) {
  return core::AllocateApplication{read_application(words).value_or(ObjectNumber{})};
}
core::Command reject_application(Words& words) {
  return core::RejectApplication{read_application(words).value_or(ObjectNumber{})};
}

core::Command load_roots(Words& words) { return read_mark_roots(words); }
core::Command load_mark_revocations(Words& words) { return read_mark_revocations(words); }
core::Command load_certificate_revocations(Words& words) {
  return read_certificate_revocations(words);
}
core::Command load_claims(Words& words) { return read_claims(words); }

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
#define STELE_ACCESS \
  "certificate=own|issued|none sessions= commands_per_second= changes_per_second= " \
  "checks_per_minute= "
#define STELE_DIRECTORY \
  "iana_id= whois_server= rdap_url= abuse_email= abuse_phone= "
#define STELE_POLICY \
  "years=1..10 default_years= years_ahead= hosts=0..13 host_objects=yes|no " \
  "contacts=thick|minimal registrant=required|optional admin=0..10 tech= billing= " \
  "price.create=10.00EUR,group:gold:tier:top:2y:from:2027-01-01:until:2028-01-01:18.00EUR " \
  "price.renew= price.transfer= price.restore= price.update= price.delete= tax=19 " \
  "premium_fee=required|optional " \
  "lifecycle=gtld|cctld|fred|own|none add_grace_days= auto_renew_grace_days= renew_grace_days= " \
  "transfer_grace_days= add_refund=100 auto_renew_refund= renew_refund= transfer_refund= " \
  "restore_refund= " \
  "auto_renew=yes|no suspend_days= delete_days= redemption_days= pending_delete_days= " \
  "restore_report=yes|no restore_report_days= transfer_days= transfer_years= " \
  "transfer_lock_days= drop_window_minutes= launch=LIST dnssec=ds|key|both|none most_ds=10 " \
  "dnssec_algorithms=LIST ds_digest_types=LIST least_ttl=300 most_ttl=172800 " \
  "cds=on|off cds_interval=24h cds_bootstrap=never|3d cds_deletion=yes|no " \
  "ldh_labels=yes|no variant_activation=yes|no activated_at_creation=yes|no most_variants=16 " \
  "disclosure=thin|icann-2024|open|own disclose=ROLE:KIND:FIELD:never|consent|objection|always " \
  "searches=domains,nameservers,entities referral=LIST whois_layout=TEXT"
#define STELE_ZONE \
  STELE_POLICY " " \
  "primary= responsible= ns=LIST records= refresh= retry= expire= minimum= ttl= publish=yes " \
  "serial=unixtime|date|counter serial_seconds=1 zonemd=yes|no denial=nsec3|nsec3-opt-out|nsec " \
  "delegated=yes|no zone_ds=LIST"
#define STELE_HISTORY "sponsor= creator= crdate="

#define STELE_LIST "list=TEXT repository="
#define STELE_LINKS " add.link=ROLE:ID rem.link= chg.link="
#define STELE_MAINTENANCE \
  "start=TIME end=TIME system=NAME:HOST:full|partial|none reason=planned|emergency name= type=LIST " \
  "environment=production|ote|staging|dev|WORD detail=URL description=TEXT zones=LIST " \
  "connection=yes|no implementation=yes|no"
#define STELE_ORG_POSTAL(p) p "name= " p "street= " p "city= " p "sp= " p "pc= " p "cc= "
#define STELE_ORG_DATA \
  STELE_ORG_POSTAL("") STELE_ORG_POSTAL("int.") STELE_ORG_POSTAL("loc.") \
  "voice= fax= email= url= parent=ID "

constexpr Form kForms[] = {
    {{"create", "domain", "NAME",
      "period=1y registrant=ID admin=LIST tech=LIST billing=LIST ns=LIST pw= fee=10.00EUR token= "
      "phase=KIND[:NAME] type=application|registration smd=BASE64 notice=ID "
      "notice.until=TIME notice.accepted=TIME never_expires=yes|no ds=LIST key=LIST "
      "max_sig_life=SECONDS hostattr=LIST ttl=NS:3600,DS:300 link=ROLE:ID idn=TABLE uname=NAME "
      "variants=all|LIST " STELE_HISTORY
      " exdate="}, create_domain},
    {{"update", "domain", "NAME",
      "add.ns=LIST rem.ns=LIST add.status=LIST rem.status=LIST add.admin= rem.admin= add.tech= "
      "rem.tech= add.billing= rem.billing= registrant=ID pw= fee= application=ID "
      "never_expires=yes|no add.ds=LIST rem.ds=LIST add.key=LIST rem.key=LIST rem.dnssec=all "
      "max_sig_life=SECONDS urgent=yes|no add.hostattr=LIST rem.hostattr=LIST ttl=NS:3600,DS: "
      "add.variant=all|LIST rem.variant=all|LIST" STELE_LINKS},
     update_domain},
    {{"renew", "domain", "NAME", "exp=DATE period=1y fee=10.00EUR"}, renew_domain},
    {{"transfer", "domain", "NAME", "op=request|approve|reject|cancel period=1y pw= to=REGISTRAR "
      "fee=10.00EUR token="}, transfer_domain},
    {{"delete", "domain", "NAME", "application=ID"}, delete_domain},
    {{"report", "cds", "NAME", "answer=SERVER"}, report_cds},
    {{"allocate", "application", "ID", ""}, allocate_application},
    {{"reject", "application", "ID", ""}, reject_application},
    {{"load", "mark-roots", "", STELE_LIST}, load_roots},
    {{"load", "smdrl", "", STELE_LIST}, load_mark_revocations},
    {{"load", "crl", "", STELE_LIST}, load_certificate_revocations},
    {{"load", "dnl", "", STELE_LIST}, load_claims},
    {{"restore", "domain", "NAME", "report=REASON fee=40.00EUR"}, restore_domain},
    {{"create", "host", "NAME", "addr=LIST ttl=A:3600,AAAA:300 link=ROLE:ID " STELE_HISTORY}, create_host},
    {{"update", "host", "NAME",
      "add.addr=LIST rem.addr=LIST add.status=LIST rem.status=LIST name=NEW ttl=A:3600,AAAA:"
      STELE_LINKS},
     update_host},
    {{"delete", "host", "NAME", ""}, delete_host},
    {{"create", "contact", "ID", STELE_CONTACT " link=ROLE:ID " STELE_HISTORY}, create_contact},
    {{"update", "contact", "ID", "add.status=LIST rem.status=LIST " STELE_CONTACT STELE_LINKS},
     update_contact},
    {{"delete", "contact", "ID", ""}, delete_contact},
    {{"create", "org", "ID",
      "role=reseller:4711 role.status=reseller:clientLinkProhibited status=LIST " STELE_ORG_DATA
      "admin=LIST tech= billing= abuse= custom=NAME:ID " STELE_HISTORY}, create_organisation},
    {{"update", "org", "ID",
      "add.role= rem.role= add.role.status= rem.role.status= add.status= rem.status= "
      STELE_ORG_DATA "rem.postal=int,loc add.admin= rem.admin= add.tech= rem.tech= add.billing= "
      "rem.billing= add.abuse= rem.abuse= add.custom= rem.custom="}, update_organisation},
    {{"delete", "org", "ID", ""}, delete_organisation},
    {{"erase", "org", "ID", "repository="}, erase_organisation},
    {{"create", "maintenance", "", STELE_MAINTENANCE}, create_maintenance},
    {{"update", "maintenance", "ID", STELE_MAINTENANCE}, update_maintenance},
    {{"cancel", "maintenance", "ID", ""}, cancel_maintenance},
    {{"transfer", "contact", "ID", "op=request|approve|reject|cancel pw= to=REGISTRAR"},
     transfer_contact},
    {{"erase", "contact", "ID", "repository="}, erase_contact},
    {{"create", "registrar", "ID",
      "name= url= password= fingerprint=LIST zones=LIST currency=EUR credit_limit= repository= "
      "price_group= tax_exempt=yes|no low_balances=LIST network=LIST variants=yes|no " STELE_ACCESS
      STELE_DIRECTORY STELE_REGISTRAR_CONTACT}, create_registrar},
    {{"update", "registrar", "ID",
      "name= url= add.fingerprint= rem.fingerprint= add.zone= rem.zone= credit_limit= "
      "enabled=yes|no price_group= tax_exempt=yes|no add.low_balance= rem.low_balance= "
      "add.network= rem.network= variants=yes|no " STELE_ACCESS
      STELE_DIRECTORY STELE_REGISTRAR_CONTACT}, update_registrar},
    {{"change", "password", "", "registrar=ID password="}, change_password},
    {{"credit", "registrar", "ID", "amount=100.00EUR text="}, credit_registrar},
    {{"create", "zone", "NAME", STELE_ZONE " repository="}, create_zone},
    {{"update", "zone", "NAME", STELE_ZONE}, update_zone},
    {{"schedule", "zone", "NAME", "at=2027-01-01 " STELE_POLICY}, schedule_zone},
    {{"unschedule", "zone", "NAME", ""}, unschedule_zone},
    {{"load", "idn-table", "ID", STELE_LIST}, load_idn_table},
    {{"change", "zone-tables", "NAME", "use=LIST"}, change_zone_tables},
    {{"set", "tsig-key", "NAME", "zone= algorithm=hmac-sha256|hmac-sha512 secret=BASE64"},
     set_tsig_key},
    {{"remove", "tsig-key", "NAME", "zone="}, remove_tsig_key},
    {{"change", "secondaries", "ZONE",
      "add.secondary=SECONDARY chg.secondary=SECONDARY rem.secondary=LIST"}, change_secondaries},
    {{"issue", "access-token", "", "holder= secret= expires=TIME zones=LIST repository="},
     issue_access_token},
    {{"revoke", "access-token", "ID", ""}, revoke_access_token},
    {{"list", "name", "LIST", "zone= as=reserved|blocked|premium tier= token= note="}, list_names},
    {{"unlist", "name", "LIST", "zone="}, unlist_names},
    {{"change", "settings", "",
      "server_id= whois_notice= sessions_per_registrar= commands_per_second= changes_per_second= "
      "checks_per_minute= login_failures= login_window_seconds= login_lock_seconds= "
      "auth_info_failures= password_length= password_classes= password_days= "
      "contact_transfer_days= maintenance_courtesy_hours= maintenance_kept_days= "
      "traffic_log_epp= traffic_log_whois= traffic_log_rdap= traffic_log_login= "
      "traffic_days_epp= traffic_days_whois= traffic_days_rdap= traffic_days_login= "
      "traffic_cleanup= traffic_cleanup_minute= traffic_alarm_mib= whois_per_minute= "
      "rdap_per_minute= rdap_searches_per_minute= das_per_minute= query_prefix_v4= "
      "query_prefix_v6= query_wide_v4= query_wide_v6= query_wide_factor= query_exempt=LIST"},
     change_settings},
    {{"create", "repository", "NAME", "suffix="}, create_repository},
    {{"create", "administrator", "NAME", "password= must_change=yes"}, create_administrator},
    {{"accept", "clock", "", ""}, accept_clock},
    {{"ack", "message", "ID", "registrar=ID"}, acknowledge_message},
    {{"send", "message", "", "text= registrar=ID"}, send_message},
};

#undef STELE_POSTAL
#undef STELE_CONTACT
#undef STELE_REGISTRAR_CONTACT
#undef STELE_ACCESS
#undef STELE_DIRECTORY
#undef STELE_POLICY
#undef STELE_ZONE
#undef STELE_HISTORY
#undef STELE_LIST
#undef STELE_LINKS
#undef STELE_MAINTENANCE
#undef STELE_ORG_POSTAL
#undef STELE_ORG_DATA

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

const Word* find_word(const std::vector<Word>& words, std::string_view key) {
  const auto at = std::ranges::find(words, key, &Word::key);
  return at == words.end() ? nullptr : &*at;
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
  const std::ptrdiff_t skip = (*form)->form.value.empty() ? 2 : 1;
  Words rest({words.begin() + skip, words.end()}, state, hash_password);
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
