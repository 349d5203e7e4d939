#include "monitor/walk/page_days.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace huabiao::monitor {
namespace {

using Day = std::optional<std::int64_t>;

constexpr int kFirstYear = 1995;  // no public site of ours is older
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// At most `most` digits from `at` on, which moves past them; -1: none.
int take_digits(std::string_view text, std::size_t& at, int most) {
  int value = -1;
  for (int i = 0; i < most && at < text.size() && is_digit(text[at]); ++i, ++at)
    value = std::max(value, 0) * 10 + (text[at] - '0');
  return value;
}

bool take(std::string_view text, std::size_t& at, std::string_view word) {
  if (text.substr(at, word.size()) != word) return false;
  at += word.size();
  return true;
}

Day day_of_date(int year, int month, int day) {
  const std::chrono::year_month_day date(std::chrono::year{year}, std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

void take_newer(Day& newest, Day found, std::int64_t today) {
  if (found && *found <= today && (!newest || *found > *newest)) newest = found;
}

// What stands before it says that this is no news: the clock of the page, or its copyright.
bool is_told_otherwise(std::string_view before) {
  constexpr std::size_t kNear = 30;
  before = before.substr(before.size() - std::min(before.size(), kNear));
  before = before.substr(before.rfind('\n') + 1);
  constexpr auto kWords = std::to_array<std::string_view>(
      {"今天", "今日", "现在", "当前", "版权", "Copyright", "copyright", "COPYRIGHT", "©"});
  return std::ranges::any_of(kWords,
                             [&](std::string_view word) { return before.find(word) != std::string_view::npos; });
}

// A date that begins with its year at `at`.
Day full_date(std::string_view text, std::size_t at) {
  const int year = take_digits(text, at, 4);
  if (year < kFirstYear) return std::nullopt;
  constexpr auto kSeparators =
      std::to_array<std::array<std::string_view, 2>>({{"-", "-"}, {"/", "/"}, {".", "."}, {"年", "月"}});
  for (const auto& [first, second] : kSeparators) {
    std::size_t from = at;
    if (!take(text, from, first)) continue;
    const int month = take_digits(text, from, 2);
    if (month < 1 || !take(text, from, second)) return std::nullopt;
    const int day = take_digits(text, from, 2);
    if (day < 1 || (from < text.size() && is_digit(text[from]))) return std::nullopt;
    return day_of_date(year, month, day);
  }
  return std::nullopt;
}

// "11-20" between blanks, brackets or line ends.
Day short_date(std::string_view text, std::size_t at, std::int64_t today) {
  constexpr std::size_t kLength = 5;
  const auto edge = [&](std::size_t place) {
    constexpr std::string_view kEdges = " \n\t[]()";
    return place >= text.size() || kEdges.find(text[place]) != std::string_view::npos;
  };
  if (!edge(at + kLength) || (at > 0 && !edge(at - 1))) return std::nullopt;
  std::size_t from = at;
  const int month = take_digits(text, from, 2);
  if (from != at + 2 || !take(text, from, "-")) return std::nullopt;
  const int day = take_digits(text, from, 2);
  if (from != at + kLength) return std::nullopt;
  const std::chrono::year_month_day now{std::chrono::sys_days(std::chrono::days(today))};
  const int year = static_cast<int>(now.year());
  const Day found = day_of_date(year, month, day);
  return found && *found > today ? day_of_date(year - 1, month, day) : found;
}

}  // namespace

Day newest_day_in_text(std::string_view text, std::int64_t today) {
  Day newest;
  for (std::size_t at = 0; at + 4 < text.size(); ++at) {
    if (!is_digit(text[at]) || (at > 0 && is_digit(text[at - 1]))) continue;
    const Day found = is_digit(text[at + 2]) ? full_date(text, at) : short_date(text, at, today);
    if (found && !is_told_otherwise(text.substr(0, at))) take_newer(newest, found, today);
  }
  return newest;
}

Day newest_day_in_address(std::string_view url, std::int64_t today) {
  Day newest;
  constexpr std::size_t kShortest = 8;
  for (std::size_t at = 0; at + kShortest <= url.size(); ++at) {
    if (!is_digit(url[at]) || (at > 0 && is_digit(url[at - 1]))) continue;
    std::size_t from = at;
    const int year = take_digits(url, from, 4);
    if (from != at + 4 || year < kFirstYear) continue;
    const bool apart = take(url, from, "/") || take(url, from, "-");
    const int month = take_digits(url, from, 2);
    if (apart && !take(url, from, "/") && !take(url, from, "-")) continue;
    const int day = take_digits(url, from, 2);
    if (month < 1 || day < 1 || (from < url.size() && is_digit(url[from]))) continue;
    take_newer(newest, day_of_date(year, month, day), today);
  }
  return newest;
}

Day newest_day(const Page& page, std::int64_t today) {
  Day newest = newest_day_in_text(page.visible.text, today);
  for (const Link& link : page.links)
    if (link.hidden == Hidden::None) take_newer(newest, newest_day_in_address(link.url, today), today);
  return newest;
}

}  // namespace huabiao::monitor
