#include "frontends/epp/extensions/b_dn.h"

#include <array>

#include "engine/base/check.h"
#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/response/writer.h"

namespace stele::epp {
namespace {

using namespace grammar;

constexpr std::array kNameAttributes{AttributeRule{"uLabel", &kName, false}};
constexpr ElementRule kRegistered{
    .content = Content::text, .text = &kName, .attributes = kNameAttributes};
constexpr std::array kParts{optional("rdn", kRegistered)};
constexpr ElementRule kCreate{.particles = kParts};
constexpr std::array kExtensions{
    CommandExtension{"create", &kCreate, {Verb::create}, {xml::Ns::domain}}};

std::string_view element_of(Verb verb) {
  switch (verb) {
    case Verb::info: return "infData";
    case Verb::create: return "creData";
    case Verb::remove: return "delData";
    case Verb::renew: return "renData";
    case Verb::transfer: return "trnData";
    case Verb::update: return "upData";
    case Verb::none:
    case Verb::hello:
    case Verb::login:
    case Verb::logout:
    case Verb::check:
    case Verb::poll: break;
  }
  CHECK(false, "an answer with a bundle");
  return {};
}

void write_name(Writer& writer, std::string_view element, const BundledName& name) {
  writer.element(element, {{"uLabel", name.unicode_name}}, name.name);
}

}  // namespace

Mapping b_dn_mapping() { return {.ns = xml::Ns::b_dn, .extensions = kExtensions}; }

std::optional<BundledName> read_registered_name(const Source& source, xml::Index at) {
  const xml::Index name = source.find(at, "rdn");
  if (name == xml::kNoElement) return std::nullopt;
  return BundledName{source.text(name), source.attribute(name, "uLabel")};
}

Part write_bundle(Verb verb, const Bundle& bundle) {
  Writer writer(xml::Ns::b_dn, element_of(verb));
  writer.begin("bundle");
  write_name(writer, "rdn", bundle.registered);
  for (const BundledName& name : bundle.bundled) write_name(writer, "bdn", name);
  writer.end("bundle");
  return writer.finish();
}

}  // namespace stele::epp
