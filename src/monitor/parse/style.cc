#include "monitor/parse/style.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>

#include "monitor/parse/ascii.h"
#include "monitor/parse/name_table.h"
#include "monitor/parse/parse.h"
#include "monitor/parse/scan.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kDeclarations = 64;  // of one rule or attribute
constexpr double kOffScreen = -100;        // pixels: no layout pulls a visible thing further out by design
constexpr double kTinyFont = 1.5;          // pixels
constexpr double kTinyBox = 1.5;

// In the order of Property, behind what is none of them.
constexpr std::string_view kPropertyNames[] = {
    "",          "background", "background-color", "bottom",   "clip",  "clip-path",   "color",      "display",
    "filter",    "font",       "font-size",        "height",   "left",  "margin-left", "margin-top", "max-height",
    "max-width", "opacity",    "overflow",         "position", "right", "text-indent", "top",        "visibility",
    "width"};
static_assert(std::size(kPropertyNames) == kProperties + 1);
constexpr NameTable<7> kPropertyTable(kPropertyNames);

std::string_view name_of(Property property) {
  return kPropertyNames[static_cast<std::size_t>(property) + 1];
}

// `name` in any case.
std::optional<Property> property_of(std::string_view name) {
  constexpr std::size_t kLongest = 16;  // background-color
  if (name.empty() || name.size() > kLongest) return std::nullopt;
  const std::uint8_t found = kPropertyTable.find(name, scan::quick_key_of(name));
  return found == 0 ? std::nullopt : std::optional(static_cast<Property>(found - 1));
}

std::string_view trimmed(std::string_view text) {
  const char *begin = text.data(), *end = begin + text.size();
  while (begin != end && ascii::is_space(*begin)) ++begin;
  while (begin != end && ascii::is_space(end[-1])) --end;
  return {begin, static_cast<std::size_t>(end - begin)};
}

std::string tidy(std::string_view text) {
  std::string out(text.size(), ' ');
  char *to = out.data(), before = ' ';
  for (const char c : text) {
    const char tidied = ascii::is_space(c) ? ' ' : ascii::lower(c);
    if (tidied != ' ' || before != ' ') *to++ = tidied;
    before = tidied;
  }
  if (to != out.data() && before == ' ') --to;
  out.resize(static_cast<std::size_t>(to - out.data()));
  return out;
}

// "-9999px" -> -9999, "0" -> 0, "1em" -> 16. Nothing for auto, percentages of unknown things and expressions.
std::optional<double> pixels(std::string_view value) {
  double number = 0;
  if (value.starts_with('+')) value.remove_prefix(1);
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || !std::isfinite(number)) return std::nullopt;
  std::string_view unit = value.substr(static_cast<std::size_t>(end - value.data()));
  unit = unit.substr(0, unit.find(' '));
  if (unit.empty() || unit == "px") return number;
  if (unit == "pt") return number * 4 / 3;
  if (unit == "em" || unit == "rem") return number * 16;
  if (unit == "%") return number <= -100 ? std::optional(number * 10) : number == 0 ? std::optional(0.0) : std::nullopt;
  return number <= -100 || number == 0 ? std::optional(number) : std::nullopt;
}

std::optional<double> pixels(const DeclaredStyle& declared, Property property) {
  return declared.has(property) ? pixels(declared.of(property)) : std::nullopt;
}

std::string said(const DeclaredStyle& declared, std::initializer_list<Property> properties) {
  std::string out;
  for (const Property property : properties) {
    if (!declared.has(property)) continue;
    if (!out.empty()) out += ';';
    out.append(name_of(property)).append(":").append(declared.of(property));
  }
  return out;
}

