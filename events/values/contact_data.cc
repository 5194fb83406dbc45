#include "events/values/contact_data.h"

#include <algorithm>
#include <cstdint>

#include "engine/base/bytes.h"
#include "engine/base/check.h"
#include "events/values/domain_name.h"

namespace stele {

namespace {

// Second letters of the assigned ISO 3166-1 alpha-2 codes, by first letter: A.., B.., … Z...
constexpr std::string_view kCountries[26] = {
    "DEFGILMOQRSTUWXZ",         // A
    "ABDEFGHIJLMNOQRSTVWYZ",    // B
    "ACDFGHIKLMNORUVWXYZ",      // C
    "EJKMOZ",                   // D
    "CEGHRST",                  // E
    "IJKMOR",                   // F
    "ABDEFGHILMNPQRSTUWY",      // G
    "KMNRTU",                   // H
    "DELMNOQRST",               // I
    "EMOP",                     // J
    "EGHIMNPRWYZ",              // K
    "ABCIKRSTUVY",              // L
    "ACDEFGHKLMNOPQRSTUVWXYZ",  // M
    "ACEFGILOPRUZ",             // N
    "M",                        // O
    "AEFGHKLMNRSTWY",           // P
    "A",                        // Q
    "EOSUW",                    // R
    "ABCDEGHIJKLMNORSTVXYZ",    // S
    "CDFGHJKLMNORTVWZ",         // T
    "AGMSYZ",                   // U
    "ACEGINU",                  // V
    "FS",                       // W
    "",                         // X
    "ET",                       // Y
    "AMW",                      // Z
};

constexpr std::size_t kMaxLocalPart = 64;  // RFC 5321 §4.5.3.1.1
constexpr std::size_t kMaxEmail = 254;     // RFC 5321 §4.5.3.1.3, less the angle brackets

bool all_digits(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// RFC 5322 §3.2.3 atext, without '/': it is nobody's mailbox and many an injection.
bool is_atext(char c) {
  constexpr std::string_view kSigns = "!#$%&'*+-=?^_`{|}~";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kSigns.find(c) != std::string_view::npos;
}

// Length of the well-formed non-ASCII UTF-8 sequence (RFC 3629 §4) that `in` begins with; 0: none.
// C1 controls count as ill-formed.
std::size_t utf8_sequence(std::string_view in) {
  const auto byte = [in](std::size_t i) {
    return i < in.size() ? static_cast<unsigned char>(in[i]) : 0U;
  };
  const unsigned lead = byte(0);
  std::size_t length = 0;
  unsigned low = 0x80;
  unsigned high = 0xbf;
  if (lead >= 0xc2 && lead <= 0xdf) length = 2;
  if (lead >= 0xe0 && lead <= 0xef) length = 3;
  if (lead >= 0xf0 && lead <= 0xf4) length = 4;
  if (lead == 0xc2 || lead == 0xe0) low = 0xa0;
  if (lead == 0xed) high = 0x9f;
  if (lead == 0xf0) low = 0x90;
  if (lead == 0xf4) high = 0x8f;
  if (length == 0 || byte(1) < low || byte(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i)
    if ((byte(i) & 0xc0U) != 0x80U) return 0;
  return length;
}

// Dot-atom of RFC 5322 §3.2.3, widened by RFC 6531 §3.3 to UTF-8.
bool is_local_part(std::string_view text) {
  if (text.empty() || text.size() > kMaxLocalPart) return false;
  if (text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  while (!text.empty()) {
    const bool plain = text.front() == '.' || is_atext(text.front());
    const std::size_t length = plain ? 1 : utf8_sequence(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// The sealed form: version, presence flags, then the fields in the order of the struct; a text is
// two octets of length and its bytes, a list one octet of count.
constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kHasInternational = 1;
constexpr std::uint8_t kHasLocalized = 2;
constexpr std::uint8_t kHasDisclose = 4;
constexpr std::uint8_t kKnownFlags = kHasInternational | kHasLocalized | kHasDisclose;

constexpr bool Disclose::*kDiscloseBits[] = {
    &Disclose::flag,        &Disclose::name_int,
    &Disclose::name_loc,    &Disclose::organisation_int,
    &Disclose::organisation_loc, &Disclose::address_int,
    &Disclose::address_loc, &Disclose::voice,
    &Disclose::fax,         &Disclose::email,
};
constexpr std::uint16_t kKnownDisclose = (1U << std::size(kDiscloseBits)) - 1;

void put(std::string& out, const std::string& text) {
  CHECK(text.size() <= UINT16_MAX, "contact texts are bounded where they are parsed");
  put_big_endian(out, static_cast<std::uint16_t>(text.size()));
  out += text;
}

void put(std::string& out, const PostalInfo& info) {
  put(out, info.name);
  put(out, info.organisation);
  CHECK(info.streets.size() <= UINT8_MAX, "street lines are bounded where they are parsed");
  out.push_back(static_cast<char>(info.streets.size()));
  for (const std::string& street : info.streets) put(out, street);
  put(out, info.city);
  put(out, info.state_or_province);
  put(out, info.postal_code);
  put(out, info.country);
}

void put(std::string& out, const Phone& phone) {
  put(out, phone.number);
  put(out, phone.extension);
}

std::uint16_t disclose_bits(const Disclose& disclose) {
  unsigned bits = 0;
  for (std::size_t i = 0; i < std::size(kDiscloseBits); ++i)
    if (disclose.*kDiscloseBits[i]) bits |= 1U << i;
  return static_cast<std::uint16_t>(bits);
}

// Takes fields off the front; once something is missing `ok` is false and the rest reads empty.
struct Reader {
  std::string_view rest;
  bool ok = true;

  std::string_view take(std::size_t n) {
    if (!ok || n > rest.size()) {
      ok = false;
      return {};
    }
    const std::string_view out = rest.substr(0, n);
    rest.remove_prefix(n);
    return out;
  }
  template <class Int>
  Int number() {
    const std::string_view bytes = take(sizeof(Int));
    return ok ? get_big_endian<Int>(bytes) : Int{};
  }
  std::string text() { return std::string(take(number<std::uint16_t>())); }
  PostalInfo postal_info() {
    PostalInfo out;
    out.name = text();
    out.organisation = text();
    for (int left = number<std::uint8_t>(); left > 0 && ok; --left) out.streets.push_back(text());
    out.city = text();
    out.state_or_province = text();
    out.postal_code = text();
    out.country = text();
    return out;
  }
  Phone phone() {
    Phone out;
    out.number = text();
    out.extension = text();
    return out;
  }
};

}  // namespace

bool is_country_code(std::string_view text) {
  if (text.size() != 2 || text[0] < 'A' || text[0] > 'Z') return false;
  return kCountries[text[0] - 'A'].find(text[1]) != std::string_view::npos;
}

bool is_phone_number(std::string_view text) {
  if (text.size() > 17 || !text.starts_with('+')) return false;
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return false;
  return all_digits(text.substr(1, dot - 1), 1, 3) && all_digits(text.substr(dot + 1), 1, 14);
}

bool is_email(std::string_view text) {
  if (text.size() > kMaxEmail) return false;
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return false;
  return is_local_part(text.substr(0, at)) && HostName::parse(text.substr(at + 1)).has_value();
}

std::string encode(const ContactData& data) {
  std::string out;
  out.reserve(256);
  out.push_back(static_cast<char>(kVersion));
  out.push_back(static_cast<char>((data.international ? kHasInternational : 0) |
                                  (data.localized ? kHasLocalized : 0) |
                                  (data.disclose ? kHasDisclose : 0)));
  if (data.international) put(out, *data.international);
  if (data.localized) put(out, *data.localized);
  put(out, data.voice);
  put(out, data.fax);
  put(out, data.email);
  if (data.disclose) put_big_endian(out, disclose_bits(*data.disclose));
  return out;
}

Result<ContactData> decode_contact_data(std::string_view bytes) {
  Reader reader{bytes};
  const auto version = reader.number<std::uint8_t>();
  const auto flags = reader.number<std::uint8_t>();
  if (reader.ok && (version != kVersion || (flags & ~kKnownFlags) != 0))
    return fail(Fault::unsupported, "contact data of version " + std::to_string(version) +
                                        " with flags " + std::to_string(flags));
  ContactData out;
  if (flags & kHasInternational) out.international = reader.postal_info();
  if (flags & kHasLocalized) out.localized = reader.postal_info();
  out.voice = reader.phone();
  out.fax = reader.phone();
  out.email = reader.text();
  if (flags & kHasDisclose) {
    const auto bits = reader.number<std::uint16_t>();
    if ((bits & ~kKnownDisclose) != 0)
      return fail(Fault::unsupported, "contact data discloses an unknown field");
    Disclose disclose;
    for (std::size_t i = 0; i < std::size(kDiscloseBits); ++i)
      disclose.*kDiscloseBits[i] = (bits >> i) & 1U;
    out.disclose = disclose;
  }
  if (!reader.ok) return fail(Fault::corrupt, "contact data ends too early");
  if (!reader.rest.empty())
    return fail(Fault::corrupt, "contact data is followed by " +
                                    std::to_string(reader.rest.size()) + " more bytes");
  return out;
}

}  // namespace stele
