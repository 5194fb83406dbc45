#include "projections/rdap/json_writer.h"

#include <cstring>

namespace stele::rdap {

namespace {

// Octets of the well-formed UTF-8 sequence at the front; 0: there is none.
std::size_t sequence_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = at(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((at(i) & 0xc0) != 0x80) return 0;
  // Overlong forms, surrogates and what lies beyond Unicode.
  if ((first == 0xe0 && at(1) < 0xa0) || (first == 0xed && at(1) > 0x9f) ||
      (first == 0xf0 && at(1) < 0x90) || (first == 0xf4 && at(1) > 0x8f))
    return 0;
  return length;
}

// Whether a character stands for itself.
bool is_plain(char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

constexpr std::uint64_t in_each_octet(unsigned char value) { return 0x0101010101010101ULL * value; }

// The same of eight at once: the highest bit of an octet is set where it is not below 0x7f, is below
// 0x20 or is one of the two.
bool are_plain(const char* eight) {
  std::uint64_t text;
  std::memcpy(&text, eight, sizeof text);
  const std::uint64_t quote = text ^ in_each_octet('"');
  const std::uint64_t backslash = text ^ in_each_octet('\\');
  const std::uint64_t odd = text | (text + in_each_octet(1)) | (text - in_each_octet(0x20)) |
                            (quote - in_each_octet(1)) | (backslash - in_each_octet(1));
  return (odd & in_each_octet(0x80)) == 0;
}

std::size_t plain_length(std::string_view text) {
  std::size_t length = 0;
  while (length + 8 <= text.size() && are_plain(text.data() + length)) length += 8;
  while (length < text.size() && is_plain(text[length])) ++length;
  return length;
}

}  // namespace

void JsonWriter::separate() {
  if (after_value_) out_ += ',';
}

void JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  after_value_ = false;
}

void JsonWriter::close(char bracket) {
  out_ += bracket;
  after_value_ = true;
}

void JsonWriter::key(std::string_view name) {
  separate();
  quote_plain(name);
  out_ += ':';
  after_value_ = false;
}

void JsonWriter::begin_object(std::string_view name) {
  key(name);
  begin_object();
}

void JsonWriter::begin_array(std::string_view name) {
  key(name);
  begin_array();
}

void JsonWriter::text(std::string_view value) {
  separate();
  quote(value);
  after_value_ = true;
}

void JsonWriter::text(Pieces value) {
  separate();
  out_ += '"';
  for (const std::string_view piece : value) escape(piece);
  out_ += '"';
  after_value_ = true;
}

void JsonWriter::whole(std::string_view json) {
  separate();
  out_ += json;
  after_value_ = true;
}

void JsonWriter::number(std::uint64_t value) {
  separate();
  out_ += std::to_string(value);
  after_value_ = true;
}

void JsonWriter::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  after_value_ = true;
}

// Quotes first, and what is between them over their copies: one append.
void JsonWriter::quote_plain(std::string_view value) {
  const std::size_t begin = out_.size() + 1;
  out_.append(value.size() + 2, '"');
  value.copy(out_.data() + begin, value.size());
}

void JsonWriter::quote(std::string_view value) {
  if (plain_length(value) == value.size()) return quote_plain(value);  // nearly always
  out_ += '"';
  escape(value);
  out_ += '"';
}

void JsonWriter::escape(std::string_view value) {
  static constexpr char kDigits[] = "0123456789abcdef";
  for (;;) {
    const std::size_t plain = plain_length(value);
    out_ += value.substr(0, plain);
    value.remove_prefix(plain);
    if (value.empty()) break;
    const auto octet = static_cast<unsigned char>(value.front());
    std::size_t taken = 1;
    if (octet == '"' || octet == '\\') {
      out_ += '\\';
      out_ += value.front();
    } else if (octet < 0x80) {
      out_ += "\\u00";
      out_ += kDigits[octet >> 4];
      out_ += kDigits[octet & 15];
    } else if (const std::size_t length = sequence_length(value); length != 0) {
      taken = length;
      out_ += value.substr(0, length);
    } else {
      out_ += "\xEF\xBF\xBD";
    }
    value.remove_prefix(taken);
  }
}

}  // namespace stele::rdap
