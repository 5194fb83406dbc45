#include "engine/core/contact/contact_rules.h"

#include <algorithm>

#include "engine/base/bytes.h"
#include "engine/core/checks.h"

namespace stele::core {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

void require_postal_line(std::string_view text, std::size_t least, std::size_t most, bool ascii,
                         Field field, Problems& problems) {
  if (ascii && !is_ascii(text))
    problems.add(Reason::not_ascii, field, to_printable(text, 255));
  else
    require_line(text, least, most, field, problems);
}

bool has_address(const PostalInfo& info) {
  return !info.streets.empty() || !info.city.empty() || !info.state_or_province.empty() ||
         !info.postal_code.empty() || !info.country.empty();
}

}  // namespace

void require_contact_data(const ContactData& data, Problems& problems) {
  if (!data.international && !data.localized)
    problems.add(Reason::missing_postal_info, Field::postal_info);
  if (data.international) require_postal_info(*data.international, true, problems);
  if (data.localized) require_postal_info(*data.localized, false, problems);
  require_phone(data.voice, Field::voice, problems);
  require_phone(data.fax, Field::fax, problems);
  require_email(data.email, problems);
}

void require_postal_info(const PostalInfo& info, bool ascii, Problems& problems,
                         Address address) {
  require_postal_line(info.name, 1, 255, ascii, Field::person, problems);
  require_postal_line(info.organisation, 0, 255, ascii, Field::organisation, problems);
  if (address == Address::optional && !has_address(info)) return;
  if (info.streets.size() > 3)
    problems.add(Reason::value_out_of_range, Field::street, std::to_string(info.streets.size()));
  for (const std::string& street : info.streets)
    require_postal_line(street, 0, 255, ascii, Field::street, problems);
  require_postal_line(info.city, 1, 255, ascii, Field::city, problems);
  require_postal_line(info.state_or_province, 0, 255, ascii, Field::state_or_province, problems);
  require_postal_line(info.postal_code, 0, 16, ascii, Field::postal_code, problems);
  if (info.country.empty())
    problems.add(Reason::missing_parameter, Field::country);
  else if (!is_country_code(info.country))
    problems.add(Reason::bad_country_code, Field::country, to_printable(info.country));
}

void require_phone(const Phone& phone, Field field, Problems& problems) {
  if (phone.number.empty() && phone.extension.empty()) return;
  const auto extension = count_characters(phone.extension);
  if (!is_phone_number(phone.number) || !extension || *extension > 16)
    problems.add(Reason::bad_phone_number, field,
                 to_printable(phone.extension.empty() ? phone.number
                                                      : phone.number + " x" + phone.extension));
}

void require_email(std::string_view email, Problems& problems) {
  if (email.empty())
    problems.add(Reason::missing_parameter, Field::email);
  else if (!is_email(email))
    problems.add(Reason::bad_email, Field::email, to_printable(email, 320));
}

}  // namespace stele::core
