#include <gtest/gtest.h>

#include "events/event.h"
#include "samples.h"

namespace stele::events {
namespace {

std::string text_of(EventKind kind, const std::vector<Event>& events) {
  for (const Event& event : events)
    if (kind_of(event) == kind) return to_text(event);
  return "";
}

TEST(EventText, ReadsLikeASentenceOfFields) {
  const struct {
    EventKind kind;
    const char* text;
  } cases[] = {
      {EventKind::DomainCreated,
       "DomainCreated repository=2 number=42 zone=7 name=shop.example index_label=shop period=99m "
       "registrant=6 contacts=admin:80,tech:81 hosts=70,71 auth_info=set sponsor=5 creator=6 "
       "created_at=2026-03-01T00:00:00.000Z expires_at=2027-03-01T00:00:00.000Z"},
      {EventKind::DomainDeleted,
       "DomainDeleted repository=2 number=42 name=shop.example deleted_by=5 "
       "deleted_at=2026-03-01T00:00:00.000Z purge_at=2027-03-01T00:00:00.000Z"},
      {EventKind::HostUpdated,
       "HostUpdated repository=2 number=42 addresses_added=192.0.2.1,2001:db8::1 "
       "addresses_removed=2001:db8::1 statuses_added=clientHold,pendingUpdate "
       "statuses_removed=ok,serverHold name=ns1.shop.example superordinate=6 updated_by=5 "
       "updated_at=2026-03-01T00:00:00.000Z"},
      {EventKind::AccountDebited,
       "AccountDebited repository=2 registrar=5 money=\"12.50 EUR\" balance=-0.0005 "
       "operation=renew object=42 object_name=shop.example years=2"},
      {EventKind::ZoneUpdated,
       "ZoneUpdated repository=2 number=7 policy={least_years=2 most_years=9 default_years=3 "
       "most_years_ahead=8 host_objects=true least_hosts=1 most_hosts=12 registrant_required=true "
       "admin=1..2 tech=3..4 billing=5..6 prices={operation=create per_year=\"12.50 EUR\"},"
       "{operation=renew per_year=\"-0.0001 EUR\"}} header={primary=ns1.nic.example "
       "responsible=hostmaster.nic.example refresh=1 retry=2 expire=3 minimum=4 ttl=5 "
       "name_servers=ns1.nic.example,ns2.nic.example records=\"@ TXT \"hello\"\\x0a\"} "
       "publish=false updated_at=2026-03-01T00:00:00.000Z"},
  };
  for (const auto& c : cases) EXPECT_EQ(text_of(c.kind, full_events()), c.text);
}

TEST(EventText, SecretsAreNotShown) {
  EXPECT_EQ(text_of(EventKind::AdministratorCreated, full_events()),
            "AdministratorCreated repository=2 number=42 name=root password_hash=set "
            "must_change_password=true created_at=2026-03-01T00:00:00.000Z");
  for (const Event& event : full_events()) {
    EXPECT_EQ(to_text(event).find("argon"), std::string::npos);
    EXPECT_EQ(to_text(event).find("cipher"), std::string::npos);
  }
  ContactCreated clear;
  clear.data.clear.emplace().email = "eva@muster.example";
  EXPECT_EQ(to_text(clear).find("muster"), std::string::npos);
  EXPECT_NE(text_of(EventKind::ContactCreated, full_events()).find("data=sealed auth_info=set"),
            std::string::npos);
}

TEST(EventText, NothingSetIsNotShown) {
  EXPECT_EQ(to_text(SettingsChanged{}), "SettingsChanged");
  EXPECT_EQ(to_text(ContactDeleted{RepositoryId{1}, ObjectNumber{4}, "", ObjectNumber{}}),
            "ContactDeleted number=4");
  RegistrarUpdated disabled;
  disabled.enabled = false;
  EXPECT_EQ(to_text(disabled), "RegistrarUpdated enabled=false");
  EXPECT_EQ(to_text(Event{}), "NoEvent");
}

TEST(EventText, ControlBytesAreEscaped) {
  RepositoryCreated event;
  event.name = "a\nb";
  EXPECT_EQ(to_text(event), "RepositoryCreated name=a\\x0ab");
}

TEST(EventText, KindsAndSourcesHaveNames) {
  EXPECT_EQ(name_of(EventKind::DomainCreated), "DomainCreated");
  EXPECT_EQ(name_of(EventKind{9999}), "unknown");
  EXPECT_EQ(to_text(Source::command_line), "command_line");
}

}  // namespace
}  // namespace stele::events
