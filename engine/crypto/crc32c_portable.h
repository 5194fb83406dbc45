// CRC32C without the CPU's help: the fallback of crc32c(), and what its tests compare it with.
#pragma once

#include <cstdint>
#include <string_view>

namespace stele::crypto {

std::uint32_t crc32c_portable(std::string_view bytes, std::uint32_t seed = 0);

}  // namespace stele::crypto
