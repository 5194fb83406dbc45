#include "frontends/epp/map_ttl.h"

#include "engine/core/domain/ttl.h"
#include "frontends/epp/extensions/ttl.h"

namespace stele::epp {

using xml::kNoElement;

std::vector<TtlSetting> read_ttl_settings(Reader& reader, std::string_view verb) {
  const xml::Index at = reader.extension(xml::Ns::ttl, verb);
  if (at == kNoElement) return {};
  auto source = reader.source();
  return read_ttls(source, at);
}

std::optional<bool> read_ttl_question(Reader& reader) {
  const xml::Index at = reader.extension(xml::Ns::ttl, "info");
  if (at == kNoElement) return std::nullopt;
  return wants_ttl_policy(reader.source(), at);
}

void add_ttls(Reply& reply, const core::Zone* zone, const std::vector<std::uint16_t>& types,
              const std::vector<RecordTtl>& ttls, bool policy) {
  std::vector<TtlShown> shown;
  for (const std::uint16_t type : types) {
    const auto seconds = core::find_ttl(ttls, type);
    if (!seconds && !policy) continue;
    TtlShown& each = shown.emplace_back();
    each.setting = {.type = type, .custom = {}, .seconds = seconds};
    if (!policy || !zone) continue;
    each.least = zone->policy.least_ttl;
    each.standard = zone->header.ttl;
    each.most = zone->policy.most_ttl;
  }
  if (!shown.empty()) reply.extensions.push_back(write_ttls(shown));
}

}  // namespace stele::epp
