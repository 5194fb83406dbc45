// Grace periods and restores: rgp-1.0 (RFC 3915).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/values/lifecycle.h"
#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping rgp_mapping();

// §4.2.5. Free text as it was sent; where a client put elements, their XML.
struct RestoreReport {
  std::string pre_data, post_data;
  Instant deleted_at, restored_at;
  std::string reason;
  std::vector<std::string> statements;  // one or two
  std::string other;
};

// <rgp:restore>: op "report" brings the report, op "request" none.
struct Restore {
  std::optional<RestoreReport> report;
};

// `at`: <rgp:update>.
Restore read_restore(Source& source, xml::Index at);

enum class RgpStatus {
  add_period,
  auto_renew_period,
  renew_period,
  transfer_period,
  redemption_period,
  pending_restore,
  pending_delete,
};
std::string_view to_text(RgpStatus status);  // "addPeriod"
std::optional<RgpStatus> parse_rgp_status(std::string_view word);

struct RgpState {
  RgpStatus status = RgpStatus::add_period;
  std::optional<Instant> ends_at;  // told as text: "endDate=2026-03-01T00:00:00.000Z"
};

enum class RgpAnswer { info, update };  // infData, upData
// Precondition: not empty.
Part write_rgp(RgpAnswer answer, const std::vector<RgpState>& states);

}  // namespace stele::epp
