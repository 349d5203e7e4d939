#pragma once
// From the text of a setting to its type. Internal to this room.

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "settings/settings.h"

namespace huabiao::settings {

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  return value;
}

// "1500ms", "15s", "2m", "1h", "15": seconds when no unit stands behind.
inline std::optional<Millis> duration(std::string_view text) {
  struct Unit {
    std::string_view suffix;
    double millis;
  };
  for (const Unit unit : {Unit{"ms", 1}, Unit{"s", 1000}, Unit{"m", 60'000}, Unit{"h", 3'600'000}, Unit{"", 1000}}) {
    if (!text.ends_with(unit.suffix)) continue;
    const auto value = number<double>(text.substr(0, text.size() - unit.suffix.size()));
    if (!value || *value < 0 || *value > 86'400'000) return std::nullopt;
    return Millis(static_cast<std::int64_t>(*value * unit.millis));
  }
  return std::nullopt;
}

// Turns the texts of one Resolved into Settings; the first that cannot be read ends it.
class Typing {
 public:
  explicit Typing(const Resolved& resolved) : resolved_(resolved) {}

  template <class T, class Read>
  void take(std::string_view key, T& into, const Read& read, std::string_view expected) {
    if (failure_) return;
    const Origin& origin = resolved_.origins.find(key)->second;
    if (auto value = read(std::string_view(origin.value))) {
      into = std::move(*value);
      return;
    }
    failure_ =
        Error{Kind::Invalid, "settings.bad_value",
              fmt::format("{} = '{}' ({})", key, key == "database" ? "..." : origin.value,  // may hold a password
                          to_string(origin.source)),
              std::string(expected)};
  }
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

 private:
  const Resolved& resolved_;
  std::optional<Error> failure_;
};

inline std::optional<int> whole(std::string_view text, int least, int most) {
  const auto value = number<int>(text);
  return value && *value >= least && *value <= most ? value : std::nullopt;
}

inline std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (end > 0) lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

inline std::optional<bool> yes_or_no(std::string_view text) {
  if (text == "yes" || text == "true") return true;
  if (text == "no" || text == "false") return false;
  return std::nullopt;
}

}  // namespace huabiao::settings
