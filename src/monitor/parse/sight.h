#pragma once
// Sight: may a reader see an element? Inherited from its ancestors, changed by its own attributes and style. Pure.

#include <cstdint>
#include <optional>
#include <string>

#include "monitor/parse/style.h"
#include "monitor/parse/tree.h"

namespace huabiao::monitor {

struct Sight {
  Hidden hidden = Hidden::None;
  std::string why;
  bool resettable = false;
  std::optional<std::uint32_t> colour, background;  // unset: not known
};

Sight sight_of(const Element& element, const Sight& parent, const StyleRules& rules);

}  // namespace huabiao::monitor
