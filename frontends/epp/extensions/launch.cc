#include "frontends/epp/extensions/launch.h"

#include <algorithm>
#include <array>

#include "engine/base/bytes.h"
#include "engine/base/check.h"
#include "frontends/epp/extensions/mark_rules.h"
#include "frontends/epp/response/writer.h"

namespace stele::epp {
namespace {

using namespace grammar;
using xml::Index;
using xml::kNoElement;

// §2.3
constexpr std::array<std::string_view, 5> kPhases{"sunrise", "landrush", "claims", "open",
                                                  "custom"};
constexpr TextRule kPhase{.values = kPhases};
constexpr std::array kPhaseAttributes{AttributeRule{"name", &kToken, false}};
constexpr ElementRule kPhaseElement{
    .content = Content::text, .text = &kPhase, .attributes = kPhaseAttributes};

// §3.1, §3.2, §3.4, §3.5
constexpr std::array<std::string_view, 3> kForms{"claims", "avail", "trademark"};
constexpr TextRule kForm{.values = kForms};
constexpr std::array kCheckAttributes{AttributeRule{"type", &kForm, false}};
constexpr std::array kCheckParts{optional("phase", kPhaseElement)};
constexpr ElementRule kCheck{.attributes = kCheckAttributes, .particles = kCheckParts};
constexpr std::array kInfoAttributes{AttributeRule{"includeMark", &kBoolean, false}};
constexpr std::array kInfoParts{one("phase", kPhaseElement),
                                optional("applicationID", kTokenElement)};
constexpr ElementRule kInfo{.attributes = kInfoAttributes, .particles = kInfoParts};
constexpr std::array kReferenceParts{one("phase", kPhaseElement),
                                     one("applicationID", kTokenElement)};
constexpr ElementRule kReference{.particles = kReferenceParts};

// §3.3
constexpr std::array kValidatorAttribute{AttributeRule{"validatorID", &kNonEmptyToken, false}};
constexpr ElementRule kValidated{
    .content = Content::text, .text = &kNonEmptyToken, .attributes = kValidatorAttribute};
constexpr std::array kCodeMarkParts{optional("code", kValidated),
                                    in(xml::Ns::mark, optional("mark", mark_rules::kMark))};
constexpr ElementRule kCodeMark{.particles = kCodeMarkParts};
constexpr std::array kMarkChoice{
    some("codeMark", kCodeMark),
    in(xml::Ns::signed_mark, some("signedMark", mark_rules::kSignedMark)),
    in(xml::Ns::signed_mark, some("encodedSignedMark", mark_rules::kEncodedSignedMark))};
constexpr std::array kNoticeParts{one("noticeID", kValidated), one("notAfter", kDateTimeElement),
                                  one("acceptedDate", kDateTimeElement)};
constexpr ElementRule kNotice{.particles = kNoticeParts};
constexpr std::array kCreateParts{one("phase", kPhaseElement), one_of("a mark", kMarkChoice, 0),
                                  optional("notice", kNotice, kUnbounded)};
constexpr std::array<std::string_view, 2> kObjects{"application", "registration"};
constexpr TextRule kObject{.values = kObjects};
constexpr std::array kCreateAttributes{AttributeRule{"type", &kObject, false}};
// The identifiers of signed marks are XML's, hence unique.
constexpr ElementRule kCreate{
    .attributes = kCreateAttributes, .particles = kCreateParts, .unique_attribute = "id"};

constexpr std::array kExtensions{
    CommandExtension{"check", &kCheck, {Verb::check}, {xml::Ns::domain}},
    CommandExtension{"info", &kInfo, {Verb::info}, {xml::Ns::domain}},
    CommandExtension{"create", &kCreate, {Verb::create}, {xml::Ns::domain}},
    CommandExtension{"update", &kReference, {Verb::update}, {xml::Ns::domain}},
    CommandExtension{"delete", &kReference, {Verb::remove}, {xml::Ns::domain}}};

constexpr std::array<std::string_view, 6> kStatuses{"pendingValidation", "validated",
                                                    "invalid",           "pendingAllocation",
                                                    "allocated",         "rejected"};

LaunchPhase read_phase(const Source& source, Index at) {
  const auto found = std::find(kPhases.begin(), kPhases.end(), source.text(at));
  CHECK(found != kPhases.end(), "the grammar lets through only these phases");
  return {static_cast<LaunchPhaseKind>(found - kPhases.begin()), source.attribute(at, "name")};
}

void write_phase(Writer& writer, const LaunchPhase& phase) {
  writer.element("phase", {{"name", phase.name}}, to_text(phase.kind));
}

CodeMark read_code_mark(const Source& source, Index at) {
  CodeMark read;
  for (const Index child : source.tree().children(at)) {
    if (source.tree()[child].ns == xml::Ns::mark) {
      read.mark_xml = source.tree().standalone(child);
    } else {
      read.code = source.text(child);
      read.validator_id = source.attribute(child, "validatorID");
    }
  }
  return read;
}

// §2.6.3.2: only base64 is defined.
std::string decode_mark(Source& source, Index at) {
  const std::string encoding = source.attribute(at, "encoding");
  if (!encoding.empty() && encoding != "base64") {
    source.refuse(2004, at, "only the encoding base64 is known");
    return {};
  }
  std::string text = source.text(at);
  std::erase(text, ' ');
  if (auto document = parse_base64(text)) return *std::move(document);
  source.refuse(2005, at, "is not base64");
  return {};
}

}  // namespace

Mapping launch_mapping() { return {.ns = xml::Ns::launch, .extensions = kExtensions}; }

std::string_view to_text(LaunchPhaseKind kind) { return kPhases[static_cast<std::size_t>(kind)]; }

LaunchCheck read_launch_check(const Source& source, Index at) {
  LaunchCheck check;
  const std::string form = source.attribute(at, "type");
  if (form == "avail") check.form = LaunchCheckForm::availability;
  if (form == "trademark") check.form = LaunchCheckForm::trademark;
  if (const Index phase = source.find(at, "phase"); phase != kNoElement)
    check.phase = read_phase(source, phase);
  return check;
}

LaunchInfo read_launch_info(const Source& source, Index at) {
  return {.phase = read_phase(source, source.find(at, "phase")),
          .application_id = source.text(at, "applicationID"),
          .include_mark = is_true(source.attribute(at, "includeMark"))};
}

LaunchReference read_launch_reference(const Source& source, Index at) {
  return {.phase = read_phase(source, source.find(at, "phase")),
          .application_id = source.text(at, "applicationID")};
}

LaunchCreate read_launch_create(Source& source, Index at) {
  LaunchCreate create;
  const std::string object = source.attribute(at, "type");
  if (object == "application") create.object = LaunchObject::application;
  if (object == "registration") create.object = LaunchObject::registration;
  for (const Index child : source.tree().children(at)) {
    const std::string_view name = source.name(child);
    if (name == "phase") create.phase = read_phase(source, child);
    if (name == "codeMark") create.code_marks.push_back(read_code_mark(source, child));
    if (name == "signedMark") create.signed_marks.push_back(source.tree().standalone(child));
    if (name == "encodedSignedMark")
      create.encoded_signed_marks.push_back(decode_mark(source, child));
    if (name != "notice") continue;
    const Index id = source.find(child, "noticeID");
    create.notices.push_back({.notice_id = source.text(id),
                              .validator_id = source.attribute(id, "validatorID"),
                              .not_after = source.instant(child, "notAfter"),
                              .accepted_at = source.instant(child, "acceptedDate")});
  }
  return create;
}

Part write_claims_check(const std::optional<LaunchPhase>& phase,
                        const std::vector<ClaimsChecked>& checked) {
  Writer writer(xml::Ns::launch, "chkData");
  if (phase) write_phase(writer, *phase);
  for (const ClaimsChecked& name : checked) {
    writer.begin("cd");
    writer.element("name", "exists", name.exists ? "1" : "0", name.name);
    for (const ClaimKey& key : name.keys)
      writer.element("claimKey", {{"validatorID", key.validator_id}}, key.key);
    writer.end("cd");
  }
  return writer.finish();
}

Part write_launch_created(const LaunchReference& application) {
  Writer writer(xml::Ns::launch, "creData");
  write_phase(writer, application.phase);
  writer.element("applicationID", application.application_id);
  return writer.finish();
}

Part write_launch_info(const LaunchInfoData& info) {
  Writer writer(xml::Ns::launch, "infData");
  write_phase(writer, info.phase);
  writer.optional("applicationID", info.application_id);
  if (info.status) {
    const std::string_view word = info.status->word;
    const bool known = std::find(kStatuses.begin(), kStatuses.end(), word) != kStatuses.end();
    writer.element("status",
                   {{"s", known ? word : "custom"}, {"name", known ? std::string_view{} : word}},
                   info.status->text);
  }
  for (const std::string& mark : info.marks_xml) writer.raw(mark);
  return writer.finish();
}

}  // namespace stele::epp
