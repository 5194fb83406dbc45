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
       "created_at=2026-03-01T00:00:00.000Z expires_at=2027-03-01T00:00:00.000Z "
       "grace=transferPeriod:2027-03-01T00:00:00.000Z:12.50EUR host_attributes={"
       "name=ns1.shop.example addresses=192.0.2.1,2001:db8::1} ds={key_tag=12345 algorithm=13 "
       "digest_type=2 digest=00FF key={flags=257 protocol=3 algorithm=13 public_key=\"AwEAAa==\"}} "
       "keys={flags=257 protocol=3 algorithm=13 public_key=\"AwEAAa==\"} max_sig_life=86400 "
       "ttls=2:3600 tier=tier-1 never_expires=true launch={kind=custom name=founders "
       "marks=1-2,3-4 notice={id=370d0b7c9223372036854775807 "
       "not_after=2026-03-01T00:00:00.000Z accepted_at=2027-03-01T00:00:00.000Z}} idn_table=8 variants=shop.example"},
      {EventKind::DomainDeleted,
       "DomainDeleted repository=2 number=42 name=shop.example deleted_by=5 "
       "deleted_at=2026-03-01T00:00:00.000Z purge_at=2027-03-01T00:00:00.000Z "
       "phase=redemption phase_ends_at=2027-03-01T00:00:00.000Z "
       "expires_at=2026-03-01T00:00:00.000Z"},
      {EventKind::HostUpdated,
       "HostUpdated repository=2 number=42 addresses_added=192.0.2.1,2001:db8::1 "
       "addresses_removed=2001:db8::1 statuses_added=clientHold,pendingUpdate "
       "statuses_removed=ok,serverHold name=ns1.shop.example superordinate=6 updated_by=5 "
       "updated_at=2026-03-01T00:00:00.000Z ttls=2:3600"},
      {EventKind::AccountDebited,
       "AccountDebited repository=2 registrar=5 money=\"12.50 EUR\" balance=-0.0005 "
       "operation=renew object=42 object_name=shop.example years=2 tax=2.50 tier=tier-1"},
      {EventKind::ZoneUpdateScheduled,
       "ZoneUpdateScheduled repository=2 number=7 at=2027-03-01T00:00:00.000Z policy={least_years=2 "
       "most_years=9 default_years=3 most_years_ahead=8 host_objects=true least_hosts=1 most_hosts=12 "
       "registrant_required=true admin=1..2 tech=3..4 billing=5..6 prices={operation=create "
       "per_year=\"12.50 EUR\"},{operation=delete per_year=\"-0.0001 EUR\" years=2 group=gold "
       "tier=tier-1 from=2026-03-01T00:00:00.000Z until=2027-03-01T00:00:00.000Z} lifecycle={"
       "add_grace_days=11 auto_renew_grace_days=12 renew_grace_days=13 transfer_grace_days=14 "
       "add_refund=1 auto_renew_refund=2 renew_refund=3 transfer_refund=4 auto_renew=true "
       "suspend_days=15 delete_days=16 redemption_days=17 pending_delete_days=18 "
       "restore_report=true restore_report_days=19 transfer_days=20 transfer_years=5 "
       "transfer_lock_days=21 drop_window_minutes=22 restore_refund=6} contact_model=minimal dnssec_model=key "
       "most_ds=7 least_ttl=60 most_ttl=90 tax_e4=1900 "
       "premium_fee_required=true "
       "launch={kind=claims name=landrush from=2026-03-01T00:00:00.000Z "
       "until=2027-03-01T00:00:00.000Z applications=true acceptance_hours=24} "
       "dnssec_algorithms=8,13 ds_digest_types=2,4 ldh_labels=true variant_activation=true "
       "activated_at_creation=true most_variants=5 disclosure={profile=icann-2024 "
       "rules=tech:org:email:always,any:any:any:consent searches=domains,entities "
       "referrals={name=uk.example whois=whois.nic.uk rdap=https://rdap.nic.uk/} layout=\"Name: "
       "{name}\"} cds={interval_seconds=3600 bootstrap_seconds=90000 deletion=false}}"},
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

TEST(EventText, DocumentsAndLongListsAreNotPoured) {
  IdnTableLoaded table;
  table.id = "arab";
  table.text = "abc";
  EXPECT_EQ(to_text(table),
            "IdnTableLoaded id=arab "
            "text=3-octets:sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  ZoneTablesChanged change;
  change.domains.assign(1000, {ObjectNumber{7}, "shop"});
  const std::string told = to_text(change);
  EXPECT_LT(told.size(), 10'000U);
  EXPECT_TRUE(told.ends_with("{number=7 index_label=shop},…744-more")) << told;
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
