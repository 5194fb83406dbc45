// Instant: a moment in UTC, milliseconds since 1970. Date arithmetic of the registry lives here:
// 29 February + 1 year = 28 February. No local time, no floating point.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stele {

struct Instant {
  std::int64_t ms = 0;
  constexpr auto operator<=>(const Instant&) const = default;
};

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kDay = 24 * 3600 * kSecond;

constexpr Instant operator+(Instant t, std::int64_t ms) { return Instant{t.ms + ms}; }
constexpr std::int64_t operator-(Instant a, Instant b) { return a.ms - b.ms; }

// Months may be negative; the day is clamped to the month's last.
Instant add_months(Instant t, int months);
inline Instant add_years(Instant t, int years) { return add_months(t, years * 12); }

// "2026-03-01T00:00:00.000Z" (RFC 3339, always milliseconds, always Z).
std::string to_text(Instant t);
// "2026-03-01": the UTC date, what EPP's curExpDate compares (RFC 5731 §3.2.3).
std::string to_date_text(Instant t);
// RFC 3339 date-time with any offset, seconds optional ("2026-03-01T00:00Z"); or a bare date.
std::optional<Instant> parse_instant(std::string_view text);

}  // namespace stele
