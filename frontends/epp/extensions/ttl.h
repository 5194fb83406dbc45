// Times to live of delegation and glue records: ttl-1.0 (RFC 9803).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping ttl_mapping();

struct TtlSetting {
  std::uint16_t type = 0;                // DNS number; 0: a custom type, named in `custom`
  std::string custom;
  std::optional<std::uint32_t> seconds;  // none: back to the registry's default
};

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
