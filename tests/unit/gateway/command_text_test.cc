// The text form of commands: every form is read, and every mistake is named with its place.
#include "frontends/gateway/command_text.h"

#include <gtest/gtest.h>

#include "engine/runtime/registry.h"
#include "engine/runtime/registry_parts.h"

namespace stele::gateway {
namespace {

class FixedRandom final : public Random {
 public:
  void fill(std::span<unsigned char> out) override {
    for (unsigned char& byte : out) byte = next_++;
  }

 private:
  unsigned char next_ = 1;
};

// A registry without anything in it: parsing asks the state for zones alone.
class CommandText : public testing::Test {
 protected:
  CommandText() {
    runtime::Options options;
    options.random = &random_;
    options.scrub = false;
    auto opened = runtime::Registry::open(options, runtime::memory_parts(random_));
    EXPECT_TRUE(opened);
    registry_ = std::move(*opened);
  }

  auto parse(std::string_view line) {
    return parse_command(line, *registry_->state(),
                         [](std::string_view clear) { return "hash of " + std::string(clear); });
  }
  template <class Command>
  Command read(std::string_view line) {
    auto command = parse(line);
    if (!command) {
      ADD_FAILURE() << line << ": " << to_text(command.error());
      return {};
    }
    return std::get<Command>(*command);
  }
  std::string problem(std::string_view line) {
    const auto command = parse(line);
    return command ? "none" : to_text(command.error());
  }

