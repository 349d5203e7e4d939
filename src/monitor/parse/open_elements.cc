#include "monitor/parse/open_elements.h"

namespace huabiao::monitor {
namespace {

// An end tag HTML does not know is looked for no further down than this.
constexpr OpenElements::Place kNamedDepth = 64;

}  // namespace

void OpenElements::push(OpenElement element) {
  const Place here = size() + 1;
  const Tag tag = element.tag;
  Entry& entry = entries_.emplace_back();
  entry.element = element;
  if (here > 1) {
    const Entry& below = entries_[here - 2];
    entry.special = below.special;
    entry.scope = below.scope;
    entry.item_barrier = below.item_barrier;
  }
  const std::uint32_t traits = traits_of(tag);
  if ((traits & trait::kSpecial) != 0) {
    entry.special = here;
    if ((traits & trait::kInItem) == 0) entry.item_barrier = here;
  }
  if ((traits & trait::kScope) != 0) entry.scope = here;
  if (!element.foreign) {
    entry.same = last(tag);
    last_[static_cast<std::size_t>(tag)] = here;
  }
}

void OpenElements::pop() {
  const Entry& entry = entries_.back();
  if (!entry.element.foreign) last_[static_cast<std::size_t>(entry.element.tag)] = entry.same;
  entries_.pop_back();
}

OpenElements::Place OpenElements::nearest_named(std::uint64_t key) const {
  const Place stop = size() > kNamedDepth ? size() - kNamedDepth : 0;
  for (Place place = size(); place > stop; --place)
    if (at(place).key == key) return place;
  return 0;
}

}  // namespace huabiao::monitor
