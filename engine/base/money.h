// Money: an exact decimal in a currency. Stored as ten-thousandths of the unit in 64 bits, enough
// for every ISO 4217 currency (at most four decimals). Overflow is an error, never a wrap.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stele {

// ISO 4217 code, three capitals.
struct Currency {
  std::array<char, 3> code{'X', 'X', 'X'};
  auto operator<=>(const Currency&) const = default;
};
std::string to_text(Currency currency);
std::optional<Currency> parse_currency(std::string_view text);

// Ten-thousandths of a currency unit.
struct Amount {
  std::int64_t e4 = 0;
  constexpr auto operator<=>(const Amount&) const = default;
};
std::optional<Amount> add(Amount a, Amount b);       // nullopt on overflow
std::optional<Amount> subtract(Amount a, Amount b);
std::optional<Amount> multiply(Amount a, std::int64_t n);
// "12.50": at least two decimals, more only when needed; "-" in front when negative.
std::string to_text(Amount amount);
// Digits with at most four decimals; no sign unless `allow_negative`.
std::optional<Amount> parse_amount(std::string_view text, bool allow_negative = false);

// `part` of `whole` parts, rounded to a multiple of `unit`, halves away from zero; all of it is
// returned as it is. nullopt on overflow. Precondition: 0 <= part <= whole, whole and unit > 0.
std::optional<Amount> share(Amount amount, std::int64_t part, std::int64_t whole, Amount unit);

// The smallest coin of a currency (ISO 4217): 0.01 EUR, 1 JPY, 0.001 KWD.
Amount smallest_coin(Currency currency);

struct Money {
  Currency currency;
  Amount amount;
  auto operator<=>(const Money&) const = default;
};
std::string to_text(const Money& money);  // "12.50 EUR"

}  // namespace stele
