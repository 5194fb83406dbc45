#include "projections/rdap/redaction.h"

namespace stele::rdap {

namespace {

// Whether a policy, a missing consent or an erasure withholds it is nobody's business.
std::string_view reason(rdds::Withheld why) {
  switch (why) {
    case rdds::Withheld::unreadable: return "Temporarily unavailable";
    case rdds::Withheld::no_consent:
    case rdds::Withheld::erased:
    case rdds::Withheld::no:
    case rdds::Withheld::not_held:
    case rdds::Withheld::policy: return "Server policy";
  }
  return {};
}

}  // namespace

void Redactions::write(JsonWriter& json) const {
  if (entries_.empty()) return;
  json.begin_array("redacted");
  for (const Entry& entry : entries_) {
    json.begin_object();
    json.begin_object("name");
    json.member(entry.registered ? "type" : "description", entry.name);
    json.end_object();
    switch (entry.method) {
      case Method::removal:
        json.member("prePath", entry.path);
        json.member("pathLang", "jsonpath");
        json.member("method", "removal");
        break;
      case Method::empty_value:
        json.member("postPath", entry.path);
        json.member("pathLang", "jsonpath");
        json.member("method", "emptyValue");
        break;
      case Method::replacement:
        json.member("prePath", entry.path);
        json.member("replacementPath", entry.replacement);
        json.member("pathLang", "jsonpath");
        json.member("method", "replacementValue");
        break;
    }
    json.begin_object("reason");
    json.member("description", reason(entry.why));
    json.end_object();
    json.end_object();
  }
  json.end_array();
}

}  // namespace stele::rdap
