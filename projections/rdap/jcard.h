// jCards (RFC 7095) of contacts, with what is not shown of them. Private to this folder.
#pragma once

#include <string>
#include <string_view>

#include "projections/rdap/json_writer.h"
#include "projections/rdap/redaction.h"

namespace stele::rdap {

struct JcardOptions {
  std::string_view path;          // JSONPath of the entity
  std::string_view subject;       // "Registrant": how redacted names begin; empty: none are told
  bool gtld = false;
  std::string_view contact_form;  // an https URL that stands for a withheld address; empty: none
};

// The member "vcardArray".
void write_jcard(JsonWriter& json, Redactions& redactions, const rdds::ContactView& view,
                 const JcardOptions& options);
// Of an organisation of which a name and ways to reach it are known.
void write_plain_jcard(JsonWriter& json, std::string_view name, std::string_view phone,
                       std::string_view email, std::string_view url);

}  // namespace stele::rdap
