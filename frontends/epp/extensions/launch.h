// Launch phases: launch-1.0 (RFC 8334), with the marks of RFC 7848 carried as they were sent. Whether
// a mark is signed by somebody we trust is not judged here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping launch_mapping();

enum class LaunchPhaseKind { sunrise, landrush, claims, open, custom };
std::string_view to_text(LaunchPhaseKind kind);

// §2.3
struct LaunchPhase {
  LaunchPhaseKind kind = LaunchPhaseKind::open;
  std::string name;  // of a custom phase, or a sub-phase
  bool operator==(const LaunchPhase&) const = default;
};

enum class LaunchCheckForm { claims, availability, trademark };
struct LaunchCheck {
  LaunchCheckForm form = LaunchCheckForm::claims;
  std::optional<LaunchPhase> phase;
};

struct LaunchInfo {
  LaunchPhase phase;
  std::string application_id;  // empty: of the registration
  bool include_mark = false;
};

// §2.6.1. A mark is a whole <mark:mark> element.
struct CodeMark {
  std::string code, validator_id, mark_xml;
};
struct ClaimsNotice {
  std::string notice_id, validator_id;
  Instant not_after, accepted_at;
};

enum class LaunchObject { unspecified, application, registration };
struct LaunchCreate {
  LaunchPhase phase;
  LaunchObject object = LaunchObject::unspecified;
  // At most one of these three has anything in it.
  std::vector<CodeMark> code_marks;
  std::vector<std::string> signed_marks;          // <smd:signedMark>, every byte as sent
  std::vector<std::string> encoded_signed_marks;  // decoded: the document inside
  std::vector<ClaimsNotice> notices;
};

// Of an update or delete: the application meant.
struct LaunchReference {
  LaunchPhase phase;
  std::string application_id;
  bool operator==(const LaunchReference&) const = default;
};

LaunchCheck read_launch_check(const Source& source, xml::Index at);
LaunchInfo read_launch_info(const Source& source, xml::Index at);
LaunchCreate read_launch_create(Source& source, xml::Index at);
LaunchReference read_launch_reference(const Source& source, xml::Index at);

// §3.1.1
struct ClaimKey {
  std::string key, validator_id;
};
struct ClaimsChecked {
  std::string name;
  bool exists = false;
  std::vector<ClaimKey> keys;
};
// Precondition: `checked` is not empty.
Part write_claims_check(const std::optional<LaunchPhase>& phase,
                        const std::vector<ClaimsChecked>& checked);

Part write_launch_created(const LaunchReference& application);

// §2.4: "pendingValidation", "validated", "invalid", "pendingAllocation", "allocated", "rejected";
// any other word is told as a custom status of that name.
struct LaunchStatus {
  std::string word, text;
};
struct LaunchInfoData {
  LaunchPhase phase;
  std::string application_id;
  std::optional<LaunchStatus> status;
  std::vector<std::string> marks_xml;  // <mark:mark> elements with their declarations
};
Part write_launch_info(const LaunchInfoData& info);

}  // namespace stele::epp
