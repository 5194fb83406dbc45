#include "projections/zone/serial.h"

#include <string>
#include <utility>

namespace stele::zone {

namespace {

std::uint32_t date_serial(Instant at) {
  std::uint32_t digits = 0;
  for (const char c : to_date_text(at))
    if (c != '-') digits = digits * 10 + static_cast<std::uint32_t>(c - '0');
  return digits * 100;
}

// nullopt: the scheme has no opinion.
std::optional<std::uint32_t> candidate(SerialScheme scheme, Instant at) {
  switch (scheme) {
    case SerialScheme::unixtime: return static_cast<std::uint32_t>(at.ms / kSecond);
    case SerialScheme::date: return date_serial(at);
    case SerialScheme::counter: return std::nullopt;
  }
  std::unreachable();
}

}  // namespace

bool is_later(std::uint32_t serial, std::uint32_t than) {
  const std::uint32_t step = serial - than;
  return step != 0 && step < 0x80000000U;
}

std::uint32_t next_serial(std::optional<std::uint32_t> last, SerialScheme scheme,
                          Instant changed_at) {
  const auto wanted = candidate(scheme, changed_at);
  if (!last) return wanted && *wanted != 0 ? *wanted : 1;
  const std::uint32_t next = *last == 0xffffffffU ? 1 : *last + 1;
  return wanted && *wanted != 0 && is_later(*wanted, *last) ? *wanted : next;
}

}  // namespace stele::zone
