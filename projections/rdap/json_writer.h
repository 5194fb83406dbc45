// JsonWriter: JSON by appending, in the order it is written. Commas are its business; that begins
// and ends match is the caller's. Text that is not UTF-8 comes out as U+FFFD, so an answer is always
// valid JSON, whatever was asked.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace stele::rdap {

// A text in pieces, so that nobody has to put it together first.
using Pieces = std::initializer_list<std::string_view>;

class JsonWriter {
 public:
  explicit JsonWriter(std::size_t expected_bytes = 12 * 1024) { out_.reserve(expected_bytes); }

  void begin_object() { open('{'); }
  void begin_object(std::string_view key);  // a member that is an object
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void begin_array(std::string_view key);
  void end_array() { close(']'); }

  void key(std::string_view key);  // of ours: letters and digits
  void text(std::string_view value);
  void text(Pieces value);  // as one
  void number(std::uint64_t value);
  void boolean(bool value);
  void whole(std::string_view json);  // a value as it is

  template <class Text>
  void member(std::string_view name, const Text& value) {
    key(name);
    text(value);
  }

  std::size_t size() const { return out_.size(); }
  std::string take() { return std::exchange(out_, {}); }

 private:
  void separate();
  void open(char bracket);
  void close(char bracket);
  void quote(std::string_view value);
  void escape(std::string_view value);
  void quote_plain(std::string_view value);

  std::string out_;
  bool after_value_ = false;
};

}  // namespace stele::rdap
