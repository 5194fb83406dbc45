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

void Redactions::add(const Entry& entry) {
  if (empty_) {
    list_ = JsonWriter(6 * 1024);
    list_.begin_array();
    empty_ = false;
  }
  list_.begin_object();
  list_.begin_object("name");
  list_.member(entry.registered ? "type" : "description", entry.name);
  list_.end_object();
  switch (entry.method) {
    case Method::removal:
      list_.member("prePath", entry.path);
      list_.member("pathLang", "jsonpath");
      list_.member("method", "removal");
      break;
    case Method::empty_value:
      list_.member("postPath", entry.path);
      list_.member("pathLang", "jsonpath");
      list_.member("method", "emptyValue");
      break;
    case Method::replacement:
      list_.member("prePath", entry.path);
      list_.member("replacementPath", entry.replacement);
      list_.member("pathLang", "jsonpath");
      list_.member("method", "replacementValue");
      break;
  }
  list_.begin_object("reason");
  list_.member("description", reason(entry.why));
  list_.end_object();
  list_.end_object();
}

void Redactions::write(JsonWriter& json) {
  if (empty_) return;
  list_.end_array();
  json.key("redacted");
  json.whole(list_.take());
}

}  // namespace stele::rdap
