#include "frontends/dns/message_writer.h"

#include <algorithm>

#include "engine/base/bytes.h"

namespace stele::dns {

void MessageWriter::begin(std::uint16_t id, std::uint16_t flags, std::string_view question) {
  ++message_;
  records_ = 0;
  full_ = false;
  counts_ = {};
  out_.clear();
  out_.reserve(std::min<std::size_t>(limit_, 4096));
  put16(id);
  put16(flags);
  put16(question.empty() ? 0 : 1);
  out_.append(6, '\0');
  if (question.empty()) return;
  put_name(question.substr(0, question.size() - 4));
  out_ += question.substr(question.size() - 4);
}

bool MessageWriter::is_at(std::size_t offset, std::string_view name) const {
  for (;;) {
    const auto length = static_cast<unsigned char>(out_[offset]);
    if (length >= 0xc0) {
      offset = (length & 0x3fU) << 8 | static_cast<unsigned char>(out_[offset + 1]);
      continue;
    }
    if (name.front() != out_[offset]) return false;
    if (length == 0) return true;
    const std::size_t label = length + 1U;
    if (name.substr(0, label) != std::string_view(out_).substr(offset, label)) return false;
    name.remove_prefix(label);
    offset += label;
  }
}

std::size_t MessageWriter::find(std::uint32_t hash, std::string_view name, Place*& free) {
  free = nullptr;
  for (std::size_t probe = 0; probe < kMostProbes; ++probe) {
    Place& place = places_[(hash + probe) % kPlaces];
    if (place.message != message_) {
      free = &place;
      return 0;
    }
    if (is_at(place.offset, name)) return place.offset;
  }
  return 0;
}

// The longest end of the name that stands in the message already becomes a pointer; the labels before
// it are written and can be pointed at from now on. The case of letters counts: it is kept.
void MessageWriter::put_name(std::string_view name) {
  std::array<std::uint8_t, 128> starts;
  std::size_t labels = 0;
  for (std::size_t at = 0; name[at] != '\0'; at += static_cast<unsigned char>(name[at]) + 1U)
    starts[labels++] = static_cast<std::uint8_t>(at);

  std::array<std::uint32_t, 128> hashes;
  std::uint32_t hash = 2166136261U;  // FNV-1a, from the last label to the first
  for (std::size_t i = labels; i-- > 0;) {
    const std::size_t end = i + 1 < labels ? starts[i + 1] : name.size() - 1;
    for (std::size_t at = starts[i]; at < end; ++at)
      hash = (hash ^ static_cast<unsigned char>(name[at])) * 16777619U;
    hashes[i] = hash;
  }

  for (std::size_t i = 0; i < labels; ++i) {
    Place* free = nullptr;
    const std::string_view rest = name.substr(starts[i]);
    if (const std::size_t offset = find(hashes[i], rest, free); offset != 0)
      return put16(0xc000 | offset);
    if (free && out_.size() <= kMostOffset)
      *free = {message_, static_cast<std::uint16_t>(out_.size())};
    out_ += rest.substr(0, static_cast<unsigned char>(rest.front()) + 1U);
  }
  out_.push_back('\0');
}

// Only names in the types of RFC 1035 may be compressed (RFC 3597 §4).
void MessageWriter::put_data(const zone::Record& record) {
  const std::string_view data = record.data;
  switch (record.type) {
    case record_type::kNs:
    case record_type::kCname:
    case record_type::kPtr: return put_name(data);
    case record_type::kMx:
      out_ += data.substr(0, 2);
      return put_name(data.substr(2));
    case record_type::kSoa: {
      std::size_t end = 0;
      while (data[end] != '\0') end += static_cast<unsigned char>(data[end]) + 1U;
      put_name(data.substr(0, end + 1));
      put_name(data.substr(end + 1, data.size() - 20 - end - 1));
      out_ += data.substr(data.size() - 20);
      return;
    }
    default: out_ += data;
  }
}

bool MessageWriter::put(Section section, const zone::Record& record) {
  if (full_) return false;
  const std::size_t begin = out_.size();
  put_name(record.owner);
  put16(record.type);
  put16(rr_class::kIn);
  put_big_endian(out_, record.ttl);
  const std::size_t length_at = out_.size();
  put16(0);
  put_data(record);
  if (out_.size() > limit_) {
    // Some of the places point beyond the end now: no name is written to this message any more.
    out_.resize(begin);
    full_ = true;
    return false;
  }
  const std::size_t length = out_.size() - length_at - 2;
  out_[length_at] = static_cast<char>(length >> 8);
  out_[length_at + 1] = static_cast<char>(length);
  count(section);
  return true;
}

void MessageWriter::count(Section section) {
  ++counts_[static_cast<std::size_t>(section)];
  ++records_;
}

void MessageWriter::put_opt(Rcode rcode) {
  out_.push_back('\0');
  put16(record_type::kOpt);
  put16(kOwnUdp);
  out_.push_back(static_cast<char>(static_cast<std::uint16_t>(rcode) >> 4));
  out_.append(5, '\0');  // version 0, no flags, no options
  count(Section::additional);
}

std::string MessageWriter::take() {
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    out_[6 + 2 * i] = static_cast<char>(counts_[i] >> 8);
    out_[7 + 2 * i] = static_cast<char>(counts_[i]);
  }
  return std::move(out_);
}

}  // namespace stele::dns
