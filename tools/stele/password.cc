#include "tools/stele/password.h"

#include <string_view>

namespace stele::cli {

std::string make_password(Random& random) {
  constexpr std::string_view kAlphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  constexpr std::size_t kLength = 16;
  constexpr std::size_t kFair = 256 - 256 % kAlphabet.size();  // above it some letters come oftener
  std::string out;
  while (out.size() < kLength) {
    unsigned char byte = 0;
    random.fill({&byte, 1});
    if (byte < kFair) out.push_back(kAlphabet[byte % kAlphabet.size()]);
  }
  return out;
}

}  // namespace stele::cli
