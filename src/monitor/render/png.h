#pragma once
// What a PNG (ISO/IEC 15948) says of itself at its begin; a picture comes from the browser and is believed as little as
// a page. Pure; any thread.

#include <cstdint>
#include <optional>
#include <string_view>

namespace huabiao::monitor::render {

struct PngSize {
  std::int64_t width = 0, height = 0;
};
// nullopt: no PNG, or one larger than any of ours: 16,384 either way.
std::optional<PngSize> png_size(std::string_view bytes);

}  // namespace huabiao::monitor::render
