#include "projections/registry/state_hash.h"

#include "engine/crypto/hash.h"

namespace stele::registry {

namespace {

Digest row_digest(std::string_view key, std::string_view value) {
  const char length[2] = {static_cast<char>(key.size() >> 8), static_cast<char>(key.size() & 0xff)};
  return crypto::sha256({std::string_view(length, 2), key, value});
}

}  // namespace

void StateHash::add(std::string_view key, std::string_view value) {
  const Digest d = row_digest(key, value);
  unsigned carry = 0;
  for (std::size_t i = d.size(); i-- > 0;) {
    const unsigned v = static_cast<unsigned>(sum_[i]) + d[i] + carry;
    sum_[i] = static_cast<std::uint8_t>(v);
    carry = v >> 8;
  }
}

void StateHash::remove(std::string_view key, std::string_view value) {
  const Digest d = row_digest(key, value);
  unsigned borrow = 0;
  for (std::size_t i = d.size(); i-- > 0;) {
    const unsigned v = 256U + sum_[i] - d[i] - borrow;
    sum_[i] = static_cast<std::uint8_t>(v);
    borrow = v < 256U ? 1 : 0;
  }
}

}  // namespace stele::registry
