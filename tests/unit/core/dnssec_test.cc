// DNSSEC data: what is refused, in order, and what the events carry.
#include "engine/core/domain/dnssec.h"

#include <gtest/gtest.h>

#include "engine/base/bytes.h"
#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

const DnsKey kOne{257, 3, 15, "HJK1XwXuFvb6zTpX19k2X38jOzChOmUbTTXzCGXWT3c="};
const DnsKey kTwo{257, 3, 15, "T/VZm7plubbEt5uTzxO9ZOjpHb2ymGMtPnYwi0OhnjU="};
// Of the keys at a.example, worked out apart from the code.
const DsRecord kDsOne = *parse_ds_record("60537 15 2 E8880744F17D3A023C7560A1AB8C9DA62A37725BAA08FBF3E4031EA81C431FBE");
const DsRecord kDsOne384 = *parse_ds_record("60537 15 4 CBA5C8477944D7E868F5B20637CFA97B56561113BA385323BE2B43C6DE6A6B9374F56749D901E895BF8E30CF9A6E01B2");
const DsRecord kDsTwo = *parse_ds_record("31686 15 2 FA61CA51639C7AB806042D1A412682E81EEBFBEDFA7143D2F13CBC16242A3948");

DsRecord with_key(DsRecord ds, DnsKey key) {
  ds.key = std::move(key);
  return ds;
}

UpdateDomain update(DnssecChange change) {
  UpdateDomain command{.name = name("a.example")};
  command.dnssec = std::move(change);
  return command;
}
UpdateDomain add_ds(std::vector<DsRecord> ds) {
  DnssecChange change;
  change.added.ds = std::move(ds);
  return update(change);
}
UpdateDomain add_keys(std::vector<DnsKey> keys) {
  DnssecChange change;
  change.added.keys = std::move(keys);
  return update(change);
}
UpdateDomain remove_ds(std::vector<DsRecord> ds) {
  DnssecChange change;
  change.ds_removed = std::move(ds);
  return update(change);
}
UpdateDomain remove_keys(std::vector<DnsKey> keys) {
  DnssecChange change;
  change.keys_removed = std::move(keys);
  return update(change);
}

void set_policy(World& world, DnssecModel model, std::uint8_t most = 10,
                std::vector<std::uint8_t> digests = {}, std::vector<std::uint8_t> algorithms = {}) {
  ZonePolicy policy = zone_policy();
  policy.dnssec_model = model;
  policy.most_ds = most;
  policy.ds_digest_types = std::move(digests);
  policy.dnssec_algorithms = std::move(algorithms);
  world.accept(world.staff, UpdateZone{.name = name("example"), .policy = policy});
}

TEST(Dnssec, WhatIsNotOfferedIsRefused) {
  World world;
  DnssecChange change;
  change.urgent = true;
  change.max_sig_life = 3600;
  change.added.max_sig_life = 7200;
  EXPECT_EQ(world.run(world.a, update(change)),
            "urgent_not_supported() max_sig_life_not_supported(=3600) "
            "max_sig_life_not_supported(=7200)");
  CreateDomain create = create_domain("b.example");
  create.dnssec.max_sig_life = 1;
  EXPECT_EQ(world.run(world.a, create), "max_sig_life_not_supported(=1)");

  EXPECT_EQ(world.run(world.a, add_keys({kOne})), "wrong_dnssec_form(key=keyData)");
  set_policy(world, DnssecModel::none);
  change = {};
  change.added.ds = {kDsOne};
  change.keys_removed = {kOne};
  EXPECT_EQ(world.run(world.a, update(change)),
            "wrong_dnssec_form(ds=dsData) wrong_dnssec_form(key=keyData)");
  set_policy(world, DnssecModel::key_data);
  EXPECT_EQ(world.run(world.a, remove_ds({kDsOne})), "wrong_dnssec_form(ds=dsData)");
}

