#pragma once
// ByteSource: bytes that come one after the other, from a file, an unpacked zip entry or memory. Thread: one.

#include <cstddef>
#include <span>
#include <string_view>

#include "base/result.h"

namespace huabiao::office {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills from the front of `room`, at least one byte unless the end is reached; 0 at the end. Fails: the file's fault.
  virtual Result<std::size_t> read(std::span<char> room) = 0;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : rest_(bytes) {}  // Lifetime: the bytes outlive the source.
  Result<std::size_t> read(std::span<char> room) override {
    const std::size_t count = rest_.copy(room.data(), room.size());
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
};

}  // namespace huabiao::office
