#pragma once
// MessageSplitter: the browser's end of the pipe as messages: each ends with a zero byte. Pure; one thread.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huabiao::monitor::render {

class MessageSplitter {
 public:
  explicit MessageSplitter(std::size_t most) : most_(most) {}
  void feed(std::string_view bytes) { buffer_.append(bytes); }
  // nullopt: none complete yet. The view holds until the next call of feed or next. Fails: render.message_too_large,
  // after which the stream cannot be read on.
  Result<std::optional<std::string_view>> next();

 private:
  const std::size_t most_;
  std::string buffer_;
  std::size_t begin_ = 0;     // of what is not given out yet
  std::size_t searched_ = 0;  // no zero byte lies before
};

}  // namespace huabiao::monitor::render
