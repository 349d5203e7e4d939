#include "monitor/walk/opt_out.h"

#include <algorithm>

#include "base/ascii.h"

namespace huabiao::monitor {
namespace {

constexpr std::string_view kHomeOnly = "the site's opt-out page: its home page alone";
constexpr std::string_view kLeaveAlone = "the site's opt-out page: to be left alone";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlank);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

Wish read_line(std::string_view line) {
  line = line.substr(0, line.find('#'));
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || ascii_lower(trimmed(line.substr(0, colon))) != "monitor") return Wish::None;
  const std::string value = ascii_lower(trimmed(line.substr(colon + 1)));
  return value == "none" ? Wish::LeaveAlone : value == "home" ? Wish::HomeOnly : Wish::None;
}

}  // namespace

Wish read_opt_out(std::string_view text) {
  text = text.substr(0, OptOutLimits::kBytes);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Wish wish = Wish::None;
  for (std::size_t lines = 0; !text.empty() && lines < OptOutLimits::kLines; ++lines) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    wish = std::max(wish, read_line(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return wish;
}

std::string_view why_stopped(Wish wish) {
  return wish == Wish::LeaveAlone ? kLeaveAlone : wish == Wish::HomeOnly ? kHomeOnly : std::string_view();
}

std::optional<Wish> wish_of(const WalkFacts& walk) {
  if (walk.stopped == kLeaveAlone) return Wish::LeaveAlone;
  if (walk.stopped == kHomeOnly) return Wish::HomeOnly;
  return walk.missing == MissingAnswer::NotAsked ? std::nullopt : std::optional(Wish::None);
}

}  // namespace huabiao::monitor
