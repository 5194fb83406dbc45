// Row codec: objects to row bytes and back by one list of fields each (rows.cc). Deterministic and
// compact: varints, length-prefixed text. Rows are disposable: a changed layout raises kStateFormat
// and the state is rebuilt from the journal.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/instant.h"
#include "engine/base/money.h"
#include "engine/base/strong.h"
#include "events/values/auth_info.h"
#include "events/values/domain_name.h"
#include "events/values/ip_address.h"
#include "events/values/personal.h"
#include "events/values/status.h"

namespace stele::registry {

class RowWriter {
 public:
  explicit RowWriter(std::string& out) : out_(out) { out_.clear(); }

  template <class... T>
  void operator()(const T&... values) {
    (write(values), ...);
  }

 private:
  void varint(std::uint64_t v) {
    while (v >= 0x80) {
      out_.push_back(static_cast<char>(v | 0x80));
      v >>= 7;
    }
    out_.push_back(static_cast<char>(v));
  }
  template <class T>
    requires std::is_integral_v<T>
  void write(T v) {
    if constexpr (std::is_signed_v<T>) {
      const auto wide = static_cast<std::int64_t>(v);
      varint((static_cast<std::uint64_t>(wide) << 1) ^ static_cast<std::uint64_t>(wide >> 63));
    } else {
      varint(v);
    }
  }
  template <class T>
    requires std::is_enum_v<T>
  void write(T v) {
    varint(static_cast<std::uint64_t>(v));
  }
  template <class Tag, class Int>
  void write(Strong<Tag, Int> v) {
    varint(v.value);
  }
  void write(const std::string& v) {
    varint(v.size());
    out_ += v;
  }
  void write(const DomainName& v) { write(v.text()); }
  void write(const HostName& v) { write(v.text()); }
  void write(Instant v) { write(v.ms); }
  void write(Amount v) { write(v.e4); }
  void write(Currency v) { out_.append(v.code.data(), v.code.size()); }
  void write(StatusSet v) { varint(v.bits()); }
  void write(const IpAddress& v) {
    write(v.version);
    out_ += v.bytes();
  }
  void write(const AuthInfoHash& v) {
    out_.append(reinterpret_cast<const char*>(v.salt.data()), v.salt.size());
    out_.append(reinterpret_cast<const char*>(v.hash.data()), v.hash.size());
  }
  template <class T>
  void write(const Personal<T>& v) {
    write(v.slot);
    write(v.sealed);
  }
  template <class T>
  void write(const std::vector<T>& v) {
    varint(v.size());
    for (const T& item : v) write(item);
  }
  template <class T>
  void write(const std::optional<T>& v) {
    write(v.has_value());
    if (v) write(*v);
  }
  // Structs of their own list of fields.
  template <class T>
    requires requires(RowWriter& w, T& t) { fields(w, t); }
  void write(const T& v) {
    fields(*this, const_cast<T&>(v));
  }

  std::string& out_;
};

// Reads what RowWriter wrote. Rows come from our own store behind block checksums, so bytes that do
// not parse are a broken store, not input: CHECK.
class RowReader {
 public:
  explicit RowReader(std::string_view in) : in_(in) {}

  template <class... T>
  void operator()(T&... values) {
    (read(values), ...);
  }
  bool done() const { return in_.empty(); }

 private:
  std::string_view take(std::size_t n) {
    CHECK(in_.size() >= n, "a registry state row is too short; remove the state directory to rebuild it");
    const std::string_view out = in_.substr(0, n);
    in_.remove_prefix(n);
    return out;
  }
  std::uint64_t varint() {
    std::uint64_t v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1)[0]);
      v |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return v;
    }
    CHECK(false, "a registry state row holds an endless number");
  }
  template <class T>
    requires std::is_integral_v<T>
  void read(T& v) {
    const std::uint64_t raw = varint();
    if constexpr (std::is_signed_v<T>) {
      v = static_cast<T>(static_cast<std::int64_t>(raw >> 1) ^ -static_cast<std::int64_t>(raw & 1));
    } else {
      v = static_cast<T>(raw);
    }
  }
  template <class T>
    requires std::is_enum_v<T>
  void read(T& v) {
    v = static_cast<T>(varint());
  }
  template <class Tag, class Int>
  void read(Strong<Tag, Int>& v) {
    v.value = static_cast<Int>(varint());
  }
  void read(std::string& v) { v = take(varint()); }
  void read(DomainName& v) {
    std::string text;
    read(text);
    v = DomainName::trusted(std::move(text));
  }
  void read(HostName& v) {
    std::string text;
    read(text);
    v = HostName::trusted(std::move(text));
  }
  void read(Instant& v) { read(v.ms); }
  void read(Amount& v) { read(v.e4); }
  void read(Currency& v) { take(3).copy(v.code.data(), 3); }
  void read(StatusSet& v) { v = StatusSet(static_cast<std::uint32_t>(varint())); }
  void read(IpAddress& v) {
    read(v.version);
    const std::string_view octets = take(v.version == IpVersion::v4 ? 4 : 16);
    v.octets.fill(0);
    octets.copy(reinterpret_cast<char*>(v.octets.data()), octets.size());
  }
  void read(AuthInfoHash& v) {
    take(v.salt.size()).copy(reinterpret_cast<char*>(v.salt.data()), v.salt.size());
    take(v.hash.size()).copy(reinterpret_cast<char*>(v.hash.data()), v.hash.size());
  }
  template <class T>
  void read(Personal<T>& v) {
    read(v.slot);
    read(v.sealed);
  }
  template <class T>
  void read(std::vector<T>& v) {
    v.resize(varint());
    for (T& item : v) read(item);
  }
  template <class T>
  void read(std::optional<T>& v) {
    bool there = false;
    read(there);
    if (there) read(v.emplace());
  }
  template <class T>
    requires requires(RowReader& r, T& t) { fields(r, t); }
  void read(T& v) {
    fields(*this, v);
  }

  std::string_view in_;
};

}  // namespace stele::registry
