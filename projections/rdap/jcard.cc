#include "projections/rdap/jcard.h"

namespace stele::rdap {

namespace {

using rdds::Shown;
using Method = Redactions::Method;

// JSONPath of the card's property of a name or type, around it.
constexpr std::string_view kFirst = ".vcardArray[1][?(@[0]=='";
constexpr std::string_view kOfType = ".vcardArray[1][?(@[1].type=='";
constexpr std::string_view kEnd = "')]";

void begin_card(JsonWriter& json) {
  json.begin_array("vcardArray");
  json.text("vcard");
  json.begin_array();
}

void end_card(JsonWriter& json) {
  json.end_array();
  json.end_array();
}

void begin_property(JsonWriter& json, std::string_view name, std::string_view parameter = {},
                    std::string_view value = {}) {
  json.begin_array();
  json.text(name);
  json.begin_object();
  if (!parameter.empty() && !value.empty()) json.member(parameter, value);
  json.end_object();
}

void property(JsonWriter& json, std::string_view name, std::string_view type, std::string_view value,
              std::string_view parameter = {}, std::string_view parameter_value = {}) {
  begin_property(json, name, parameter, parameter_value);
  json.text(type);
  json.text(value);
  json.end_array();
}

// EPP's dot after the country code is a visual separator here too (RFC 3966 §5.1.1).
std::string tel_uri(const Phone& phone) {
  std::string out = "tel:" + phone.number;
  if (!phone.extension.empty()) out += ";ext=" + phone.extension;
  return out;
}

class Card {
 public:
  Card(JsonWriter& json, Redactions& redactions, const rdds::ContactView& view,
       const JcardOptions& options)
      : json_(json), redactions_(redactions), view_(view), options_(options) {}

  void write() {
    begin_card(json_);
    property(json_, "version", "text", "4.0");
    // Whether it is a person shows from what is known of it: no word where that is withheld.
    if (view_.kind && (view_.complete || view_.postal.organisation.shown()))
      property(json_, "kind", "text", *view_.kind == ContactKind::person ? "individual" : "org");
    name();
    organisation();
    address(view_.postal, "adr");
    if (view_.localized) localized(*view_.localized);
    phone(view_.voice, "voice", "Phone");
    phone(view_.fax, "fax", "Fax");
    email();
    end_card(json_);
  }

 private:
  // The profile wants a word about each of the registrant's elements that an answer has not, so that
  // nobody learns from a redaction that there is something behind it.
  template <class T>
  bool tell(const Shown<T>& field) const {
    if (options_.subject.empty()) return false;
    if (field.redacted()) return true;
    return options_.gtld && field.why == rdds::Withheld::not_held && view_.postal.name.redacted();
  }

  // Where in the card: the property and what of it.
  struct Place {
    std::string_view property, within = {};
  };
  void redact(std::string_view element, Method method, Place at, rdds::Withheld why, std::string_view instead = {}) {
    add(element, method, why, {options_.path, kFirst, at.property, kEnd, at.within},
        {options_.path, kFirst, instead, kEnd});
  }

  void add(std::string_view element, Method method, rdds::Withheld why, Pieces path, Pieces replacement = {}) {
    const bool registered = options_.gtld && (options_.subject == "Registrant" || options_.subject == "Tech");
    redactions_.add({{options_.subject, " ", element}, registered, method, path, replacement, why});
  }

  void name() {
    const auto& name = view_.postal.name;
    property(json_, "fn", "text", name.value);  // a jCard has one, empty or not (RFC 6350 §6.2.1)
    if (tell(name) && name.value.empty())
      redact("Name", Method::empty_value, {"fn", "[3]"}, name.why);
  }

  void organisation() {
    const auto& organisation = view_.postal.organisation;
    // Shown to be none, where the profile would take its absence for a redaction.
    const bool none = options_.gtld && organisation.why == rdds::Withheld::not_held && !tell(organisation);
    if (organisation.shown() || none) property(json_, "org", "text", organisation.value);
    else if (tell(organisation))
      redact("Organization", Method::removal, {"org"}, organisation.why);
  }

