// A name with keys of its own and answers about it, as ldns makes and signs them.
#pragma once

#include <ldns/ldns.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/base/check.h"
#include "frontends/cds/answer.h"

namespace stele::cds {

constexpr const char* kName = "shop.example";
constexpr std::uint32_t kSigned = 1'772'323'200;  // 2026-03-01T00:00:00Z
constexpr std::uint32_t kExpires = kSigned + 7 * 86'400;

class SignedZone {
 public:
  struct FreeKey {
    void operator()(ldns_key* key) const { ldns_key_deep_free(key); }
  };
  using Key = std::unique_ptr<ldns_key, FreeKey>;

  Key make_key() const {
    Key key(ldns_key_new_frm_algorithm(LDNS_SIGN_ECDSAP256SHA256, 256));
    CHECK(key != nullptr, "a key of 256 bits can be made");
    ldns_key_set_pubkey_owner(key.get(), ldns_dname_new_frm_str(kName));
    ldns_key_set_flags(key.get(), 257);
    ldns_key_set_keytag(key.get(), ldns_calc_keytag(Record(ldns_key2rr(key.get())).get()));
    ldns_key_set_inception(key.get(), kSigned);
    ldns_key_set_expiration(key.get(), kExpires);
    return key;
  }

  static Record dnskey(const Key& key) {
    Record out(ldns_key2rr(key.get()));
    ldns_rr_set_ttl(out.get(), 300);
    return out;
  }
  static Record of_type(Record rr, std::uint16_t type) {
    ldns_rr_set_type(rr.get(), static_cast<ldns_rr_type>(type));
    return rr;
  }
  static Record cds(const Key& key) {
    Record out(ldns_key_rr2ds(dnskey(key).get(), LDNS_SHA256));
    ldns_rr_set_ttl(out.get(), 300);
    return of_type(std::move(out), type::kCds);
  }
  static Record cdnskey(const Key& key) { return of_type(dnskey(key), type::kCdnskey); }
  static Record record(const std::string& text) {
    ldns_rr* rr = nullptr;
    CHECK(ldns_rr_new_frm_str(&rr, text.c_str(), 300, nullptr, nullptr) == LDNS_STATUS_OK, "a record");
    return Record(rr);
  }

  // The records and, by each key, a signature of them all.
  static std::vector<Record> sign(std::vector<Record> records, const std::vector<const Key*>& keys) {
    ldns_rr_list* list = ldns_rr_list_new();
    for (const Record& each : records) ldns_rr_list_push_rr(list, each.get());
    ldns_key_list* signers = ldns_key_list_new();
    for (const Key* key : keys) ldns_key_list_push_key(signers, key->get());
    ldns_rr_list* signatures = ldns_sign_public(list, signers);
    CHECK(signatures != nullptr, "it can be signed");
    while (ldns_rr* rr = ldns_rr_list_pop_rr(signatures)) records.emplace_back(rr);
    ldns_rr_list_free(signatures);
    ldns_rr_list_free(list);
    ldns_key_list_set_key_count(signers, 0);  // the keys stay
    ldns_key_list_free(signers);
    return records;
  }

  static std::string answer(const Question& question, const std::vector<Record>& records,
                            bool authoritative = true) {
    ldns_pkt* packet = ldns_pkt_query_new(ldns_dname_new_frm_str(question.name.text().c_str()),
                                          static_cast<ldns_rr_type>(question.type), LDNS_RR_CLASS_IN, 0);
    ldns_pkt_set_qr(packet, true);
    ldns_pkt_set_aa(packet, authoritative);
    ldns_pkt_set_id(packet, question.id);
    for (const Record& each : records)
      ldns_pkt_push_rr(packet, LDNS_SECTION_ANSWER, ldns_rr_clone(each.get()));
    std::uint8_t* bytes = nullptr;
    std::size_t size = 0;
    CHECK(ldns_pkt2wire(&bytes, packet, &size) == LDNS_STATUS_OK, "it can be written");
    std::string out(reinterpret_cast<char*>(bytes), size);
    ldns_pkt_free(packet);
    std::free(bytes);
    return out;
  }
};

}  // namespace stele::cds
