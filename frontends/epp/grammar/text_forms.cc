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

}  // namespace stele::epp::grammar
