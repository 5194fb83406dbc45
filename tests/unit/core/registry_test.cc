// Registrars, accounts, settings, repositories, administrators, the clock: refusals in order of
// precedence and exact events.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "engine/core/settings/number_settings.h"
#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

const std::string kPrintB(64, 'b');

TEST(CreateRegistrar, RefusesInOrderOfPrecedence) {
  World world;
  CreateRegistrar command = create_registrar("reg-x", {"example"});
  EXPECT_EQ(world.run(world.a, command), "not_allowed()");
  command.repository = RepositoryId{9};
  EXPECT_EQ(world.run(world.staff, command), "object_does_not_exist(repository=9)");
  EXPECT_EQ(world.run(world.staff, create_registrar("reg-a", {})), "object_exists(id=reg-a)");
  command = {.id = "r",
             .url = "ftp://x.example",
             .contact = ContactData{},
             .password_hash = "secret",
             .fingerprints = {"AB", kPrintB, kPrintB},
             .zones = {"none", "example", "example"},
             .credit_limit = Amount{-1}};
  EXPECT_EQ(world.run(world.staff, command),
            "bad_syntax(id=r) missing_parameter(name) bad_syntax(url=ftp://x.example) "
            "missing_postal_info(postal_info) missing_parameter(email) bad_syntax(password) "
            "bad_syntax(fingerprint=AB) given_twice(fingerprint=" + kPrintB + ") "
            "object_does_not_exist(zone=none) given_twice(zone=example) "
            "bad_syntax(currency=XXX) value_out_of_range(amount=-0.0001)");
}

TEST(CreateRegistrar, Event) {
  World world;
  const ObjectNumber number = world.state->next_number();
  CreateRegistrar command = create_registrar("reg-x", {"com.example", "example"});
  command.fingerprints = {kPrintB, std::string(64, 'a')};
  command.contact = person();
  const Decision decision = world.accept(world.staff, command);
  const events::RegistrarCreated expected{
      .repository = RepositoryId{1},
      .number = number,
      .id = "reg-x",
      .name = "A Registrar",
      .url = "https://registrar.example",
      .password_hash = "$argon2id$x",
      .fingerprints = {std::string(64, 'a'), kPrintB},
      .zones = {world.state->find_zone("example")->number,
                world.state->find_zone("com.example")->number},
      .currency = *parse_currency("EUR"),
      .enabled = true,
      .created_at = world.now};
  const auto& created = std::get<events::RegistrarCreated>(decision.events.at(0));
  EXPECT_EQ(created, expected);
  EXPECT_EQ(created.contact.clear, person());
}

TEST(UpdateRegistrar, RefusesInOrderOfPrecedence) {
  World world;
  EXPECT_EQ(world.run(world.a, UpdateRegistrar{.id = "reg-a"}), "not_allowed()");
  EXPECT_EQ(world.run(world.staff, UpdateRegistrar{.id = "reg-x"}),
            "object_does_not_exist(registrar=reg-x)");
  EXPECT_EQ(world.run(world.staff, UpdateRegistrar{.id = "reg-a"}), "nothing_to_change()");
  UpdateRegistrar command{.id = "reg-a",
                          .name = "",
                          .url = "http://",
                          .fingerprints_added = {std::string(64, 'a')},
                          .fingerprints_removed = {kPrintB},
                          .zones_added = {"example"},
                          .zones_removed = {"none"},
                          .credit_limit = Amount{-10000}};
  EXPECT_EQ(world.run(world.staff, command),
            "missing_parameter(name) bad_syntax(url=http://) already_there(fingerprint=" +
                std::string(64, 'a') +
                ") not_there(fingerprint=" + kPrintB +
                ") object_does_not_exist(zone=none) already_there(zone=example) "
                "value_out_of_range(amount=-1.00)");
}

TEST(UpdateRegistrar, Event) {
  World world;
  const Decision decision =
      world.accept(world.staff, UpdateRegistrar{.id = "reg-a",
                                                .fingerprints_added = {kPrintB},
                                                .fingerprints_removed = {std::string(64, 'a')},
                                                .zones_removed = {"example"},
                                                .enabled = false});
  const events::RegistrarUpdated expected{
      .repository = RepositoryId{1},
      .number = world.a.actor.number,
      .fingerprints_added = {kPrintB},
      .fingerprints_removed = {std::string(64, 'a')},
      .zones_removed = {world.state->find_zone("example")->number},
      .enabled = false,
      .updated_at = world.now};
  EXPECT_EQ(std::get<events::RegistrarUpdated>(decision.events.at(0)), expected);
}