std::optional<Hiding> off_screen(const DeclaredStyle& declared) {
  const std::string_view position = declared.of(Property::Position);
  if (position == "absolute" || position == "fixed" || position == "relative")
    for (const Property side : {Property::Left, Property::Right, Property::Top, Property::Bottom})
      if (pixels(declared, side).value_or(0) <= kOffScreen)
        return Hiding{Hidden::OffScreen, said(declared, {Property::Position, side}), false};
  if (pixels(declared, Property::TextIndent).value_or(0) <= kOffScreen)
    return Hiding{Hidden::OffScreen, said(declared, {Property::TextIndent}), false};
  for (const Property side : {Property::MarginLeft, Property::MarginTop})
    if (pixels(declared, side).value_or(0) <= kOffScreen * 5)
      return Hiding{Hidden::OffScreen, said(declared, {side}), false};
  return std::nullopt;
}

std::optional<Hiding> zero_box(const DeclaredStyle& declared) {
  const bool cut = declared.of(Property::Overflow).starts_with("hidden");
  const auto tiny = [&](Property property) { return pixels(declared, property).value_or(100) <= kTinyBox; };
  if (cut && (tiny(Property::Height) || tiny(Property::MaxHeight) || tiny(Property::Width) || tiny(Property::MaxWidth)))
    return Hiding{Hidden::ZeroBox,
                  said(declared, {Property::Width, Property::MaxWidth, Property::Height, Property::MaxHeight,
                                  Property::Overflow}),
                  false};
  if (tiny(Property::Width) && tiny(Property::Height))
    return Hiding{Hidden::ZeroBox, said(declared, {Property::Width, Property::Height}), false};
  return std::nullopt;
}

std::optional<Hiding> clipped(const DeclaredStyle& declared) {
  std::string clip;
  for (const char c : declared.of(Property::Clip))
    if (c != ' ' && c != ',') clip += c;
  if (clip == "rect(0000)" || clip == "rect(1px1px1px1px)" || clip == "rect(0px0px0px0px)" || clip == "rect(0001px)")
    return Hiding{Hidden::Clipped, said(declared, {Property::Clip}), false};
  const std::string_view path = declared.of(Property::ClipPath);
  if (path.starts_with("inset(50%") || path.starts_with("inset(100%") || path.starts_with("circle(0"))
    return Hiding{Hidden::Clipped, said(declared, {Property::ClipPath}), false};
  return std::nullopt;
}

std::optional<Hiding> background_colour(const DeclaredStyle& declared) {
  const std::string_view colour = declared.of(Property::Color);
  if (colour.empty()) return std::nullopt;
  if (colour == "transparent") return Hiding{Hidden::BackgroundColour, "color:transparent", false};
  std::string_view background = declared.of(Property::BackgroundColor);
  if (background.empty()) background = declared.of(Property::Background);
  const auto front = read_colour(colour), back = read_colour(background);
  if (front && back && *front == *back)
    return Hiding{Hidden::BackgroundColour,
                  said(declared, {Property::Color, Property::Background, Property::BackgroundColor}), false};
  return std::nullopt;
}

std::optional<Hiding> transparent(const DeclaredStyle& declared, Hidden plain) {
  if (pixels(declared, Property::Opacity).value_or(1) < 0.02)
    return Hiding{plain, said(declared, {Property::Opacity}), false};
  std::string filter;
  for (const char c : declared.of(Property::Filter))
    if (c != ' ') filter += c;
  if (filter.ends_with("opacity=0)")) return Hiding{plain, said(declared, {Property::Filter}), false};
  return std::nullopt;
}

}  // namespace

std::string_view without_comments(std::string_view css, std::string& storage) {
  auto open = css.find("/*");
  if (open == std::string_view::npos) return css;
  storage.clear();
  for (std::size_t at = 0;; open = css.find("/*", at)) {
    storage += css.substr(at, open == std::string_view::npos ? open : open - at);
    if (open == std::string_view::npos) break;
    const auto close = css.find("*/", open + 2);
    if (close == std::string_view::npos) break;
    at = close + 2;
  }
  return storage;
}

