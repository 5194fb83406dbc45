// Bytes as std::string / std::string_view, big-endian integers, hex and base64.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stele {

using Digest = std::array<std::uint8_t, 32>;  // SHA-256

inline std::string_view view(const Digest& d) {
  return {reinterpret_cast<const char*>(d.data()), d.size()};
}

template <class Int>
void put_big_endian(std::string& out, Int v) {
  for (int shift = static_cast<int>(sizeof(Int)) * 8 - 8; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>((v >> shift) & 0xff));
}

// Precondition: `in` holds at least sizeof(Int) bytes.
template <class Int>
Int get_big_endian(std::string_view in) {
  Int v = 0;
  for (std::size_t i = 0; i < sizeof(Int); ++i)
    v = static_cast<Int>((v << 8) | static_cast<Int>(static_cast<unsigned char>(in[i])));
  return v;
}

std::string to_hex(std::string_view bytes);
std::optional<std::string> parse_hex(std::string_view text);
// RFC 4648 §4 with padding; one value has one text, so unused bits must be zero.
std::string to_base64(std::string_view bytes);
std::optional<std::string> parse_base64(std::string_view text);

// The decimal digits of a number, with zeros before them up to `width`.
void append_decimal(std::string& out, std::uint64_t value, int width = 1);

// Printable form of outside bytes for messages: of at most `limit` bytes, and always well-formed
// UTF-8; control bytes, backslashes and bytes that are no UTF-8 are escaped.
std::string to_printable(std::string_view bytes, std::size_t limit = 64);

}  // namespace stele
