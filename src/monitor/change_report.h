#pragma once
// ChangeReport: what became of a page between two looks at it. monitor/change makes it. Values.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "monitor/page.h"

namespace huabiao::monitor {

// Same: nothing but counters, dates, tokens, line ends. Routine: what an editor does every day. Notable: somebody
// should look. Tampered: what an intruder does.
enum class ChangeGrade : std::uint8_t { Same, Routine, Notable, Tampered };
inline constexpr std::array<std::string_view, 4> kChangeGradeNames = {"same", "routine", "notable", "tampered"};
constexpr std::string_view to_string(ChangeGrade grade) {
  return kChangeGradeNames[static_cast<std::size_t>(grade)];
}
constexpr std::optional<ChangeGrade> change_grade_from(std::string_view name) {
  for (std::size_t i = 0; i < kChangeGradeNames.size(); ++i)
    if (kChangeGradeNames[i] == name) return static_cast<ChangeGrade>(i);
  return std::nullopt;
}

struct ChangeSide {
  std::string text;  // UTF-8, at most ChangeLimits::kSideBytes; empty: nothing there
  Place place;       // in that page's body; length 0: nowhere in particular
};

struct Change {
  std::string kind;     // "script-host", "title", ...: docs/formats/compare.md lists them
  double weight = 0.0;  // 0..1: how much it says by itself
  ChangeSide before, after;
};

struct ChangeReport {
  ChangeGrade grade = ChangeGrade::Same;
  double score = 0.0;           // 0..1; orders the pages of a round
  std::int64_t looks = 0;       // earlier ones whose habits were taken into account
  bool approved = false;        // work was announced: no more than routine, unless an attack finding says otherwise
  std::vector<Change> changes;  // heaviest first; at most ChangeLimits::kChanges
};

// The text visitors see that went with a change and came with it, in lines; what only counts or dates is in neither.
struct ChangedLines {
  static constexpr std::size_t kLines = 200;      // of each side
  static constexpr std::size_t kLineBytes = 400;  // of each line
  std::vector<std::string> gone, come;            // UTF-8
  bool cut = false;                               // there were more
};

struct PageComparison {
  ChangeReport report;
  ChangedLines lines;
};

}  // namespace huabiao::monitor
