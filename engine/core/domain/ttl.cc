#include "engine/core/domain/ttl.h"

#include <algorithm>

namespace stele::core {

std::vector<std::uint16_t> ttl_types_of_domains(const ZonePolicy& policy) {
  if (policy.host_objects) return {record_type::kNs, record_type::kDs};
  return {record_type::kNs, record_type::kDs, record_type::kA, record_type::kAaaa};
}

std::vector<std::uint16_t> ttl_types_of_hosts(bool internal) {
  if (!internal) return {};
  return {record_type::kA, record_type::kAaaa};
}

std::vector<RecordTtl> require_ttls(const ZonePolicy& policy,
                                    const std::vector<std::uint16_t>& types,
                                    const std::vector<TtlSetting>& wished, Problems& problems) {
  std::vector<RecordTtl> out;
  for (const TtlSetting& ttl : wished) {
    const bool again = std::any_of(out.begin(), out.end(),
                                   [&](const RecordTtl& each) { return each.type == ttl.type; });
    if (std::find(types.begin(), types.end(), ttl.type) == types.end())
      problems.add(Reason::ttl_not_supported, Field::ttl, to_text(ttl));
    else if (ttl.seconds && (*ttl.seconds < policy.least_ttl || *ttl.seconds > policy.most_ttl))
      problems.add(Reason::value_out_of_range, Field::ttl, to_text(ttl));
    else if (again)
      problems.add(Reason::given_twice, Field::ttl, to_text(ttl));
    else
      out.push_back({ttl.type, ttl.seconds.value_or(0)});
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<RecordTtl> require_new_ttls(const ZonePolicy& policy,
                                        const std::vector<std::uint16_t>& types,
                                        const std::vector<TtlSetting>& wished,
                                        Problems& problems) {
  auto out = require_ttls(policy, types, wished, problems);
  std::erase_if(out, [](const RecordTtl& ttl) { return ttl.seconds == 0; });
  return out;
}

std::optional<std::uint32_t> find_ttl(const std::vector<RecordTtl>& ttls, std::uint16_t type) {
  for (const RecordTtl& ttl : ttls)
    if (ttl.type == type) return ttl.seconds;
  return std::nullopt;
}

}  // namespace stele::core
