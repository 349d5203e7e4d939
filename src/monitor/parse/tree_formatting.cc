// Formatting that is not closed where it was opened: the standard's list of active formatting elements and its adoption
// agency, as far as they decide what stands inside what.

#include <algorithm>

#include "monitor/parse/parse.h"
#include "monitor/parse/tree_builder.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kAlike = 3;        // equal elements opened again (the standard's "Noah's Ark clause")
constexpr std::size_t kLifted = 8;       // blocks one end tag takes out of its element (the standard's outer loop)
constexpr std::size_t kRemembered = 64;  // opened again at all; no page written by hand comes near

bool alike(const Tape& tape, const TapeNode& one, const TapeNode& other) {
  if (one.tag != other.tag || one.attribute_set != other.attribute_set || one.attribute_count != other.attribute_count)
    return false;
  for (std::size_t i = 0; i < one.attribute_count; ++i) {
    const Attribute& left = tape.attributes[one.first_attribute + i];
    const Attribute& right = tape.attributes[other.first_attribute + i];
    if (left.name != right.name || left.value != right.value) return false;
  }
  return true;
}

}  // namespace

void TreeBuilder::open_formatting(Tag tag) {
  push(tag, Attributes::OfToken);
  const std::uint32_t node = open_.top().node;
  std::size_t alikes = 0, since_marker = 0, first_alike = 0, at = formatting_.size();
  for (; at > 0 && formatting_[at - 1].tag != Tag::Unknown; --at, ++since_marker) {
    if (!alike(tape_, tape_.nodes[formatting_[at - 1].node], tape_.nodes[node])) continue;
    ++alikes;
    first_alike = at - 1;
  }
  if (alikes >= kAlike)
    formatting_.erase(formatting_.begin() + static_cast<std::ptrdiff_t>(first_alike));
  else if (since_marker >= kRemembered)
    formatting_.erase(formatting_.begin() + static_cast<std::ptrdiff_t>(at));
  formatting_.push_back({tag, node, open_.size(), node});
}

void TreeBuilder::open_again() {
  std::size_t first = formatting_.size();
  while (first > 0 && formatting_[first - 1].tag != Tag::Unknown && !is_open(formatting_[first - 1])) --first;
  for (; first < formatting_.size() && !cut_; ++first) {
    Formatting& entry = formatting_[first];
    push_again({.tag = entry.tag, .node = entry.node});
    entry.place = open_.size();
    entry.opened = open_.top().node;
  }
}

void TreeBuilder::forget_formatting_to_marker() {
  while (!formatting_.empty()) {
    const bool marker = formatting_.back().tag == Tag::Unknown;
    formatting_.pop_back();
    if (marker) return;
  }
}

// The place (from 1) of the last one of this tag above the last marker; 0 for none.
std::size_t TreeBuilder::remembered(Tag tag) const {
  for (std::size_t at = formatting_.size(); at > 0 && formatting_[at - 1].tag != Tag::Unknown; --at)
    if (formatting_[at - 1].tag == tag) return at;
  return 0;
}

void TreeBuilder::end_formatting(Tag tag, Span end_tag) {
  const std::size_t at = remembered(tag);
  if (at == 0) return end_other(tag, end_tag);
  const Formatting entry = formatting_[at - 1];
  const bool open = is_open(entry);
  if (open && entry.place < open_.scope()) return;
  formatting_.erase(formatting_.begin() + static_cast<std::ptrdiff_t>(at - 1));
  if (!open) return;
  if (open_.special() > entry.place)
    lift_out_of(entry, end_tag);
  else
    pop_to(entry.place, end_tag);
}

// "<b><div>x</b>y": the element ends here, the blocks inside go on without it. What is neither block nor formatting
// ends with it.
void TreeBuilder::lift_out_of(const Formatting& entry, Span end_tag) {
  std::vector<OpenElement> above;
  for (Place place = entry.place + 1; place <= open_.size(); ++place) above.push_back(open_.at(place));
  std::size_t lifted = 0, blocks = 0;
  for (std::size_t i = 0; i < above.size() && blocks < kLifted; ++i)
    if (has(above[i].tag, trait::kSpecial)) {
      ++blocks;
      lifted = i + 1;
    }
  const OpenElement self = open_.at(entry.place);
  const bool more = std::any_of(above.begin() + static_cast<std::ptrdiff_t>(lifted), above.end(),
                                [](const OpenElement& one) { return has(one.tag, trait::kSpecial); });
  const auto goes_on = [&](std::size_t i) {
    return i < lifted ? has(above[i].tag, trait::kSpecial | trait::kFormatting) : more;
  };
  for (std::size_t i = above.size(); i-- > 0;) pop_one({}, goes_on(i) && !has(above[i].tag, trait::kFormatting));
  pop_one(end_tag);
  const auto again = [&](const OpenElement& element) {
    push_again(element);
    for (std::size_t at = formatting_.size(); at > 0 && formatting_[at - 1].tag != Tag::Unknown; --at)
      if (formatting_[at - 1].opened == element.node) {
        formatting_[at - 1].place = open_.size();
        formatting_[at - 1].opened = open_.top().node;
      }
  };
  for (std::size_t i = 0; i < lifted; ++i)
    if (goes_on(i)) again(above[i]);
  if (!more) return;
  push_again(self);
  formatting_.push_back({self.tag, entry.node, open_.size(), open_.top().node});
  for (std::size_t i = lifted; i < above.size(); ++i) again(above[i]);
}

}  // namespace huabiao::monitor
