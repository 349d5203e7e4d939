#pragma once
// The words people fill a form with: none, unknown, yes and no. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace huabiao::census {

struct TextLimits {
  static constexpr std::size_t kNameBytes = 600;  // organisation, site, department, contact: 200 Chinese characters
  static constexpr std::size_t kRemarkBytes = 6'000;
  static constexpr std::size_t kCellNames = 200;   // domain names in one cell
  static constexpr std::size_t kShownBytes = 240;  // of what was read, in a Problem
};

// 无, —, /, N/A, 暂无, ... and blank: there is none. `text` may hold white space.
bool says_none(std::string_view text);
// 不详, 未知, 待定, ...: nobody knows yet.
bool says_unknown(std::string_view text);

// Is the mark hung? 是 √ Y 有 已挂 against 否 × N 无 未挂, ticked boxes too. Nothing: cannot tell.
std::optional<bool> read_mark(std::string_view text);

// A name as it should stand in the register: white space off its ends and out from between Chinese characters (a line
// wrapped in its cell), other runs of it one blank.
std::string tidy_name(std::string_view text);

}  // namespace huabiao::census
