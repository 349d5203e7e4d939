#pragma once
// bound: how much of a page the tree builder may be given. The builder's time and memory are not linear in hostile
// markup (open elements, attributes of one tag, formatting elements opened again in every block), so a scan in front of
// it cuts the page where a limit is reached. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

namespace huabiao::monitor {

struct Bounded {
  std::string_view markup;              // a prefix of what was given
  std::vector<std::string> limits_hit;  // names as in ParseLimits
};

Bounded bound(std::string_view markup);

}  // namespace huabiao::monitor
