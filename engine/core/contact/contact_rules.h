// What contact data must look like (RFC 5733 §2, with the lengths of its schema). Every problem is
// reported. Shared by contacts, organisations and the contact of a registrar.
#pragma once

#include "engine/core/problems.h"
#include "events/values/contact_data.h"

namespace stele::core {

// missing_postal_info; then part by part as below.
void require_contact_data(const ContactData& data, Problems& problems);

// missing_parameter (name, city, country), value_out_of_range, bad_syntax, not_ascii (type int),
// bad_country_code. An organisation may have a name alone (RFC 8543 §4.2.1).
enum class Address { required, optional };
void require_postal_info(const PostalInfo& info, bool ascii, Problems& problems,
                         Address address = Address::required);

// bad_phone_number. Empty is fine: no number. `field`: voice or fax.
void require_phone(const Phone& phone, Field field, Problems& problems);

// missing_parameter, bad_email.
void require_email(std::string_view email, Problems& problems);

}  // namespace stele::core
