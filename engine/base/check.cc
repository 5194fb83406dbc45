#include "engine/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace stele {

void check_failed(const char* file, int line, const char* condition, std::string_view why) {
  std::fprintf(stderr, "CHECK failed at %s:%d: %s: %.*s\n", file, line, condition,
               static_cast<int>(why.size()), why.data());
  std::fflush(stderr);
  std::abort();
}

}  // namespace stele
