// Hand-written matchers: a frame has a dozen of these values and std::regex would cost more than
// the whole rest of the frame.
#include "frontends/epp/grammar/text_forms.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace stele::epp::grammar {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool digits(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         std::all_of(text.begin(), text.end(), digit);
}

int number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// XML Schema's \w: everything but punctuation, separators and control characters. Beyond ASCII all
// counts as a word character; a ROID of ours has none.
bool word(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u >= 0x80 || letter(c) || digit(c) ||
         std::string_view("$+<=>^`|~").find(c) != std::string_view::npos;
}

std::size_t characters(std::string_view text) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
}

// "Z" or an offset of up to 14 hours, or nothing.
bool is_zone(std::string_view text) {
  if (text.empty() || text == "Z") return true;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
  if (!digits(text.substr(1, 2), 2, 2) || !digits(text.substr(4, 2), 2, 2)) return false;
  const int hours = number(text.substr(1, 2));
  const int minutes = number(text.substr(4, 2));
  return minutes < 60 && (hours < 14 || (hours == 14 && minutes == 0));
}

}  // namespace

bool is_language(std::string_view text) {
  bool first = true;
  while (true) {
    const std::size_t dash = text.find('-');
    const std::string_view part = text.substr(0, dash);
    if (part.empty() || part.size() > 8) return false;
    const bool good = std::all_of(part.begin(), part.end(),
                                  [&](char c) { return letter(c) || (!first && digit(c)); });
    if (!good) return false;
    if (dash == std::string_view::npos) return true;
    text.remove_prefix(dash + 1);
    first = false;
  }
}

bool is_date(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos || !digits(text.substr(0, dash), 4, 9)) return false;
  if (dash > 4 && text[0] == '0') return false;
  const int year = number(text.substr(0, dash));
  text.remove_prefix(dash + 1);
  if (text.size() < 5 || text[2] != '-') return false;
  if (!digits(text.substr(0, 2), 2, 2) || !digits(text.substr(3, 2), 2, 2)) return false;
  const int month = number(text.substr(0, 2));
  const int day = number(text.substr(3, 2));
  if (year == 0 || month < 1 || month > 12 || day < 1) return false;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (day > kDays[month - 1] + (month == 2 && leap ? 1 : 0)) return false;
  return is_zone(text.substr(5));
}

bool is_unsigned(std::string_view text) { return digits(text, 1, text.size()); }

bool is_boolean(std::string_view text) {
  return text == "true" || text == "false" || text == "1" || text == "0";
}

bool is_version(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view major = text.substr(0, dot);
  return digits(major, 1, major.size()) && major.find('0') == std::string_view::npos &&
         is_unsigned(text.substr(dot + 1));
}

bool is_e164(std::string_view text) {
  if (text.empty()) return true;
  const std::size_t dot = text.find('.');
  return text[0] == '+' && dot != std::string_view::npos && digits(text.substr(1, dot - 1), 1, 3) &&
         digits(text.substr(dot + 1), 1, 14);
}

bool is_roid(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return false;
  const std::string_view number_part = text.substr(0, dash);
  const std::string_view suffix = text.substr(dash + 1);
  return characters(number_part) >= 1 && characters(number_part) <= 80 &&
         characters(suffix) >= 1 && characters(suffix) <= 8 &&
         std::all_of(number_part.begin(), number_part.end(),
                     [](char c) { return word(c) || c == '_'; }) &&
         std::all_of(suffix.begin(), suffix.end(), word);
}

bool is_period_value(std::string_view text) {
  while (text.size() > 1 && text[0] == '0') text.remove_prefix(1);
  return text.size() <= 2 && number(text) >= 1;
}

namespace {

std::string_view without_sign(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return text;
}

// Numbers longer than any we could mean are not read at all.
constexpr std::size_t kMostDigits = 24;

std::string_view without_zeros(std::string_view text) {
  while (text.size() > 1 && text[0] == '0') text.remove_prefix(1);
  return text;
}

bool at_most(std::string_view text, std::uint64_t most) {
  text = without_zeros(text);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value <= most;
}

bool is_zero(std::string_view decimal) {
  return std::all_of(decimal.begin(), decimal.end(), [](char c) { return c == '0' || c == '.'; });
}

// "12:30:00", fraction allowed; 24:00:00 is the day's end.
bool is_time(std::string_view text) {
  if (text.size() < 8 || text[2] != ':' || text[5] != ':') return false;
  for (const std::size_t at : {0U, 3U, 6U})
    if (!digits(text.substr(at, 2), 2, 2)) return false;
  std::string_view fraction = text.substr(8);
  if (!fraction.empty()) {
    if (fraction[0] != '.') return false;
    fraction.remove_prefix(1);
    if (!digits(fraction, 1, kMostDigits)) return false;
  }
  const int hour = number(text.substr(0, 2));
  const int minute = number(text.substr(3, 2));
  const int second = number(text.substr(6, 2));
  if (hour == 24) return minute == 0 && second == 0 && is_zero(fraction);
  return hour < 24 && minute < 60 && second < 60;
}

// Takes "12Y" and the like off the front.
bool take_part(std::string_view& text, char unit, bool fraction = false) {
  const std::size_t end = text.find_first_not_of(fraction ? "0123456789." : "0123456789");
  if (end == std::string_view::npos || end == 0 || text[end] != unit) return false;
  const std::string_view value = text.substr(0, end);
  const std::size_t dot = value.find('.');
  if (dot == 0 || dot == end - 1 || value.find('.', dot + 1) != std::string_view::npos)
    return false;
  text.remove_prefix(end + 1);
  return true;
}

}  // namespace