TEST(Dnssec, DsDataMustBeOfKnownKinds) {
  World world;
  const auto run = [&](std::uint8_t algorithm, std::uint8_t type, std::string digest) {
    return world.run(world.a, add_ds({{1, algorithm, type, std::move(digest), {}}}));
  };
  for (const int bad : {0, 1, 3, 6, 9, 11, 12, 18, 23, 123, 252, 253, 255})
    EXPECT_EQ(run(static_cast<std::uint8_t>(bad), 2, std::string(64, 'A')),
              "unknown_algorithm(ds=" + std::to_string(bad) + ")");
  for (const int bad : {0, 3, 5, 7, 255})
    EXPECT_EQ(run(8, static_cast<std::uint8_t>(bad), std::string(64, 'A')),
              "unknown_digest_type(ds=" + std::to_string(bad) + ")");
  EXPECT_EQ(run(123, 255, ""), "unknown_algorithm(ds=123) unknown_digest_type(ds=255)");
  EXPECT_EQ(run(8, 2, std::string(62, 'A')), "bad_digest(ds=" + std::string(62, 'A') + ")");
  EXPECT_EQ(run(8, 1, std::string(39, 'A')), "bad_digest(ds=" + std::string(39, 'A') + ")");
  EXPECT_EQ(run(8, 4, std::string(96, 'G')), "bad_digest(ds=" + std::string(96, 'G') + ")");
  for (const int good : {5, 7, 8, 10, 13, 14, 15, 16, 17})
    EXPECT_EQ(run(static_cast<std::uint8_t>(good), 2, std::string(64, 'A')), "DomainUpdated") << good;
  set_policy(world, DnssecModel::ds_data, 20, {2}, {13});
  EXPECT_EQ(run(8, 1, std::string(40, 'A')), "unknown_algorithm(ds=8) unknown_digest_type(ds=1)");
}

TEST(Dnssec, KeysMustBeKeys) {
  World world;
  set_policy(world, DnssecModel::key_data);
  const auto run = [&](DnsKey key) { return world.run(world.a, add_keys({std::move(key)})); };
  EXPECT_EQ(run({256, 3, 15, kOne.public_key}), "bad_key_flags(key=256)");
  EXPECT_EQ(run({1, 2, 99, "?"}),
            "bad_key_flags(key=1) bad_key_protocol(key=2) unknown_algorithm(key=99)");
  EXPECT_EQ(run({257, 3, 15, "not base64!"}), "bad_key(key=not base64!)");
  EXPECT_EQ(run({257, 3, 15, "AAAA"}), "bad_key(key=AAAA)");
  const auto sized = [](std::size_t size) { return to_base64(std::string(size, '\x7f')); };
  struct {
    std::uint8_t algorithm;
    std::size_t size;
  } const curves[] = {{13, 64}, {14, 96}, {15, 32}, {16, 57}, {17, 64}};
  for (const auto& [algorithm, size] : curves) {
    EXPECT_EQ(run({257, 3, algorithm, sized(size - 1)}), "bad_key(key=" + sized(size - 1) + ")");
    EXPECT_EQ(run({257, 3, algorithm, sized(size + 1)}), "bad_key(key=" + sized(size + 1) + ")");
    EXPECT_EQ(run({257, 3, algorithm, sized(size)}), "DomainUpdated");
  }
}

TEST(Dnssec, KeysOfRsaHaveAnExponentAndAModulusOfSomeSize) {
  World world;
  set_policy(world, DnssecModel::key_data);
  const auto run = [&](std::uint8_t algorithm, std::string_view head, std::size_t modulus,
                       char first = '\x80') {
    std::string bytes(head);
    bytes += std::string(modulus, first);
    const std::string text = to_base64(bytes);
    const std::string line = world.run(world.a, add_keys({{257, 3, algorithm, text}}));
    return line == "bad_key(key=" + text + ")" ? std::string("bad_key") : line;
  };
  const std::string_view short_exponent("\1\3", 2);
  EXPECT_EQ(run(8, short_exponent, 63), "bad_key");
  EXPECT_EQ(run(8, short_exponent, 64), "DomainUpdated");
  EXPECT_EQ(run(8, short_exponent, 64, '\x7f'), "bad_key");     // 511 bits
  EXPECT_EQ(run(8, short_exponent, 512), "DomainUpdated");
  EXPECT_EQ(run(8, short_exponent, 513), "bad_key");
  EXPECT_EQ(run(10, short_exponent, 127), "bad_key");
  EXPECT_EQ(run(10, short_exponent, 128), "DomainUpdated");
  EXPECT_EQ(run(8, std::string_view("\0\0\3\1\0\1", 6), 256), "DomainUpdated");
  EXPECT_EQ(run(8, std::string_view("\0\0\0", 3), 256), "bad_key");  // no exponent
  EXPECT_EQ(run(8, short_exponent, 256, '\0'), "bad_key");       // leading zero
  EXPECT_EQ(run(8, std::string_view("\xff", 1), 64), "bad_key");  // the exponent is all there is
}

