// What the API says of domains, as JSON. Members are named as `stele domain show --json` names them;
// statuses, roles and dates are EPP's. docs/protocols/api.md; openapi.cc describes the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/query.h"

namespace stele::api {

// The object as its sponsor sees it.
std::string domain_text(const core::DomainInfo& info);
// `too_many`: beyond what the search finds, not all could be made active.
std::string variants_text(const core::State& state, const core::Domain& domain, bool too_many = false);

struct NameChecked {
  std::string name;  // as asked, or its A-label
  core::Availability found;
};
std::string availability_text(const std::vector<NameChecked>& names);

}  // namespace stele::api
