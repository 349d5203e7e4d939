#pragma once
// KeptText: a piece of text in the memory of the Page that holds it, or a literal. A page has tens of thousands of
// them, so none is an allocation of its own. It cannot be made of text that may end before its page.

#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace huabiao::monitor {

// Reads as any view does. Lifetime: the PageMemory it was kept in, which its Page shares.
class KeptText : public std::string_view {
 public:
  constexpr KeptText() = default;
  template <std::size_t N>
  consteval KeptText(const char (&literal)[N]) : std::string_view(literal, N - 1) {}  // NOLINT(google-explicit-*)

 private:
  friend class PageMemory;
  constexpr explicit KeptText(std::string_view kept) : std::string_view(kept) {}
};

// Joined as strings are.
inline std::string operator+(KeptText front, std::string_view back) {
  return std::string(front).append(back);
}
inline std::string operator+(std::string front, KeptText back) {
  return std::move(front.append(back));
}

// Grows, and gives everything back at once. Thread: one while a page is made, then any.
class PageMemory {
 public:
  KeptText keep(std::string_view text) {
    if (text.empty()) return {};
    char* const place = room(text.size());
    std::memcpy(place, text.data(), text.size());
    return KeptText(std::string_view(place, text.size()));
  }

 private:
  static constexpr std::size_t kBlock = 16u << 10;
  char* room(std::size_t bytes) {
    if (bytes > left_) {
      if (bytes > kBlock / 4)  // by itself, so that what is left is not lost
        return blocks_.emplace_back(std::make_unique_for_overwrite<char[]>(bytes)).get();
      at_ = blocks_.emplace_back(std::make_unique_for_overwrite<char[]>(kBlock)).get();
      left_ = kBlock;
    }
    left_ -= bytes;
    return std::exchange(at_, at_ + bytes);
  }
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* at_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace huabiao::monitor
