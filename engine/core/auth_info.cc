#include "engine/core/auth_info.h"

#include <algorithm>

#include "engine/base/bytes.h"
#include "engine/crypto/hash.h"

namespace stele::core {
namespace {

Digest salted(const AuthInfoHash& stored, std::string_view password) {
  const std::string_view salt(reinterpret_cast<const char*>(stored.salt.data()),
                              stored.salt.size());
  return crypto::sha256({salt, password});
}

}  // namespace

AuthInfoHash hash_auth_info(std::string_view password, Random& random) {
  AuthInfoHash out;
  if (password.empty()) return out;
  random.fill(out.salt);
  out.hash = salted(out, password);
  return out;
}

bool matches(const AuthInfoHash& stored, std::string_view password) {
  if (!stored.is_set()) return false;
  return crypto::equal_constant_time(view(stored.hash), view(salted(stored, password)));
}

}  // namespace stele::core
