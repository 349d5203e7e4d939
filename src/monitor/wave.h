#pragma once
// Wave: sites hit by one hand, as their shared traits show: the same injected script, host, contact or page build on
// several of them. monitor/correlate groups Sightings into Waves. (Not a "campaign": that word is kept for the special
// actions of an authority.) Values.

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "monitor/finding.h"
#include "monitor/trait.h"

namespace huabiao::monitor {

// A trait as one finding of one site showed it.
struct Sighting {
  Trait trait;
  std::int64_t site = 0;
  std::int64_t finding = 0;
  std::string place;  // host and path the page was asked at: one page of two sites is one place
  Severity severity = Severity::Info;
  bool open = true;  // the finding counts still; false: resolved, or accepted by a person
  TimePoint first_seen{}, last_seen{};
};

struct WaveTrait {
  Trait trait;
  std::int64_t sites = 0;
  TimePoint first_seen{}, last_seen{};
};

struct WaveSite {
  std::int64_t site = 0;
  std::vector<std::int64_t> findings;  // those that show a shared trait, ascending
  Severity worst = Severity::Info;
  bool open = false;
  TimePoint first_seen{}, last_seen{};
};

struct Wave {
  std::string id;                 // trait_id of its oldest shared trait, the strongest of these
  std::vector<WaveTrait> traits;  // shared by two sites or more; strongest kind first, then on most sites
  std::vector<WaveSite> sites;    // open ones first, then worst, then first seen
  std::int64_t open_sites = 0;
  Severity worst = Severity::Info;  // of its open sites; of all when none is open
  TimePoint first_seen{}, last_seen{};
};

}  // namespace huabiao::monitor
