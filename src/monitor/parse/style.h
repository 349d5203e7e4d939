#pragma once
// What CSS says about being seen: declarations read as browsers forgive them, and what they hide. Pure; any thread.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "monitor/page.h"

namespace huabiao::monitor {

// Properties that can hide or show; the others are not kept.
enum class Property : std::uint8_t {
  Background,
  BackgroundColor,
  Bottom,
  Clip,
  ClipPath,
  Color,
  Display,
  Filter,
  Font,
  FontSize,
  Height,
  Left,
  MarginLeft,
  MarginTop,
  MaxHeight,
  MaxWidth,
  Opacity,
  Overflow,
  Position,
  Right,
  TextIndent,
  Top,
  Visibility,
  Width,
};
constexpr std::size_t kProperties = static_cast<std::size_t>(Property::Width) + 1;

struct Declaration {
  Property property = Property::Background;
  std::string value;  // lower case, white space squeezed, comments gone
};

// "display:none; color:#fff" -> its declarations, put behind those in `out`; at most 64, what cannot be read is left
// out. Gives their number.
std::size_t read_declarations(std::string_view css, std::vector<Declaration>& out);

// What holds for one element: the last value of each property. Lifetime: views of the declarations applied.
class DeclaredStyle {
 public:
  void apply(std::span<const Declaration> declarations) {
    for (const Declaration& one : declarations) {
      values_[static_cast<std::size_t>(one.property)] = one.value;
      set_ |= bit(one.property);
    }
  }
  void clear() { set_ = 0; }
  [[nodiscard]] bool empty() const { return set_ == 0; }
  [[nodiscard]] bool has(Property property) const { return (set_ & bit(property)) != 0; }
  [[nodiscard]] std::string_view of(Property property) const {
    return has(property) ? values_[static_cast<std::size_t>(property)] : std::string_view();
  }

 private:
  static constexpr std::uint32_t bit(Property property) { return 1u << static_cast<unsigned>(property); }
  std::array<std::string_view, kProperties> values_;
  std::uint32_t set_ = 0;
};

struct Hiding {
  Hidden kind = Hidden::None;
  std::string why;          // "position:absolute;left:-9999px"
  bool resettable = false;  // a child may show itself again (visibility, font-size)
};

// Do these declarations hide what they are set on? `sheet`: they come from a style rule.
std::optional<Hiding> hiding_of(const DeclaredStyle& declared, bool sheet);

// Do they show what an ancestor's visibility or font-size hid?
bool shows_again(const DeclaredStyle& declared);

// 0xRRGGBB; nothing for what is no plain opaque colour. `value` in lower case.
std::optional<std::uint32_t> read_colour(std::string_view value);

// `css` itself where it holds no comment, else without them, in `storage`.
std::string_view without_comments(std::string_view css, std::string& storage);

}  // namespace huabiao::monitor
