#include "monitor/parse/open_elements.h"

namespace huabiao::monitor {
namespace {

// An end tag HTML does not know is looked for no further down than this.
constexpr OpenElements::Place kNamedDepth = 64;

}  // namespace

OpenElements::Place OpenElements::nearest_named(std::uint64_t key) const {
  const Place stop = size() > kNamedDepth ? size() - kNamedDepth : 0;
  for (Place place = size(); place > stop; --place)
    if (at(place).key == key) return place;
  return 0;
}

}  // namespace huabiao::monitor