  void address(const rdds::PostalView& postal, std::string_view property_name) {
    const auto held = [](const auto& field) { return field.why != rdds::Withheld::not_held; };
    // No address is known, and none is kept back: no property that seems to have one.
    if (!held(postal.street) && !held(postal.city) && !held(postal.state) && !held(postal.postal_code) &&
        !held(postal.country) && !tell(postal.street))
      return;
    begin_property(json_, property_name, "cc", postal.country.value);
    json_.text("text");
    write_address(postal);
    json_.end_array();
    const auto redact_part = [&](std::string_view element, std::string_view place, rdds::Withheld why) {
      redact(element, Method::empty_value, {"adr", place}, why);
    };
    if (tell(postal.street)) redact_part("Street", "[3][2]", postal.street.why);
    if (tell(postal.city)) redact_part("City", "[3][3]", postal.city.why);
    if (postal.state.redacted()) redact_part("State/Province", "[3][4]", postal.state.why);
    if (tell(postal.postal_code)) redact_part("Postal Code", "[3][5]", postal.postal_code.why);
    if (postal.country.redacted())
      redact("Country", Method::removal, {"adr", "[1].cc"}, postal.country.why);
  }

  void write_address(const rdds::PostalView& postal) {
    json_.begin_array();
    json_.text("");
    json_.text("");
    const auto& street = postal.street.value;
    if (street.size() <= 1) {
      json_.text(street.empty() ? "" : street.front());
    } else {
      json_.begin_array();
      for (const std::string& line : street) json_.text(line);
      json_.end_array();
    }
    json_.text(postal.city.value);
    json_.text(postal.state.value);
    json_.text(postal.postal_code.value);
    json_.text("");  // the country is a code, in "cc" (RFC 8605)
    json_.end_array();
  }

  // The same person in its own script: a name and an address of their own, as alternatives.
  void localized(const rdds::PostalView& postal) {
    if (postal.name.shown()) property(json_, "fn", "text", postal.name.value, "altid", "loc");
    if (postal.organisation.shown())
      property(json_, "org", "text", postal.organisation.value, "altid", "loc");
    if (!postal.street.shown() && !postal.city.shown()) return;
    json_.begin_array();
    json_.text("adr");
    json_.begin_object();
    json_.member("altid", "loc");
    if (postal.country.shown()) json_.member("cc", postal.country.value);
    json_.end_object();
    json_.text("text");
    write_address(postal);
    json_.end_array();
  }

  void phone(const Shown<Phone>& phone, std::string_view type, std::string_view element) {
    if (phone.shown()) {
      property(json_, "tel", "uri", tel_uri(phone.value), "type", type);
    } else if (type == "voice" ? tell(phone) : phone.redacted()) {
      add(element, Method::removal, phone.why, {options_.path, kOfType, type, kEnd});
    }
  }

  void email() {
    if (view_.email.shown()) return property(json_, "email", "text", view_.email.value);
    if (!tell(view_.email)) return;
    if (options_.contact_form.empty())
      return redact("Email", Method::removal, {"email"}, view_.email.why);
    property(json_, "contact-uri", "uri", options_.contact_form);
    redact("Email", Method::replacement, {"email"}, view_.email.why, "contact-uri");
  }

  JsonWriter& json_;
  Redactions& redactions_;
  const rdds::ContactView& view_;
  const JcardOptions& options_;
};

}  // namespace

void write_jcard(JsonWriter& json, Redactions& redactions, const rdds::ContactView& view,
                 const JcardOptions& options) {
  Card(json, redactions, view, options).write();
}

void write_plain_jcard(JsonWriter& json, std::string_view name, std::string_view phone,
                       std::string_view email, std::string_view url) {
  begin_card(json);
  property(json, "version", "text", "4.0");
  property(json, "fn", "text", name);
  if (!phone.empty()) property(json, "tel", "uri", "tel:" + std::string(phone), "type", "voice");
  if (!email.empty()) property(json, "email", "text", email);
  if (!url.empty()) property(json, "url", "uri", url);
  end_card(json);
}

}  // namespace stele::rdap
