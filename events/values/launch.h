// The launch of a zone (RFC 8334): its phases, what a registration in one of them rests on, and the
// lists of the trademark clearing house.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/instant.h"

namespace stele {

// RFC 8334 §2.3.
enum class LaunchKind : std::uint8_t { sunrise, landrush, claims, open, custom };
std::string_view to_text(LaunchKind kind);
std::optional<LaunchKind> parse_launch_kind(std::string_view text);

// A stretch of a zone's launch. Phases may overlap: claims and landrush usually do.
struct LaunchPhase {
  LaunchKind kind = LaunchKind::open;
  std::string name;                  // sub-phase, or what a custom phase is called
  Instant from;                      // 0: always was
  Instant until;                     // the first moment it is over; 0: does not end
  bool applications = false;         // names are applied for and allocated by staff (end-date)
  std::uint32_t acceptance_hours = 48;  // how old the acceptance of a claims notice may be
  bool active(Instant now) const { return from <= now && (!until.ms || now < until); }
  auto operator<=>(const LaunchPhase&) const = default;
};

// "sunrise/2026-03-01/2026-05-01/applications", "claims:landrush/2026-05-01//acceptance=720h": what
// is left out at the end has its default.
std::string to_text(const LaunchPhase& phase);
std::optional<LaunchPhase> parse_launch_phase(std::string_view text);

// That a registrant has seen and accepted a trademark claims notice (RFC 8334 §3.3.2).
struct ClaimsNotice {
  std::string id;
  Instant not_after;
  Instant accepted_at;
  auto operator<=>(const ClaimsNotice&) const = default;
};

// What a registration in a launch phase rests on. Marks are named, not kept: they tell of people.
struct LaunchBasis {
  LaunchKind kind = LaunchKind::open;
  std::string name;
  std::vector<std::string> marks;  // ids of signed marks, sorted
  std::optional<ClaimsNotice> notice;
  auto operator<=>(const LaunchBasis&) const = default;
};

enum class ApplicationStatus : std::uint8_t { pending_allocation, allocated, rejected };
std::string_view to_text(ApplicationStatus status);  // "pendingAllocation": the RFC 8334 word

struct MarkRevocation {
  std::string id;   // of the signed mark
  Instant at;
  auto operator<=>(const MarkRevocation&) const = default;
};

struct Claim {
  std::string label;
  std::string key;  // under which the claims notice service tells about it
  auto operator<=>(const Claim&) const = default;
};

}  // namespace stele
