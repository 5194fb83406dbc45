#include "frontends/epp/xml/encoding.h"

#include <cstdint>
#include <cstring>

namespace stele::epp::xml {
namespace {

constexpr std::size_t kGood = std::string_view::npos;

void append_utf8(std::string& out, std::uint32_t c) {
  const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xc0 | (c >> 6));
    put(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    put(0xe0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3f));
    put(0x80 | (c & 0x3f));
  } else {
    put(0xf0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3f));
    put(0x80 | ((c >> 6) & 0x3f));
    put(0x80 | (c & 0x3f));
  }
}

// U+FFFE and U+FFFF are no characters of XML (§2.2), and libxml2 lets them pass.
bool is_no_character(std::string_view three) {
  return three.starts_with("\xef\xbf") && static_cast<unsigned char>(three[2]) >= 0xbe;
}

}  // namespace

bool looks_like_utf16(std::string_view s) {
  if (s.size() < 2) return false;
  const auto a = static_cast<unsigned char>(s[0]);
  const auto b = static_cast<unsigned char>(s[1]);
  return (a == 0xfe && b == 0xff) || (a == 0xff && b == 0xfe) || (a == '<' && b == 0) ||
         (a == 0 && b == '<');
}

std::size_t find_bad_utf8(std::string_view s) {
  std::size_t i = 0;
  const auto tail = [&](std::size_t at, unsigned low, unsigned high) {
    if (at >= s.size()) return false;
    const auto c = static_cast<unsigned char>(s[at]);
    return c >= low && c <= high;
  };
  while (i < s.size()) {
    std::uint64_t eight = 0;
    while (i + 8 <= s.size()) {
      std::memcpy(&eight, s.data() + i, 8);
      if ((eight & 0x8080808080808080U) != 0) break;
      i += 8;
    }
    if (i >= s.size()) break;
    const auto c = static_cast<unsigned char>(s[i]);
    if (c < 0x80) {
      i += 1;
    } else if (c >= 0xc2 && c <= 0xdf && tail(i + 1, 0x80, 0xbf)) {
      i += 2;
    } else if (c >= 0xe0 && c <= 0xef &&
               tail(i + 1, c == 0xe0 ? 0xa0 : 0x80, c == 0xed ? 0x9f : 0xbf) &&
               tail(i + 2, 0x80, 0xbf) && !is_no_character(s.substr(i, 3))) {
      i += 3;
    } else if (c >= 0xf0 && c <= 0xf4 &&
               tail(i + 1, c == 0xf0 ? 0x90 : 0x80, c == 0xf4 ? 0x8f : 0xbf) &&
               tail(i + 2, 0x80, 0xbf) && tail(i + 3, 0x80, 0xbf)) {
      i += 4;
    } else {
      return i;
    }
  }
  return kGood;
}

std::size_t utf16_to_utf8(std::string_view bytes, std::string& out) {
  out.clear();
  const bool marked = static_cast<unsigned char>(bytes[0]) >= 0xfe;
  const bool big = marked ? bytes[0] == '\xfe' : bytes[0] == '\0';
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<std::uint32_t>(big ? a << 8 | b : b << 8 | a);
  };
  for (std::size_t i = marked ? 2 : 0; i < bytes.size(); i += 2) {
    if (i + 2 > bytes.size()) return i;
    std::uint32_t c = unit(i);
    if (c >= 0xdc00 && c <= 0xdfff) return i;
    if (c >= 0xd800 && c <= 0xdbff) {
      const std::uint32_t low = i + 4 <= bytes.size() ? unit(i + 2) : 0;
      if (low < 0xdc00 || low > 0xdfff) return i;
      c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
      i += 2;
    }
    if (c == 0xfffe || c == 0xffff) return i;
    append_utf8(out, c);
  }
  return kGood;
}

}  // namespace stele::epp::xml
