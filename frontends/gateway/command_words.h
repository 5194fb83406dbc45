// The words of one command line on their way to a command, and the values that several commands
// have in common. Words are taken by key, one by one, and what nobody took is a mistake; mistakes
// are collected, so that a line is told all that is wrong with it. Used by command_text.cc alone.
#pragma once

#include <charconv>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "frontends/gateway/command_text.h"

namespace stele::gateway {

// `word` as it stood there, secrets masked.
std::string shown(const Word& word);

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

  // Looked at, not taken; the first of several.
  const Word* first(std::string_view key) const {
    for (const Word& word : words_)
      if (word.key == key) return &word;
    return nullptr;
  }

  std::optional<std::string> text(std::string_view key) {
    const Word* const word = find(key);
    return word ? std::optional(word->value) : std::nullopt;
  }
  std::string text_or_none(std::string_view key) { return text(key).value_or(std::string()); }

  // Clear to hashed; empty when it is not given.
  std::string hashed(std::string_view key) {
    const Word* const word = find(key);
    if (!word || word->value.empty()) return {};
    auto hash = hash_(word->value);
    if (hash) return std::move(*hash);
    problems_.push_back({word->position, shown(*word), hash.error().what,
                         core::Rejection{core::Reason::overloaded, core::Field::password, {}}});
    return {};
  }

  // `parse` gives an optional; `what` completes "is not …".
  template <class Parse>
  auto value(std::string_view key, const Parse& parse, std::string_view what,
             core::Reason reason = core::Reason::bad_syntax, core::Field field = core::Field::none)
      -> decltype(parse(std::string_view())) {
    const Word* const word = find(key);
    if (!word) return std::nullopt;
    auto out = parse(std::string_view(word->value));
    if (!out) wrong_value(*word, word->value, what, reason, field);
    return out;
  }

  // The value into its place; whether it was given.
  template <class Parse, class T>
  bool put(std::string_view key, const Parse& parse, std::string_view what, T& to, core::Field field) {
    auto given = value(key, parse, what, core::Reason::bad_syntax, field);
    if (given) to = std::move(*given);
    return given.has_value();
  }

