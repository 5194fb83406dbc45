#include "frontends/cds/answer.h"

#include <ldns/ldns.h>

#include <algorithm>

#include "engine/base/bytes.h"
#include "engine/base/letters.h"
#include "events/values/wire_name.h"

namespace stele::cds {
namespace {

constexpr std::size_t kHeaderSize = 12;
constexpr std::uint16_t kClassIn = 1;
constexpr std::uint16_t kTypeCname = 5, kTypeDname = 39, kTypeOpt = 41, kTypeRrsig = 46;
constexpr unsigned kMostRecords = 128;     // of an answer section
constexpr std::size_t kMostOfSet = 32;     // records of one set; names have a few
constexpr std::size_t kMostSignatures = 16;
// Signatures that are computed for one set: many keys of one tag must not cost more (CVE-2023-50387).
constexpr int kMostVerifications = 16;

std::string_view data_of(const ldns_rdf* rdf) {
  return {reinterpret_cast<const char*>(ldns_rdf_data(rdf)), ldns_rdf_size(rdf)};
}

std::string rdata_of(const ldns_rr* rr) {
  std::string out;
  for (std::size_t i = 0; i < ldns_rr_rd_count(rr); ++i) out += data_of(ldns_rr_rdf(rr, i));
  return out;
}

std::uint16_t type_of(const ldns_rr* rr) { return static_cast<std::uint16_t>(ldns_rr_get_type(rr)); }

bool is_name(const ldns_rdf* rdf, std::string_view wire) {
  return rdf != nullptr && equal_ignoring_case(data_of(rdf), wire);
}

std::uint8_t labels_of(const DomainName& name) {
  return static_cast<std::uint8_t>(1 + std::ranges::count(name.text(), '.'));
}

std::string rcode_text(unsigned rcode) {
  switch (rcode) {
    case 1: return "FORMERR";
    case 2: return "SERVFAIL";
    case 3: return "NXDOMAIN";
    case 4: return "NOTIMP";
    case 5: return "REFUSED";
    default: return "RCODE " + std::to_string(rcode);
  }
}

std::unexpected<Error> wrong(std::string what) { return fail(Fault::invalid, std::move(what)); }

// The header and the question of a message must be those of the answer that is waited for.
Done require_header(std::string_view message, const Question& question) {
  if (message.size() < kHeaderSize || message.size() > kMostMessage) return wrong("no DNS message");
  const auto word = [&](std::size_t at) { return get_big_endian<std::uint16_t>(message.substr(at)); };
  const std::uint16_t flags = word(2);
  if (word(0) != question.id || (flags & 0x8000) == 0 || (flags & 0x7800) != 0 || word(4) != 1)
    return wrong("not the answer to the question");
  if (flags & 0x0200) return wrong("the answer is cut off");
  if (const unsigned rcode = flags & 0xf; rcode != 0) return wrong(rcode_text(rcode));
  if (!question.recursive && (flags & 0x0400) == 0) return wrong("not authoritative for the name");
  return {};
}

Record next_record(std::string_view message, std::size_t& at, ldns_pkt_section section) {
  ldns_rr* rr = nullptr;
  const ldns_status status =
      ldns_wire2rr(&rr, reinterpret_cast<const std::uint8_t*>(message.data()), message.size(), &at,
                   section);
  return Record(status == LDNS_STATUS_OK ? rr : nullptr);
}

bool covers(const ldns_rr* rr, std::uint16_t type) {
  if (type_of(rr) != kTypeRrsig || ldns_rr_rd_count(rr) != 9) return false;
  const std::string_view covered = data_of(ldns_rr_rdf(rr, 0));
  return covered.size() == 2 && get_big_endian<std::uint16_t>(covered) == type;
}

bool has(const std::vector<Record>& list, const ldns_rr* rr) {
  return std::ranges::any_of(list, [&](const Record& each) { return ldns_rr_compare(each.get(), rr) == 0; });
}

// ---- values

std::optional<DnsKey> to_key(const ldns_rr* rr) {
  const std::string data = rdata_of(rr);
  if (data.size() < 5) return std::nullopt;
  return DnsKey{.flags = get_big_endian<std::uint16_t>(data),
                .protocol = static_cast<std::uint8_t>(data[2]),
                .algorithm = static_cast<std::uint8_t>(data[3]),
                .public_key = to_base64(std::string_view(data).substr(4))};
}

std::optional<DsRecord> to_cds(const ldns_rr* rr) {
  const std::string data = rdata_of(rr);
  if (data.size() < 5) return std::nullopt;
  return DsRecord{.key_tag = get_big_endian<std::uint16_t>(data),
               .algorithm = static_cast<std::uint8_t>(data[2]),
               .digest_type = static_cast<std::uint8_t>(data[3]),
               .digest = upper_case(to_hex(std::string_view(data).substr(4))),
               .key = {}};
}

template <class T, class Read>
bool read_all(const std::vector<Record>& records, const Read& read, std::vector<T>& out) {
  for (const Record& record : records) {
    auto value = read(record.get());
    if (!value) return false;
    out.push_back(std::move(*value));
  }
  std::sort(out.begin(), out.end());
  return true;
}

// ---- signatures

struct FreeList {
  void operator()(ldns_rr_list* list) const { ldns_rr_list_free(list); }  // not what it lists
};

class Verifier {
 public:
  Verifier(const DomainName& name, const RecordSet& keys, Instant now)
      : wire_(wire_name(name.text())), labels_(labels_of(name)), keys_(keys),
        now_(static_cast<time_t>(now.ms / 1000)) {
    for (const Record& key : keys_.records) tags_.push_back(ldns_calc_keytag(key.get()));
  }

