#pragma once
// waves: sightings of traits -> waves: sites joined by the traits they share, over as many steps as it takes. Pure,
// n log n in the sightings; any thread.

#include <cstdint>
#include <vector>

#include "monitor/wave.h"

namespace huabiao::monitor {

struct WaveLimits {
  // A trait that merely stood beside an attack joins no sites when it is on more of them than this share of the estate
  // and more than so many: then it is a kit's, a library's or a misread footer's, and says nothing. A trait an attack
  // finding accuses joins however many it is on.
  static constexpr std::int64_t kBesideSites = 20;
  static constexpr std::int64_t kBesideShare = 50;  // one in so many
  static constexpr std::int64_t kMemoryDays = 365;  // a trait not seen for so long joins nobody any more
};

// `estate`: sites there are in all, infected or not. A wave has two sites or more, asked at two places or more. Open
// waves first, then by severity, open sites, when last seen, and id.
std::vector<Wave> group_waves(std::vector<Sighting> sightings, std::int64_t estate);

}  // namespace huabiao::monitor
