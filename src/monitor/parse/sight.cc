#include "monitor/parse/sight.h"

#include <charconv>
#include <vector>

#include "monitor/parse/ascii.h"

namespace huabiao::monitor {
namespace {

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size() && words.size() < 32;) {
    while (at < text.size() && ascii::is_space(text[at])) ++at;
    const std::size_t begin = at;
    while (at < text.size() && !ascii::is_space(text[at])) ++at;
    if (at > begin) words.push_back(text.substr(begin, at - begin));
  }
  return words;
}

// The number an attribute begins with; nothing when it has none or is a percentage.
std::optional<int> number_of(const Element& element, std::string_view name) {
  const std::string_view value = element.attribute(name);
  int number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || (end != value.data() + value.size() && *end == '%')) return std::nullopt;
  return number;
}

std::string said(const Element& element, std::initializer_list<std::string_view> names) {
  std::string out(element.tag);
  for (const std::string_view name : names)
    if (element.has(name)) out.append(" ").append(name).append("=").append(element.attribute(name).substr(0, 32));
  return out;
}

std::optional<Hiding> by_attributes(const Element& element) {
  const std::string_view tag = element.tag;
  if (element.has("hidden") && element.attribute("hidden") != "false")
    return Hiding{Hidden::HiddenAttribute, "hidden", false};
  if (tag == "noscript") return Hiding{Hidden::Noscript, "noscript", false};
  if (tag == "template") return Hiding{Hidden::HiddenAttribute, "template", false};
  const auto width = number_of(element, "width"), height = number_of(element, "height");
  if (tag == "marquee") {
    const bool tiny = width.value_or(100) <= 4 || height.value_or(100) <= 4;
    if (tiny || number_of(element, "scrollamount").value_or(0) >= 1000)
      return Hiding{Hidden::Marquee, said(element, {"width", "height", "scrollamount", "scrolldelay"}), false};
  }
  const bool box = tag == "img" || tag == "iframe" || tag == "embed" || tag == "object" || tag == "frame";
  if (box &&
      ((width.value_or(100) <= 1 && height.value_or(100) <= 1) || (tag == "iframe" && (width == 0 || height == 0))))
    return Hiding{Hidden::ZeroBox, said(element, {"width", "height"}), false};
  return std::nullopt;
}

std::string_view last_value(std::span<const Declaration> declarations, std::string_view name) {
  for (std::size_t i = declarations.size(); i-- > 0;)
    if (declarations[i].name == name) return declarations[i].value;
  return {};
}

// Takes over colours; tells when text now has the colour of what is known to lie behind it.
std::optional<Hiding> by_colour(const Element& element, std::span<const Declaration> declarations, Sight& sight) {
  std::string_view background = last_value(declarations, "background-color");
  if (background.empty()) background = last_value(declarations, "background");
  const std::string lower_bg = ascii::lower(element.attribute("bgcolor").substr(0, 32));
  if (background.empty()) background = lower_bg;
  std::string_view colour = last_value(declarations, "color");
  const std::string lower_fg = element.tag == "font" ? ascii::lower(element.attribute("color").substr(0, 32)) : "";
  if (colour.empty()) colour = lower_fg;
  if (!background.empty()) {
    const auto known = read_colour(background);
    if (known || background.find("url(") != std::string_view::npos ||
        background.find("gradient") != std::string_view::npos)
      sight.background = known;
    else if (background != "transparent" && background != "none")
      sight.background.reset();
  }
  if (element.has("background")) sight.background.reset();
  if (colour.empty()) return std::nullopt;
  sight.colour = read_colour(colour);
  if (sight.colour && sight.background && *sight.colour == *sight.background)
    return Hiding{Hidden::BackgroundColour, "color:" + std::string(colour) + " on the same background", false};
  return std::nullopt;
}

}  // namespace

Sight sight_of(const Element& element, const Sight& parent, const StyleRules& rules) {
  Sight sight = parent;
  const std::vector<Declaration> own = read_declarations(element.attribute("style"));
  std::vector<Declaration> all;
  if (!rules.empty()) {
    const auto classes = words_of(element.attribute("class"));
    rules.collect({element.tag, element.attribute("id"), classes}, all);
  }
  all.insert(all.end(), own.begin(), own.end());
  auto hiding = by_colour(element, all, sight);
  if (parent.hidden != Hidden::None && !(parent.resettable && shows_again(all))) return sight;
  if (auto styled = hiding_of(all, !hiding_of(own, false).has_value())) hiding = std::move(styled);
  if (auto attribute = by_attributes(element)) hiding = std::move(attribute);
  sight.hidden = hiding ? hiding->kind : Hidden::None;
  sight.why = hiding ? std::move(hiding->why) : std::string();
  sight.resettable = hiding && hiding->resettable;
  return sight;
}

}  // namespace huabiao::monitor