  FixedRandom random_;
  std::unique_ptr<runtime::Registry> registry_;
};

TEST_F(CommandText, WordsAreSplitAtSpacesOutsideQuotes) {
  const auto words = split_words(R"(a  k=v, k2="x y, \"z\"\n",w "=")");
  ASSERT_TRUE(words);
  ASSERT_EQ(words->size(), 4U);
  EXPECT_EQ((*words)[1].items, (std::vector<std::string>{"v", ""}));
  EXPECT_EQ((*words)[2].position, 9U);
  EXPECT_EQ((*words)[2].key, "k2");
  EXPECT_EQ((*words)[2].value, "x y, \"z\"\n,w");
  EXPECT_EQ((*words)[2].items, (std::vector<std::string>{"x y, \"z\"\n", "w"}));
  EXPECT_EQ((*words)[3].key, "");
  EXPECT_EQ((*words)[3].value, "=");
  EXPECT_FALSE(split_words("a k=\"open"));
  EXPECT_FALSE(split_words("=v"));
  EXPECT_TRUE(split_words("")->empty());
}

TEST_F(CommandText, ADomainIsRead) {
  const auto c = read<core::CreateDomain>(
      "create domain=Shop.Example period=2y registrant=ada admin=ada,bea tech=cyd "
      "ns=ns1.a.test,ns2.a.test pw=secret123 sponsor=reg-a crdate=2020-01-02 exdate=2027-01-02");
  EXPECT_EQ(c.name.text(), "shop.example");
  EXPECT_EQ(c.period, (Period{2, PeriodUnit::years}));
  EXPECT_EQ(c.registrant, "ada");
  ASSERT_EQ(c.contacts.size(), 3U);
  EXPECT_EQ(c.contacts[1].id, "bea");
  EXPECT_EQ(c.contacts[2].role, ContactRole::tech);
  ASSERT_EQ(c.hosts.size(), 2U);
  EXPECT_EQ(c.hosts[1].text(), "ns2.a.test");
  EXPECT_EQ(c.auth_info, "secret123");
  EXPECT_EQ(c.history.sponsor, "reg-a");
  EXPECT_EQ(c.history.expires_at, parse_instant("2027-01-02"));
}

TEST_F(CommandText, WhatIsNotSaidIsNotChanged) {
  const auto domain = read<core::UpdateDomain>("update domain=a.example registrant= pw=");
  EXPECT_EQ(domain.registrant, "");
  EXPECT_EQ(domain.auth_info, "");
  EXPECT_FALSE(read<core::UpdateDomain>("update domain=a.example add.ns=ns1.a.test").registrant);
  const auto contact = read<core::UpdateContact>("update contact=ada org=Engines voice=");
  ASSERT_TRUE(contact.international);
  EXPECT_TRUE(contact.international->organisation_given);
  EXPECT_FALSE(contact.international->name_given);
  EXPECT_FALSE(contact.international->address_given);
  EXPECT_FALSE(contact.localized);
  EXPECT_EQ(contact.voice, Phone{});
  EXPECT_FALSE(contact.fax);
}

TEST_F(CommandText, AContactIsRead) {
  const auto c = read<core::CreateContact>(
      "create contact=ada name=\"Ada, Countess\" street=\"1, High Street\" street=Attic city=London "
      "cc=GB loc.name=Áda loc.city=London loc.cc=GB voice=+44.20x7 email=a@b.test "
      "withhold=email,addr.loc");
  ASSERT_TRUE(c.data.international && c.data.localized && c.data.disclose);
  EXPECT_EQ(c.data.international->name, "Ada, Countess");
  EXPECT_EQ(c.data.international->streets,
            (std::vector<std::string>{"1, High Street", "Attic"}));
  EXPECT_EQ(c.data.localized->name, "Áda");
  EXPECT_EQ(c.data.voice, (Phone{"+44.20", "7"}));
  EXPECT_FALSE(c.data.disclose->flag);
  EXPECT_TRUE(c.data.disclose->email && c.data.disclose->address_loc);
  EXPECT_FALSE(c.data.disclose->voice);
}

TEST_F(CommandText, PasswordsAreHashedByTheCaller) {
  const auto c = read<core::CreateAdministrator>("create administrator=anna password=clear");
  EXPECT_EQ(c.password_hash, "hash of clear");
  EXPECT_EQ(read<core::ChangeRegistrarPassword>("change password registrar=reg-a password=x")
                .password_hash, "hash of x");
}

TEST_F(CommandText, MoneyHasItsCurrencyAtTheEnd) {
  const auto c = read<core::CreditAccount>("credit registrar=reg-a amount=12.5EUR text=\"a b\"");
  EXPECT_EQ(to_text(c.money), "12.50 EUR");
  EXPECT_EQ(c.text, "a b");
  EXPECT_EQ(problem("credit registrar=reg-a amount=12.5 text=x"),
            "column 24: amount=12.5 is not an amount such as 100.00EUR");
}

TEST_F(CommandText, MistakesNameWordAndPlace) {
  EXPECT_EQ(problem("create domain=shop.example period=1q ns=ns1"),
            "column 28: period=1q is not a period such as 1y; column 38: ns=ns1 is not a host name");
  EXPECT_EQ(problem("delete host=a..test"), "column 8: host=a..test is not a host name");
  EXPECT_EQ(problem("fly domain=a.example"), "column 1: fly is no command");
  EXPECT_NE(problem("renew host=a.test").find("column 7: host=a.test is nothing to renew"),
            std::string::npos);
  EXPECT_NE(problem("delete domain").find("column 8"), std::string::npos);
  EXPECT_NE(problem("delete").find("contact"), std::string::npos);
  EXPECT_EQ(problem(""), "column 1: there is no command");
  EXPECT_NE(problem("delete domain=a.example color=red").find("column 25: color=red is no word of"),
            std::string::npos);
  EXPECT_EQ(problem("renew domain=a.example exp=2027-01-01 exp=2028-01-01"),
            "column 39: exp=2028-01-01 is given twice");
  EXPECT_EQ(problem("renew domain=a.example"), "column 7: exp is required here");
}

TEST_F(CommandText, ABadValueSaysWhatARegistrarWouldBeTold) {
  const auto command = parse("create host=ns1.a.test addr=192.0.2.1,192.0.2.999");
  ASSERT_FALSE(command);
  ASSERT_EQ(command.error().size(), 1U);
  EXPECT_EQ(command.error()[0].rejection,
            (core::Rejection{core::Reason::bad_address, core::Field::address, "192.0.2.999"}));
  EXPECT_FALSE(parse("delete domain=a.example color=red").error()[0].rejection);
}

TEST_F(CommandText, SecretsAreNotRepeated) {
  const std::string told = problem("renew domain=a.example exp=2027-01-01 pw=very-secret");
  EXPECT_NE(told.find("pw="), std::string::npos);
  EXPECT_EQ(told.find("very-secret"), std::string::npos);
}

TEST_F(CommandText, AZonesPolicyIsChangedValueByValue) {
  auto create = parse("create zone=example price.create=10.00EUR price.renew=8.00EUR admin=1..3 "
                      "primary=ns1.a.test responsible=h.a.test ns=ns1.a.test");
  ASSERT_TRUE(create);
  core::Request request;
  request.command = *create;
  ASSERT_TRUE(registry_->execute(std::move(request)).accepted());
  const auto c = read<core::UpdateZone>("update zone=example price.create=12.00EUR,13.00USD");
  ASSERT_TRUE(c.policy);
  EXPECT_FALSE(c.header);
  EXPECT_EQ(c.policy->prices.size(), 3U);
  EXPECT_EQ(c.policy->admin, (ContactRule{1, 3}));
  EXPECT_FALSE(read<core::UpdateZone>("update zone=example publish=no").policy);
}

// --help must not promise a word that the reader does not know.
TEST_F(CommandText, EveryKeyOfTheUsageIsRead) {
  for (const CommandForm& form : command_forms()) {
    std::string head = std::string(form.verb) + " " + std::string(form.object);
    if (!form.value.empty()) head += "=shop.example";
    EXPECT_NE(usage().find("  " + std::string(form.verb) + " " + std::string(form.object)),
              std::string::npos);
    std::string_view keys = form.keys;
    while (!keys.empty()) {
      const std::size_t space = std::min(keys.find(' '), keys.size());
      const std::string_view word = keys.substr(0, space);
      keys.remove_prefix(std::min(space + 1, keys.size()));
      if (word.empty()) continue;
      const std::string key(word.substr(0, word.find('=')));
      EXPECT_EQ(problem(head + " " + key + "=x").find("is no word of"), std::string::npos)
          << head << " " << key;
    }
  }
}

TEST_F(CommandText, APasswordThatCannotBeHashedIsTheServersFault) {
  const auto parsed =
      parse_command("change password registrar=reg-a password=clear", *registry_->state(),
                    [](std::string_view) -> Result<std::string> {
                      return fail(Fault::busy, "no memory");
                    });
  ASSERT_FALSE(parsed);
  ASSERT_TRUE(parsed.error().front().rejection);
  EXPECT_EQ(core::epp_code(parsed.error().front().rejection->reason), 2400);
  EXPECT_EQ(to_text(parsed.error()).find("clear"), std::string::npos);
}

}  // namespace
}  // namespace stele::gateway
