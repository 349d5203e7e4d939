# Flags every target of the house is compiled with. Warnings are errors.
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Werror -Wno-missing-field-initializers -fstack-protector-strong -fno-omit-frame-pointer)
add_compile_definitions(_GLIBCXX_ASSERTIONS)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports overflows inside std::string and std::variant that are not there (GCC bugs 105329, 105651, 105562).
  add_compile_options(-Wno-restrict -Wno-stringop-overflow -Wno-maybe-uninitialized -Wno-array-bounds
                      -Wno-stringop-overread $<$<COMPILE_LANGUAGE:CXX>:-Wno-free-nonheap-object>
                      -Wno-dangling-pointer)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # Only the fuzzers are built with clang; g++'s warnings are the ones that count.
  add_compile_options(-Wno-error)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_definitions(_FORTIFY_SOURCE=2)
  add_link_options(-Wl,-z,relro,-z,now -Wl,--as-needed)
endif()
if(HUABIAO_SANITIZE)
  add_compile_options(-fsanitize=${HUABIAO_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${HUABIAO_SANITIZE})
endif()
if(HUABIAO_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
