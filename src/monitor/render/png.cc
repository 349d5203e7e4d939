#include "monitor/render/png.h"

namespace huabiao::monitor::render {
namespace {

constexpr std::string_view kSignature = "\x89PNG\r\n\x1a\n";
constexpr std::string_view kHeader("\0\0\0\rIHDR", 8);
constexpr std::int64_t kMost = 16'384;

std::int64_t number_at(std::string_view bytes, std::size_t at) {
  std::int64_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

}  // namespace

std::optional<PngSize> png_size(std::string_view bytes) {
  const std::size_t at = kSignature.size() + kHeader.size();
  if (!bytes.starts_with(kSignature) || !bytes.substr(kSignature.size()).starts_with(kHeader)) return std::nullopt;
  if (bytes.size() < at + 8) return std::nullopt;
  const PngSize size{number_at(bytes, at), number_at(bytes, at + 4)};
  if (size.width < 1 || size.width > kMost || size.height < 1 || size.height > kMost) return std::nullopt;
  return size;
}

}  // namespace huabiao::monitor::render