  // Of each key of the set, whether it has signed `set`. `latest`: the latest inception of a signature
  // that holds.
  std::vector<bool> signers(const RecordSet& set, Instant* latest = nullptr) const {
    std::vector<bool> out(keys_.records.size());
    if (set.records.empty()) return out;
    const std::unique_ptr<ldns_rr_list, FreeList> list(ldns_rr_list_new());
    for (const Record& record : set.records) ldns_rr_list_push_rr(list.get(), record.get());
    int left = kMostVerifications;
    for (const Record& signature : set.signatures) {
      const ldns_rr* const rr = signature.get();
      // A name has its own keys, and a wildcard never makes its apex.
      if (!is_name(ldns_rr_rrsig_signame(rr), wire_) || number(rr, 2, 1) != labels_) continue;
      for (std::size_t i = 0; i < out.size(); ++i) {
        const ldns_rr* const key = keys_.records[i].get();
        if (number(rr, 6, 2) != tags_[i] || number(rr, 1, 1) != number(key, 2, 1)) continue;
        if (left-- <= 0) return out;
        if (ldns_verify_rrsig_time(list.get(), signature.get(), keys_.records[i].get(), now_) !=
            LDNS_STATUS_OK)
          continue;
        out[i] = true;
        if (latest) *latest = std::max(*latest, Instant{number(rr, 5, 4) * std::int64_t{1000}});
      }
    }
    return out;
  }

 private:
  // The number in this field, of so many octets; none of any other size.
  static std::uint32_t number(const ldns_rr* rr, std::size_t field, std::size_t size) {
    const ldns_rdf* const rdf = ldns_rr_rdf(rr, field);
    if (rdf == nullptr || ldns_rdf_size(rdf) != size) return 0xffff'ffff;
    std::uint32_t out = 0;
    for (const char octet : data_of(rdf)) out = out << 8 | static_cast<unsigned char>(octet);
    return out;
  }

