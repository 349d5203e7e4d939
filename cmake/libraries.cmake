# Every library from outside, found once. Names on the right of layers.txt's 'lib' lines are the targets made here.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url system)

foreach(module idn2:libidn2 psl:libpsl uchardet:uchardet curl:libcurl cares:libcares sqlite:sqlite3 postgres:libpq argon2:libargon2 ldap:ldap
               expat:expat zip:libzip seccomp:libseccomp yara:yara vectorscan:libhs zlib:zlib
               xlsxwriter:xlsxwriter tomlplusplus:tomlplusplus)
  string(REPLACE ":" ";" pair ${module})
  list(GET pair 0 name)
  list(GET pair 1 package)
  pkg_check_modules(${name} REQUIRED IMPORTED_TARGET GLOBAL ${package})
endforeach()

# GNU libunistring ships no pkg-config file in Debian 12; libidn2 stands on it already.
find_path(UNISTRING_INCLUDE unictype.h REQUIRED)
find_library(UNISTRING unistring REQUIRED)
add_library(huabiao_unistring INTERFACE)
target_include_directories(huabiao_unistring SYSTEM INTERFACE ${UNISTRING_INCLUDE})
target_link_libraries(huabiao_unistring INTERFACE ${UNISTRING})
