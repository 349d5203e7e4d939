#pragma once
// Region: a division of GB/T 2260 (2 province + 2 prefecture + 2 county digits). Codes are retired, never reused.

#include <span>
#include <string>
#include <string_view>

namespace huabiao::registry {

struct Region {
  std::string code;    // six digits: "130000"
  std::string name;    // "河北省"
  std::string parent;  // code of the division above; empty for a province
  bool operator==(const Region&) const = default;
};

// The part of a code that says something: "130000" -> "13", "130400" -> "1304", "130402" -> "130402". A region lies in
// another when its code begins with the other's prefix. Requires: six digits, else the whole text comes back.
std::string_view region_prefix(std::string_view code);
// Does a site of region `code` (empty: none) lie in `region`? Everything lies in the empty one.
bool lies_in(std::string_view code, std::string_view region);
bool is_region_code(std::string_view code);

// The province-level divisions, the built-in table. Constant data.
std::span<const Region> provinces();

}  // namespace huabiao::registry
