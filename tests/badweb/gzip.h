#pragma once
// gzip bodies for the sites that send them. Pure.

#include <cstddef>
#include <string>
#include <string_view>

namespace huabiao::badweb {

std::string gzipped(std::string_view body);
// One gzip member that unpacks to `head` and then `mebibytes` MiB of spaces. Cheap to make: one packed MiB, repeated.
std::string gzip_bomb(std::string_view head, std::size_t mebibytes);

}  // namespace huabiao::badweb
