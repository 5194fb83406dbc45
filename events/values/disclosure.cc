#include "events/values/disclosure.h"

#include <algorithm>
#include <utility>

namespace stele {

namespace {

// The value of an enum of `count` that has this text.
template <class Enum>
std::optional<Enum> find_word(std::string_view text, int count) {
  for (int i = 0; i < count; ++i)
    if (const auto value = static_cast<Enum>(i); to_text(value) == text) return value;
  return std::nullopt;
}

// One part of a rule: absent for "any"; false when it is no word of its kind.
template <class T, class Parse>
bool read_part(std::string_view text, const Parse& parse, std::optional<T>& out) {
  if (text == "any") return true;
  out = parse(text);
  return out.has_value();
}

template <class T>
std::string_view part(const std::optional<T>& value) {
  return value ? to_text(*value) : std::string_view("any");
}

bool fits(const DisclosureRule& rule, RddsRole role, ContactKind kind, ContactField field) {
  return (!rule.role || *rule.role == role) && (!rule.kind || *rule.kind == kind) &&
         (!rule.field || *rule.field == field);
}

// ICANN's Registration Data Policy §9: of the registrant, state and country are published always and
// the organisation when the registrant agreed; all the rest of people is withheld unless they consent.
// Of the technical contact there are a name, a telephone number and an e-mail address.
Disclosed by_icann_2024(RddsRole role, ContactField field) {
  switch (role) {
    case RddsRole::registrant:
      return field == ContactField::state || field == ContactField::country ? Disclosed::always
                                                                            : Disclosed::by_consent;
    case RddsRole::tech:
      switch (field) {
        case ContactField::id:
        case ContactField::name:
        case ContactField::voice:
        case ContactField::email: return Disclosed::by_consent;
        case ContactField::organisation:
        case ContactField::street:
        case ContactField::city:
        case ContactField::state:
        case ContactField::postal_code:
        case ContactField::country:
        case ContactField::fax: return Disclosed::never;
      }
      std::unreachable();
    case RddsRole::admin:
    case RddsRole::billing: return Disclosed::never;
  }
  std::unreachable();
}

Disclosed by_profile(DisclosureProfile profile, RddsRole role, ContactField field) {
  switch (profile) {
    case DisclosureProfile::thin:
    case DisclosureProfile::own: return Disclosed::never;
    case DisclosureProfile::icann_2024: return by_icann_2024(role, field);
    case DisclosureProfile::open: return Disclosed::unless_objected;
  }
  std::unreachable();
}

}  // namespace

std::string_view to_text(RddsRole role) {
  switch (role) {
    case RddsRole::registrant: return "registrant";
    case RddsRole::admin: return "admin";
    case RddsRole::tech: return "tech";
    case RddsRole::billing: return "billing";
  }
  std::unreachable();
}
std::optional<RddsRole> parse_rdds_role(std::string_view text) {
  return find_word<RddsRole>(text, kRddsRoleCount);
}

std::string_view to_text(ContactKind kind) {
  switch (kind) {
    case ContactKind::person: return "person";
    case ContactKind::organisation: return "org";
  }
  std::unreachable();
}
std::optional<ContactKind> parse_contact_kind(std::string_view text) {
  return find_word<ContactKind>(text, kContactKindCount);
}

std::string_view to_text(ContactField field) {
  switch (field) {
    case ContactField::id: return "id";
    case ContactField::name: return "name";
    case ContactField::organisation: return "org";
    case ContactField::street: return "street";
    case ContactField::city: return "city";
    case ContactField::state: return "sp";
    case ContactField::postal_code: return "pc";
    case ContactField::country: return "cc";
    case ContactField::voice: return "voice";
    case ContactField::fax: return "fax";
    case ContactField::email: return "email";
  }
  std::unreachable();
}
std::optional<ContactField> parse_contact_field(std::string_view text) {
  return find_word<ContactField>(text, kContactFieldCount);
}

std::string_view to_text(Disclosed disclosed) {
  switch (disclosed) {
    case Disclosed::never: return "never";
    case Disclosed::by_consent: return "consent";
    case Disclosed::unless_objected: return "objection";
    case Disclosed::always: return "always";
  }
  std::unreachable();
}
std::optional<Disclosed> parse_disclosed(std::string_view text) {
  return find_word<Disclosed>(text, kDisclosedCount);
}

std::string to_text(const DisclosureRule& rule) {
  std::string out(part(rule.role));
  out.append(":").append(part(rule.kind)).append(":").append(part(rule.field));
  return out.append(":").append(to_text(rule.disclosed));
}

std::optional<DisclosureRule> parse_disclosure_rule(std::string_view text) {
  std::array<std::string_view, 4> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t colon = i + 1 < parts.size() ? text.find(':') : text.size();
    if (colon == std::string_view::npos) return std::nullopt;
    parts[i] = text.substr(0, colon);
    text.remove_prefix(std::min(colon + 1, text.size()));
  }
  DisclosureRule rule;
  const auto disclosed = parse_disclosed(parts[3]);
  if (!disclosed || !read_part(parts[0], parse_rdds_role, rule.role) ||
      !read_part(parts[1], parse_contact_kind, rule.kind) ||
      !read_part(parts[2], parse_contact_field, rule.field))
    return std::nullopt;
  rule.disclosed = *disclosed;
  return rule;
}

std::string_view to_text(DisclosureProfile profile) {
  switch (profile) {
    case DisclosureProfile::thin: return "thin";
    case DisclosureProfile::icann_2024: return "icann-2024";
    case DisclosureProfile::open: return "open";
    case DisclosureProfile::own: return "own";
  }
  std::unreachable();
}
std::optional<DisclosureProfile> parse_disclosure_profile(std::string_view text) {
  return find_word<DisclosureProfile>(text, kDisclosureProfileCount);
}

std::string_view to_text(DirectorySearch search) {
  switch (search) {
    case DirectorySearch::domains: return "domains";
    case DirectorySearch::nameservers: return "nameservers";
    case DirectorySearch::entities: return "entities";
  }
  std::unreachable();
}
std::optional<DirectorySearch> parse_directory_search(std::string_view text) {
  return find_word<DirectorySearch>(text, kDirectorySearchCount);
}

std::string to_text(const Referral& referral) {
  return referral.name + ' ' + (referral.whois.empty() ? "-" : referral.whois) + ' ' +
         (referral.rdap.empty() ? "-" : referral.rdap);
}

std::optional<Referral> parse_referral(std::string_view text) {
  std::array<std::string_view, 3> parts;
  for (std::string_view& part : parts) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    part = text.substr(0, text.find(' '));
    text.remove_prefix(part.size());
    if (part == "-") part = {};
  }
  if (parts[0].empty() || text.find_first_not_of(' ') != std::string_view::npos ||
      (parts[1].empty() && parts[2].empty()))
    return std::nullopt;
  return Referral{std::string(parts[0]), std::string(parts[1]), std::string(parts[2])};
}

Disclosed disclosed(const Disclosure& policy, RddsRole role, ContactKind kind, ContactField field) {
  for (auto rule = policy.rules.rbegin(); rule != policy.rules.rend(); ++rule)
    if (fits(*rule, role, kind, field)) return rule->disclosed;
  return by_profile(policy.profile, role, field);
}

bool tells_of(const Disclosure& policy, RddsRole role) {
  for (const ContactKind kind : {ContactKind::person, ContactKind::organisation})
    for (int field = 0; field < kContactFieldCount; ++field)
      if (disclosed(policy, role, kind, static_cast<ContactField>(field)) != Disclosed::never)
        return true;
  return false;
}

}  // namespace stele
