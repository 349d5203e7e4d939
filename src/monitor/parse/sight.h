#pragma once
// Sight: may a reader see an element? Inherited from its ancestors, changed by its own attributes and style.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "monitor/parse/style_rules.h"
#include "monitor/parse/tree.h"

namespace huabiao::monitor {

struct Sight {
  Hidden hidden = Hidden::None;
  bool resettable = false;
  const std::string* why = nullptr;                 // set when hidden; the SightReader keeps it
  std::optional<std::uint32_t> colour, background;  // unset: not known
};

// Thread: one. Lifetime: `rules` outlive it; a Sight is good as long as its reader.
class SightReader {
 public:
  explicit SightReader(const StyleRules& rules) : rules_(rules) {}
  Sight of(const Element& element, const Sight& parent);
  // Hidden by something that is no declaration of an element.
  Sight hidden_by(Hidden kind, std::string why, Sight sight);

 private:
  const StyleRules& rules_;
  DeclaredStyle declared_, written_;  // of the element at hand; members, since clearing one costs less than making one
  std::deque<std::string> whys_;
};

}  // namespace huabiao::monitor
