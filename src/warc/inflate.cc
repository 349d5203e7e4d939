#include "warc/inflate.h"

#include <algorithm>
#include <limits>
#include <vector>
#include <zlib.h>

namespace huabiao::warc {
namespace {

constexpr int kGzipOrZlib = MAX_WBITS + 32, kRaw = -MAX_WBITS;
constexpr std::size_t kStep = 64u << 10;

Inflated run(std::string_view packed, std::size_t most, int window) {
  Inflated out;
  z_stream stream{};
  if (inflateInit2(&stream, window) != Z_OK) return out;
  // zlib's field is not const for historic reasons; it does not write through it.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(packed.size(), std::numeric_limits<uInt>::max()));
  std::vector<char> step(kStep);
  int state = Z_OK;
  while (state == Z_OK && out.bytes.size() < most) {
    stream.next_out = reinterpret_cast<Bytef*>(step.data());
    stream.avail_out = static_cast<uInt>(std::min(step.size(), most - out.bytes.size()));
    const uInt room = stream.avail_out;
    state = inflate(&stream, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END) break;
    if (room == stream.avail_out && stream.avail_in == 0) break;
    out.bytes.append(step.data(), room - stream.avail_out);
  }
  out.complete = state == Z_STREAM_END;
  inflateEnd(&stream);
  return out;
}

}  // namespace

Inflated inflate_all(std::string_view packed, std::size_t most) {
  Inflated out = run(packed, most, kGzipOrZlib);
  if (out.bytes.empty() && !out.complete) out = run(packed, most, kRaw);
  return out;
}

}  // namespace huabiao::warc
