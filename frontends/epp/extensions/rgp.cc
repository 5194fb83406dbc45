#include "frontends/epp/extensions/rgp.h"

#include <array>

#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/response/writer.h"

namespace stele::epp {
namespace {

using namespace grammar;

// §4.2.5
constexpr ElementRule kMixed{.content = Content::mixed};
constexpr std::array kTextAttributes{AttributeRule{"lang", &kLanguage, false}};
constexpr ElementRule kReportText{.content = Content::mixed, .attributes = kTextAttributes};
constexpr std::array kReportParts{
    one("preData", kMixed),           one("postData", kMixed),       one("delTime", kDateTimeElement),
    one("resTime", kDateTimeElement), one("resReason", kReportText), some("statement", kReportText, 2),
    optional("other", kMixed)};
constexpr ElementRule kReport{.particles = kReportParts};
constexpr std::array<std::string_view, 2> kOps{"request", "report"};
constexpr TextRule kOp{.values = kOps};
constexpr std::array kRestoreAttributes{AttributeRule{"op", &kOp, true}};
constexpr std::array kRestoreParts{optional("report", kReport)};
constexpr ElementRule kRestore{.attributes = kRestoreAttributes, .particles = kRestoreParts};
constexpr std::array kUpdateParts{one("restore", kRestore)};
constexpr ElementRule kUpdate{.particles = kUpdateParts};
constexpr std::array kExtensions{
    CommandExtension{"update", &kUpdate, {Verb::update}, {xml::Ns::domain}}};

RestoreReport read_report(Source& source, xml::Index at) {
  RestoreReport report;
  report.pre_data = source.mixed(at, "preData");
  report.post_data = source.mixed(at, "postData");
  report.deleted_at = source.instant(at, "delTime");
  report.restored_at = source.instant(at, "resTime");
  report.reason = source.mixed(at, "resReason");
  for (const xml::Index child : source.tree().children(at))
    if (source.name(child) == "statement") report.statements.push_back(source.text(child));
  report.other = source.mixed(at, "other");
  return report;
}

}  // namespace

Mapping rgp_mapping() { return {.ns = xml::Ns::rgp, .extensions = kExtensions}; }

Restore read_restore(Source& source, xml::Index at) {
  const xml::Index restore = source.find(at, "restore");
  const xml::Index report = source.find(restore, "report");
  const bool wants_report = source.attribute(restore, "op") == "report";
  if (wants_report && report == xml::kNoElement)
    source.refuse(2003, restore, "report is missing");
  if (!wants_report && report != xml::kNoElement)
    source.refuse(2001, report, "goes with op report only");
  if (!wants_report || report == xml::kNoElement) return {};
  return {read_report(source, report)};
}

std::string_view to_text(RgpStatus status) {
  switch (status) {
    case RgpStatus::add_period: return "addPeriod";
    case RgpStatus::auto_renew_period: return "autoRenewPeriod";
    case RgpStatus::renew_period: return "renewPeriod";
    case RgpStatus::transfer_period: return "transferPeriod";
    case RgpStatus::redemption_period: return "redemptionPeriod";
    case RgpStatus::pending_restore: return "pendingRestore";
    case RgpStatus::pending_delete: return "pendingDelete";
  }
  return "";
}

std::optional<RgpStatus> parse_rgp_status(std::string_view word) {
  for (const RgpStatus status :
       {RgpStatus::add_period, RgpStatus::auto_renew_period, RgpStatus::renew_period,
        RgpStatus::transfer_period, RgpStatus::redemption_period, RgpStatus::pending_restore,
        RgpStatus::pending_delete})
    if (to_text(status) == word) return status;
  return std::nullopt;
}

Part write_rgp(RgpAnswer answer, const std::vector<RgpState>& states) {
  Writer writer(xml::Ns::rgp, answer == RgpAnswer::info ? "infData" : "upData");
  for (const RgpState& state : states) {
    if (state.ends_at)
      writer.element("rgpStatus", "s", to_text(state.status), "endDate=" + to_text(*state.ends_at));
    else
      writer.empty("rgpStatus", "s", to_text(state.status));
  }
  return writer.finish();
}

}  // namespace stele::epp
