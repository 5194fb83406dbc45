// The words of launches: what a creation in one rests on, and the clearing house's files.
#include "engine/core/launch/applications.h"
#include "engine/smd/certificates.h"
#include "engine/smd/lists.h"
#include "engine/smd/signed_mark.h"
#include "frontends/gateway/command_words.h"

namespace stele::gateway {

using core::Field;
using core::Reason;

namespace {

// A phase as the policy writes it, without dates.
std::optional<LaunchPhase> as_phase(std::string_view text) {
  if (text.find('/') != std::string_view::npos) return std::nullopt;
  return parse_launch_phase(text);
}

std::optional<bool> as_application(std::string_view text) {
  if (text == "application") return true;
  if (text == "registration") return false;
  return std::nullopt;
}

// What `parse` makes of list=; a problem with it names the line.
template <class T, class Parse>
T read_list(Words& words, const Parse& parse) {
  const Word* const word = words.find("list");
  if (!word) {
    words.missing("list", Field::list);
    return {};
  }
  auto list = parse(word->value);
  if (list) return std::move(*list);
  const bool untrusted = list.error().fault == Fault::not_found;
  words.problems().push_back(
      {word->position, "list", list.error().what,
       core::Rejection{untrusted ? Reason::list_not_trusted : Reason::bad_list, Field::list,
                       list.error().what}});
  return {};
}

}  // namespace

std::optional<core::LaunchCreate> read_launch(Words& words, RepositoryId repository) {
  const auto phase = words.value("phase", as_phase, "a phase such as sunrise or custom:founders",
                                 Reason::value_out_of_range, Field::phase);
  const auto application = words.value("type", as_application, "application or registration",
                                       Reason::value_out_of_range, Field::phase);
  const auto marks = words.list("smd", as_text, "a signed mark");
  const auto notice = words.text("notice");
  const auto until = words.value("notice.until", parse_instant, "a date and time",
                                 Reason::bad_syntax, Field::notice);
  const auto accepted = words.value("notice.accepted", parse_instant, "a date and time",
                                    Reason::bad_syntax, Field::notice);
  if (!phase) return std::nullopt;
  core::LaunchCreate launch{.kind = phase->kind, .name = phase->name, .application = application};
  const auto roots = words.state().mark_authority(repository).certificates;
  for (const std::string& mark : marks)
    launch.marks.push_back(smd::verify_encoded_mark(mark, roots));
  if (notice)
    launch.notices.push_back({*notice, until.value_or(Instant{}), accepted.value_or(Instant{})});
  return launch;
}

std::optional<ObjectNumber> read_application(Words& words) {
  const auto number =
      words.value("application", core::parse_application_id, "an application's identifier",
                  Reason::object_does_not_exist, Field::application);
  const Word* const phase = number ? words.find("phase") : nullptr;
  const auto application =
      phase ? words.state().find_application(*number) : std::optional<core::Application>();
  const auto asked = phase ? as_phase(phase->value) : std::nullopt;
  if (phase && (!asked || (application && application->domain.launch->kind != asked->kind)))
    words.wrong_value(*phase, phase->value, "the phase of this application", Reason::wrong_phase,
                      Field::phase);
  return number;
}

core::SetMarkAuthority read_mark_roots(Words& words) {
  const RepositoryId repository = read_repository(words);
  return {repository, read_list<std::vector<std::string>>(words, smd::parse_certificates)};
}

core::LoadMarkRevocations read_mark_revocations(Words& words) {
  const RepositoryId repository = read_repository(words);
  auto list = read_list<smd::MarkRevocationList>(words, smd::parse_mark_revocations);
  return {repository, list.issued_at, std::move(list.marks)};
}

core::LoadCertificateRevocations read_certificate_revocations(Words& words) {
  const RepositoryId repository = read_repository(words);
  const auto roots = words.state().mark_authority(repository).certificates;
  auto list = read_list<smd::RevocationList>(words, [&](std::string_view text) {
    return smd::parse_revocation_list(text, roots);
  });
  return {repository, std::move(list.issuer), list.issued_at, std::move(list.serials)};
}

core::LoadClaims read_claims(Words& words) {
  const RepositoryId repository = read_repository(words);
  auto list = read_list<smd::ClaimsList>(words, smd::parse_claims);
  return {repository, list.issued_at, std::move(list.claims)};
}

}  // namespace stele::gateway
