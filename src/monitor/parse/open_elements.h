#pragma once
// OpenElements: the stack of elements a page has opened and not closed, as tree construction keeps it. Every question
// is answered without a walk down the stack, so that no nesting makes a page dear. Thread: one.

#include <array>
#include <cstdint>
#include <vector>

#include "monitor/parse/tags.h"

namespace huabiao::monitor {

struct OpenElement {
  Tag tag = Tag::Unknown;
  bool foreign = false;        // SVG or MathML
  bool shown = true;           // has a level of its own on the tape (false: beyond ParseLimits::kDepth)
  bool ends_when_top = false;  // a form whose end tag came too early
  std::uint32_t node = 0;      // on the tape
  std::uint32_t level = 0;     // levels open on the tape, with this one
  std::uint64_t key = 0;       // of the name
};

// Places count from 1; 0 is below the stack, where an element of no tag stands that asks for nothing.
class OpenElements {
 public:
  using Place = std::uint32_t;

  OpenElements() {
    entries_.reserve(64);
    entries_.emplace_back();
  }
  void push(const OpenElement& element) {
    const Place here = size() + 1;
    Entry& entry = entries_.emplace_back();
    const Entry& below = entries_[here - 1];
    entry.element = element;
    entry.special = below.special;
    entry.scope = below.scope;
    entry.item_barrier = below.item_barrier;
    const std::uint32_t traits = traits_of(element.tag);
    if ((traits & trait::kSpecial) != 0) {
      entry.special = here;
      if ((traits & trait::kInItem) == 0) entry.item_barrier = here;
    }
    if ((traits & trait::kScope) != 0) entry.scope = here;
    if (!element.foreign) {
      entry.same = last(element.tag);
      last_[static_cast<std::size_t>(element.tag)] = here;
    }
  }
  // Requires: !empty().
  void pop() {
    const Entry& entry = entries_.back();
    if (!entry.element.foreign) last_[static_cast<std::size_t>(entry.element.tag)] = entry.same;
    entries_.pop_back();
  }

  [[nodiscard]] bool empty() const { return entries_.size() == 1; }
  [[nodiscard]] Place size() const { return static_cast<Place>(entries_.size() - 1); }
  [[nodiscard]] const OpenElement& at(Place place) const { return entries_[place].element; }
  [[nodiscard]] OpenElement& at(Place place) { return entries_[place].element; }
  [[nodiscard]] const OpenElement& top() const { return entries_.back().element; }

  // The topmost HTML element of this tag.
  [[nodiscard]] Place last(Tag tag) const { return last_[static_cast<std::size_t>(tag)]; }
  // The topmost element that ends a search: for any end tag, for an element in scope, for a paragraph, for an item.
  [[nodiscard]] Place special() const { return entries_.back().special; }
  [[nodiscard]] Place scope() const { return entries_.back().scope; }
  [[nodiscard]] Place item_barrier() const { return entries_.back().item_barrier; }
  // The standard's "has an element in scope"; 0 when it has not.
  [[nodiscard]] Place in_scope(Tag tag) const { return last(tag) >= scope() ? last(tag) : 0; }
  // Of the same name, whatever its namespace, among the last few open.
  [[nodiscard]] Place nearest_named(std::uint64_t key) const;

 private:
  struct Entry {
    OpenElement element;
    Place same = 0;  // the next below of this tag
    Place special = 0, scope = 0, item_barrier = 0;
  };
  std::vector<Entry> entries_;
  std::array<Place, kTags> last_{};
};

}  // namespace huabiao::monitor
