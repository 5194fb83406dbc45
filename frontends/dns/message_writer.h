// MessageWriter: a DNS message in the making, with compressed names (RFC 1035 §4.1.4). What it is
// given is our own: names are whole and in wire form. One is used for all messages of a transfer.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "frontends/dns/wire.h"
#include "projections/zone/published.h"

namespace stele::dns {

enum class Section { answer, authority, additional };

class MessageWriter {
 public:
  // No message grows beyond `limit` octets.
  explicit MessageWriter(std::size_t limit) : limit_(limit) {}

  // Begins anew. `question` is a whole question section's entry, or empty.
  void begin(std::uint16_t id, std::uint16_t flags, std::string_view question);
  // False when it does not fit: nothing is written then, and the message is full. Sections in order.
  bool put(Section section, const zone::Record& record);
  // OPT (RFC 6891) with our own UDP size; the upper bits of the response code stand in it.
  void put_opt(Rcode rcode);
  std::size_t records() const { return records_; }
  // The message, as it may be sent or signed. Ends this one.
  std::string take();

 private:
  // Offsets of names that were written, by hash; those of an earlier message are told by it.
  struct Place {
    std::uint32_t message = 0;
    std::uint16_t offset = 0;
  };
  static constexpr std::size_t kPlaces = 8192;
  static constexpr std::size_t kMostOffset = 0x3fff;  // that a pointer can hold
  static constexpr std::size_t kMostProbes = 8;

  void put_name(std::string_view name);
  void put_data(const zone::Record& record);
  bool is_at(std::size_t offset, std::string_view name) const;
  // Where this name stands already; 0: nowhere, and `free` may take it.
  std::size_t find(std::uint32_t hash, std::string_view name, Place*& free);
  void put16(std::size_t v) {
    out_.push_back(static_cast<char>(v >> 8));
    out_.push_back(static_cast<char>(v));
  }
  void count(Section section);

  const std::size_t limit_;
  std::string out_;
  std::array<std::uint16_t, 3> counts_{};
  std::size_t records_ = 0;
  bool full_ = false;
  std::uint32_t message_ = 0;
  std::array<Place, kPlaces> places_{};
};

}  // namespace stele::dns
