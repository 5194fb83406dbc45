// Whether figures of memory and time mean anything in this build: sanitizers keep freed memory, pad what
// is used and slow everything down.
#pragma once

namespace stele {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMeasured = false;
#else
constexpr bool kMeasured = true;
#endif

}  // namespace stele
