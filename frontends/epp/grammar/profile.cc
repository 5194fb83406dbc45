#include "frontends/epp/grammar/profile.h"

namespace stele::epp {

std::string_view to_text(Tolerance tolerance) {
  switch (tolerance) {
    case Tolerance::empty_number: return "empty-number";
    case Tolerance::unknown_service: return "unknown-service";
    case Tolerance::late_client_trid: return "late-client-trid";
    case Tolerance::empty_change: return "empty-change";
    case Tolerance::absent_status: return "absent-status";
    case Tolerance::host_both_ways: return "host-both-ways";
    case Tolerance::old_fee: return "old-fee";
    case Tolerance::report_alone: return "report-alone";
    case Tolerance::plain_change_message: return "plain-change-message";
  }
  return "";
}

std::vector<Tolerance> Tolerances::list() const {
  std::vector<Tolerance> out;
  for (int i = 0; i < kToleranceCount; ++i)
    if (has(static_cast<Tolerance>(i))) out.push_back(static_cast<Tolerance>(i));
  return out;
}

}  // namespace stele::epp
