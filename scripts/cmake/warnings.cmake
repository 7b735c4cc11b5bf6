# The warnings, sanitizers and definitions that every target of ours compiles with.
add_library(seep_warnings INTERFACE)
target_include_directories(seep_warnings INTERFACE ${CMAKE_SOURCE_DIR}/analyzer)
target_compile_definitions(seep_warnings INTERFACE
  _POSIX_C_SOURCE=200809L _FILE_OFFSET_BITS=64)
target_compile_options(seep_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes
  -Wmissing-prototypes -Wvla -Wwrite-strings -Wundef -Wformat=2 -Wcast-qual
  -fno-common -ffp-contract=off)
if(SEEP_WERROR)
  target_compile_options(seep_warnings INTERFACE -Werror)
endif()
if(SEEP_SANITIZE)
  set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  target_compile_options(seep_warnings INTERFACE ${sanitizers})
  target_link_options(seep_warnings INTERFACE ${sanitizers})
  target_compile_definitions(seep_warnings INTERFACE SEEP_ABORT_ON_BUG=1)
endif()
if(SEEP_FUZZ)
  target_compile_options(seep_warnings INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(SEEP_COVERAGE)
  target_compile_options(seep_warnings INTERFACE --coverage)
  target_link_options(seep_warnings INTERFACE --coverage)
endif()
if(SEEP_LINT)
  if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    target_compile_options(seep_warnings INTERFACE -fanalyzer)
  else()
    set(CMAKE_C_CLANG_TIDY clang-tidy --quiet)
  endif()
endif()
