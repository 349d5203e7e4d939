#pragma once
// Sight: may a reader see an element? Inherited from its ancestors, changed by its own attributes and style.

#include <cstdint>
#include <list>
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
  // Most elements say nothing about it.
  Sight of(const Element& element, const Sight& parent) {
    if ((element.attribute_set & kTelling) == 0 && element.tag != Tag::Noscript && element.tag != Tag::Template &&
        !rules_.may_apply(element.tag, element.has(AttributeName::Id), element.has(AttributeName::Class)))
      return parent;
    return changed(element, parent);
  }
  // Hidden by something that is no declaration of an element.
  Sight hidden_by(Hidden kind, std::string why, Sight sight);

 private:
  // Attributes that say nothing unless one of these is there, a rule is found or the tag itself hides.
  static constexpr std::uint32_t kTelling =
      attribute_bit(AttributeName::Style) | attribute_bit(AttributeName::Hidden) |
      attribute_bit(AttributeName::Bgcolor) | attribute_bit(AttributeName::Background) |
      attribute_bit(AttributeName::Color) | attribute_bit(AttributeName::Width) | attribute_bit(AttributeName::Height) |
      attribute_bit(AttributeName::Scrollamount);

  // Pages say the same styles over and over.
  struct Read {
    std::string_view css;
    std::vector<Declaration> declarations;
    std::optional<Hiding> hiding;  // by them alone
  };
  const Read& read(std::string_view css);
  Sight changed(const Element& element, const Sight& parent);

  const StyleRules& rules_;
  std::vector<Read> read_;  // by the hash of `css`; empty until an element has a style
  DeclaredStyle declared_;  // of the element at hand; a member, since clearing one costs less than making one
  std::list<std::string> whys_;
};

}  // namespace huabiao::monitor
