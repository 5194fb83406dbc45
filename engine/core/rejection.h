// Rejection: why a command was refused, about which value. All problems of one request are reported
// together, the decisive one first (RFC 5730 §2.6).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace stele::core {

enum class Reason : std::uint16_t {
#define X(reason, code, text) reason,
#include "engine/core/refusal_list.inc"
#undef X
};

std::string_view name_of(Reason reason);  // "not_sponsor"
int epp_code(Reason reason);              // 2201
std::string_view text_of(Reason reason);

// Which part of the command a rejection is about. Frontends map it to their own element names.
enum class Field : std::uint8_t {
  none, name, id, period, registrant, contact, host, address, status, auth_info, expiry_date,
  postal_info, person, organisation, street, city, state_or_province, postal_code, country, voice,
  fax, email, zone, registrar, amount, policy, header, sponsor, creator, created_at, subject, clock,
  password, fingerprint, currency, url, text, setting, repository,
  fee, tier, token, phase, mark, notice, application, list, ds, key,
  host_attribute, ttl,
  role, parent, maintenance, start, end, system, environment,
  idn_table, unicode_name, variant,
  secondary,
};
std::string_view name_of(Field field);

struct Rejection {
  Reason reason = Reason::malformed;
  Field field = Field::none;
  std::string value;   // the offending value as the client gave it; empty where there is none
  bool operator==(const Rejection&) const = default;
};

using Rejections = std::vector<Rejection>;  // never empty

template <class T>
using Decided = Result<T, Rejections>;

inline std::unexpected<Rejections> refuse(Reason reason, Field field = Field::none,
                                          std::string value = {}) {
  return std::unexpected<Rejections>(Rejections{Rejection{reason, field, std::move(value)}});
}

}  // namespace stele::core
