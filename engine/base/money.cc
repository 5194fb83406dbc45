#include "engine/base/money.h"

namespace stele {

std::string to_text(Currency currency) { return {currency.code.data(), currency.code.size()}; }

std::optional<Currency> parse_currency(std::string_view text) {
  if (text.size() != 3) return std::nullopt;
  Currency out;
  for (std::size_t i = 0; i < 3; ++i) {
    if (text[i] < 'A' || text[i] > 'Z') return std::nullopt;
    out.code[i] = text[i];
  }
  return out;
}

std::optional<Amount> add(Amount a, Amount b) {
  Amount out;
  if (__builtin_add_overflow(a.e4, b.e4, &out.e4)) return std::nullopt;
  return out;
}

std::optional<Amount> subtract(Amount a, Amount b) {
  Amount out;
  if (__builtin_sub_overflow(a.e4, b.e4, &out.e4)) return std::nullopt;
  return out;
}

std::optional<Amount> multiply(Amount a, std::int64_t n) {
  Amount out;
  if (__builtin_mul_overflow(a.e4, n, &out.e4)) return std::nullopt;
  return out;
}

std::string to_text(Amount amount) {
  const bool negative = amount.e4 < 0;
  const std::uint64_t v = negative ? 0 - static_cast<std::uint64_t>(amount.e4)
                                   : static_cast<std::uint64_t>(amount.e4);
  std::string fraction = std::to_string(v % 10000);
  fraction.insert(0, 4 - fraction.size(), '0');
  while (fraction.size() > 2 && fraction.back() == '0') fraction.pop_back();
  return (negative ? "-" : "") + std::to_string(v / 10000) + "." + fraction;
}

std::optional<Amount> parse_amount(std::string_view text, bool allow_negative) {
  bool negative = false;
  if (allow_negative && !text.empty() && text.front() == '-') {
    negative = true;
    text.remove_prefix(1);
  }
  std::int64_t v = 0;
  int decimals = -1;
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == '.' && decimals < 0 && digits > 0) {
      decimals = 0;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    if (decimals >= 0 && ++decimals > 4) return std::nullopt;
    ++digits;
    if (__builtin_mul_overflow(v, std::int64_t{10}, &v)) return std::nullopt;
    if (__builtin_add_overflow(v, std::int64_t{c - '0'}, &v)) return std::nullopt;
  }
  if (digits == 0 || decimals == 0) return std::nullopt;
  for (int i = decimals < 0 ? 0 : decimals; i < 4; ++i)
    if (__builtin_mul_overflow(v, std::int64_t{10}, &v)) return std::nullopt;
  return Amount{negative ? -v : v};
}

std::optional<Amount> share(Amount amount, std::int64_t part, std::int64_t whole, Amount unit) {
  if (part == whole) return amount;
  const auto product = multiply(amount, part);
  std::int64_t step = 0;
  if (!product || __builtin_mul_overflow(whole, unit.e4, &step)) return std::nullopt;
  std::int64_t units = product->e4 / step;
  const std::int64_t rest = product->e4 % step;
  const std::int64_t size = rest < 0 ? -rest : rest;
  if (size >= step - size) units += rest < 0 ? -1 : 1;
  return multiply(unit, units);
}

Amount smallest_coin(Currency currency) {
  static constexpr std::string_view kWhole =
      "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
  static constexpr std::string_view kThousandths = "BHD IQD JOD KWD LYD OMR TND";
  const std::string_view code(currency.code.data(), currency.code.size());
  if (kWhole.find(code) != std::string_view::npos) return Amount{10'000};
  if (kThousandths.find(code) != std::string_view::npos) return Amount{10};
  return Amount{100};
}

std::string to_text(const Money& money) { return to_text(money.amount) + " " + to_text(money.currency); }

}  // namespace stele