  // Every item of every word with this key; `key=` alone is an empty list.
  template <class Parse>
  auto list(std::string_view key, const Parse& parse, std::string_view what,
            core::Reason reason = core::Reason::bad_syntax, core::Field field = core::Field::none) {
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

  void wrong(const Word& word, std::string why);
  void wrong_value(const Word& word, std::string_view value, std::string_view what,
                   core::Reason reason, core::Field field);
  void missing(std::string_view key, core::Field field) {
    const std::size_t end = words_.empty() ? 1 : words_.back().position;
    problems_.push_back({end, std::string(key), "is required here",
                         core::Rejection{core::Reason::missing_parameter, field, std::string(key)}});
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

// ---- values: nullopt when the text is none of its kind

std::optional<std::string> as_text(std::string_view text);
std::optional<bool> as_yes(std::string_view text);            // yes or no
std::optional<Money> as_money(std::string_view text);         // "100.00EUR"
std::optional<Amount> as_amount(std::string_view text);       // may be negative: core judges it
std::optional<DomainName> as_domain(std::string_view text);
std::optional<HostName> as_host(std::string_view text);
std::optional<std::string> as_zone(std::string_view text);    // as an A-label; core says whether it is there

template <class Int>
std::optional<Int> as_number(std::string_view text) {
  Int v{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return v;
}

// ---- parts of commands

std::optional<Period> read_period(Words& words);
std::vector<HostName> read_hosts(Words& words, std::string_view key);
std::vector<IpAddress> read_addresses(Words& words, std::string_view key);
std::vector<IpPrefix> read_networks(Words& words, std::string_view key);
core::AccessChange read_access(Words& words);
core::DirectoryChange read_directory(Words& words);  // directory_words.cc
std::vector<Status> read_statuses(Words& words, std::string_view key);
// admin=, tech= and billing= with this prefix, in this order.
std::vector<core::NamedContact> read_contacts(Words& words, const std::string& prefix);
std::optional<core::FeeOffer> read_fee(Words& words);   // "10.00EUR", or "10.00" of the account's
core::History read_history(Words& words, bool expires);
RepositoryId read_repository(Words& words);
// link=ROLE:ID of a creation; add.link=, rem.link=ROLE[:ID] and chg.link= of an update (RFC 8544).
core::LinkChange read_new_links(Words& words);
core::LinkChange read_links(Words& words);

// name=, org=, … with any of these prefixes; nullopt when there is none of them.
// An organisation's has no org=, which is the organisation itself.
enum class PostalParts { of_contact, of_organisation };
std::optional<core::PostalInfoChange> read_postal_info(
    Words& words, std::initializer_list<const char*> prefixes,
    PostalParts parts = PostalParts::of_contact);
std::optional<Phone> read_phone(Words& words, std::string_view key);  // "+1.7035555555x123"
std::optional<Disclose> read_disclose(Words& words);
ContactData read_contact_data(Words& words);
std::optional<ContactData> read_registrar_contact(Words& words);

// phase=, type=, smd=, notice= with its dates; nullopt without phase=. Marks are verified here.
std::optional<core::LaunchCreate> read_launch(Words& words, RepositoryId repository);
std::optional<ObjectNumber> read_application(Words& words);
// list=: certificates in PEM, or one of the clearing house's lists as it publishes them.
core::SetMarkAuthority read_mark_roots(Words& words);
core::LoadMarkRevocations read_mark_revocations(Words& words);
core::LoadCertificateRevocations read_certificate_revocations(Words& words);
core::LoadClaims read_claims(Words& words);

// idn=, uname=; variants= of a creation, add.variant= and rem.variant= of an update: "all" or names.
std::optional<core::IdnWish> read_idn(Words& words);
core::VariantWish read_new_variants(Words& words);
core::VariantWish read_variant_change(Words& words);

// "ns1.shop.example 192.0.2.1", and ttl=NS:3600.
std::vector<HostAttribute> read_host_attributes(Words& words, std::string_view key);
std::vector<TtlSetting> read_ttls(Words& words);
// ds=, key=, max_sig_life=; with add. and rem., rem.dnssec=all and urgent= in a change.
DnssecData read_dnssec(Words& words);
DnssecChange read_dnssec_change(Words& words);
DomainName read_domain_name(Words& words, std::string_view key);

// ---- whole commands: object_words.cc
core::Command create_contact(Words& words);
core::Command update_contact(Words& words);
core::Command delete_contact(Words& words);
core::Command create_host(Words& words);
core::Command update_host(Words& words);
core::Command delete_host(Words& words);
core::Command create_domain(Words& words);
core::Command update_domain(Words& words);
core::Command renew_domain(Words& words);
core::Command delete_domain(Words& words);
core::Command transfer_domain(Words& words);
core::Command report_cds(Words& words);  // dns_words.cc
core::Command transfer_contact(Words& words);
core::Command restore_domain(Words& words);

// org_words.cc
core::Command create_organisation(Words& words);
core::Command update_organisation(Words& words);
core::Command delete_organisation(Words& words);
core::Command erase_organisation(Words& words);

// directory_words.cc
core::Command issue_access_token(Words& words);
core::Command revoke_access_token(Words& words);

// maintenance_words.cc
core::Command create_maintenance(Words& words);
core::Command update_maintenance(Words& words);
core::Command cancel_maintenance(Words& words);

// idn_words.cc
core::Command load_idn_table(Words& words);
core::Command change_zone_tables(Words& words);

// distribution_words.cc
core::Command set_tsig_key(Words& words);
core::Command remove_tsig_key(Words& words);
core::Command change_secondaries(Words& words);

// Each changes what the line names and returns whether that is anything.
bool read_dns_policy(Words& words, ZonePolicy& policy);  // dns_words.cc; a part of read_policy
bool read_idn_policy(Words& words, ZonePolicy& policy);  // idn_words.cc; another
bool read_disclosure(Words& words, Disclosure& disclosure);  // directory_words.cc; another
bool read_policy(Words& words, ZonePolicy& policy);
bool read_header(Words& words, ZoneHeader& header);
bool read_publication(Words& words, ZoneHeader& header);  // a part of the header

}  // namespace stele::gateway
