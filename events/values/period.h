// Period of a registration: years or months (RFC 5731 §2.4 pLimitType 1..99).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stele {

enum class PeriodUnit : std::uint8_t { years, months };

struct Period {
  std::uint8_t value = 1;
  PeriodUnit unit = PeriodUnit::years;
  int in_months() const { return unit == PeriodUnit::years ? value * 12 : value; }
  auto operator<=>(const Period&) const = default;
};

std::string to_text(Period period);                         // "1y", "6m"
std::optional<Period> parse_period(std::string_view text);  // the same

}  // namespace stele
