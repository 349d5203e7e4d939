#pragma once
// Sight: may a reader see an element? Inherited from its ancestors, changed by its own attributes and style.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "monitor/parse/style_rules.h"
#include "monitor/parse/tree.h"

namespace huabiao::monitor {

struct Sight {
  Hidden hidden = Hidden::None;
  bool resettable = false;
  const std::string* why = nullptr;                 // set when hidden; the SightReader keeps it
  std::optional<std::uint32_t> colour, background;  // unset: not known
};

// Thread: one. Lifetime: `rules` and the elements' attributes outlive it; a Sight is good as long as its reader.
class SightReader {
 public:
  explicit SightReader(const StyleRules& rules) : rules_(rules) {}
  Sight of(const Element& element, const Sight& parent);
  // Hidden by something that is no declaration of an element.
  Sight hidden_by(Hidden kind, std::string why, Sight sight);

 private:
  // Pages say the same styles over and over.
  struct Read {
    std::string_view css;
    std::vector<Declaration> declarations;
  };
  const std::vector<Declaration>& declarations_of(std::string_view css);

  const StyleRules& rules_;
  std::vector<Read> read_;            // by the hash of `css`; empty until an element has a style
  DeclaredStyle declared_, written_;  // of the element at hand; members, since clearing one costs less than making one
  std::deque<std::string> whys_;
};

}  // namespace huabiao::monitor
