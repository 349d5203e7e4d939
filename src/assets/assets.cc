#include "assets/assets.h"

#include <algorithm>

namespace huabiao::assets {

const Asset* find(std::span<const Asset> files, std::string_view path) {
  const auto at = std::ranges::lower_bound(files, path, {}, &Asset::path);
  return at != files.end() && at->path == path ? &*at : nullptr;
}

}  // namespace huabiao::assets
