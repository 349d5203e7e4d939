#include "monitor/parse/style.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "monitor/parse/ascii.h"
#include "monitor/parse/parse.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kDeclarations = 64;  // of one rule or attribute
constexpr double kOffScreen = -100;        // pixels: no layout pulls a visible thing further out by design
constexpr double kTinyFont = 1.5;          // pixels
constexpr double kTinyBox = 1.5;
constexpr std::size_t kRulesPerKey = 50;  // more for one class or id only slow every element down

// Properties that can hide or show; the others are not kept.
constexpr std::array<std::string_view, 24> kProperties = {
    "display", "visibility",  "opacity",    "filter",           "position",   "left",      "right",       "top",
    "bottom",  "text-indent", "width",      "height",           "max-height", "max-width", "overflow",    "font-size",
    "font",    "color",       "background", "background-color", "clip",       "clip-path", "margin-left", "margin-top"};

std::string without_comments(std::string_view css) {
  std::string out;
  for (std::size_t at = 0; at < css.size();) {
    const auto open = css.find("/*", at);
    out += css.substr(at, open == std::string_view::npos ? open : open - at);
    if (open == std::string_view::npos) break;
    const auto close = css.find("*/", open + 2);
    if (close == std::string_view::npos) break;
    at = close + 2;
  }
  return out;
}

std::string tidy(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!ascii::is_space(c))
      out += ascii::lower(c);
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
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

class Values {
 public:
  explicit Values(std::span<const Declaration> declarations) : declarations_(declarations) {}
  [[nodiscard]] std::string_view of(std::string_view name) const {
    for (std::size_t i = declarations_.size(); i-- > 0;)
      if (declarations_[i].name == name) return declarations_[i].value;
    return {};
  }
  [[nodiscard]] std::optional<double> px(std::string_view name) const {
    const std::string_view value = of(name);
    return value.empty() ? std::nullopt : pixels(value);
  }
  [[nodiscard]] std::string said(std::initializer_list<std::string_view> names) const {
    std::string out;
    for (const std::string_view name : names) {
      if (of(name).empty()) continue;
      if (!out.empty()) out += ';';
      out.append(name).append(":").append(of(name));
    }
    return out;
  }

 private:
  std::span<const Declaration> declarations_;
};

std::optional<Hiding> off_screen(const Values& values) {
  const std::string_view position = values.of("position");
  const bool placed = position == "absolute" || position == "fixed" || position == "relative";
  for (const std::string_view side : {"left", "right", "top", "bottom"})
    if (placed && values.px(side).value_or(0) <= kOffScreen)
      return Hiding{Hidden::OffScreen, values.said({"position", side}), false};
  if (values.px("text-indent").value_or(0) <= kOffScreen)
    return Hiding{Hidden::OffScreen, values.said({"text-indent"}), false};
  for (const std::string_view side : {"margin-left", "margin-top"})
    if (values.px(side).value_or(0) <= kOffScreen * 5) return Hiding{Hidden::OffScreen, values.said({side}), false};
  return std::nullopt;
}

std::optional<Hiding> zero_box(const Values& values) {
  const bool cut = values.of("overflow").starts_with("hidden");
  const auto tiny = [&](std::string_view name) { return values.px(name).value_or(100) <= kTinyBox; };
  if (cut && (tiny("height") || tiny("max-height") || tiny("width") || tiny("max-width")))
    return Hiding{Hidden::ZeroBox, values.said({"width", "max-width", "height", "max-height", "overflow"}), false};
  if (tiny("width") && tiny("height")) return Hiding{Hidden::ZeroBox, values.said({"width", "height"}), false};
  return std::nullopt;
}

std::optional<Hiding> clipped(const Values& values) {
  std::string clip;
  for (const char c : values.of("clip"))
    if (c != ' ' && c != ',') clip += c;
  if (clip == "rect(0000)" || clip == "rect(1px1px1px1px)" || clip == "rect(0px0px0px0px)" || clip == "rect(0001px)")
    return Hiding{Hidden::Clipped, values.said({"clip"}), false};
  const std::string_view path = values.of("clip-path");
  if (path.starts_with("inset(50%") || path.starts_with("inset(100%") || path.starts_with("circle(0"))
    return Hiding{Hidden::Clipped, values.said({"clip-path"}), false};
  return std::nullopt;
}

