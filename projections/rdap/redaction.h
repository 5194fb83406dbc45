// Redactions (RFC 9537): which members an answer would have and does not show, with the names that
// ICANN's response profile gives them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "projections/rdap/json_writer.h"
#include "projections/rdds/view.h"

namespace stele::rdap {

class Redactions {
 public:
  enum class Method { removal, empty_value, replacement };
  struct Entry {
    Pieces name;
    bool registered = false;   // a name of the profile's, not a description
    Method method = Method::removal;
    Pieces path;               // before the redaction, or after it where the value is empty
    Pieces replacement = {};   // path of what stands instead
    rdds::Withheld why = rdds::Withheld::policy;
  };
  void add(const Entry& entry);  // written down at once
  bool empty() const { return empty_; }
  void write(JsonWriter& json);  // the member "redacted", or nothing; once

 private:
  JsonWriter list_{0};  // grows with the first
  bool empty_ = true;
};

}  // namespace stele::rdap
