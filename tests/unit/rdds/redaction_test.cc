// Who sees what of whom: for each policy, role, kind of contact and consent the exact fields, as a
// table; and what a viewer may not see stands nowhere in an answer.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <sstream>

#include "projections/rdds/access.h"
#include "projections/rdds/view.h"
#include "projections/whois/whois_text.h"
#include "tests/support/text_registry.h"

namespace stele::rdds {
namespace {

constexpr const char* kPassword = " pw=Abc-1234567890-xyzXYZ";
constexpr const char* kAllFields = "id name org street city sp pc cc voice fax email";

// The clear values of each field, so peculiar that a text that holds one can have it from nowhere else.
using Values = std::map<std::string, std::string>;

Values values_of(const std::string& id, bool organisation) {
  Values v{{"id", id},
           {"name", "Name Of " + id},
           {"street", "Street Of " + id},
           {"city", "City Of " + id},
           {"sp", "State Of " + id},
           {"pc", "PC-" + id},
           {"cc", "SJ"},
           {"voice", "+47.1" + std::to_string(1000 + std::hash<std::string>{}(id) % 9000)},
           {"fax", "+47.2" + std::to_string(1000 + std::hash<std::string>{}(id) % 9000)},
           {"email", id + "@mail.invalid"}};
  if (organisation) v["org"] = "Company Of " + id;
  return v;
}

std::string create_contact(const std::string& id, bool organisation, const std::string& consent) {
  const Values v = values_of(id, organisation);
  std::string line = "create contact=" + id + " sponsor=reg-a" + kPassword;
  for (const char* key : {"name", "org", "street", "city", "sp", "pc", "cc", "voice", "fax", "email"})
    if (v.contains(key)) line += std::string(" ") + key + "=\"" + v.at(key) + "\"";
  if (consent == "agreed")
    line += " disclose=name.int,org.int,addr.int,voice,fax,email";
  if (consent == "objected")
    line += " withhold=name.int,org.int,addr.int,voice,fax,email";
  if (consent == "agreed-email") line += " disclose=email";
  if (consent == "objected-email") line += " withhold=email";
  return line;
}

// The fields a view shows, in the order of kAllFields.
std::string shown_in(const ContactView& view) {
  const std::array<std::pair<const char*, bool>, kContactFieldCount> all = {{
      {"id", view.id.shown()},
      {"name", view.postal.name.shown()},
      {"org", view.postal.organisation.shown()},
      {"street", view.postal.street.shown()},
      {"city", view.postal.city.shown()},
      {"sp", view.postal.state.shown()},
      {"pc", view.postal.postal_code.shown()},
      {"cc", view.postal.country.shown()},
      {"voice", view.voice.shown()},
      {"fax", view.fax.shown()},
      {"email", view.email.shown()},
  }};
  std::string out;
  for (const auto& [name, is_shown] : all)
    if (is_shown) out += (out.empty() ? "" : " ") + std::string(name);
  return out;
}

const std::vector<std::string> kRoles = {"registrant", "admin", "tech", "billing"};
const std::vector<std::string> kKinds = {"person", "org"};
const std::vector<std::string> kConsents = {"silent", "agreed", "objected", "agreed-email",
                                            "objected-email"};

// What an outsider sees. "*" is any; each combination is in one row only.
struct Row {
  const char* zone;
  const char* role;
  const char* kind;
  const char* consent;
  const char* fields;  // "-": the role is not told of
};
const Row kTable[] = {
    // thin: no contacts
    {"thin", "*", "*", "*", "-"},
    // ICANN's policy of 2024
    {"icann", "registrant", "*", "silent", "sp cc"},
    {"icann", "registrant", "*", "objected", "sp cc"},
    {"icann", "registrant", "*", "objected-email", "sp cc"},
    {"icann", "registrant", "*", "agreed-email", "sp cc email"},
    {"icann", "registrant", "person", "agreed", "name street city sp pc cc voice fax email"},
    {"icann", "registrant", "org", "agreed", "name org street city sp pc cc voice fax email"},
    {"icann", "tech", "*", "silent", ""},
    {"icann", "tech", "*", "objected", ""},
    {"icann", "tech", "*", "objected-email", ""},
    {"icann", "tech", "*", "agreed-email", "email"},
    {"icann", "tech", "*", "agreed", "name voice email"},
    {"icann", "admin", "*", "*", "-"},
    {"icann", "billing", "*", "*", "-"},
    // open: all but what was objected to
    {"open", "*", "person", "silent", "id name street city sp pc cc voice fax email"},
    {"open", "*", "org", "silent", "id name org street city sp pc cc voice fax email"},
    {"open", "*", "person", "agreed", "id name street city sp pc cc voice fax email"},
    {"open", "*", "org", "agreed", "id name org street city sp pc cc voice fax email"},
    {"open", "*", "person", "agreed-email", "id name street city sp pc cc voice fax email"},
    {"open", "*", "org", "agreed-email", "id name org street city sp pc cc voice fax email"},
    {"open", "*", "*", "objected", "id"},
    {"open", "*", "person", "objected-email", "id name street city sp pc cc voice fax"},
    {"open", "*", "org", "objected-email", "id name org street city sp pc cc voice fax"},
    // own: organisations are public but for the person's name, of persons the country;
    // technical contacts have an address to write to, billing is nobody's business
    {"own", "registrant", "person", "*", "cc"},
    {"own", "registrant", "org", "silent", "org street city sp pc cc voice fax email"},
    {"own", "registrant", "org", "agreed", "org street city sp pc cc voice fax email"},
    {"own", "registrant", "org", "agreed-email", "org street city sp pc cc voice fax email"},
    {"own", "registrant", "org", "objected", "org street city sp pc cc voice fax"},
    {"own", "registrant", "org", "objected-email", "org street city sp pc cc voice fax"},
    {"own", "tech", "*", "silent", ""},
    {"own", "tech", "*", "objected", ""},
    {"own", "tech", "*", "objected-email", ""},
    {"own", "tech", "*", "agreed", "email"},
    {"own", "tech", "*", "agreed-email", "email"},
    {"own", "admin", "*", "*", "-"},
    {"own", "billing", "*", "*", "-"},
};
constexpr const char* kOwnRules =
    "registrant:org:any:always,registrant:org:id:never,registrant:org:name:never,"
    "registrant:org:email:objection,registrant:person:cc:always,tech:any:email:consent";

const Row* find_row(const std::string& zone, const std::string& role, const std::string& kind,
                    const std::string& consent) {
  const Row* found = nullptr;
  const auto fits = [](const std::string& pattern, const std::string& word) {
    return pattern == "*" || pattern == word;
  };
  for (const Row& row : kTable)
    if (row.zone == zone && fits(row.role, role) && fits(row.kind, kind) && fits(row.consent, consent)) {
      CHECK(found == nullptr, "two rows for " + zone + " " + role + " " + kind + " " + consent);
      found = &row;
    }
  CHECK(found != nullptr, "no row for " + zone + " " + role + " " + kind + " " + consent);
  return found;
}

std::string contact_id(const std::string& kind, const std::string& consent) {
  static const std::map<std::string, std::string> letters = {{"silent", "s"},
                                                             {"agreed", "a"},
                                                             {"objected", "o"},
                                                             {"agreed-email", "ae"},
                                                             {"objected-email", "oe"}};
  return kind + "-" + letters.at(consent) + "-c";
}

class Redaction : public testing::Test {
 protected:
  Redaction() {
    registry_.run("create registrar=reg-a name=\"Registrar A\" currency=EUR");
    registry_.run("create registrar=reg-b name=\"Registrar B\" currency=EUR");
    registry_.run("credit registrar=reg-a amount=10000.00EUR text=test");
    for (const char* zone : {"thin", "icann", "open", "own", "elsewhere"}) {
      registry_.run(std::string("create zone=") + zone +
                    " registrant=optional price.create=1.00EUR primary=ns1.nic.invalid "
                    "responsible=hostmaster.nic.invalid ns=ns1.nic.invalid");
      registry_.run(std::string("update registrar=reg-a add.zone=") + zone);
    }
    registry_.run("update zone=icann disclosure=icann-2024");
    registry_.run("update zone=open disclosure=open");
    registry_.run(std::string("update zone=own disclosure=own disclose=") + kOwnRules);
    registry_.run("issue access-token holder=\"Police of Praha\" expires=2026-06-01 zones=icann,thin,open,own "
                  "secret=0123456789abcdef0123456789abcdef");
    registry_.run("issue access-token holder=\"Customs\" expires=2026-06-01 zones=elsewhere "
                  "secret=fedcba9876543210fedcba9876543210");
    for (const std::string& kind : kKinds)
      for (const std::string& consent : kConsents)
        registry_.run(create_contact(contact_id(kind, consent), kind == "org", consent));
  }