std::optional<Hiding> background_colour(const Values& values) {
  const std::string_view colour = values.of("color");
  if (colour == "transparent") return Hiding{Hidden::BackgroundColour, "color:transparent", false};
  std::string_view background = values.of("background-color");
  if (background.empty()) background = values.of("background");
  const auto front = read_colour(colour), back = read_colour(background);
  if (front && back && *front == *back)
    return Hiding{Hidden::BackgroundColour, values.said({"color", "background", "background-color"}), false};
  return std::nullopt;
}

std::size_t skip_block(std::string_view css, std::size_t open) {
  int depth = 0;
  for (std::size_t at = open; at < css.size(); ++at) {
    if (css[at] == '{') ++depth;
    if (css[at] == '}' && --depth <= 0) return at + 1;
  }
  return css.size();
}

}  // namespace

std::vector<Declaration> read_declarations(std::string_view css) {
  std::vector<Declaration> declarations;
  const std::string plain = without_comments(css);
  std::string_view rest = plain;
  while (!rest.empty() && declarations.size() < kDeclarations) {
    const auto end = rest.find(';');
    const std::string_view one = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    const auto colon = one.find(':');
    if (colon == std::string_view::npos) continue;
    Declaration declaration{tidy(one.substr(0, colon)), tidy(one.substr(colon + 1, ParseLimits::kCommentBytes))};
    if (const auto important = declaration.value.find('!'); important != std::string::npos) {
      declaration.value.resize(important);
      while (declaration.value.ends_with(' ')) declaration.value.pop_back();
    }
    if (declaration.name.starts_with(' ')) declaration.name.erase(0, 1);
    if (declaration.value.starts_with(' ')) declaration.value.erase(0, 1);
    if (std::ranges::find(kProperties, declaration.name) != kProperties.end() && !declaration.value.empty())
      declarations.push_back(std::move(declaration));
  }
  return declarations;
}

std::optional<Hiding> hiding_of(std::span<const Declaration> declarations, bool sheet) {
  if (declarations.empty()) return std::nullopt;
  const Values values(declarations);
  const Hidden plain = sheet ? Hidden::StyleRule : Hidden::InlineStyle;
  if (values.of("display") == "none") return Hiding{plain, "display:none", false};
  const std::string_view visibility = values.of("visibility");
  if (visibility == "hidden" || visibility == "collapse")
    return Hiding{plain, "visibility:" + std::string(visibility), true};
  if (values.px("opacity").value_or(1) < 0.02 && !values.of("opacity").empty())
    return Hiding{plain, values.said({"opacity"}), false};
  std::string filter;
  for (const char c : values.of("filter"))
    if (c != ' ') filter += c;
  if (filter.ends_with("opacity=0)")) return Hiding{plain, values.said({"filter"}), false};
  for (const auto trick : {off_screen, zero_box, clipped, background_colour})
    if (auto hiding = trick(values)) return hiding;
  if (values.px("font-size").value_or(16) <= kTinyFont)
    return Hiding{Hidden::ZeroFont, values.said({"font-size"}), true};
  return std::nullopt;
}

bool shows_again(std::span<const Declaration> declarations) {
  const Values values(declarations);
  const std::string_view size = values.of("font-size");
  return values.of("visibility") == "visible" || (!size.empty() && pixels(size).value_or(16) > kTinyFont) ||
         !values.of("font").empty();
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
  for (const Named& named : kNamed)
    if (value == named.name) return named.colour;
  if (value.starts_with('#')) {
    std::string digits;
    for (const char c : value.substr(1)) digits.append(value.size() == 4 ? 2 : 1, c);
    std::uint32_t colour = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), colour, 16);
    if (digits.size() == 6 && error == std::errc() && end == digits.data() + digits.size()) return colour;
    return std::nullopt;
  }
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

bool StyleRules::Rule::matches(const ElementNames& element) const {
  if (!tag.empty() && tag != element.tag) return false;
  if (!id.empty() && id != element.id) return false;
  return std::ranges::all_of(classes, [&](const std::string& name) {
    return std::ranges::find(element.classes, std::string_view(name)) != element.classes.end();
  });
}

