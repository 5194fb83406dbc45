#include "frontends/epp/extensions/idn.h"

#include <array>

#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/response/writer.h"

namespace stele::epp {
namespace {

using namespace grammar;

constexpr std::array kParts{one("table", kNonEmptyTokenElement), optional("uname", kNameElement)};
constexpr ElementRule kData{.particles = kParts};
constexpr std::array kExtensions{
    CommandExtension{"data", &kData, {Verb::create}, {xml::Ns::domain}}};

}  // namespace

Mapping idn_mapping() { return {.ns = xml::Ns::idn, .extensions = kExtensions}; }

IdnData read_idn(const Source& source, xml::Index at) {
  return {source.text(at, "table"), source.text(at, "uname")};
}

Part write_idn(const IdnData& data) {
  Writer writer(xml::Ns::idn, "data");
  writer.element("table", data.table);
  writer.optional("uname", data.unicode_name);
  return writer.finish();
}

}  // namespace stele::epp
