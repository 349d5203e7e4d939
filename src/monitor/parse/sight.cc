#include "monitor/parse/sight.h"

#include <algorithm>
#include <charconv>

#include "monitor/parse/ascii.h"
#include "monitor/parse/scan.h"

namespace huabiao::monitor {
namespace {

// The number an attribute begins with; nothing when it has none or is a percentage.
std::optional<int> number_of(const Element& element, AttributeName name) {
  const std::string_view value = element.attribute(name);
  int number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || (end != value.data() + value.size() && *end == '%')) return std::nullopt;
  return number;
}

std::string said(const Element& element, std::initializer_list<AttributeName> names) {
  std::string out(name_of(element.tag));
  for (const AttributeName name : names)
    if (element.has(name))
      out.append(" ").append(name_of(name)).append("=").append(element.attribute(name).substr(0, 32));
  return out;
}

std::optional<Hiding> by_attributes(const Element& element) {
  using enum AttributeName;
  const Tag tag = element.tag;
  if (element.has(AttributeName::Hidden) && element.attribute(AttributeName::Hidden) != "false")
    return Hiding{monitor::Hidden::HiddenAttribute, "hidden", false};
  if (tag == Tag::Noscript) return Hiding{monitor::Hidden::Noscript, "noscript", false};
  if (tag == Tag::Template) return Hiding{monitor::Hidden::HiddenAttribute, "template", false};
  const bool box =
      tag == Tag::Img || tag == Tag::Iframe || tag == Tag::Embed || tag == Tag::Object || tag == Tag::Frame;
  if (!box && tag != Tag::Marquee) return std::nullopt;
  const auto width = number_of(element, Width), height = number_of(element, Height);
  if (tag == Tag::Marquee) {
    const bool tiny = width.value_or(100) <= 4 || height.value_or(100) <= 4;
    if (tiny || number_of(element, Scrollamount).value_or(0) >= 1000)
      return Hiding{monitor::Hidden::Marquee, said(element, {Width, Height, Scrollamount, Scrolldelay}), false};
  }
  if (box &&
      ((width.value_or(100) <= 1 && height.value_or(100) <= 1) || (tag == Tag::Iframe && (width == 0 || height == 0))))
    return Hiding{monitor::Hidden::ZeroBox, said(element, {Width, Height}), false};
  return std::nullopt;
}

// Takes over colours; tells when text now has the colour of what is known to lie behind it.
std::optional<Hiding> by_colour(const Element& element, const DeclaredStyle& declared, Sight& sight) {
  std::string attribute;
  std::string_view background = declared.of(Property::BackgroundColor);
  if (background.empty()) background = declared.of(Property::Background);
  if (background.empty() && element.has(AttributeName::Bgcolor))
    background = attribute = ascii::lower(element.attribute(AttributeName::Bgcolor).substr(0, 32));
  if (!background.empty()) {
    const auto known = read_colour(background);
    if (known || background.find("url(") != std::string_view::npos ||
        background.find("gradient") != std::string_view::npos)
      sight.background = known;
    else if (background != "transparent" && background != "none")
      sight.background.reset();
  }
  if (element.has(AttributeName::Background)) sight.background.reset();
  std::string_view colour = declared.of(Property::Color);
  if (colour.empty() && element.tag == Tag::Font && element.has(AttributeName::Color))
    colour = attribute = ascii::lower(element.attribute(AttributeName::Color).substr(0, 32));
  if (colour.empty()) return std::nullopt;
  sight.colour = read_colour(colour);
  if (sight.colour && sight.background && *sight.colour == *sight.background)
    return Hiding{Hidden::BackgroundColour, "color:" + std::string(colour) + " on the same background", false};
  return std::nullopt;
}

}  // namespace

Sight SightReader::hidden_by(Hidden kind, std::string why, Sight sight) {
  sight.hidden = kind;
  sight.why = &whys_.emplace_back(std::move(why));
  return sight;
}

const SightReader::Read& SightReader::read(std::string_view css) {
  static const Read kNone;
  if (css.empty()) return kNone;
  constexpr unsigned kReadBits = 8;
  if (read_.empty()) read_.resize(1U << kReadBits);
  const std::size_t ends = std::min<std::size_t>(css.size(), 8);
  const std::uint64_t key = scan::mix(scan::quick_key_of(css.substr(0, ends)) + css.size(),
                                      scan::quick_key_of(css.substr(css.size() - ends)));
  Read& read = read_[(key * 0x9E3779B97F4A7C15ULL) >> (64 - kReadBits)];
  if (read.css != css) {
    read.css = css;
    read.declarations.clear();
    (void)read_declarations(css, read.declarations);
    DeclaredStyle alone;
    alone.apply(read.declarations);
    read.hiding = hiding_of(alone, false);
  }
  return read;
}

Sight SightReader::changed(const Element& element, const Sight& parent) {
  DeclaredStyle& all = declared_;
  all.clear();
  if (rules_.may_apply(element.tag, element.has(AttributeName::Id), element.has(AttributeName::Class)))
    rules_.apply({element.tag, element.attribute(AttributeName::Id), element.attribute(AttributeName::Class)}, all);
  const bool by_tag = element.tag == Tag::Noscript || element.tag == Tag::Template;
  if (all.empty() && !by_tag && (element.attribute_set & kTelling) == 0) return parent;

  Sight sight = parent;
  const bool by_rules = !all.empty();
  const Read& own = read(element.attribute(AttributeName::Style));
  all.apply(own.declarations);
  auto hiding = by_colour(element, all, sight);
  if (parent.hidden != Hidden::None && !(parent.resettable && shows_again(all))) return sight;
  // With rules, which of them hides decides what it is called.
  auto styled = by_rules ? hiding_of(all, false) : own.hiding;
  if (styled && by_rules && !own.hiding) styled = hiding_of(all, true);
  if (styled) hiding = std::move(styled);
  if (auto attribute = by_attributes(element)) hiding = std::move(attribute);
  sight.hidden = Hidden::None;
  sight.why = nullptr;
  sight.resettable = hiding && hiding->resettable;
  return hiding ? hidden_by(hiding->kind, std::move(hiding->why), sight) : sight;
}

}  // namespace huabiao::monitor
