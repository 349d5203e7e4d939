#pragma once
// Frames of the pipe between parent and worker child (docs/formats/worker.md): four bytes of length, most significant
// first, then that many bytes. Pure; one thread.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huabiao::dispatch {

struct FrameLimits {
  static constexpr std::size_t kHeader = 4;
  // Settings: rule packs of at most 4 MiB and what was compiled of them, at most 24 MiB (rules/limits.h). An errand, at
  // most kVisitsPerErrand visits with what is declared, stays far below.
  static constexpr std::size_t kToChild = 32U << 20U;
  static constexpr std::size_t kToParent = 64U << 20U;  // the records of an errand, one body among them
  static constexpr std::size_t kVisitsPerErrand = 256;  // sites that share one host; more are split
};

// The four bytes before a payload of this size. Requires: it fits in 32 bits.
std::string frame_header(std::size_t payload_bytes);
// Requires: payload.size() fits in 32 bits.
void append_frame(std::string& out, std::string_view payload);

// Takes bytes as they come and gives payloads as they are complete.
class FrameReader {
 public:
  explicit FrameReader(std::size_t max_payload) : max_payload_(max_payload) {}
  void feed(std::string_view bytes) { buffer_.append(bytes); }
  // nullopt: none complete yet. The view holds until the next call of feed or next. Fails: dispatch.frame_too_large,
  // after which the stream cannot be read on.
  Result<std::optional<std::string_view>> next();
  [[nodiscard]] bool empty() const { return at_ == buffer_.size(); }  // nothing half-read

 private:
  const std::size_t max_payload_;
  std::string buffer_;
  std::size_t at_ = 0;  // begin of what is not given out yet
};

}  // namespace huabiao::dispatch
