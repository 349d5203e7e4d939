#pragma once
// StyleRules: the rules of a page's style elements, with selectors simple enough to be sure of (tag, .class, #id and
// their compounds). Thread: one while rules are added, then any.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "monitor/parse/style.h"
#include "monitor/parse/tags.h"

namespace huabiao::monitor {

struct ElementNames {
  Tag tag = Tag::Unknown;
  std::string_view id, classes;  // as the attributes say
};

class StyleRules {
 public:
  // Adds the rules of a style element; media queries and other at-rules are left out. False: a limit was hit.
  bool add(std::string_view css);
  // A script says getElementById(id).style.display = "none".
  void hide_id(std::string_view id);
  // Applies the declarations that hold for the element, weakest first.
  void apply(const ElementNames& element, DeclaredStyle& declared) const;
  // Is there a rule that is found by the tag, or by what else the element has? Else apply() does nothing.
  [[nodiscard]] bool may_apply(Tag tag, bool id, bool classes) const {
    return of_tag_[static_cast<std::size_t>(tag)] || (id && of_id_) || (classes && of_class_);
  }

 private:
  static constexpr std::size_t kBuckets = 1024;
  struct Rule {
    Tag tag = Tag::Unknown;  // Unknown: any
    std::string id;
    std::vector<std::string> classes;
    std::uint32_t first = 0, count = 0;  // of its declarations
    std::uint64_t key = 0;               // what it is found by: its id, its first class or its tag
    std::uint32_t next = 0;              // place + 1 of the next rule of the bucket
    [[nodiscard]] bool matches(const ElementNames& element) const;
    [[nodiscard]] int weight() const;
  };
  struct Matches;
  bool add_rule(std::string_view selectors, std::string_view body);
  void add_selector(std::string_view selector, std::uint32_t first, std::uint32_t count);
  void add(Rule rule);
  [[nodiscard]] bool may_find(std::uint64_t key) const;
  void look(std::uint64_t key, const ElementNames& element, Matches& matches) const;

  std::vector<Rule> rules_;
  std::array<bool, kTags> of_tag_{};  // some rule is found by it
  bool of_id_ = false, of_class_ = false;
  std::vector<Declaration> declarations_;
  std::array<std::uint32_t, kBuckets> buckets_{};  // place + 1 of the newest rule
  std::array<std::uint8_t, kBuckets> bucket_size_{};
};

}  // namespace huabiao::monitor
