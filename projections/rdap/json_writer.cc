#include "projections/rdap/json_writer.h"

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
  quote(name);
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

void JsonWriter::quote(std::string_view value) {
  static constexpr char kDigits[] = "0123456789abcdef";
  out_ += '"';
  while (!value.empty()) {
    const auto octet = static_cast<unsigned char>(value.front());
    std::size_t taken = 1;
    if (octet == '"' || octet == '\\') {
      out_ += '\\';
      out_ += value.front();
    } else if (octet < 0x20 || octet == 0x7f) {
      out_ += "\\u00";
      out_ += kDigits[octet >> 4];
      out_ += kDigits[octet & 15];
    } else if (octet < 0x80) {
      // The plain run up to the next character that is none.
      while (taken < value.size()) {
        const auto next = static_cast<unsigned char>(value[taken]);
        if (next < 0x20 || next >= 0x7f || next == '"' || next == '\\') break;
        ++taken;
      }
      out_ += value.substr(0, taken);
    } else if (const std::size_t length = sequence_length(value); length != 0) {
      taken = length;
      out_ += value.substr(0, length);
    } else {
      out_ += "\xEF\xBF\xBD";
    }
    value.remove_prefix(taken);
  }
  out_ += '"';
}

}  // namespace stele::rdap
