#include "dispatch/frame.h"

#include <fmt/format.h>

namespace huabiao::dispatch {

std::string frame_header(std::size_t payload_bytes) {
  const auto size = static_cast<std::uint32_t>(payload_bytes);
  std::string out;
  for (const int shift : {24, 16, 8, 0}) out += static_cast<char>((size >> static_cast<unsigned>(shift)) & 0xffU);
  return out;
}

void append_frame(std::string& out, std::string_view payload) {
  out.append(frame_header(payload.size())).append(payload);
}

Result<std::optional<std::string_view>> FrameReader::next() {
  if (at_ > 0 && (at_ == buffer_.size() || at_ > (1U << 20U))) {
    buffer_.erase(0, at_);
    at_ = 0;
  }
  const std::string_view rest = std::string_view(buffer_).substr(at_);
  if (rest.size() < FrameLimits::kHeader) return std::optional<std::string_view>();
  std::uint32_t size = 0;
  for (std::size_t i = 0; i < FrameLimits::kHeader; ++i) size = (size << 8U) | static_cast<unsigned char>(rest[i]);
  if (size > max_payload_)
    return fail(Kind::TooLarge, "dispatch.frame_too_large", fmt::format("{} bytes", size),
                fmt::format("at most {} bytes", max_payload_));
  if (rest.size() - FrameLimits::kHeader < size) return std::optional<std::string_view>();
  at_ += FrameLimits::kHeader + size;
  return std::optional(rest.substr(FrameLimits::kHeader, size));
}

}  // namespace huabiao::dispatch
