#include "frontends/epp/map_idn.h"

#include "engine/core/name/labels.h"
#include "frontends/epp/extensions/b_dn.h"
#include "frontends/epp/extensions/idn.h"
#include "frontends/epp/extensions/variants.h"

namespace stele::epp {

using xml::Index;
using xml::kNoElement;
using xml::Ns;

namespace {

BundledName bundled(const DomainName& name) {
  std::string unicode = core::unicode_name(name);
  if (unicode == name.text()) unicode.clear();
  return {name.text(), std::move(unicode)};
}

Part write_bundle_of(Verb verb, const DomainName& name, const std::vector<DomainName>& variants) {
  Bundle bundle{bundled(name), {}};
  for (const DomainName& variant : variants) bundle.bundled.push_back(bundled(variant));
  return write_bundle(verb, bundle);
}

// Who did not choose our own extension has the bundle.
Part only_if_chosen(Part part) {
  part.only_if_chosen = true;
  return part;
}

void take(VariantChoice choice, std::vector<DomainName>& names, bool& all) {
  names = std::move(choice.names);
  all = choice.all;
}

// RFC 9095 §6.2.1: the name that is created once more, and its U-label.
std::string read_bundled_label(Reader& reader, const DomainName& name) {
  const Index at = reader.extension(Ns::b_dn, "create");
  if (at == kNoElement) return {};
  auto source = reader.source();
  const auto given = read_registered_name(source, at);
  if (!given) return {};
  const auto parsed = DomainName::parse(given->name);
  if (!parsed || *parsed != name)
    source.refuse(2306, source.find(at, "rdn"), "not the name that is created");
  return given->unicode_name;
}

}  // namespace

std::optional<core::IdnWish> read_idn_wish(Reader& reader, const DomainName& name) {
  std::string label = read_bundled_label(reader, name);
  const Index at = reader.extension(Ns::idn, "data");
  if (at == kNoElement && label.empty()) return std::nullopt;
  IdnData data;
  if (at != kNoElement) data = read_idn(reader.source(), at);
  if (!label.empty() && !data.unicode_name.empty() && label != data.unicode_name)
    reader.source().refuse(2306, at, "uname is not the uLabel of the bundle");
  if (data.unicode_name.empty()) data.unicode_name = std::move(label);
  return core::IdnWish{std::move(data.table), std::move(data.unicode_name)};
}

core::VariantWish read_variants_wanted(Reader& reader) {
  core::VariantWish wish;
  const Index at = reader.extension(Ns::variants, "create");
  if (at == kNoElement) return wish;
  auto source = reader.source();
  take(read_variant_choice(source, at), wish.added, wish.all_added);
  return wish;
}

core::VariantWish read_variants_change(Reader& reader) {
  core::VariantWish wish;
  const Index at = reader.extension(Ns::variants, "update");
  if (at == kNoElement) return wish;
  auto source = reader.source();
  auto change = read_variant_change(source, at);
  take(std::move(change.added), wish.added, wish.all_added);
  take(std::move(change.removed), wish.removed, wish.all_removed);
  return wish;
}

bool asks_for_variants(Reader& reader) {
  return reader.extension(Ns::variants, "info") != kNoElement;
}

void add_idn(Reply& reply, const core::State& state, const core::DomainInfo& info,
             bool all_variants) {
  const core::Domain& domain = info.domain;
  if (!info.idn_table.empty()) {
    const BundledName name = bundled(domain.name);
    reply.extensions.push_back(write_idn({info.idn_table, name.unicode_name}));
  }
  // RFC 9095 §6.1.2: nothing of it for who is not authorized.
  if (info.authorized && !domain.variants.empty())
    reply.extensions.push_back(write_bundle_of(Verb::info, domain.name, domain.variants));
  if (domain.variants.empty() && !all_variants) return;
  const auto found = core::list_variants(state, domain, all_variants);
  std::vector<VariantShown> shown;
  for (const core::VariantInfo& one : found.variants)
    shown.push_back({one.name.text(), one.unicode, one.active});
  reply.extensions.push_back(only_if_chosen(write_variants(Verb::info, shown, found.too_many)));
}

void add_variants(Reply& reply, Verb verb, const core::Answer& answer) {
  if (!answer.variants.empty())
    reply.extensions.push_back(
        write_bundle_of(verb, DomainName::trusted(answer.id), answer.variants));
  if (verb != Verb::create && verb != Verb::update) return;
  if (answer.variants.empty() && !answer.too_many_variants) return;
  std::vector<VariantShown> shown;
  for (const DomainName& name : answer.variants)
    shown.push_back({name.text(), core::unicode_name(name), true});
  reply.extensions.push_back(
      only_if_chosen(write_variants(verb, shown, answer.too_many_variants)));
}

}  // namespace stele::epp
