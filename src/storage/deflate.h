#pragma once
// Bytes deflated (zlib) and back. Internal to this room.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huabiao::storage {

// Fails: Internal internal.
Result<std::string> deflated(std::string_view bytes);
// Fails: Unreadable storage.corrupt: damaged, or more than `most` bytes.
Result<std::string> inflated(std::string_view packed, std::size_t most);

}  // namespace huabiao::storage
