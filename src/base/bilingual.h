#pragma once
// A sentence in the product's two languages. Both are always filled.

#include <string>
#include <string_view>

namespace huabiao {

enum class Language { Chinese, English };

struct Bilingual {
  std::string zh, en;
  bool operator==(const Bilingual&) const = default;
  [[nodiscard]] const std::string& in(Language language) const { return language == Language::Chinese ? zh : en; }
};

}  // namespace huabiao
