// Disclosure: what a zone's registration data directory (WHOIS, RDAP, web) tells of people, to whom it
// says no more than to anyone. A field's word depends on the role the contact has and on whether it is
// a person or an organisation: an organisation is a contact that names one (<contact:org>), since EPP
// knows no other sign of it.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stele {

// The roles of contacts as the directory has them.
enum class RddsRole : std::uint8_t { registrant, admin, tech, billing };
constexpr int kRddsRoleCount = 4;
std::string_view to_text(RddsRole role);
std::optional<RddsRole> parse_rdds_role(std::string_view text);

enum class ContactKind : std::uint8_t { person, organisation };
constexpr int kContactKindCount = 2;
std::string_view to_text(ContactKind kind);  // "org"
std::optional<ContactKind> parse_contact_kind(std::string_view text);

enum class ContactField : std::uint8_t {
  id, name, organisation, street, city, state, postal_code, country, voice, fax, email,
};
constexpr int kContactFieldCount = 11;
std::string_view to_text(ContactField field);  // "org", "sp", "pc", "cc": the words of `create contact`
std::optional<ContactField> parse_contact_field(std::string_view text);

// `by_consent` and `unless_objected` ask the contact's <contact:disclose> (RFC 5733 §2.9).
enum class Disclosed : std::uint8_t { never, by_consent, unless_objected, always };
constexpr int kDisclosedCount = 4;
std::string_view to_text(Disclosed disclosed);  // "consent", "objection"
std::optional<Disclosed> parse_disclosed(std::string_view text);

// Where a rule names no role, kind or field, it is of all of them.
struct DisclosureRule {
  std::optional<RddsRole> role;
  std::optional<ContactKind> kind;
  std::optional<ContactField> field;
  Disclosed disclosed = Disclosed::never;
  auto operator<=>(const DisclosureRule&) const = default;
};
// "registrant:org:email:consent", "any:any:cc:always".
std::string to_text(const DisclosureRule& rule);
std::optional<DisclosureRule> parse_disclosure_rule(std::string_view text);

enum class DisclosureProfile : std::uint8_t {
  thin,        // no contacts are told of
  icann_2024,  // ICANN's Registration Data Policy; RDAP answers by the response profile of February 2024
  open,        // what is held is told, unless the contact objected
  own,         // nothing but what the rules say
};
constexpr int kDisclosureProfileCount = 4;
std::string_view to_text(DisclosureProfile profile);  // "icann-2024"
std::optional<DisclosureProfile> parse_disclosure_profile(std::string_view text);

// Searches that answer with more than one object.
enum class DirectorySearch : std::uint8_t { domains, nameservers, entities };
constexpr int kDirectorySearchCount = 3;
std::string_view to_text(DirectorySearch search);
std::optional<DirectorySearch> parse_directory_search(std::string_view text);

// A name below the zone for which another registry answers.
struct Referral {
  std::string name;   // a domain name below the zone, in ASCII
  std::string whois;  // host name of its WHOIS; empty: none
  std::string rdap;   // base URL of its RDAP; empty: none
  auto operator<=>(const Referral&) const = default;
};
// "uk.example whois.nic.uk https://rdap.nic.uk/"; "-" for what there is none of.
std::string to_text(const Referral& referral);
std::optional<Referral> parse_referral(std::string_view text);

struct Disclosure {
  DisclosureProfile profile = DisclosureProfile::thin;
  std::vector<DisclosureRule> rules;         // over the profile's; the last one that fits counts
  std::vector<DirectorySearch> searches;     // that anyone may make; sorted
  std::vector<Referral> referrals;           // sorted
  std::string layout;                        // WHOIS template of a domain; empty: ICANN's
  auto operator<=>(const Disclosure&) const = default;
};

// What the zone says of one field; and whether it tells that there is a contact of this role at all.
Disclosed disclosed(const Disclosure& policy, RddsRole role, ContactKind kind, ContactField field);
bool tells_of(const Disclosure& policy, RddsRole role);

}  // namespace stele
