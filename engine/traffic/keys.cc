#include "engine/traffic/keys.h"

namespace stele::traffic {

std::string to_text(const RowId& row) {
  std::string bytes;
  put_big_endian(bytes, static_cast<std::uint64_t>(row.at.ms));
  std::string id;
  put_big_endian(id, row.id);
  return std::string(to_text(row.log)) + "-" + to_hex(bytes) + "-" + to_hex(id);
}

std::optional<RowId> parse_row_id(std::string_view text) {
  const std::size_t first = text.find('-');
  if (first == std::string_view::npos || text.size() != first + 34 || text[first + 17] != '-')
    return std::nullopt;
  const auto log = parse_class(text.substr(0, first));
  const auto at = parse_hex(text.substr(first + 1, 16));
  const auto id = parse_hex(text.substr(first + 18));
  if (!log || !at || !id) return std::nullopt;
  const auto ms = get_big_endian<std::uint64_t>(*at);
  // Beyond, calendar arithmetic would overflow.
  if (ms > std::uint64_t{10'000} * 366 * kDay) return std::nullopt;
  return RowId{*log, Instant{static_cast<std::int64_t>(ms)}, get_big_endian<std::uint64_t>(*id)};
}

}  // namespace stele::traffic
