// The keys of a day's rows (docs/formats/traffic-log.md). The class comes first, so that all of a
// class is one range; values are found by eight bytes of their SHA-256, so that every key is short
// whatever was asked, and the row found is compared again.
//
//   class 'r' time id             → the record
//   class field hash time id      → nothing; field: c, s (transaction ids), g (registrar),
//                                   a (address), o (object)
//   0     'n' class               → rows and bytes of the class
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/bytes.h"
#include "engine/crypto/hash.h"
#include "engine/traffic/record.h"

namespace stele::traffic {

enum class Field : char {
  record = 'r',
  client_trid = 'c',
  server_trid = 's',
  registrar = 'g',
  address = 'a',
  object = 'o',
};

// A row anywhere in the log. `id`: four bytes of chance of each start, then a count, so that a clock
// that is put back or a restart never lets one row take another's place.
struct RowId {
  Class log = Class::epp;
  Instant at;
  std::uint64_t id = 0;
  auto operator<=>(const RowId&) const = default;
};
// "epp-0000019f3c5b7a10-1a2b3c4d0000002a"
std::string to_text(const RowId& row);
std::optional<RowId> parse_row_id(std::string_view text);

inline std::string class_prefix(Class log) { return std::string(1, static_cast<char>(log)); }

inline std::string value_prefix(Class log, Field field, std::string_view value) {
  std::string out{static_cast<char>(log), static_cast<char>(field)};
  if (field != Field::record) out += view(crypto::sha256(value)).substr(0, 8);
  return out;
}

inline void put_time_and_id(std::string& key, Instant at, std::uint64_t id) {
  put_big_endian(key, static_cast<std::uint64_t>(at.ms));
  put_big_endian(key, id);
}

inline std::string record_key(const RowId& row) {
  std::string key = value_prefix(row.log, Field::record, {});
  put_time_and_id(key, row.at, row.id);
  return key;
}

// The last sixteen bytes of any row's key.
inline RowId row_of(Class log, std::string_view key) {
  key.remove_prefix(key.size() - 16);
  return {log, Instant{static_cast<std::int64_t>(get_big_endian<std::uint64_t>(key))},
          get_big_endian<std::uint64_t>(key.substr(8))};
}

inline std::string counts_key(Class log) { return std::string{'\0', 'n', static_cast<char>(log)}; }

}  // namespace stele::traffic
