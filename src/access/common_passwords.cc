#include "access/common_passwords.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"

namespace huabiao::access {
namespace {

// Longer ones before what begins them.
constexpr std::array kWords = {
    std::string_view("administrator"), std::string_view("qwertyuiop"), std::string_view("asdfghjkl"),
    std::string_view("1qaz2wsx3edc"),  std::string_view("iloveyou"),   std::string_view("password"),
    std::string_view("passw0rd"),      std::string_view("1qaz2wsx"),   std::string_view("qazwsx"),
    std::string_view("superman"),      std::string_view("changeme"),   std::string_view("princess"),
    std::string_view("sunshine"),      std::string_view("football"),   std::string_view("baseball"),
    std::string_view("5201314"),       std::string_view("1314520"),    std::string_view("huabiao"),
    std::string_view("welcome"),       std::string_view("letmein"),    std::string_view("default"),
    std::string_view("zxcvbnm"),       std::string_view("woaini"),     std::string_view("qwerty"),
    std::string_view("master"),        std::string_view("dragon"),     std::string_view("monkey"),
    std::string_view("shadow"),        std::string_view("secret"),     std::string_view("system"),
    std::string_view("server"),        std::string_view("oracle"),     std::string_view("abc123"),
    std::string_view("admin"),         std::string_view("asdfg"),      std::string_view("hello"),
    std::string_view("login"),         std::string_view("guest"),      std::string_view("china"),
    std::string_view("qwer"),          std::string_view("asdf"),       std::string_view("zxcv"),
    std::string_view("root"),          std::string_view("user"),       std::string_view("test"),
    std::string_view("abcd"),          std::string_view("1qaz"),       std::string_view("2wsx"),
    std::string_view("3edc"),          std::string_view("mima"),       std::string_view("pass"),
};

// Digits and signs that stand for letters.
std::string unmasked(std::string_view lower) {
  std::string out(lower);
  for (char& c : out) {
    constexpr std::string_view kMasks = "@$!0", kLetters = "asio";
    if (const auto at = kMasks.find(c); at != std::string_view::npos) c = kLetters[at];
  }
  return out;
}

// Rows on a keyboard or in the alphabet, and repeated characters: each step beyond the second tells nothing more.
std::size_t characters_that_count(std::string_view text) {
  std::size_t counted = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto step = [&](std::size_t at) { return at == 0 ? 99 : text[at] - text[at - 1]; };
    const bool in_row = i >= 2 && step(i) == step(i - 1) && step(i) >= -1 && step(i) <= 1;
    if (!in_row) ++counted;
  }
  return counted;
}

std::size_t left_over(std::string text) {
  for (const std::string_view word : kWords)
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word)) text.erase(at, word.size());
  // A year tells as little as a word.
  for (const std::string_view century : {"19", "20"})
    for (std::size_t at = text.find(century); at != std::string::npos; at = text.find(century, at + 1))
      if (text.size() >= at + 4 &&
          std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 2,
                      text.begin() + static_cast<std::ptrdiff_t>(at) + 4, [](char c) { return c >= '0' && c <= '9'; }))
        text.erase(at, 4);
  return characters_that_count(text);
}

}  // namespace

bool is_common_password(std::string_view password) {
  constexpr std::size_t kLeast = 6;
  const std::string lower = ascii_lower(password);
  return std::min(left_over(lower), left_over(unmasked(lower))) < kLeast;
}

}  // namespace huabiao::access
