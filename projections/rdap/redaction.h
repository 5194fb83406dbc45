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
    std::string name;
    bool registered = false;   // a name of the profile's, not a description
    Method method = Method::removal;
    std::string path;          // before the redaction, or after it where the value is empty
    std::string replacement;   // path of what stands instead
    rdds::Withheld why = rdds::Withheld::policy;
  };
  void add(Entry entry) {
    if (entries_.empty()) entries_.reserve(20);
    entries_.push_back(std::move(entry));
  }
  bool empty() const { return entries_.empty(); }
  void write(JsonWriter& json) const;  // the member "redacted", or nothing

 private:
  std::vector<Entry> entries_;
};

}  // namespace stele::rdap
