#pragma once
// SQL put together piece by piece with its values, each bound where its '?' stands. Internal to this room.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "storage/connection.h"

namespace huabiao::storage {

class SqlText {
 public:
  SqlText& add(std::string_view text) {
    text_ += text;
    return *this;
  }
  // `text` holds exactly one '?'.
  SqlText& add(std::string_view text, std::int64_t value) {
    values_.emplace_back(value);
    return add(text);
  }
  SqlText& add(std::string_view text, std::string_view value) {
    values_.emplace_back(std::string(value));
    return add(text);
  }
  SqlText& add(const SqlText& other) {
    values_.insert(values_.end(), other.values_.begin(), other.values_.end());
    return add(other.text_);
  }
  [[nodiscard]] bool empty() const { return text_.empty(); }

  [[nodiscard]] const std::string& text() const { return text_; }
  // Binds every value. Requires: `statement` was prepared from text().
  void bind(Statement& statement) const {
    int index = 0;
    for (const auto& value : values_) {
      ++index;
      if (const auto* number = std::get_if<std::int64_t>(&value))
        statement.bind(index, *number);
      else
        statement.bind(index, std::get<std::string>(value));
    }
  }

 private:
  std::string text_;
  std::vector<std::variant<std::int64_t, std::string>> values_;
};

}  // namespace huabiao::storage
