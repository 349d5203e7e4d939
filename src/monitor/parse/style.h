#pragma once
// What CSS says about being seen: declarations read as browsers forgive them, and the rules of a page's style elements
// with selectors simple enough to be sure of (tag, .class, #id and their compounds). Pure; any thread.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "monitor/page.h"

namespace huabiao::monitor {

struct Declaration {
  std::string name, value;  // lower case, white space squeezed, comments gone
};

// "display:none; color:#fff" -> its declarations; at most 64, what cannot be read is left out.
std::vector<Declaration> read_declarations(std::string_view css);

struct Hiding {
  Hidden kind = Hidden::None;
  std::string why;          // "position:absolute;left:-9999px"
  bool resettable = false;  // a child may show itself again (visibility, font-size)
};

// Do these declarations hide what they are set on? `sheet`: they come from a style rule. Later ones win.
std::optional<Hiding> hiding_of(std::span<const Declaration> declarations, bool sheet);

// Do they show what an ancestor's visibility or font-size hid?
bool shows_again(std::span<const Declaration> declarations);

// 0xRRGGBB; nothing for what is no plain opaque colour.
std::optional<std::uint32_t> read_colour(std::string_view value);

struct ElementNames {
  std::string_view tag, id;
  std::span<const std::string_view> classes;
};

class StyleRules {
 public:
  // Adds the rules of a style element; media queries and other at-rules are left out. False: a limit was hit.
  bool add(std::string_view css);
  // A script says getElementById(id).style.display = "none".
  void hide_id(std::string_view id, std::string_view why);
  // Appends the declarations that apply, weakest first.
  void collect(const ElementNames& element, std::vector<Declaration>& out) const;
  [[nodiscard]] bool empty() const { return rules_.empty(); }

 private:
  struct Rule {
    std::string tag, id;
    std::vector<std::string> classes;
    std::vector<Declaration> declarations;
    [[nodiscard]] bool matches(const ElementNames& element) const;
    [[nodiscard]] int weight() const;
  };
  bool add_rule(std::string_view selectors, std::string_view body);
  void add_selector(std::string_view selector, const std::vector<Declaration>& declarations);

  std::vector<Rule> rules_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_key_;  // "#id", ".class" or "tag" -> rules
};

}  // namespace huabiao::monitor
