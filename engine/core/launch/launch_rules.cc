#include "engine/core/launch/launch_rules.h"

#include <algorithm>

#include "engine/base/bytes.h"

namespace stele::core {
namespace {

constexpr std::size_t kMostMarks = 5;
constexpr std::int64_t kHour = 3600 * kSecond;

// CRC-32 as ISO-HDLC, zlib and the clearing house have it.
std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
  }
  return ~crc;
}

std::string shown(const LaunchCreate& launch) {
  return std::string(to_text(launch.kind)) + (launch.name.empty() ? "" : " " + launch.name);
}

// In which a name can be had without saying more.
const LaunchPhase* find_plain_phase(const ZonePolicy& policy, Instant now) {
  const auto plain = [&](const LaunchPhase& phase) {
    return phase.active(now) && phase.kind != LaunchKind::sunrise && !phase.applications;
  };
  const auto found = std::find_if(policy.launch.begin(), policy.launch.end(), plain);
  return found == policy.launch.end() ? nullptr : &*found;
}

const LaunchPhase* require_phase(const ZonePolicy& policy, Instant now,
                                 const std::optional<LaunchCreate>& launch, Problems& problems) {
  const auto active = [&](const LaunchPhase& phase) { return phase.active(now); };
  if (std::none_of(policy.launch.begin(), policy.launch.end(), active)) {
    problems.add(Reason::launch_closed);
    return nullptr;
  }
  if (!launch) {
    const LaunchPhase* const plain = find_plain_phase(policy, now);
    if (!plain)
      problems.add(find_phase(policy, now, LaunchKind::sunrise, {}) ? Reason::mark_required
                                                                    : Reason::wrong_phase,
                   Field::phase);
    return plain;
  }
  const LaunchPhase* const phase = find_phase(policy, now, launch->kind, launch->name);
  if (!phase || (launch->application && *launch->application != phase->applications)) {
    problems.add(Reason::wrong_phase, Field::phase, shown(*launch));
    return nullptr;
  }
  return phase;
}

void require_marks(const Context& context, RepositoryId repository, std::string_view label,
                   const LaunchCreate& launch, Problems& problems) {
  if (launch.kind == LaunchKind::sunrise && launch.marks.empty())
    problems.add(Reason::mark_required, Field::mark);
  if (launch.marks.size() > kMostMarks) problems.add(Reason::too_many_marks, Field::mark);
  for (const MarkProof& mark : launch.marks)
    require_mark(context, repository, label, mark, problems);
}

// Claims bind in every phase that overlaps with theirs; a holder of a mark in sunrise is no third
// party to be warned.
const LaunchPhase* claims_phase(const ZonePolicy& policy, Instant now, const LaunchPhase& phase) {
  if (phase.kind == LaunchKind::sunrise) return nullptr;
  if (phase.kind == LaunchKind::claims) return &phase;
  return find_phase(policy, now, LaunchKind::claims, {});
}

}  // namespace

const LaunchPhase* find_phase(const ZonePolicy& policy, Instant now, LaunchKind kind,
                              std::string_view name) {
  const auto found =
      std::find_if(policy.launch.begin(), policy.launch.end(), [&](const LaunchPhase& phase) {
        return phase.active(now) && phase.kind == kind && (name.empty() || phase.name == name);
      });
  return found == policy.launch.end() ? nullptr : &*found;
}

std::string notice_checksum(std::string_view label, Instant not_after, std::string_view number) {
  std::string bytes(label);
  bytes += std::to_string(not_after.ms / kSecond);
  bytes += number;
  std::string crc;
  put_big_endian(crc, crc32(bytes));
  return to_hex(crc);
}

void require_mark(const Context& context, RepositoryId repository, std::string_view label,
                  const MarkProof& mark, Problems& problems) {
  const State& state = context.state;
  const auto bad = [&](Reason reason) { problems.add(reason, Field::mark, to_printable(mark.id)); };
  if (mark.flaw) return bad(*mark.flaw);
  const MarkAuthority authority = state.mark_authority(repository);
  if (!std::binary_search(authority.certificates.begin(), authority.certificates.end(), mark.root))
    return bad(Reason::mark_not_trusted);
  for (const MarkProof::Certificate& certificate : mark.chain) {
    const auto revoked = state.certificate_revocations(repository, certificate.issuer).serials;
    if (std::binary_search(revoked.begin(), revoked.end(), certificate.serial))
      return bad(Reason::mark_certificate_revoked);
  }
  if (state.find_mark_revocation(repository, mark.id)) return bad(Reason::mark_revoked);
  if (context.now < mark.not_before || context.now >= mark.not_after)
    return bad(Reason::mark_not_in_force);
  if (!std::binary_search(mark.labels.begin(), mark.labels.end(), label))
    bad(Reason::mark_of_other_label);
}

void require_notice(Instant now, const LaunchPhase& phase, std::string_view label,
                    const ClaimsNotice& notice, Problems& problems) {
  constexpr std::size_t kChecksum = 8;
  constexpr std::size_t kMostDigits = 19;
  const std::string_view id = notice.id;
  const std::string_view number = id.substr(std::min(kChecksum, id.size()));
  const bool digits = !number.empty() && number.size() <= kMostDigits &&
                      number.find_first_not_of("0123456789") == std::string_view::npos;
  std::string checksum(id.substr(0, kChecksum));
  for (char& c : checksum)
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c + 32);
  if (!digits || checksum != notice_checksum(label, notice.not_after, number))
    problems.add(Reason::wrong_claims_notice, Field::notice, to_printable(id));
  if (notice.not_after <= now)
    problems.add(Reason::claims_notice_expired, Field::notice, to_text(notice.not_after));
  if (notice.accepted_at > now)
    problems.add(Reason::value_out_of_range, Field::notice, to_text(notice.accepted_at));
  else if (now - notice.accepted_at > phase.acceptance_hours * kHour)
    problems.add(Reason::claims_acceptance_too_old, Field::notice, to_text(notice.accepted_at));
}

LaunchTerms require_launch(const Context& context, const Zone& zone, std::string_view label,
                           const std::optional<LaunchCreate>& launch, Problems& problems) {
  LaunchTerms terms;
  const ZonePolicy& policy = zone.policy;
  if (!launch && (policy.launch.empty() || context.caller.is_staff())) return terms;
  if (policy.launch.empty()) {
    // A zone that is long open is in no other phase.
    if (launch->kind != LaunchKind::open || launch->application.value_or(false))
      problems.add(Reason::wrong_phase, Field::phase, shown(*launch));
    return terms;
  }
  const LaunchPhase* const phase = require_phase(policy, context.now, launch, problems);
  if (!phase) return terms;
  terms.application = phase->applications;
  terms.basis = LaunchBasis{.kind = phase->kind, .name = phase->name};
  if (launch) {
    require_marks(context, zone.repository, label, *launch, problems);
    for (const MarkProof& mark : launch->marks) terms.basis->marks.push_back(mark.id);
    std::sort(terms.basis->marks.begin(), terms.basis->marks.end());
    if (!launch->notices.empty()) terms.basis->notice = launch->notices.front();
  }
  const LaunchPhase* const claims = claims_phase(policy, context.now, *phase);
  if (!claims) return terms;
  if (!terms.basis->notice && context.state.find_claim(zone.repository, label))
    problems.add(Reason::claims_notice_required, Field::notice, label);
  if (launch)
    for (const ClaimsNotice& notice : launch->notices)
      require_notice(context.now, *claims, label, notice, problems);
  return terms;
}

}  // namespace stele::core