int StyleRules::Rule::weight() const {
  return (id.empty() ? 0 : 100) + static_cast<int>(classes.size()) * 10 + (tag.empty() ? 0 : 1);
}

bool StyleRules::add(std::string_view css) {
  const std::string plain = without_comments(css);
  const std::string_view text = plain;
  for (std::size_t at = 0; at < text.size();) {
    const auto open = text.find_first_of("{;", at);
    if (open == std::string_view::npos) break;
    std::string_view selectors = text.substr(at, open - at);
    const auto first = selectors.find_first_not_of(" \t\r\n\f}");
    selectors = first == std::string_view::npos ? std::string_view() : selectors.substr(first);
    if (text[open] == ';') {  // @import and the like
      at = open + 1;
      continue;
    }
    if (selectors.starts_with('@')) {
      at = skip_block(text, open);
      continue;
    }
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) break;
    if (!add_rule(selectors, text.substr(open + 1, close - open - 1))) return false;
    at = close + 1;
  }
  return true;
}

bool StyleRules::add_rule(std::string_view selectors, std::string_view body) {
  const std::vector<Declaration> declarations = read_declarations(body);
  if (declarations.empty()) return true;
  while (!selectors.empty()) {
    if (rules_.size() >= ParseLimits::kStyleRules) return false;
    const auto comma = selectors.find(',');
    add_selector(selectors.substr(0, comma), declarations);
    selectors = comma == std::string_view::npos ? std::string_view() : selectors.substr(comma + 1);
  }
  return true;
}

void StyleRules::add_selector(std::string_view selector, const std::vector<Declaration>& declarations) {
  Rule rule;
  std::string* part = &rule.tag;
  const auto first = selector.find_first_not_of(" \t\r\n\f");
  if (first == std::string_view::npos) return;
  selector = selector.substr(first, selector.find_last_not_of(" \t\r\n\f") + 1 - first);
  for (const char c : selector) {
    if (c == '.') {
      part = &rule.classes.emplace_back();
    } else if (c == '#') {
      part = &rule.id;
    } else if (ascii::is_alnum(c) || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80) {
      *part += part == &rule.tag ? ascii::lower(c) : c;
    } else {
      return;  // combinators, pseudo-classes, attributes: not sure enough
    }
  }
  const bool broken = std::ranges::any_of(rule.classes, [](const std::string& name) { return name.empty(); });
  if (broken || (rule.tag.empty() && rule.id.empty() && rule.classes.empty())) return;
  rule.declarations = declarations;
  std::string key = !rule.id.empty() ? "#" + rule.id : !rule.classes.empty() ? "." + rule.classes.front() : rule.tag;
  auto& same_key = by_key_[std::move(key)];
  if (same_key.size() >= kRulesPerKey) return;
  same_key.push_back(rules_.size());
  rules_.push_back(std::move(rule));
}

void StyleRules::hide_id(std::string_view id, std::string_view why) {
  if (rules_.size() >= ParseLimits::kStyleRules || id.empty()) return;
  Rule rule;
  rule.id = id;
  rule.declarations = read_declarations(why);
  by_key_["#" + rule.id].push_back(rules_.size());
  rules_.push_back(std::move(rule));
}

void StyleRules::collect(const ElementNames& element, std::vector<Declaration>& out) const {
  std::vector<std::size_t> found;
  const auto look = [&](const std::string& key) {
    const auto rules = by_key_.find(key);
    if (rules == by_key_.end()) return;
    for (const std::size_t index : rules->second)
      if (rules_[index].matches(element)) found.push_back(index);
  };
  if (!element.tag.empty()) look(std::string(element.tag));
  for (const std::string_view name : element.classes) look("." + std::string(name));
  if (!element.id.empty()) look("#" + std::string(element.id));
  std::ranges::sort(found, {}, [&](std::size_t index) { return std::pair(rules_[index].weight(), index); });
  found.erase(std::unique(found.begin(), found.end()), found.end());
  for (const std::size_t index : found)
    out.insert(out.end(), rules_[index].declarations.begin(), rules_[index].declarations.end());
}

}  // namespace huabiao::monitor