  const std::string wire_;
  const std::uint8_t labels_;
  const RecordSet& keys_;
  const time_t now_;
  std::vector<std::uint16_t> tags_;
};

}  // namespace

void FreeRecord::operator()(ldns_struct_rr* record) const { ldns_rr_free(record); }

std::string to_message(const Question& question) {
  std::string out;
  put_big_endian(out, question.id);
  put_big_endian(out, static_cast<std::uint16_t>(question.recursive ? 0x0100 : 0));
  for (const int count : {1, 0, 0, 1}) put_big_endian(out, static_cast<std::uint16_t>(count));
  out += wire_name(question.name.text());
  put_big_endian(out, question.type);
  put_big_endian(out, kClassIn);
  // OPT (RFC 6891) with DO where signatures are wanted (RFC 3225).
  out.push_back('\0');
  put_big_endian(out, kTypeOpt);
  put_big_endian(out, std::uint16_t{1232});
  put_big_endian(out, question.recursive ? std::uint32_t{0} : std::uint32_t{0x8000});
  put_big_endian(out, std::uint16_t{0});
  return out;
}

Result<RecordSet> read_answer(std::string_view message, const Question& question) {
  if (Done good = require_header(message, question); !good) return std::unexpected(good.error());
  const std::string wire = wire_name(question.name.text());
  std::size_t at = kHeaderSize;
  const Record asked = next_record(message, at, LDNS_SECTION_QUESTION);
  if (!asked || !is_name(ldns_rr_owner(asked.get()), wire) || type_of(asked.get()) != question.type ||
      static_cast<std::uint16_t>(ldns_rr_get_class(asked.get())) != kClassIn)
    return wrong("not the answer to the question");
  const unsigned count = get_big_endian<std::uint16_t>(message.substr(6));
  if (count > kMostRecords) return wrong("too many records");
  RecordSet out;
  for (unsigned i = 0; i < count; ++i) {
    Record record = next_record(message, at, LDNS_SECTION_ANSWER);
    if (!record) return wrong("a record that cannot be read");
    if (!is_name(ldns_rr_owner(record.get()), wire) ||
        static_cast<std::uint16_t>(ldns_rr_get_class(record.get())) != kClassIn)
      continue;
    const std::uint16_t type = type_of(record.get());
    if (type == kTypeCname || type == kTypeDname) return wrong("the name is an alias");
    if (type == question.type && !has(out.records, record.get()))
      out.records.push_back(std::move(record));
    else if (type != question.type && covers(record.get(), question.type))
      out.signatures.push_back(std::move(record));
    if (out.records.size() > kMostOfSet || out.signatures.size() > kMostSignatures)
      return wrong("too many records");
  }
  return out;
}

Addresses addresses_of(const RecordSet& set) {
  Addresses out;
  for (const Record& record : set.records) {
    const auto address = ip_address_from_bytes(rdata_of(record.get()));
    if (!address) continue;
    const std::uint32_t ttl = ldns_rr_ttl(record.get());
    out.seconds = out.list.empty() ? ttl : std::min(out.seconds, ttl);
    out.list.push_back(*address);
  }
  std::sort(out.list.begin(), out.list.end());
  return out;
}

Result<core::CdsAnswer> evaluate(const DomainName& name, const RecordSet& cds,
                                 const RecordSet& cdnskey, const RecordSet& keys, Instant now) {
  core::CdsAnswer out;
  if (!read_all(cds.records, to_cds, out.cds) || !read_all(cdnskey.records, to_key, out.cdnskey))
    return wrong("a CDS or CDNSKEY record that is none");
  const Verifier verifier(name, keys, now);
  const auto signs_cds = verifier.signers(cds, &out.signed_at);
  const auto signs_cdnskey = verifier.signers(cdnskey, cds.records.empty() ? &out.signed_at : nullptr);
  const auto signs_keys = verifier.signers(keys);
  for (std::size_t i = 0; i < keys.records.size(); ++i) {
    auto key = to_key(keys.records[i].get());
    if (!key) return wrong("a DNSKEY record that is none");
    out.keys.push_back({std::move(*key), signs_cds[i], signs_cdnskey[i], signs_keys[i]});
  }
  std::sort(out.keys.begin(), out.keys.end());
  return out;
}

}  // namespace stele::cds