TEST(Dnssec, ADsRecordMustBeOfTheKeyBesideIt) {
  World world;
  const std::string made = "ds_of_another_key(ds=" + to_text(kDsOne) + ")";
  EXPECT_EQ(world.run(world.a, add_ds({with_key(kDsTwo, kOne)})), made);
  DsRecord other = with_key(kDsOne, kOne);
  other.key_tag = 1;
  EXPECT_EQ(world.run(world.a, add_ds({other})), made);
  other = with_key(kDsOne, kOne);
  other.algorithm = 13;
  EXPECT_EQ(world.run(world.a, add_ds({other})), made);
  // A bad key is told of as one; the digest is not compared then.
  DnsKey zone_signing = kOne;
  zone_signing.flags = 256;
  EXPECT_EQ(world.run(world.a, add_ds({with_key(kDsOne, zone_signing)})),
            "bad_key_flags(key=256)");
  EXPECT_EQ(world.run(world.a, add_ds({with_key(kDsOne, kOne), with_key(kDsOne384, kOne)})),
            "DomainUpdated");
  EXPECT_EQ(world.domain("a.example").ds,
            (std::vector<DsRecord>{with_key(kDsOne, kOne), with_key(kDsOne384, kOne)}));
  // The key tells no records apart.
  EXPECT_EQ(world.run(world.a, add_ds({kDsOne})), "already_there(ds=" + to_text(kDsOne) + ")");
  EXPECT_EQ(world.run(world.a, remove_ds({kDsOne})), "DomainUpdated");
  EXPECT_EQ(world.domain("a.example").ds, (std::vector<DsRecord>{with_key(kDsOne384, kOne)}));
}

TEST(Dnssec, WhatIsAddedIsNewAndWhatIsRemovedIsThere) {
  World world;
  EXPECT_EQ(world.run(world.a, remove_ds({kDsOne})), "not_there(ds=" + to_text(kDsOne) + ")");
  EXPECT_EQ(world.run(world.a, add_ds({kDsOne, kDsOne})),
            "given_twice(ds=" + to_text(kDsOne) + ")");
  world.accept(world.a, add_ds({kDsOne}));
  EXPECT_EQ(world.run(world.a, add_ds({kDsOne})), "already_there(ds=" + to_text(kDsOne) + ")");
  EXPECT_EQ(world.run(world.a, remove_ds({kDsOne, kDsOne})),
            "given_twice(ds=" + to_text(kDsOne) + ")");
  // RFC 5910 §5.2.5: removed first, then added.
  UpdateDomain both = add_ds({kDsOne, kDsTwo});
  both.dnssec.ds_removed = {kDsOne};
  EXPECT_EQ(world.run(world.a, both), "DomainUpdated");
  EXPECT_EQ(world.domain("a.example").ds, (std::vector<DsRecord>{kDsTwo, kDsOne}));
  UpdateDomain all = add_ds({kDsOne});
  all.dnssec.all_removed = true;
  EXPECT_EQ(world.run(world.a, all), "DomainUpdated");
  EXPECT_EQ(world.domain("a.example").ds, std::vector<DsRecord>{kDsOne});
  DnssecChange nothing_left;
  nothing_left.all_removed = true;
  EXPECT_EQ(world.run(world.a, update(nothing_left)), "DomainUpdated");
  EXPECT_TRUE(world.domain("a.example").ds.empty());
  // Of an unsigned name, all is nothing.
  EXPECT_EQ(world.run(world.a, update(nothing_left)), "DomainUpdated");

  set_policy(world, DnssecModel::key_data);
  EXPECT_EQ(world.run(world.a, remove_keys({kOne})), "not_there(key=" + to_text(kOne) + ")");
  EXPECT_EQ(world.run(world.a, add_keys({kOne, kOne})),
            "given_twice(key=" + to_text(kOne) + ")");
  world.accept(world.a, add_keys({kOne}));
  EXPECT_EQ(world.run(world.a, add_keys({kOne})), "already_there(key=" + to_text(kOne) + ")");
  world.accept(world.a, remove_keys({kOne}));
  EXPECT_TRUE(world.domain("a.example").ds.empty());
}