  // One domain for each zone, role, kind and consent, with one contact.
  std::string make_domain(const std::string& zone, const std::string& role, const std::string& kind,
                          const std::string& consent) {
    const std::string id = contact_id(kind, consent);
    const std::string name = role + "-" + id + "." + zone;
    registry_.run("create domain=" + name + " sponsor=reg-a " + role + "=" + id + kPassword);
    return name;
  }

  std::vector<std::pair<std::string, Viewer>> outsiders() {
    const auto state = registry_.state();
    return {{"anyone", {}},
            {"another registrar",
             {Viewer::Kind::registrar, state->find_registrar("reg-b")->number, {}}},
            {"an authority for elsewhere",
             find_access(*state, "fedcba9876543210fedcba9876543210").viewer}};
  }
  std::vector<std::pair<std::string, Viewer>> insiders() {
    const auto state = registry_.state();
    return {{"staff", {Viewer::Kind::staff, {}, {}}},
            {"the sponsor", {Viewer::Kind::registrar, state->find_registrar("reg-a")->number, {}}},
            {"an authority", find_access(*state, "0123456789abcdef0123456789abcdef").viewer}};
  }

  // What stands in a text of a contact's values, in the order of kAllFields. A country code is too
  // short to be looked for but in a line of its own.
  static std::string found_in(const std::string& text, const Values& values) {
    std::string out;
    std::istringstream fields(kAllFields);
    for (std::string field; fields >> field;) {
      if (!values.contains(field)) continue;
      const std::string wanted =
          field == "cc" ? "Country: " + values.at(field) + "\r\n" : values.at(field);
      // The names of domains and contacts are made of the id; as the id it stands at a line's end.
      const std::string whole = field == "id" ? " ID: " + wanted + "\r\n" : wanted;
      if (text.find(whole) != std::string::npos) out += (out.empty() ? "" : " ") + field;
    }
    return out;
  }

