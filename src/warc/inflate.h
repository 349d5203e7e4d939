#pragma once
// Undoes gzip and deflate. Pure but for memory; any thread.

#include <cstddef>
#include <string>
#include <string_view>

namespace huabiao::warc {

struct Inflated {
  std::string bytes;
  bool complete = false;  // the end of the packed data was reached before the limit
};

// gzip, zlib or raw deflate; at most `most` bytes. What is broken gives what could be read before.
Inflated inflate_all(std::string_view packed, std::size_t most);

}  // namespace huabiao::warc
