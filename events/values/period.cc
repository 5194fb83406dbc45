#include "events/values/period.h"

#include <charconv>

namespace stele {

std::string to_text(Period period) {
  return std::to_string(period.value) + (period.unit == PeriodUnit::years ? "y" : "m");
}

std::optional<Period> parse_period(std::string_view text) {
  if (text.size() < 2 || text.front() == '0') return std::nullopt;
  Period out;
  switch (text.back()) {
    case 'y': out.unit = PeriodUnit::years; break;
    case 'm': out.unit = PeriodUnit::months; break;
    default: return std::nullopt;
  }
  const char* const end = text.data() + text.size() - 1;
  const auto [stop, error] = std::from_chars(text.data(), end, out.value);
  if (error != std::errc{} || stop != end || out.value > 99) return std::nullopt;
  return out;
}

}  // namespace stele
