#include "storage/deflate.h"

#include <zlib.h>

namespace huabiao::storage {

Result<std::string> deflated(std::string_view bytes) {
  uLongf size = compressBound(bytes.size());
  std::string packed(size, '\0');
  if (compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                bytes.size(), Z_BEST_SPEED) != Z_OK)
    return fail(Kind::Internal, "internal", "deflate");
  packed.resize(size);
  return packed;
}

Result<std::string> inflated(std::string_view packed, std::size_t most) {
  std::string bytes(most, '\0');
  uLongf size = bytes.size();
  if (uncompress(reinterpret_cast<Bytef*>(bytes.data()), &size, reinterpret_cast<const Bytef*>(packed.data()),
                 packed.size()) != Z_OK)
    return fail(Kind::Unreadable, "storage.corrupt", "inflate");
  bytes.resize(size);
  return bytes;
}

}  // namespace huabiao::storage
