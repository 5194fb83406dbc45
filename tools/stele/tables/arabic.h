// The table of the sandbox's Arabic-script zone; arabic.xml beside this file, compiled in.
#pragma once

namespace stele::cli {

inline constexpr const char* kArabicTableId = "arab";
extern const char* const kArabicTable;

}  // namespace stele::cli
