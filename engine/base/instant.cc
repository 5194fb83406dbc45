#include "engine/base/instant.h"

#include <chrono>

#include "engine/base/bytes.h"

namespace stele {

using namespace std::chrono;

namespace {

struct Civil {
  year_month_day date;
  std::int64_t ms_of_day;
};

Civil to_civil(Instant t) {
  const sys_time<milliseconds> point{milliseconds{t.ms}};
  const auto day = floor<days>(point);
  return {year_month_day{day}, (point - day).count()};
}

Instant from_civil(const year_month_day& date, std::int64_t ms_of_day) {
  return Instant{duration_cast<milliseconds>(sys_days{date}.time_since_epoch()).count() + ms_of_day};
}

void put_date(std::string& out, const year_month_day& date) {
  const int year = static_cast<int>(date.year());
  if (year < 0) out += '-';
  append_decimal(out, static_cast<std::uint64_t>(year < 0 ? -year : year), year < 0 ? 3 : 4);
  out += '-';
  append_decimal(out, static_cast<unsigned>(date.month()), 2);
  out += '-';
  append_decimal(out, static_cast<unsigned>(date.day()), 2);
}

// Reads exactly `digits` decimal digits.
std::optional<int> take_number(std::string_view& in, std::size_t digits) {
  if (in.size() < digits) return std::nullopt;
  int v = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (in[i] < '0' || in[i] > '9') return std::nullopt;
    v = v * 10 + (in[i] - '0');
  }
  in.remove_prefix(digits);
  return v;
}

bool take(std::string_view& in, char c) {
  if (in.empty() || in.front() != c) return false;
  in.remove_prefix(1);
  return true;
}

}  // namespace

Instant add_months(Instant t, int count) {
  const Civil civil = to_civil(t);
  year_month_day moved = civil.date + months{count};
  if (!moved.ok()) moved = moved.year() / moved.month() / last;
  return from_civil(moved, civil.ms_of_day);
}

std::string to_date_text(Instant t) {
  std::string out;
  put_date(out, to_civil(t).date);
  return out;
}

// By hand: an answer of RDAP has five of them, and snprintf takes several times as long.
std::string to_text(Instant t) {
  const Civil c = to_civil(t);
  const auto ms = static_cast<unsigned>(c.ms_of_day);
  std::string out;
  out.reserve(24);
  put_date(out, c.date);
  out += 'T';
  append_decimal(out, ms / 3600000, 2);
  out += ':';
  append_decimal(out, ms / 60000 % 60, 2);
  out += ':';
  append_decimal(out, ms / 1000 % 60, 2);
  out += '.';
  append_decimal(out, ms % 1000, 3);
  out += 'Z';
  return out;
}

std::optional<Instant> parse_instant(std::string_view in) {
  const auto y = take_number(in, 4);
  if (!y || !take(in, '-')) return std::nullopt;
  const auto mo = take_number(in, 2);
  if (!mo || !take(in, '-')) return std::nullopt;
  const auto d = take_number(in, 2);
  if (!d) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*mo)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return std::nullopt;
  if (in.empty()) return from_civil(date, 0);
  if (!take(in, 'T') && !take(in, 't')) return std::nullopt;
  const auto h = take_number(in, 2);
  if (!h || *h > 23 || !take(in, ':')) return std::nullopt;
  const auto mi = take_number(in, 2);
  if (!mi || *mi > 59) return std::nullopt;
  int s = 0;
  int ms = 0;
  if (take(in, ':')) {
    const auto seconds = take_number(in, 2);
    if (!seconds || *seconds > 60) return std::nullopt;
    s = std::min(*seconds, 59);  // a leap second is the second before it
    if (take(in, '.')) {
      int digits = 0;
      while (!in.empty() && in.front() >= '0' && in.front() <= '9') {
        if (digits < 3) ms = ms * 10 + (in.front() - '0');
        if (++digits > 9) return std::nullopt;
        in.remove_prefix(1);
      }
      if (digits == 0) return std::nullopt;
      for (; digits < 3; ++digits) ms *= 10;
    }
  }
  std::int64_t offset_ms = 0;
  if (!take(in, 'Z') && !take(in, 'z')) {
    const bool minus = take(in, '-');
    if (!minus && !take(in, '+')) return std::nullopt;
    const auto oh = take_number(in, 2);
    if (!oh || *oh > 23 || !take(in, ':')) return std::nullopt;
    const auto om = take_number(in, 2);
    if (!om || *om > 59) return std::nullopt;
    offset_ms = (*oh * 60 + *om) * 60000LL * (minus ? -1 : 1);
  }
  if (!in.empty()) return std::nullopt;
  return from_civil(date, ((*h * 60LL + *mi) * 60 + s) * 1000 + ms - offset_ms);
}

}  // namespace stele
