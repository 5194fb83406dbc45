// The clearing house's lists as it publishes them: comma-separated lines after a version with the
// time of issue and a line of column names.
#pragma once

#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "events/values/launch.h"

namespace stele::smd {

struct MarkRevocationList {
  Instant issued_at;
  std::vector<MarkRevocation> marks;  // sorted by id, each once
};
// "1,2026-01-01T00:00:00.0Z", "smd-id,insertion-datetime", then one mark a line.
Result<MarkRevocationList> parse_mark_revocations(std::string_view text);

struct ClaimsList {
  Instant issued_at;
  std::vector<Claim> claims;  // sorted by label, each once
};
// "1,2026-01-01T00:00:00.0Z", "DNL,lookup-key,insertion-datetime", then one label a line.
Result<ClaimsList> parse_claims(std::string_view text);

}  // namespace stele::smd
