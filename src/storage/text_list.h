#pragma once
// A list of texts in one column, separated by U+001F, which is taken out of the entries. Internal to this room.

#include <string>
#include <string_view>
#include <vector>

namespace huabiao::storage {

inline constexpr char kListSeparator = '\x1f';
std::string join_list(const std::vector<std::string>& entries);
std::vector<std::string> split_list(std::string_view text);  // empty text: no entries

}  // namespace huabiao::storage
