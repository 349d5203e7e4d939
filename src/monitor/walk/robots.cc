#include "monitor/walk/robots.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"

namespace huabiao::monitor {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlank);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

struct Line {
  std::string key, value;
};
std::optional<Line> read_line(std::string_view line) {
  line = line.substr(0, line.find('#'));
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view value = trimmed(line.substr(colon + 1));
  return Line{ascii_lower(trimmed(line.substr(0, colon))), std::string(value.substr(0, RobotsLimits::kRuleBytes))};
}

// '*' stands for any bytes. Linear but for the last star: each is matched as early as it can be.
bool matches(std::string_view pattern, std::string_view path) {
  const bool to_end = pattern.ends_with('$');
  if (to_end) pattern.remove_suffix(1);
  std::size_t at = 0;
  bool first = true;
  while (true) {
    const std::size_t star = pattern.find('*');
    const std::string_view piece = pattern.substr(0, star);
    const bool last = star == std::string_view::npos;
    if (first && !path.starts_with(piece)) return false;
    if (!first && last && to_end) return path.size() - at >= piece.size() && path.ends_with(piece);
    const std::size_t found = first ? 0 : path.find(piece, at);
    if (found == std::string_view::npos) return false;
    at = found + piece.size();
    if (last) return !to_end || at == path.size();
    pattern.remove_prefix(star + 1);
    first = false;
  }
}

}  // namespace

Robots Robots::read(std::string_view text) {
  text = text.substr(0, RobotsLimits::kBytes);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Robots ours, everybodys;
  bool own = false;  // there is a group with our name
  bool in_ours = false, in_everybodys = false, names_go_on = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const auto line = read_line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line) continue;
    if (line->key == "user-agent") {
      if (!names_go_on) in_ours = in_everybodys = false;
      names_go_on = true;
      const std::string name = ascii_lower(line->value);
      in_everybodys = in_everybodys || name == "*";
      in_ours = in_ours || name == kOurName;
      own = own || in_ours;
    } else if (line->key == "allow" || line->key == "disallow") {
      names_go_on = false;
      if (line->value.empty()) continue;  // "Disallow:" forbids nothing
      for (auto [group, in] : {std::pair(&ours, in_ours), std::pair(&everybodys, in_everybodys)})
        if (in && group->rules_.size() < RobotsLimits::kRules)
          group->rules_.push_back({line->value, line->key == "allow"});
    }
  }
  return own ? ours : everybodys;
}

Robots Robots::all_forbidden() {
  Robots robots;
  robots.rules_.push_back({"/", false});
  return robots;
}

bool Robots::may(std::string_view path) const {
  const Rule* best = nullptr;
  for (const Rule& rule : rules_)
    if ((best == nullptr || rule.pattern.size() > best->pattern.size() ||
         (rule.pattern.size() == best->pattern.size() && rule.allow)) &&
        matches(rule.pattern, path))
      best = &rule;
  return best == nullptr || best->allow;
}

}  // namespace huabiao::monitor