  test::TextRegistry registry_;
};

TEST_F(Redaction, OutsidersSeeExactlyWhatTheTableSays) {
  for (const char* zone : {"thin", "icann", "open", "own"})
    for (const std::string& role : kRoles)
      for (const std::string& kind : kKinds)
        for (const std::string& consent : kConsents) {
          const Row& row = *find_row(zone, role, kind, consent);
          const std::string name = make_domain(zone, role, kind, consent);
          const auto state = registry_.state();
          for (const auto& [who, viewer] : outsiders()) {
            SCOPED_TRACE(who + " asks for " + name);
            const auto reply = find_domain(*state, viewer, name);
            ASSERT_TRUE(reply.domain);
            const auto& contacts = reply.domain->contacts;
            const bool told = std::string(row.fields) != "-";
            ASSERT_EQ(contacts.size(), told ? 1U : 0U);
            if (told) {
              EXPECT_EQ(to_text(contacts[0].roles.at(0)), role);
              EXPECT_EQ(shown_in(contacts[0]), row.fields);
              EXPECT_FALSE(contacts[0].complete);
              EXPECT_TRUE(contacts[0].sponsor.empty());
            }
            EXPECT_EQ(found_in(whois::answer(*state, viewer, name),
                               values_of(contact_id(kind, consent), kind == "org")),
                      told ? row.fields : "");
          }
        }
}

TEST_F(Redaction, StaffTheSponsorAndAuthoritiesSeeAll) {
  for (const char* zone : {"thin", "icann", "open", "own"})
    for (const std::string& role : kRoles)
      for (const std::string& kind : kKinds) {
        const std::string name = make_domain(zone, role, kind, "objected");
        const auto state = registry_.state();
        for (const auto& [who, viewer] : insiders()) {
          SCOPED_TRACE(who + " asks for " + name);
          const auto reply = find_domain(*state, viewer, name);
          ASSERT_TRUE(reply.domain);
          ASSERT_EQ(reply.domain->contacts.size(), 1U);
          EXPECT_EQ(shown_in(reply.domain->contacts[0]),
                    kind == "org" ? kAllFields : "id name street city sp pc cc voice fax email");
          EXPECT_TRUE(reply.domain->contacts[0].complete);
          EXPECT_EQ(reply.domain->contacts[0].sponsor, "reg-a");
        }
      }
}

TEST_F(Redaction, TheReasonSaysWhatIsWithheldAndWhatIsNotThere) {
  const std::string name = make_domain("icann", "registrant", "person", "silent");
  const auto reply = find_domain(*registry_.state(), {}, name);
  const ContactView& view = reply.domain->contacts.at(0);
  EXPECT_EQ(view.postal.name.why, Withheld::no_consent);
  EXPECT_EQ(view.id.why, Withheld::no_consent);
  EXPECT_TRUE(view.postal.name.redacted());
  EXPECT_TRUE(view.postal.name.value.empty());
  const std::string tech = make_domain("icann", "tech", "person", "silent");
  EXPECT_EQ(find_domain(*registry_.state(), {}, tech).domain->contacts.at(0).fax.why, Withheld::policy);
  const std::string open = make_domain("open", "registrant", "person", "silent");
  const auto shown = find_domain(*registry_.state(), {}, open);
  EXPECT_EQ(shown.domain->contacts.at(0).postal.organisation.why, Withheld::not_held);
  EXPECT_FALSE(shown.domain->contacts.at(0).postal.organisation.redacted());
}

TEST_F(Redaction, WhatIsErasedIsNowhere) {
  const std::string id = contact_id("org", "agreed");
  const Values values = values_of(id, true);
  std::vector<std::string> names;
  for (const char* zone : {"icann", "open", "own"})
    names.push_back(make_domain(zone, "registrant", "org", "agreed"));
  registry_.run("erase contact=" + id);
  const auto state = registry_.state();
  auto viewers = outsiders();
  for (auto& each : insiders()) viewers.push_back(std::move(each));
  for (const auto& [who, viewer] : viewers)
    for (const std::string& name : names) {
      SCOPED_TRACE(who + " asks for " + name);
      const auto reply = find_domain(*state, viewer, name);
      const ContactView& view = reply.domain->contacts.at(0);
      EXPECT_EQ(shown_in(view), view.complete ? "id" : "");
      const std::string text = whois::answer(*state, viewer, name) +
                               whois::answer(*state, viewer, "contact " + id) +
                               whois::answer(*state, viewer, "registrar reg-a");
      for (const auto& [field, value] : values)
        if (field != "id" && field != "cc") EXPECT_EQ(text.find(value), std::string::npos) << field;
      EXPECT_EQ(text.find("Country: SJ"), std::string::npos);
    }
  EXPECT_EQ(find_domain(*state, {}, names[1]).domain->contacts[0].email.why, Withheld::erased);
}

TEST_F(Redaction, AnErasureShowsOnlyWhereTheFieldWould) {
  const std::string name = make_domain("icann", "tech", "person", "agreed");
  registry_.run("erase contact=" + contact_id("person", "agreed"));
  const auto reply = find_domain(*registry_.state(), {}, name);
  EXPECT_EQ(reply.domain->contacts.at(0).fax.why, Withheld::policy);
  EXPECT_EQ(reply.domain->contacts.at(0).email.why, Withheld::erased);
}

TEST_F(Redaction, AContactByItselfIsTheStrictestOfAllZones) {
  const std::string id = contact_id("person", "silent");
  const auto state = registry_.state();
  EXPECT_FALSE(find_contact(*state, {}, id));  // thin shows nothing of anybody
  for (const char* zone : {"thin", "icann", "own", "elsewhere"})
    registry_.run(std::string("update zone=") + zone + " disclosure=open disclose=any:any:voice:never");
  const auto found = find_contact(*registry_.state(), {}, id);
  ASSERT_TRUE(found);
  EXPECT_EQ(shown_in(*found), "id name street city sp pc cc fax email");
  EXPECT_NE(whois::answer(*registry_.state(), "contact " + id).find("Contact ID: " + id),
            std::string::npos);
  const Viewer staff{Viewer::Kind::staff, {}, {}};
  EXPECT_TRUE(find_contact(*registry_.state(), staff, id)->complete);
  const std::string roid = find_contact(*registry_.state(), staff, id)->roid.value;
  EXPECT_TRUE(find_contact(*registry_.state(), staff, roid));
}

TEST_F(Redaction, AnAuthoritySeesAContactByItselfOnlyInItsZones) {
  const std::string id = contact_id("person", "objected");
  const auto state_before = registry_.state();
  EXPECT_FALSE(find_contact(*state_before, insiders()[2].second, id));
  make_domain("thin", "registrant", "person", "objected");
  const auto state = registry_.state();
  EXPECT_TRUE(find_contact(*state, insiders()[2].second, id));
  EXPECT_FALSE(find_contact(*state, outsiders()[2].second, id));
}

TEST_F(Redaction, AMinimalZoneHasNoContactsForAnybody) {
  const std::string name = make_domain("open", "registrant", "person", "agreed");
  registry_.run("update zone=open contacts=minimal");
  for (auto& [who, viewer] : insiders())
    EXPECT_TRUE(find_domain(*registry_.state(), viewer, name).domain->contacts.empty()) << who;
}

TEST_F(Redaction, BothFormsOfAnAddressObeyTheirOwnConsent) {
  registry_.run(std::string("create contact=two sponsor=reg-a int.name=\"Jana Novakova\" int.city=Praha int.cc=CZ "
                "loc.name=\"Jana Nováková\" loc.city=Praha loc.cc=CZ email=jana@mail.invalid "
                "disclose=name.loc") + kPassword);
  registry_.run(std::string("create domain=two.icann sponsor=reg-a registrant=two") + kPassword);
  const auto reply = find_domain(*registry_.state(), {}, "two.icann");
  const ContactView& view = reply.domain->contacts.at(0);
  EXPECT_FALSE(view.postal.name.shown());
  ASSERT_TRUE(view.localized);
  EXPECT_EQ(view.localized->name.value, "Jana Nováková");
  EXPECT_EQ(view.localized->city.why, Withheld::no_consent);
}

TEST_F(Redaction, TheRegistrarsCompanyIsPublicAndItsPersonIsNot) {
  registry_.run("update registrar=reg-a contact.name=\"Private Person\" contact.org=\"Company A\" "
                "contact.street=\"Main Street 1\" contact.city=Praha contact.cc=CZ "
                "contact.voice=+420.123456 contact.email=hello@a.invalid iana_id=9999 "
                "abuse_email=abuse@a.invalid abuse_phone=+420.999999 whois_server=whois.a.invalid");
  const auto state = registry_.state();
  for (const auto& [who, viewer] : outsiders()) {
    const std::string text = whois::answer(*state, viewer, "registrar 9999");
    EXPECT_NE(text.find("Street: Main Street 1\r\n"), std::string::npos) << who << text;
    EXPECT_NE(text.find("Registrar IANA ID: 9999\r\n"), std::string::npos) << text;
    EXPECT_NE(text.find("Registrar Abuse Contact Phone: +420.999999\r\n"), std::string::npos);
    EXPECT_EQ(text.find("Private Person"), std::string::npos);
    EXPECT_FALSE(find_registrar(*state, viewer, "reg-a")->contact.postal.name.shown());
  }
  EXPECT_EQ(find_registrar(*state, insiders()[0].second, "reg-a")->contact.postal.name.value,
            "Private Person");
  EXPECT_EQ(find_registrar(*state, insiders()[1].second, "REG-A")->contact.postal.name.value,
            "Private Person");
}

}  // namespace
}  // namespace stele::rdds