TEST(Dnssec, TheZoneLimitsHowMany) {
  World world;
  set_policy(world, DnssecModel::both, 1);
  EXPECT_EQ(world.run(world.a, add_ds({kDsOne, kDsTwo})), "too_many_ds(=2)");
  EXPECT_EQ(world.run(world.a, add_keys({kOne, kTwo})), "too_many_ds(=2)");
  world.accept(world.a, add_ds({kDsOne}));
  UpdateDomain swap = add_ds({kDsTwo});
  EXPECT_EQ(world.run(world.a, swap), "too_many_ds(=2)");
  swap.dnssec.ds_removed = {kDsOne};
  EXPECT_EQ(world.run(world.a, swap), "DomainUpdated");
  // A limit that has become stricter stands in the way of no removal.
  set_policy(world, DnssecModel::ds_data, 10);
  world.accept(world.a, add_ds({kDsOne, kDsOne384}));
  set_policy(world, DnssecModel::ds_data, 1);
  EXPECT_EQ(world.run(world.a, remove_ds({kDsTwo})), "DomainUpdated");
}

TEST(Dnssec, OneNameHasOneForm) {
  World world;
  set_policy(world, DnssecModel::both);
  UpdateDomain mixed = add_ds({kDsOne});
  mixed.dnssec.added.keys = {kTwo};
  EXPECT_EQ(world.run(world.a, mixed), "dnssec_forms_mixed(ds)");
  world.accept(world.a, add_ds({kDsOne}));
  EXPECT_EQ(world.run(world.a, add_keys({kTwo})), "dnssec_forms_mixed(key)");
  UpdateDomain change_over = add_keys({kTwo});
  change_over.dnssec.all_removed = true;
  EXPECT_EQ(world.run(world.a, change_over), "DomainUpdated");
  EXPECT_EQ(world.run(world.a, add_ds({kDsOne})), "dnssec_forms_mixed(ds)");
  EXPECT_EQ(world.run(world.a, remove_ds({kDsTwo})), "not_there(ds=" + to_text(kDsTwo) + ")");
  EXPECT_EQ(world.domain("a.example").ds, std::vector<DsRecord>{with_key(kDsTwo, kTwo)});
}

TEST(Dnssec, EventsCarryKeysAndTheRecordsMadeOfThem) {
  World world;
  set_policy(world, DnssecModel::key_data, 10, {2, 4});
  const Decision added = world.accept(world.a, add_keys({kOne, kTwo}));
  const auto& event = std::get<events::DomainUpdated>(added.events.at(0));
  EXPECT_EQ(event.keys_added, (std::vector<DnsKey>{kOne, kTwo}));
  ASSERT_EQ(event.ds_added.size(), 4U);
  EXPECT_TRUE(std::is_sorted(event.ds_added.begin(), event.ds_added.end()));
  // A digest type that the zone no longer makes goes with its key all the same.
  set_policy(world, DnssecModel::key_data, 10, {2});
  const Decision removed = world.accept(world.a, remove_keys({kOne}));
  EXPECT_EQ(std::get<events::DomainUpdated>(removed.events.at(0)).ds_removed,
            (std::vector<DsRecord>{with_key(kDsOne, kOne), with_key(kDsOne384, kOne)}));
  EXPECT_EQ(world.domain("a.example").keys, std::vector<DnsKey>{kTwo});
  EXPECT_EQ(world.domain("a.example").ds.size(), 2U);

  CreateDomain create = create_domain("b.example");
  create.dnssec.keys = {kOne};
  const Decision created = world.accept(world.a, create);
  const auto& creation = std::get<events::DomainCreated>(created.events.at(0));
  EXPECT_EQ(creation.keys, std::vector<DnsKey>{kOne});
  ASSERT_EQ(creation.ds.size(), 1U);
  EXPECT_EQ(creation.ds[0].key_tag, kDsOne.key_tag);
  EXPECT_NE(creation.ds[0].digest, kDsOne.digest);  // of another name
}

TEST(Dnssec, APolicyNamesOnlyWhatTheRegistryKnows) {
  World world;
  ZonePolicy policy = zone_policy();
  policy.dnssec_algorithms = {3, 8};
  policy.ds_digest_types = {2, 5};
  EXPECT_EQ(world.run(world.staff, UpdateZone{.name = name("example"), .policy = policy}),
            "bad_policy(policy=dnssec_algorithms=3) bad_policy(policy=ds_digest_types=5)");
}

}  // namespace
}  // namespace stele::core