std::size_t read_declarations(std::string_view css, std::vector<Declaration>& out) {
  const std::size_t before = out.size();
  std::string storage;
  const std::string_view text = without_comments(css, storage);
  const char *at = text.data(), *const end = at + text.size();
  const auto view = [](const char* from, const char* to) {
    return std::string_view(from, static_cast<std::size_t>(to - from));
  };
  while (out.size() - before < kDeclarations) {
    const char* const colon = scan::find<':', ';'>(at, end);
    if (colon == end) break;
    const std::string_view name = trimmed(view(at, colon));
    at = colon + 1;
    if (*colon == ';') continue;
    const char* const value_end = scan::find<';'>(at, end);
    const std::string_view written = view(at, value_end);
    at = value_end == end ? end : value_end + 1;
    const auto property = property_of(name);
    if (!property) continue;
    std::string value = tidy(written.substr(0, ParseLimits::kCommentBytes));
    if (const auto important = value.find('!'); important != std::string::npos) {
      value.resize(important);
      while (value.ends_with(' ')) value.pop_back();
    }
    if (value.starts_with(' ')) value.erase(0, 1);
    if (!value.empty()) out.push_back({*property, std::move(value)});
  }
  return out.size() - before;
}

std::optional<Hiding> hiding_of(const DeclaredStyle& declared, bool sheet) {
  if (declared.empty()) return std::nullopt;
  const Hidden plain = sheet ? Hidden::StyleRule : Hidden::InlineStyle;
  if (declared.of(Property::Display) == "none") return Hiding{plain, "display:none", false};
  const std::string_view visibility = declared.of(Property::Visibility);
  if (visibility == "hidden" || visibility == "collapse")
    return Hiding{plain, "visibility:" + std::string(visibility), true};
  if (auto hiding = transparent(declared, plain)) return hiding;
  for (const auto trick : {off_screen, zero_box, clipped, background_colour})
    if (auto hiding = trick(declared)) return hiding;
  if (pixels(declared, Property::FontSize).value_or(16) <= kTinyFont)
    return Hiding{Hidden::ZeroFont, said(declared, {Property::FontSize}), true};
  return std::nullopt;
}

bool shows_again(const DeclaredStyle& declared) {
  return declared.of(Property::Visibility) == "visible" || declared.has(Property::Font) ||
         (declared.has(Property::FontSize) && pixels(declared, Property::FontSize).value_or(16) > kTinyFont);
}

std::optional<std::uint32_t> read_colour(std::string_view value) {
  struct Named {
    std::string_view name;
    std::uint32_t colour;
  };
  static constexpr std::array<Named, 12> kNamed = {{{"white", 0xFFFFFF},
                                                    {"black", 0},
                                                    {"red", 0xFF0000},
                                                    {"green", 0x008000},
                                                    {"blue", 0x0000FF},
                                                    {"yellow", 0xFFFF00},
                                                    {"gray", 0x808080},
                                                    {"grey", 0x808080},
                                                    {"silver", 0xC0C0C0},
                                                    {"navy", 0x000080},
                                                    {"maroon", 0x800000},
                                                    {"whitesmoke", 0xF5F5F5}}};
  if (value.starts_with('#')) {
    if (value.size() != 4 && value.size() != 7) return std::nullopt;
    std::uint32_t colour = 0;
    const auto [end, error] = std::from_chars(value.data() + 1, value.data() + value.size(), colour, 16);
    if (error != std::errc() || end != value.data() + value.size()) return std::nullopt;
    if (value.size() == 7) return colour;
    return (colour >> 8) * 0x110000 + (colour >> 4 & 15) * 0x1100 + (colour & 15) * 0x11;
  }
  for (const Named& named : kNamed)
    if (value == named.name) return named.colour;
  if (!value.starts_with("rgb(") || !value.ends_with(')')) return std::nullopt;
  std::uint32_t colour = 0;
  std::string_view rest = value.substr(4, value.size() - 5);
  for (int i = 0; i < 3; ++i) {
    while (rest.starts_with(' ') || rest.starts_with(',')) rest.remove_prefix(1);
    std::uint32_t part = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), part);
    if (error != std::errc() || part > 255) return std::nullopt;
    colour = colour << 8 | part;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  }
  return colour;
}

}  // namespace huabiao::monitor
