#include "frontends/epp/map_launch.h"

#include <algorithm>

#include "engine/core/launch/applications.h"
#include "engine/smd/signed_mark.h"
#include "frontends/epp/xml/fragment.h"

namespace stele::epp {
namespace {

using core::Field;
using core::Reason;
using xml::Index;
using xml::kNoElement;
using xml::Ns;

LaunchKind kind_of(LaunchPhaseKind kind) {
  switch (kind) {
    case LaunchPhaseKind::sunrise: return LaunchKind::sunrise;
    case LaunchPhaseKind::landrush: return LaunchKind::landrush;
    case LaunchPhaseKind::claims: return LaunchKind::claims;
    case LaunchPhaseKind::open: return LaunchKind::open;
    case LaunchPhaseKind::custom: return LaunchKind::custom;
  }
  return LaunchKind::open;
}

LaunchPhase phase_of(const LaunchBasis& basis) {
  switch (basis.kind) {
    case LaunchKind::sunrise: return {LaunchPhaseKind::sunrise, basis.name};
    case LaunchKind::landrush: return {LaunchPhaseKind::landrush, basis.name};
    case LaunchKind::claims: return {LaunchPhaseKind::claims, basis.name};
    case LaunchKind::open: return {LaunchPhaseKind::open, basis.name};
    case LaunchKind::custom: return {LaunchPhaseKind::custom, basis.name};
  }
  return {};
}

// A phase without a name stands for all of its kind.
bool fits(const LaunchPhase& asked, const LaunchBasis& basis) {
  return kind_of(asked.kind) == basis.kind && (asked.name.empty() || asked.name == basis.name);
}

bool is_in_phase(const Asked& asked, std::string_view name, const LaunchPhase& phase) {
  return core::in_phase(asked.state, asked.now, name, kind_of(phase.kind), phase.name,
                        {.available = true}).available;
}

core::Rejection wrong_phase(const LaunchPhase& phase) {
  return {Reason::wrong_phase, Field::phase, std::string(to_text(phase.kind))};
}

// The one validator there is (RFC 8334 §2.2).
bool known_validator(std::string_view id) { return id.empty() || id == "tmch"; }

}  // namespace

std::optional<Mapped> map_claims_check(const Asked& asked, Reader& reader,
                                       std::optional<LaunchPhase>& phase) {
  const Index at = reader.extension(Ns::launch, "check");
  if (at == kNoElement) return std::nullopt;
  const LaunchCheck check = read_launch_check(reader.source(), at);
  if (check.form == LaunchCheckForm::availability) {
    phase = check.phase;
    return std::nullopt;
  }
  reader.refuse_unread_extensions();
  if (!reader.good()) return Mapped(reader.take_problems());
  std::vector<ClaimsChecked> answers;
  for (const Index child : asked.tree.children(asked.frame.payload)) {
    ClaimsChecked& answer = answers.emplace_back();
    answer.name = asked.tree[child].text;
    const auto name = DomainName::parse(answer.name);
    if (check.phase && !is_in_phase(asked, answer.name, *check.phase))
      return Mapped(problems_of(Ns::domain, answer.name, {wrong_phase(*check.phase)}));
    const auto key = name ? core::find_claim_key(asked.state, *name) : std::nullopt;
    answer.exists = key.has_value();
    if (key) answer.keys.push_back({*key, "tmch"});
  }
  Reply reply;
  reply.extensions.push_back(write_claims_check(check.phase, answers));
  return Mapped(std::move(reply));
}

core::Availability availability_in(const Asked& asked, std::string_view name,
                                   const LaunchPhase& phase, core::Availability found) {
  return core::in_phase(asked.state, asked.now, name, kind_of(phase.kind), phase.name, found);
}

std::optional<core::LaunchCreate> read_launch(const Asked& asked, Reader& reader,
                                              const DomainName& name) {
  const Index at = reader.extension(Ns::launch, "create");
  if (at == kNoElement) return std::nullopt;
  Source source = reader.source();
  const LaunchCreate read = read_launch_create(source, at);
  core::LaunchCreate launch;
  launch.kind = kind_of(read.phase.kind);
  launch.name = read.phase.name;
  if (read.object != LaunchObject::unspecified)
    launch.application = read.object == LaunchObject::application;
  if (!read.code_marks.empty())
    source.refuse(2102, at, "mark codes are not offered: a signed mark is");
  const auto zone = asked.state.zone_of(name);
  const auto roots =
      asked.state.mark_authority(zone ? zone->repository : asked.caller.repository).certificates;
  for (const auto* marks : {&read.signed_marks, &read.encoded_signed_marks})
    for (const std::string& mark : *marks)
      launch.marks.push_back(smd::verify_signed_mark(mark, roots));
  for (const ClaimsNotice& notice : read.notices) {
    if (!known_validator(notice.validator_id))
      source.refuse(2306, at, "the only validator is tmch");
    launch.notices.push_back({notice.notice_id, notice.not_after, notice.accepted_at});
  }
  return launch;
}

std::optional<ObjectNumber> read_launch_application(const Asked& asked, Reader& reader,
                                                    std::string_view verb) {
  const Index at = reader.extension(Ns::launch, verb);
  if (at == kNoElement) return std::nullopt;
  Source source = reader.source();
  const LaunchReference reference = read_launch_reference(source, at);
  const auto number = core::parse_application_id(reference.application_id);
  const auto application =
      number ? asked.state.find_application(*number) : std::optional<core::Application>();
  if (!application)
    reader.refuse(source.find(at, "applicationID"), Reason::object_does_not_exist);
  else if (!fits(reference.phase, application->domain.launch.value_or(LaunchBasis{})))
    reader.refuse(source.find(at, "phase"), Reason::wrong_phase);
  return number;
}

std::optional<LaunchInfo> read_launch_question(Reader& reader) {
  const Index at = reader.extension(Ns::launch, "info");
  if (at == kNoElement) return std::nullopt;
  return read_launch_info(reader.source(), at);
}

core::Decided<core::DomainInfo> info_in_launch(const Asked& asked, const LaunchInfo& question,
                                               const DomainName& name,
                                               const std::optional<std::string>& auth_info) {
  const auto number = core::parse_application_id(question.application_id);
  if (!question.application_id.empty() && !number)
    return core::refuse(Reason::object_does_not_exist, Field::application,
                        question.application_id);
  auto found = number ? core::info_application(asked.state, asked.caller, name, *number)
                      : core::info_domain(asked.state, asked.caller, name, auth_info);
  if (found && !fits(question.phase, found->domain.launch.value_or(LaunchBasis{})))
    return core::Decided<core::DomainInfo>(std::unexpect,
                                           core::Rejections{wrong_phase(question.phase)});
  return found;
}

Part write_launch_answer(const core::Application& application) {
  LaunchInfoData data;
  data.phase = phase_of(application.domain.launch.value_or(LaunchBasis{}));
  data.application_id = core::application_id(application.domain.number);
  data.status = LaunchStatus{std::string(to_text(application.status)), {}};
  return write_launch_info(data);
}

Part write_launch_answer(const core::DomainInfo& info) {
  if (info.application) return write_launch_answer(*info.application);
  LaunchInfoData data;
  data.phase = phase_of(info.domain.launch.value_or(LaunchBasis{}));
  data.status = LaunchStatus{std::string(to_text(ApplicationStatus::allocated)), {}};
  return write_launch_info(data);
}

}  // namespace stele::epp
