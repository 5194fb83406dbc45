#include "engine/crypto/system_random.h"

#include <openssl/rand.h>

#include "engine/base/check.h"

namespace stele::crypto {

void SystemRandom::fill(std::span<unsigned char> out) {
  CHECK(RAND_bytes(out.data(), static_cast<int>(out.size())) == 1,
        "the operating system gives no random bytes");
}

}  // namespace stele::crypto
