#include "events/values/zone_policy.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace stele {

std::string_view to_text(PricedOperation operation) {
  switch (operation) {
    case PricedOperation::create: return "create";
    case PricedOperation::renew: return "renew";
    case PricedOperation::transfer: return "transfer";
    case PricedOperation::restore: return "restore";
    case PricedOperation::update: return "update";
    case PricedOperation::remove: return "delete";
  }
  std::unreachable();
}

std::optional<PricedOperation> parse_priced_operation(std::string_view text) {
  for (int i = 0; i < kPricedOperationCount; ++i)
    if (const auto operation = static_cast<PricedOperation>(i); text == to_text(operation))
      return operation;
  return std::nullopt;
}

namespace {

// The first `size` characters; the ":" after them goes with them.
std::string_view take(std::string_view& text, std::size_t size) {
  const std::string_view part = text.substr(0, size);
  text.remove_prefix(size < text.size() ? size + 1 : text.size());
  return part;
}
std::string_view take_part(std::string_view& text) { return take(text, text.find(':')); }

// A time of day has colons of its own and ends with "Z".
std::string_view take_moment(std::string_view& text) {
  const bool has_time = text.size() > 10 && text[10] == 'T';
  const std::size_t z = has_time ? text.find('Z') : std::string_view::npos;
  return z == std::string_view::npos ? take_part(text) : take(text, z + 1);
}

std::string moment_text(Instant moment) {
  return moment.ms % kDay == 0 ? to_date_text(moment) : to_text(moment);
}

// Zero says "not given" in a price.
bool read_moment(std::string_view text, Instant& to) {
  const auto moment = parse_instant(text);
  if (to.ms || !moment || !moment->ms) return false;
  to = *moment;
  return true;
}

bool read_years(std::string_view text, std::uint8_t& to) {
  if (to || text.size() < 2 || text.back() != 'y') return false;
  const char* const last = text.data() + text.size() - 1;
  const auto [end, error] = std::from_chars(text.data(), last, to);
  return error == std::errc{} && end == last && to > 0;
}

bool read_word(std::string_view text, std::string& to) {
  if (!to.empty() || !is_price_word(text)) return false;
  to = text;
  return true;
}

}  // namespace

bool is_price_word(std::string_view text) {
  return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

std::string to_text(const Price& price) {
  std::string out;
  if (!price.group.empty()) out += "group:" + price.group + ":";
  if (!price.tier.empty()) out += "tier:" + price.tier + ":";
  if (price.years) out += std::to_string(price.years) + "y:";
  if (price.from.ms) out += "from:" + moment_text(price.from) + ":";
  if (price.until.ms) out += "until:" + moment_text(price.until) + ":";
  return out + to_text(price.per_year.amount) + to_text(price.per_year.currency);
}

std::optional<Price> parse_price(PricedOperation operation, std::string_view text) {
  Price price{.operation = operation};
  while (text.find(':') != std::string_view::npos) {
    const std::string_view part = take_part(text);
    const bool good = part == "group"   ? read_word(take_part(text), price.group)
                      : part == "tier"  ? read_word(take_part(text), price.tier)
                      : part == "from"  ? read_moment(take_moment(text), price.from)
                      : part == "until" ? read_moment(take_moment(text), price.until)
                                        : read_years(part, price.years);
    if (!good) return std::nullopt;
  }
  if (text.size() < 4) return std::nullopt;
  const auto amount = parse_amount(text.substr(0, text.size() - 3), true);
  const auto currency = parse_currency(text.substr(text.size() - 3));
  if (!amount || !currency) return std::nullopt;
  price.per_year = {*currency, *amount};
  return price;
}

namespace {

struct DurationUnit {
  char letter;
  std::uint32_t seconds;
};
constexpr DurationUnit kDurationUnits[] = {{'d', 86'400}, {'h', 3'600}, {'m', 60}, {'s', 1}};

}  // namespace

std::string to_duration_text(std::uint32_t seconds) {
  for (const DurationUnit& unit : kDurationUnits)
    if (seconds > 0 && seconds % unit.seconds == 0)
      return std::to_string(seconds / unit.seconds) + unit.letter;
  return "0s";
}

std::optional<std::uint32_t> parse_duration(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const auto unit = std::ranges::find(kDurationUnits, text.back(), &DurationUnit::letter);
  if (unit == std::end(kDurationUnits)) return std::nullopt;
  std::uint32_t number = 0;
  const char* const last = text.data() + text.size() - 1;
  const auto [end, error] = std::from_chars(text.data(), last, number);
  if (error != std::errc{} || end != last || number > 0xffff'ffff / unit->seconds)
    return std::nullopt;
  return number * unit->seconds;
}

std::string_view to_text(DnssecModel model) {
  switch (model) {
    case DnssecModel::none: return "none";
    case DnssecModel::ds_data: return "ds";
    case DnssecModel::key_data: return "key";
    case DnssecModel::both: return "both";
  }
  std::unreachable();
}

std::optional<DnssecModel> parse_dnssec_model(std::string_view text) {
  for (const DnssecModel model : {DnssecModel::none, DnssecModel::ds_data, DnssecModel::key_data,
                                  DnssecModel::both})
    if (text == to_text(model)) return model;
  return std::nullopt;
}

std::string_view to_text(SerialScheme scheme) {
  switch (scheme) {
    case SerialScheme::unixtime: return "unixtime";
    case SerialScheme::date: return "date";
    case SerialScheme::counter: return "counter";
  }
  std::unreachable();
}

std::optional<SerialScheme> parse_serial_scheme(std::string_view text) {
  for (const SerialScheme scheme :
       {SerialScheme::unixtime, SerialScheme::date, SerialScheme::counter})
    if (text == to_text(scheme)) return scheme;
  return std::nullopt;
}

std::string_view to_text(Denial denial) {
  switch (denial) {
    case Denial::nsec3: return "nsec3";
    case Denial::nsec3_opt_out: return "nsec3-opt-out";
    case Denial::nsec: return "nsec";
  }
  std::unreachable();
}

std::optional<Denial> parse_denial(std::string_view text) {
  for (const Denial denial : {Denial::nsec3, Denial::nsec3_opt_out, Denial::nsec})
    if (text == to_text(denial)) return denial;
  return std::nullopt;
}

}  // namespace stele
