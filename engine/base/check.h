// CHECK: a bug or a broken store. On in release: one line on stderr, then abort; restart replays.
#pragma once

#include <string_view>

namespace stele {

[[noreturn]] void check_failed(const char* file, int line, const char* condition, std::string_view why);

}  // namespace stele

#define CHECK(condition, why)                                                  \
  do {                                                                         \
    if (!(condition)) [[unlikely]]                                             \
      ::stele::check_failed(__FILE__, __LINE__, #condition, (why));            \
  } while (false)
