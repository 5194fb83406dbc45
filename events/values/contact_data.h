// ContactData: what is known of a person or organisation (RFC 5733 §2). It is personal data: events
// and state rows hold it sealed (Personal<ContactData>), never clear.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/strong.h"

namespace stele {

struct PostalInfo {
  std::string name;
  std::string organisation;           // empty: none
  std::vector<std::string> streets;   // 0..3 lines
  std::string city;
  std::string state_or_province;
  std::string postal_code;
  std::string country;                // ISO 3166-1 alpha-2, capitals
  auto operator<=>(const PostalInfo&) const = default;
};

struct Phone {
  std::string number;     // "+1.7035555555" (ITU E.164 with the dot after the country code), or empty
  std::string extension;  // or empty
  auto operator<=>(const Phone&) const = default;
};

// RFC 5733 §2.9. The listed elements are exceptions to the server's policy: shown when `flag`, else
// withheld. Absent (nullopt in ContactData) when the client said nothing.
struct Disclose {
  bool flag = false;
  bool name_int = false, name_loc = false;
  bool organisation_int = false, organisation_loc = false;
  bool address_int = false, address_loc = false;
  bool voice = false, fax = false, email = false;
  auto operator<=>(const Disclose&) const = default;
};

struct ContactData {
  std::optional<PostalInfo> international;  // type="int": ASCII only
  std::optional<PostalInfo> localized;      // type="loc": UTF-8
  Phone voice;
  Phone fax;
  std::string email;
  std::optional<Disclose> disclose;
  auto operator<=>(const ContactData&) const = default;
};

bool is_country_code(std::string_view text);  // assigned ISO 3166-1 alpha-2, capitals
bool is_phone_number(std::string_view text);  // contact:e164Type, but not empty
bool is_email(std::string_view text);         // one address, RFC 5322 addr-spec as used in practice

// Bytes that are sealed: deterministic, self-contained, versioned.
std::string encode(const ContactData& data);
Result<ContactData> decode_contact_data(std::string_view bytes);

}  // namespace stele
