// Times to live of delegation and glue records: ttl-1.0 (RFC 9803).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "events/values/delegation.h"
#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping ttl_mapping();

// `at`: <ttl:create> or <ttl:update>.
std::vector<TtlSetting> read_ttls(Source& source, xml::Index at);
// `at`: <ttl:info>: whether the policy is asked for, too.
bool wants_ttl_policy(const Source& source, xml::Index at);

struct TtlShown {
  TtlSetting setting;
  // Policy mode only.
  std::optional<std::uint32_t> least, standard, most;
};
// Precondition: not empty.
Part write_ttls(const std::vector<TtlShown>& ttls);

}  // namespace stele::epp
