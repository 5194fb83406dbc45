# One folder, one target. Every .cc of the folder belongs to it; adding a file needs no edit here.
#
#   stele_library(NAME  LINKS lower::layers...  PRIVATE external libraries...)
#   stele_program(NAME  LINKS ...)
#   stele_test(NAME     LINKS ...  LABELS unit)       GoogleTest program, run by ctest
#   stele_fuzz(NAME     LINKS ...)                    NAME_fuzz.cc + corpus/NAME, see tests/fuzz
#
# LINKS is public: it is the layer rule. PRIVATE keeps an external library's headers inside.
# PRELUDE core|test|command: start from that precompiled header (stele_make_prelude below). It saves more
# than half of what a file above engine/core costs to compile, and means nothing else.

function(stele_make_prelude name header)
  add_library(stele_prelude_${name} OBJECT EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/tools/cmake/prelude.cc)
  target_link_libraries(stele_prelude_${name} PRIVATE stele_build ${ARGN})
  target_include_directories(stele_prelude_${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_precompile_headers(stele_prelude_${name} PRIVATE ${CMAKE_SOURCE_DIR}/${header})
  # Never from ccache: it took one that another checkout had made of a slightly different header.
  set_target_properties(stele_prelude_${name} PROPERTIES CXX_COMPILER_LAUNCHER "")
endfunction()

# Tests are built to be built soon: what they test is optimised, they themselves are not.
add_library(stele_test_build INTERFACE)
target_compile_options(stele_test_build INTERFACE -O0 -U_FORTIFY_SOURCE)

stele_make_prelude(core engine/core/prelude.h)
stele_make_prelude(test tests/support/prelude.h GTest::gtest stele_test_build)
stele_make_prelude(command tools/stele/prelude.h Boost::json)

function(stele_use_prelude target name)
  if(name)
    target_precompile_headers(${target} REUSE_FROM stele_prelude_${name})
  endif()
endfunction()

function(stele_library name)
  cmake_parse_arguments(arg "" "PRELUDE" "LINKS;PRIVATE;SOURCES" ${ARGN})
  if(NOT arg_SOURCES)
    file(GLOB arg_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  endif()
  if(arg_SOURCES)
    add_library(${name} STATIC ${arg_SOURCES})
    target_link_libraries(${name} PUBLIC ${arg_LINKS} PRIVATE stele_build ${arg_PRIVATE})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
    stele_use_prelude(${name} "${arg_PRELUDE}")
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${arg_LINKS})
    target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR})
  endif()
endfunction()

function(stele_program name)
  cmake_parse_arguments(arg "" "PRELUDE" "LINKS;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE stele_build ${arg_LINKS} ${arg_PRIVATE})
  stele_use_prelude(${name} "${arg_PRELUDE}")
endfunction()

# For what no test with the labels unit, scenario or fuzz runs: tools/test runs no other in those trees.
function(stele_leave_out_of_sanitizer_trees target)
  if(STELE_SANITIZE)
    set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
endfunction()

function(stele_test name)
  cmake_parse_arguments(arg "" "TIMEOUT;PRELUDE" "LINKS;PRIVATE;LABELS;SOURCES" ${ARGN})
  if(NOT arg_SOURCES)
    file(GLOB arg_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
    if(STELE_SANITIZE STREQUAL "thread")
      set(arg_TIMEOUT 1200)  # ten times as slow
    endif()
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE stele_build stele_test_build ${arg_LINKS} ${arg_PRIVATE}
                                        GTest::gtest GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE STELE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  stele_use_prelude(${name} "${arg_PRELUDE}")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT})
endfunction()

# A fuzz target is tests/fuzz/NAME_fuzz.cc with `LLVMFuzzerTestOneInput`. In every build its corpus
# (tests/fuzz/corpus/NAME) runs as an ordinary test; with STELE_FUZZ it is a libFuzzer program too.
function(stele_fuzz name)
  cmake_parse_arguments(arg "" "" "LINKS;PRIVATE;SOURCES" ${ARGN})
  add_executable(${name}_corpus ${name}_fuzz.cc corpus_main.cc ${arg_SOURCES})
  target_link_libraries(${name}_corpus PRIVATE stele_build ${arg_LINKS} ${arg_PRIVATE})
  add_test(NAME ${name}_corpus COMMAND ${name}_corpus ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name})
  set_tests_properties(${name}_corpus PROPERTIES LABELS "fuzz" TIMEOUT 120)
  if(STELE_FUZZ)
    add_executable(${name}_fuzz ${name}_fuzz.cc ${arg_SOURCES})
    target_link_libraries(${name}_fuzz PRIVATE stele_build ${arg_LINKS} ${arg_PRIVATE})
    target_link_options(${name}_fuzz PRIVATE -fsanitize=fuzzer)
  endif()
endfunction()