bool is_date_time(std::string_view text) {
  const std::size_t t = text.find('T');
  if (t == std::string_view::npos) return false;
  const std::string_view date = text.substr(0, t);
  std::string_view time = text.substr(t + 1);
  // A date that ends here has no offset of its own.
  if (!is_date(date) || date.find_first_of("Z+:") != std::string_view::npos) return false;
  const std::size_t zone = time.find_first_of("Z+-");
  if (zone != std::string_view::npos) {
    if (!is_zone(time.substr(zone))) return false;
    time = time.substr(0, zone);
  }
  return is_time(time);
}

bool is_duration(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (!text.starts_with('P')) return false;
  text.remove_prefix(1);
  bool any = false;
  for (const char unit : {'Y', 'M', 'D'}) any = take_part(text, unit) || any;
  if (text.empty()) return any;
  if (text[0] != 'T') return false;
  text.remove_prefix(1);
  any = false;
  for (const char unit : {'H', 'M'}) any = take_part(text, unit) || any;
  any = take_part(text, 'S', true) || any;
  return any && text.empty();
}

bool is_integer(std::string_view text) {
  text = without_sign(text);
  return is_unsigned(text) && without_zeros(text).size() <= kMostDigits;
}

bool is_decimal(std::string_view text) {
  text = without_sign(text);
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view part =
      dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
  const bool all = std::all_of(whole.begin(), whole.end(), digit) &&
                   std::all_of(part.begin(), part.end(), digit);
  return all && whole.size() + part.size() >= 1 && whole.size() + part.size() <= kMostDigits;
}

bool is_currency(std::string_view text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_hex(std::string_view text) {
  const auto hex = [](char c) {
    return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  return text.size() % 2 == 0 && std::all_of(text.begin(), text.end(), hex);
}

bool is_base64(std::string_view text) {
  std::size_t letters = 0;
  std::size_t pads = 0;
  char last = 0;
  for (const char c : text) {
    if (c == ' ') continue;
    if (c == '=') {
      ++pads;
      continue;
    }
    if (pads > 0 || !(letter(c) || digit(c) || c == '+' || c == '/')) return false;
    ++letters;
    last = c;
  }
  // The bits that fill up the last letter are zero.
  if (pads == 1 && std::string_view("AEIMQUYcgkosw048").find(last) == std::string_view::npos)
    return false;
  if (pads == 2 && std::string_view("AQgw").find(last) == std::string_view::npos) return false;
  return letters > 0 && pads <= 2 && (letters + pads) % 4 == 0;
}

bool is_uri(std::string_view text) {
  if (std::count(text.begin(), text.end(), '#') > 1) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ' ' || c == '[' || c == ']') return false;
    if (c == '%' && (i + 2 >= text.size() || !is_hex(text.substr(i + 1, 2)))) return false;
  }
  // What stands before a colon in the first segment is a scheme.
  const std::size_t colon = text.find_first_of(":/?#");
  if (colon == std::string_view::npos || text[colon] != ':') return true;
  const std::string_view scheme = text.substr(0, colon);
  return !scheme.empty() && letter(scheme[0]) &&
         std::all_of(scheme.begin(), scheme.end(), [](char c) {
           return letter(c) || digit(c) || c == '+' || c == '-' || c == '.';
         });
}

bool is_ncname(std::string_view text) {
  const auto start = [](char c) {
    return letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  };
  return !text.empty() && start(text[0]) && std::all_of(text.begin(), text.end(), [&](char c) {
    return start(c) || digit(c) || c == '-' || c == '.';
  });
}

bool is_mark_id(std::string_view text) {
  const std::size_t dash = text.find('-');
  return dash != std::string_view::npos && is_unsigned(text.substr(0, dash)) &&
         is_unsigned(text.substr(dash + 1));
}

bool is_dns_label(std::string_view text) {
  return !text.empty() && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return letter(c) || digit(c) || c == '-'; });
}

bool is_record_type(std::string_view text) {
  if (text == "A") return true;
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  return text.size() >= 2 && capital(text.front()) && text.back() != '-' &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return capital(c) || digit(c) || c == '-'; });
}

bool is_ttl(std::string_view text) {
  if (text.starts_with('-')) return is_unsigned(text.substr(1)) && is_zero(text.substr(1));
  return text.empty() || is_integer(text);
}

bool is_uint8(std::string_view text) { return at_most(text, 255); }
bool is_uint16(std::string_view text) { return at_most(text, 65535); }

bool is_positive_int(std::string_view text) {
  return !text.starts_with('-') && !is_zero(without_sign(text)) &&
         at_most(without_sign(text), 2147483647);
}

bool is_ttl_value(std::string_view text) {
  return text.empty() || at_most(without_sign(text), 2147483647);
}

bool is_not_negative(std::string_view text) {
  return !text.starts_with('-') || is_zero(text.substr(1));
}

bool is_not_positive(std::string_view text) {
  return text.starts_with('-') || is_zero(without_sign(text));
}

}  // namespace stele::epp::grammar
