#pragma once
// Provinces as filing numbers abbreviate them. ICP numbers write 蜀 滇 黔 陇 where police numbers write 川 云 贵 甘;
// both mean the same GB/T 2260 code. Constant data; any thread.

#include <string_view>

namespace huabiao::filing {

// Two digits of GB/T 2260 for a one-character abbreviation of any of the customs; empty when it is none.
std::string_view province_of(std::string_view abbreviation);
// Is it a province's code of GB/T 2260 (11..82, and 66 for the Xinjiang corps)?
bool is_province_code(std::string_view two_digits);
// The short name people use: "河北". Empty when unknown.
std::string_view province_name(std::string_view two_digits);

}  // namespace huabiao::filing
