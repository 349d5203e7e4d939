#include "monitor/render/message_splitter.h"

#include <algorithm>

namespace huabiao::monitor::render {

Result<std::optional<std::string_view>> MessageSplitter::next() {
  searched_ = std::max(searched_, begin_);
  const std::size_t end = buffer_.find('\0', searched_);
  const std::size_t length = (end == std::string::npos ? buffer_.size() : end) - begin_;
  if (length > most_) return fail(Kind::TooLarge, "render.message_too_large", std::to_string(length) + " bytes");
  if (end != std::string::npos) {
    const std::string_view message(buffer_.data() + begin_, length);
    begin_ = end + 1;
    return std::optional(message);
  }
  buffer_.erase(0, begin_);
  begin_ = 0;
  searched_ = buffer_.size();
  return std::optional<std::string_view>();
}

}  // namespace huabiao::monitor::render
