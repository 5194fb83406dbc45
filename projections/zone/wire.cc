#include "projections/zone/wire.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/base/check.h"
#include "engine/base/letters.h"

namespace stele::zone {

namespace {

constexpr std::size_t kEntryHead = 8;  // type, ttl, length

std::uint32_t as_number(std::string_view text) {
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// As written in a master file: "@", relative to the zone, or absolute.
std::string target(std::string_view text, const DomainName& zone) {
  if (text == "@") return wire_name(zone.text());
  std::string name = lower_case(text);
  if (name.ends_with('.'))
    name.pop_back();
  else
    name += "." + zone.text();
  return wire_name(name);
}

// The octets of a character-string: quotes and escapes resolved (RFC 1035 §5.1).
std::string octets(std::string_view text) {
  if (text.starts_with('"')) text = text.substr(1, text.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
    } else if (text[i + 1] >= '0' && text[i + 1] <= '9') {
      out += static_cast<char>(as_number(text.substr(i + 1, 3)));
      i += 3;
    } else {
      out += text[++i];
    }
  }
  return out;
}

void append_character_string(std::string& out, std::string_view text) {
  const std::string bytes = octets(text);
  out += static_cast<char>(bytes.size());
  out += bytes;
}

std::string hex_bytes(std::string_view digits) {
  const auto bytes = parse_hex(digits);
  CHECK(bytes.has_value(), "a digest that was accepted is hexadecimal");
  return *bytes;
}

std::string header_ds_data(const std::vector<std::string>& fields) {
  std::string out;
  put_big_endian(out, static_cast<std::uint16_t>(as_number(fields[0])));
  out += static_cast<char>(as_number(fields[1]));
  out += static_cast<char>(as_number(fields[2]));
  std::string digest;
  for (std::size_t i = 3; i < fields.size(); ++i) digest += fields[i];
  return out + hex_bytes(digest);
}

std::string caa_data(const std::vector<std::string>& fields) {
  std::string out(1, static_cast<char>(as_number(fields[0])));
  out += static_cast<char>(fields[1].size());
  return out + fields[1] + octets(fields[2]);
}

std::string mx_data(const std::vector<std::string>& fields, const DomainName& zone) {
  std::string out;
  put_big_endian(out, static_cast<std::uint16_t>(as_number(fields[0])));
  return out + (fields[1] == "." ? wire_name("") : target(fields[1], zone));
}

std::string txt_data(const std::vector<std::string>& fields) {
  std::string out;
  for (const std::string& field : fields) append_character_string(out, field);
  return out;
}

// ---- text

void append_number(std::string& out, std::uint32_t value) {
  std::array<char, 10> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

std::uint8_t octet(std::string_view data, std::size_t at) {
  return static_cast<std::uint8_t>(data[at]);
}

void append_quoted(std::string& out, std::string_view bytes) {
  out += '"';
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte > 0x7e) {
      out += '\\';
      out += static_cast<char>('0' + byte / 100);
      out += static_cast<char>('0' + byte / 10 % 10);
      out += static_cast<char>('0' + byte % 10);
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_capital_hex(std::string& out, std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
}

void append_numbers(std::string& out, std::string_view data, std::size_t from, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    append_number(out, octet(data, from + i));
    out += ' ';
  }
}

std::size_t name_size(std::string_view wire) {
  std::size_t at = 0;
  while (octet(wire, at) != 0) at += 1U + octet(wire, at);
  return at + 1;
}

void append_soa_text(std::string& out, std::string_view data, std::string_view zone_wire) {
  for (int i = 0; i < 2; ++i) {
    const std::size_t size = name_size(data);
    append_name_text(out, data.substr(0, size), zone_wire);
    out += ' ';
    data.remove_prefix(size);
  }
  for (std::size_t at = 0; at < 20; at += 4) {
    if (at > 0) out += ' ';
    append_number(out, get_big_endian<std::uint32_t>(data.substr(at)));
  }
}

void append_txt_text(std::string& out, std::string_view data) {
  for (std::size_t at = 0; at < data.size(); at += 1U + octet(data, at)) {
    if (at > 0) out += ' ';
    append_quoted(out, data.substr(at + 1, octet(data, at)));
  }
}

}  // namespace

std::string owner_key(std::string_view name, std::string_view zone) {
  std::string out;
  if (name.size() <= zone.size()) return out;
  name.remove_suffix(zone.size() + 1);
  while (!name.empty()) {
    const std::size_t dot = name.rfind('.');
    const std::size_t begin = dot == std::string_view::npos ? 0 : dot + 1;
    out += name.substr(begin);
    out.push_back('\0');
    name = name.substr(0, begin == 0 ? 0 : dot);
  }
  return out;
}

std::string_view top_key(std::string_view key) { return key.substr(0, key.find('\0') + 1); }

void append_owner(std::string& out, std::string_view key, std::string_view zone_wire) {
  while (!key.empty()) {
    key.remove_suffix(1);
    const std::size_t zero = key.rfind('\0');
    const std::size_t begin = zero == std::string_view::npos ? 0 : zero + 1;
    out.push_back(static_cast<char>(key.size() - begin));
    out += key.substr(begin);
    key = key.substr(0, begin);
  }
  out += zone_wire;
}

std::string ds_data(const DsRecord& ds) {
  std::string out;
  put_big_endian(out, ds.key_tag);
  out += static_cast<char>(ds.algorithm);
  out += static_cast<char>(ds.digest_type);
  return out + hex_bytes(ds.digest);
}

Entry header_entry(const core::HeaderRecord& record, const DomainName& zone) {
  const auto entry = [&](std::uint16_t type, std::string data) {
    return Entry{type, std::move(data), record.ttl.value_or(kZoneTtl)};
  };
  const auto address = [&](IpVersion version) {
    return std::string(parse_ip_address(record.rdata[0], version).value().bytes());
  };
  switch (record.type) {
    case core::HeaderRecordType::a: return entry(record_type::kA, address(IpVersion::v4));
    case core::HeaderRecordType::aaaa: return entry(record_type::kAaaa, address(IpVersion::v6));
    case core::HeaderRecordType::caa: return entry(record_type::kCaa, caa_data(record.rdata));
    case core::HeaderRecordType::ds: return entry(record_type::kDs, header_ds_data(record.rdata));
    case core::HeaderRecordType::mx: return entry(record_type::kMx, mx_data(record.rdata, zone));
    case core::HeaderRecordType::ns: return entry(record_type::kNs, target(record.rdata[0], zone));
    case core::HeaderRecordType::txt: return entry(record_type::kTxt, txt_data(record.rdata));
  }
  std::unreachable();
}

void normalize(std::vector<Entry>& entries) {
  std::sort(entries.begin(), entries.end());
  // The lowest TTL stands first among equal records; kZoneTtl is the highest of all.
  entries.erase(std::unique(entries.begin(), entries.end(),
                            [](const Entry& a, const Entry& b) {
                              return a.type == b.type && a.data == b.data;
                            }),
                entries.end());
  for (auto first = entries.begin(); first != entries.end();) {
    auto end = first;
    std::uint32_t ttl = kZoneTtl;
    for (; end != entries.end() && end->type == first->type; ++end) ttl = std::min(ttl, end->ttl);
    for (; first != end; ++first) first->ttl = ttl;
  }
}

void append_entry(std::string& out, const Entry& entry) {
  put_big_endian(out, entry.type);
  put_big_endian(out, entry.ttl);
  put_big_endian(out, static_cast<std::uint16_t>(entry.data.size()));
  out += entry.data;
}

bool EntryReader::next() {
  if (rest_.empty()) return false;
  CHECK(rest_.size() >= kEntryHead, "a row of zone records is too short");
  type_ = get_big_endian<std::uint16_t>(rest_);
  ttl_ = get_big_endian<std::uint32_t>(rest_.substr(2));
  const std::size_t size = get_big_endian<std::uint16_t>(rest_.substr(6));
  rest_.remove_prefix(kEntryHead);
  CHECK(rest_.size() >= size, "a row of zone records is too short");
  data_ = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return true;
}

std::vector<Entry> read_entries(std::string_view bytes) {
  std::vector<Entry> out;
  for (EntryReader reader(bytes); reader.next();)
    out.push_back({reader.type(), std::string(reader.data()), reader.ttl()});
  return out;
}

void append_name_text(std::string& out, std::string_view wire, std::string_view zone_wire) {
  if (wire == zone_wire) {
    out += '@';
    return;
  }
  if (wire.size() == 1) {
    out += '.';
    return;
  }
  const std::size_t below = wire.size() - std::min(zone_wire.size(), wire.size());
  const bool may_lie_in = wire.ends_with(zone_wire);
  std::size_t at = 0;
  while (octet(wire, at) != 0 && !(may_lie_in && at == below)) {
    if (at > 0) out += '.';
    out += wire.substr(at + 1, octet(wire, at));
    at += 1U + octet(wire, at);
  }
  if (at + 1 == wire.size()) out += '.';
}

void append_data_text(std::string& out, std::uint16_t type, std::string_view data,
                      std::string_view zone_wire) {
  switch (type) {
    case record_type::kA:
    case record_type::kAaaa: out += to_text(ip_address_from_bytes(data).value()); return;
    case record_type::kNs: append_name_text(out, data, zone_wire); return;
    case record_type::kSoa: append_soa_text(out, data, zone_wire); return;
    case record_type::kMx:
      append_number(out, get_big_endian<std::uint16_t>(data));
      out += ' ';
      append_name_text(out, data.substr(2), zone_wire);
      return;
    case record_type::kTxt: append_txt_text(out, data); return;
    case record_type::kDs:
      append_number(out, get_big_endian<std::uint16_t>(data));
      out += ' ';
      append_numbers(out, data, 2, 2);
      append_capital_hex(out, data.substr(4));
      return;
    case record_type::kZonemd:
      append_number(out, get_big_endian<std::uint32_t>(data));
      out += ' ';
      append_numbers(out, data, 4, 2);
      append_capital_hex(out, data.substr(6));
      return;
    case record_type::kCaa: {
      const std::size_t tag = octet(data, 1);
      append_number(out, octet(data, 0));
      out += ' ';
      out += data.substr(2, tag);
      out += ' ';
      append_quoted(out, data.substr(2 + tag));
      return;
    }
  }
  CHECK(false, "a zone holds a record of a type it has no text for");
}

}  // namespace stele::zone
