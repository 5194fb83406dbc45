#include "frontends/epp/extensions/sec_dns.h"

#include <algorithm>
#include <array>

#include "engine/base/letters.h"
#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/response/writer.h"

namespace stele::epp {
namespace {

using namespace grammar;

constexpr ElementRule kUint8Element{.content = Content::text, .text = &kUint8};
constexpr ElementRule kUint16Element{.content = Content::text, .text = &kUint16};
constexpr TextRule kLife{.syntax = is_integer,
                         .form = "a whole number",
                         .in_range = is_positive_int,
                         .range = "1 to 2147483647"};
constexpr ElementRule kLifeElement{.content = Content::text, .text = &kLife};
constexpr TextRule kHex{.syntax = is_hex, .form = "hexadecimal"};
constexpr ElementRule kDigest{.content = Content::text, .text = &kHex};
constexpr TextRule kBase64{.syntax = is_base64, .form = "base64"};
constexpr ElementRule kPublicKey{.content = Content::text, .text = &kBase64};

// §4.1, §4.2, §4.3
constexpr std::array kKeyParts{one("flags", kUint16Element), one("protocol", kUint8Element),
                               one("alg", kUint8Element), one("pubKey", kPublicKey)};
constexpr ElementRule kKeyData{.particles = kKeyParts};
constexpr std::array kDsParts{one("keyTag", kUint16Element), one("alg", kUint8Element),
                              one("digestType", kUint8Element), one("digest", kDigest),
                              optional("keyData", kKeyData)};
constexpr ElementRule kDsData{.particles = kDsParts};
constexpr std::array kDsOrKey{some("dsData", kDsData), some("keyData", kKeyData)};
constexpr std::array kDataParts{optional("maxSigLife", kLifeElement),
                                one_of("dsData or keyData", kDsOrKey)};
constexpr ElementRule kData{.particles = kDataParts};

// §5.2.5
constexpr std::array kRemoveChoice{one("all", kBooleanElement), some("dsData", kDsData),
                                   some("keyData", kKeyData)};
constexpr ElementRule kRemove{.content = Content::choice, .particles = kRemoveChoice};
constexpr std::array kChangeParts{optional("maxSigLife", kLifeElement)};
constexpr ElementRule kChange{.particles = kChangeParts};
constexpr std::array kUpdateAttributes{AttributeRule{"urgent", &kBoolean, false}};
constexpr std::array kUpdateParts{optional("rem", kRemove), optional("add", kData),
                                  optional("chg", kChange)};
constexpr ElementRule kUpdate{.attributes = kUpdateAttributes, .particles = kUpdateParts};

constexpr std::array kExtensions{
    CommandExtension{"create", &kData, {Verb::create}, {xml::Ns::domain}},
    CommandExtension{"update", &kUpdate, {Verb::update}, {xml::Ns::domain}}};

// The zone file's form: no white space in base64, as capitals in hex.
std::string dense(std::string text) {
  std::erase(text, ' ');
  return text;
}

DnsKey read_key(const Source& source, xml::Index at) {
  return {.flags = static_cast<std::uint16_t>(source.number(at, "flags")),
          .protocol = static_cast<std::uint8_t>(source.number(at, "protocol")),
          .algorithm = static_cast<std::uint8_t>(source.number(at, "alg")),
          .public_key = dense(source.text(at, "pubKey"))};
}

DsRecord read_ds(const Source& source, xml::Index at) {
  DsRecord ds{.key_tag = static_cast<std::uint16_t>(source.number(at, "keyTag")),
              .algorithm = static_cast<std::uint8_t>(source.number(at, "alg")),
              .digest_type = static_cast<std::uint8_t>(source.number(at, "digestType")),
              .digest = upper_case(source.text(at, "digest")),
              .key = {}};
  const xml::Index key = source.find(at, "keyData");
  if (key != xml::kNoElement) ds.key = read_key(source, key);
  return ds;
}

void read_list(const Source& source, xml::Index parent, std::vector<DsRecord>& ds,
               std::vector<DnsKey>& keys) {
  for (const xml::Index child : source.tree().children(parent)) {
    if (source.name(child) == "dsData") ds.push_back(read_ds(source, child));
    if (source.name(child) == "keyData") keys.push_back(read_key(source, child));
  }
}

std::optional<std::uint32_t> read_life(const Source& source, xml::Index parent) {
  if (!source.has(parent, "maxSigLife")) return std::nullopt;
  return source.number(parent, "maxSigLife");
}

void write_key(Writer& writer, const DnsKey& key) {
  writer.begin("keyData");
  writer.element("flags", std::to_string(key.flags));
  writer.element("protocol", std::to_string(key.protocol));
  writer.element("alg", std::to_string(key.algorithm));
  writer.element("pubKey", key.public_key);
  writer.end("keyData");
}

}  // namespace

Mapping sec_dns_mapping() { return {.ns = xml::Ns::sec_dns, .extensions = kExtensions}; }

DnssecData read_sec_dns_create(const Source& source, xml::Index at) {
  DnssecData data;
  data.max_sig_life = read_life(source, at);
  read_list(source, at, data.ds, data.keys);
  return data;
}

DnssecChange read_sec_dns_update(const Source& source, xml::Index at) {
  DnssecChange change;
  change.urgent = is_true(source.attribute(at, "urgent"));
  if (const xml::Index rem = source.find(at, "rem"); rem != xml::kNoElement) {
    change.all_removed = is_true(source.text(rem, "all"));
    read_list(source, rem, change.ds_removed, change.keys_removed);
  }
  if (const xml::Index add = source.find(at, "add"); add != xml::kNoElement)
    change.added = read_sec_dns_create(source, add);
  change.max_sig_life = read_life(source, source.find(at, "chg"));
  return change;
}

Part write_sec_dns(const DnssecData& data) {
  Writer writer(xml::Ns::sec_dns, "infData");
  if (data.max_sig_life) writer.element("maxSigLife", std::to_string(*data.max_sig_life));
  for (const DsRecord& ds : data.ds) {
    writer.begin("dsData");
    writer.element("keyTag", std::to_string(ds.key_tag));
    writer.element("alg", std::to_string(ds.algorithm));
    writer.element("digestType", std::to_string(ds.digest_type));
    writer.element("digest", ds.digest);
    if (ds.key) write_key(writer, *ds.key);
    writer.end("dsData");
  }
  for (const DnsKey& key : data.keys) write_key(writer, key);
  return writer.finish();
}

}  // namespace stele::epp
