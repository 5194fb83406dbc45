# How everything is compiled. STELE_SANITIZE: "", "address;undefined" or "thread"; STELE_FUZZ
# builds the libFuzzer targets (clang only).
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_COMPILE_OPTIONS_PIE ${CMAKE_CXX_COMPILE_OPTIONS_PIC})  # one precompiled header for both
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(STELE_SANITIZE "" CACHE STRING "sanitizers, a CMake list")
option(STELE_FUZZ "build the libFuzzer targets" OFF)

find_program(STELE_CCACHE ccache)
if(STELE_CCACHE)
  # ccache takes a precompiled header's user from its cache only when it may overlook __TIME__.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${STELE_CCACHE})
endif()
find_program(STELE_MOLD mold)

add_library(stele_build INTERFACE)
target_compile_options(stele_build INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wimplicit-fallthrough
  -Werror=switch -Werror=return-type -fstack-protector-strong -fno-omit-frame-pointer
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
target_compile_definitions(stele_build INTERFACE _GLIBCXX_ASSERTIONS)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++ 12 hides std::expected from clang unless it claims the later concepts paper.
  target_compile_options(stele_build INTERFACE
    -D__cpp_concepts=202002L -Wno-builtin-macro-redefined -Wno-missing-designated-field-initializers)
else()
  target_compile_options(stele_build INTERFACE -Wno-missing-field-initializers -fpch-preprocess -Winvalid-pch)
endif()
if(STELE_SANITIZE)
  string(REPLACE ";" "," sanitizers "${STELE_SANITIZE}")
  add_compile_options(-fsanitize=${sanitizers} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${sanitizers})
  if(STELE_SANITIZE MATCHES "undefined" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # A third of what such a tree costs to build. ASan stops at a null pointer that is followed, and the
    # fuzz targets (clang) are built with both checks.
    add_compile_options(-fno-sanitize=null,alignment)
  endif()
else()
  add_compile_options($<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>)
endif()
if(STELE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
add_link_options(-pie -Wl,-z,relro,-z,now)
if(STELE_MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-fuse-ld=mold)
endif()
find_package(Threads REQUIRED)