TEST(RegistrarAccess, OfANewRegistrarIsCheckedAndInTheEvent) {
  World world;
  CreateRegistrar command = create_registrar("reg-x", {});
  command.networks = {*parse_ip_prefix("2001:db8::/48"), *parse_ip_prefix("192.0.2.0/24"),
                      *parse_ip_prefix("192.0.2.0/24")};
  command.access = {.certificate = CertificateMode::issued,
                    .sessions = 100'001,
                    .checks_per_minute = 1'000'000'001};
  EXPECT_EQ(world.run(world.staff, command),
            "value_out_of_range(setting=sessions=100001) "
            "value_out_of_range(setting=checks_per_minute=1000000001) "
            "given_twice(address=192.0.2.0/24)");
  command.networks.pop_back();
  command.access = {.certificate = CertificateMode::issued, .changes_per_second = 7};
  const Decision decision = world.accept(world.staff, command);
  EXPECT_EQ(std::get<events::RegistrarCreated>(decision.events.at(0)).access,
            (RegistrarAccess{.networks = {"192.0.2.0/24", "2001:db8::/48"},
                             .certificate = CertificateMode::issued,
                             .changes_per_second = 7}));
}

TEST(RegistrarAccess, ChangesInPartsAndNoFurtherThanItsBounds) {
  World world;
  const IpPrefix office = *parse_ip_prefix("192.0.2.0/24");
  UpdateRegistrar command{.id = "reg-a", .networks_added = {office}, .access = {.sessions = 5}};
  const Decision first = world.accept(world.staff, command);
  EXPECT_EQ(std::get<events::RegistrarUpdated>(first.events.at(0)).access,
            (RegistrarAccess{.networks = {"192.0.2.0/24"}, .sessions = 5}));
  EXPECT_EQ(world.run(world.staff, command), "already_there(address=192.0.2.0/24)");

  command = {.id = "reg-a", .networks_removed = {*parse_ip_prefix("198.51.100.7")}};
  EXPECT_EQ(world.run(world.staff, command), "not_there(address=198.51.100.7/32)");
  command = {.id = "reg-a"};
  for (std::uint8_t n = 0; n < 64; ++n)
    command.networks_added.push_back({{IpVersion::v4, {10, n}}, 16});
  EXPECT_EQ(world.run(world.staff, command), "too_many_addresses(address=65)");
  command.networks_removed = {office};
  const Decision second = world.accept(world.staff, command);
  const auto& access = std::get<events::RegistrarUpdated>(second.events.at(0)).access;
  ASSERT_TRUE(access);
  EXPECT_EQ(access->networks.size(), 64U);
  EXPECT_EQ(access->sessions, 5U);
  EXPECT_TRUE(std::is_sorted(access->networks.begin(), access->networks.end()));

  const Decision other = world.accept(world.staff, UpdateRegistrar{.id = "reg-a", .name = "A"});
  EXPECT_FALSE(std::get<events::RegistrarUpdated>(other.events.at(0)).access);
}

TEST(ChangeRegistrarPassword, OwnOrByStaff) {
  World world;
  EXPECT_EQ(world.run(world.staff, ChangeRegistrarPassword{"reg-x", "$x"}),
            "object_does_not_exist(registrar=reg-x)");
  EXPECT_EQ(world.run(world.a, ChangeRegistrarPassword{"reg-b", "$x"}),
            "not_allowed(registrar=reg-b)");
  EXPECT_EQ(world.run(world.a, ChangeRegistrarPassword{"reg-a", ""}),
            "missing_parameter(password)");
  EXPECT_EQ(world.run(world.a, ChangeRegistrarPassword{"reg-a", "clear"}), "bad_syntax(password)");
  const Decision decision = world.accept(world.a, ChangeRegistrarPassword{"reg-a", "$new"});
  events::RegistrarPasswordChanged expected{.repository = RepositoryId{1},
                                            .number = world.a.actor.number,
                                            .password_hash = "$new",
                                            .changed_at = world.now};
  EXPECT_EQ(std::get<events::RegistrarPasswordChanged>(decision.events.at(0)), expected);
  EXPECT_EQ(world.state->find_registrar("reg-a")->password_reset_at, Instant{});
  world.now = world.now + kDay;
  const Decision reset = world.accept(world.staff, ChangeRegistrarPassword{"reg-a", "$new"});
  expected.changed_at = world.now;
  expected.by_registry = true;
  EXPECT_EQ(std::get<events::RegistrarPasswordChanged>(reset.events.at(0)), expected);
  EXPECT_EQ(world.state->find_registrar("reg-a")->password_reset_at, world.now);
  world.accept(world.staff, UpdateRegistrar{.id = "reg-a", .enabled = false});
  EXPECT_EQ(world.run(world.a, ChangeRegistrarPassword{"reg-a", "$x"}),
            "registrar_disabled(=reg-a)");
  EXPECT_EQ(world.run(world.staff, ChangeRegistrarPassword{"reg-a", "$x"}),
            "RegistrarPasswordChanged");
}

TEST(CreditAccount, RefusesInOrderAndCarriesTheBalance) {
  World world;
  const Currency eur = *parse_currency("EUR");
  CreditAccount command{"reg-a", {eur, *parse_amount("0.50")}, "deposit 7"};
  EXPECT_EQ(world.run(world.a, command), "not_allowed()");
  EXPECT_EQ(world.run(world.staff, CreditAccount{"reg-x", command.money, "x"}),
            "object_does_not_exist(registrar=reg-x)");
  EXPECT_EQ(world.run(world.staff, CreditAccount{"reg-a", {*parse_currency("USD"), {}}, ""}),
            "wrong_currency(currency=USD) value_out_of_range(amount=0.00) "
            "missing_parameter(text)");
  EXPECT_EQ(world.run(world.staff, CreditAccount{"reg-a",
                                                 {eur, {std::numeric_limits<std::int64_t>::max()}},
                                                 "too much"}),
            "value_out_of_range(amount=922337203685477.5807)");
  EXPECT_EQ(world.run(world.staff, CreditAccount{"reg-a", {eur, *parse_amount("-90.01", true)}, "x"}),
            "below_limit(amount=-90.01)");
  const Decision decision = world.accept(world.staff, command);
  const events::AccountCredited expected{.repository = RepositoryId{1},
                                         .registrar = world.a.actor.number,
                                         .money = command.money,
                                         .balance = *parse_amount("90.50"),
                                         .text = "deposit 7"};
  EXPECT_EQ(std::get<events::AccountCredited>(decision.events.at(0)), expected);
}

TEST(ChangeSettings, RefusesInOrder) {
  World world;
  EXPECT_EQ(world.run(world.a, ChangeSettings{}), "not_allowed()");
  EXPECT_EQ(world.run(world.staff, ChangeSettings{}), "nothing_to_change()");
  EXPECT_EQ(world.run(world.staff, ChangeSettings{.server_id = "ab",
                                                  .whois_notice = "one\ntwo\x01",
                                                  .sessions_per_registrar = 0,
                                                  .commands_per_second = 1000001}),
            "value_out_of_range(setting=server_id=ab) "
            "bad_syntax(setting=whois_notice=two\\x01) "
            "value_out_of_range(setting=sessions_per_registrar=0) "
            "value_out_of_range(setting=commands_per_second=1000001)");
  for (const NumberSetting& number : kNumberSettings) {
    ChangeSettings command;
    command.*number.wished = number.most + 1;
    EXPECT_EQ(world.run(world.staff, command),
              "value_out_of_range(setting=" + std::string(number.name) + "=" +
                  std::to_string(number.most + 1) + ")");
    EXPECT_GE(Settings{}.*number.current, number.least) << number.name;
    EXPECT_LE(Settings{}.*number.current, number.most) << number.name;
  }
  const Decision decision = world.accept(
      world.staff, ChangeSettings{.whois_notice = "one\n\ntwo\n", .password_days = 0});
  const events::SettingsChanged expected{.whois_notice = "one\n\ntwo\n", .password_days = 0};
  EXPECT_EQ(std::get<events::SettingsChanged>(decision.events.at(0)), expected);
}

TEST(CreateRepository, RefusesInOrderAndNumbersOn) {
  World world;
  EXPECT_EQ(world.run(world.a, CreateRepository{"second", "TWO"}), "not_allowed()");
  EXPECT_EQ(world.run(world.staff, CreateRepository{"default", "TWO"}),
            "object_exists(name=default)");
  EXPECT_EQ(world.run(world.staff, CreateRepository{"", "NINE_CHAR"}),
            "missing_parameter(name) bad_syntax(repository=NINE_CHAR)");
  const Decision decision = world.accept(world.staff, CreateRepository{"second", "TWO"});
  const events::RepositoryCreated expected{
      .repository = RepositoryId{2}, .name = "second", .roid_suffix = "TWO"};
  EXPECT_EQ(std::get<events::RepositoryCreated>(decision.events.at(0)), expected);
}

TEST(CreateAdministrator, RefusesInOrder) {
  World world;
  CreateAdministrator command{.name = "admin", .password_hash = "$x", .must_change_password = true};
  EXPECT_EQ(world.run(world.a, command), "not_allowed()");
  const ObjectNumber number = world.state->next_number();
  const Decision decision = world.accept(world.staff, command);
  const events::AdministratorCreated expected{.number = number,
                                              .name = "admin",
                                              .password_hash = "$x",
                                              .must_change_password = true,
                                              .created_at = world.now};
  EXPECT_EQ(std::get<events::AdministratorCreated>(decision.events.at(0)), expected);
  EXPECT_EQ(world.run(world.staff, command), "object_exists(name=admin)");
  EXPECT_EQ(world.run(world.staff, CreateAdministrator{.name = "a b"}),
            "bad_syntax(name=a b) missing_parameter(password)");
}

TEST(AcceptClock, ByStaff) {
  World world;
  EXPECT_EQ(world.run(world.a, AcceptClock{}), "not_allowed()");
  const Instant before = world.now;
  world.now = world.now + 30 * kDay;
  const Decision decision = world.accept(world.staff, AcceptClock{});
  const events::ClockAccepted expected{.previous = before, .accepted = world.now};
  EXPECT_EQ(std::get<events::ClockAccepted>(decision.events.at(0)), expected);
}

TEST(ChangeSettings, RangesThatAreNotLimited) {
  World world;
  EXPECT_EQ(world.run(world.staff, ChangeSettings{.query_exempt = "192.0.2.0/24,192.0.2.7/24,,x"}),
            "bad_syntax(setting=query_exempt=192.0.2.7/24) bad_syntax(setting=query_exempt=) "
            "bad_syntax(setting=query_exempt=x)");
  EXPECT_EQ(world.run(world.staff, ChangeSettings{.query_exempt = std::string(4097, '1')}),
            "value_out_of_range(setting=query_exempt)");
  const Decision decision =
      world.accept(world.staff, ChangeSettings{.query_exempt = "192.0.2.0/24,2001:db8::/32"});
  EXPECT_EQ(std::get<events::SettingsChanged>(decision.events.at(0)).query_exempt,
            "192.0.2.0/24,2001:db8::/32");
  world.accept(world.staff, ChangeSettings{.query_exempt = ""});
  EXPECT_EQ(world.state->settings()->query_exempt, "");
}

TEST(PurgeAccessLog, OfADayThatIsOver) {
  World world;
  const Instant today{world.now.ms - world.now.ms % kDay};
  const PurgeAccessLog yesterday{"whois", Instant{today.ms - kDay}, 7};
  EXPECT_EQ(world.run(world.a, yesterday), "not_allowed()");
  EXPECT_EQ(world.run(world.staff, PurgeAccessLog{"journal", today, 7}),
            "bad_syntax(setting=log=journal) value_out_of_range(setting=day=" + to_text(today) + ")");
  const Instant within{today.ms - 1};
  EXPECT_EQ(world.run(world.staff, PurgeAccessLog{"whois", within, 7}),
            "value_out_of_range(setting=day=" + to_text(within) + ")");
  const Decision decision = world.accept(world.staff, yesterday);
  const events::AccessLogPurged expected{.log = "whois", .day = yesterday.day, .count = 7};
  EXPECT_EQ(std::get<events::AccessLogPurged>(decision.events.at(0)), expected);
}

}  // namespace
}  // namespace stele::core
