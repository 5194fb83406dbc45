#include "frontends/epp/extensions/variants.h"

#include <algorithm>
#include <array>

#include "engine/base/check.h"
#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/response/writer.h"

namespace stele::epp {
namespace {

using namespace grammar;

constexpr std::array kWhich{one("all", kNothing), some("name", kNameElement)};
constexpr ElementRule kChoice{.content = Content::choice, .particles = kWhich};
constexpr std::array kChanges{optional("rem", kChoice), optional("add", kChoice)};
constexpr ElementRule kUpdate{.particles = kChanges, .some_child = true};

constexpr std::array kExtensions{
    CommandExtension{"info", &kNothing, {Verb::info}, {xml::Ns::domain}},
    CommandExtension{"create", &kChoice, {Verb::create}, {xml::Ns::domain}},
    CommandExtension{"update", &kUpdate, {Verb::update}, {xml::Ns::domain}}};

std::string_view element_of(Verb verb) {
  if (verb == Verb::create) return "creData";
  if (verb == Verb::update) return "updData";
  CHECK(verb == Verb::info, "an answer with variants");
  return "infData";
}

}  // namespace

Mapping variants_mapping() { return {.ns = xml::Ns::variants, .extensions = kExtensions}; }

VariantChoice read_variant_choice(Source& source, xml::Index at) {
  VariantChoice choice;
  for (const xml::Index child : source.tree().children(at)) {
    if (source.name(child) == "all") {
      choice.all = true;
      continue;
    }
    auto name = DomainName::parse(source.text(child));
    if (!name) {
      source.refuse(2005, child, std::string("not a name in A-labels: ") + to_text(name.error()));
    } else if (std::ranges::find(choice.names, *name) != choice.names.end()) {
      source.refuse(2004, child, "this name is here twice");
    } else {
      choice.names.push_back(*std::move(name));
    }
  }
  return choice;
}

VariantChange read_variant_change(Source& source, xml::Index at) {
  VariantChange change;
  if (const xml::Index rem = source.find(at, "rem"); rem != xml::kNoElement)
    change.removed = read_variant_choice(source, rem);
  if (const xml::Index add = source.find(at, "add"); add != xml::kNoElement)
    change.added = read_variant_choice(source, add);
  return change;
}

Part write_variants(Verb verb, const std::vector<VariantShown>& variants, bool too_many) {
  Writer writer(xml::Ns::variants, element_of(verb));
  for (const VariantShown& variant : variants)
    writer.element("variant",
                   {{"uLabel", variant.unicode_name},
                    {"state", variant.active ? "active" : "allocatable"}},
                   variant.name);
  if (too_many) writer.empty("tooMany");
  return writer.finish();
}

}  // namespace stele::epp
