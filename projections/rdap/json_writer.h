// JsonWriter: JSON by appending, in the order it is written. Commas are its business; that begins
// and ends match is the caller's. Text that is not UTF-8 comes out as U+FFFD, so an answer is always
// valid JSON, whatever was asked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace stele::rdap {

class JsonWriter {
 public:
  JsonWriter() { out_.reserve(12 * 1024); }

  void begin_object() { open('{'); }
  void begin_object(std::string_view key);  // a member that is an object
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void begin_array(std::string_view key);
  void end_array() { close(']'); }

  void key(std::string_view key);  // of ours: letters and digits
  void text(std::string_view value);
  void number(std::uint64_t value);
  void boolean(bool value);

  void member(std::string_view name, std::string_view value) {
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
  void quote_plain(std::string_view value);

  std::string out_;
  bool after_value_ = false;
};

}  // namespace stele::rdap
