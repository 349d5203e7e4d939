#pragma once
// What commands print of attack waves: a short table, and lines for other programs. And WaveGatherer, for commands
// that read pages without a store.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/bilingual.h"
#include "monitor/wave.h"
#include "storage/stores.h"

namespace huabiao::app {

using SiteName = std::function<std::string(std::int64_t)>;

// At most ten waves; with how many more there are. Empty when there are none.
std::string wave_table(std::span<const monitor::Wave> waves, const SiteName& name, Language language);

// The estate's open waves as wave_table() prints them. Fails: as TraitStore.
Result<std::string> estate_waves(storage::Stores& stores, const Clock& clock, Language language);

class WaveGatherer {
 public:
  // `site`: what counts as one site, a host or a file; `page`: how the page is told to people.
  void add(const std::string& site, const std::string& page, const std::vector<monitor::Finding>& findings);
  // What was gathered, grouped; names and pages stay. Call once, at the end.
  std::vector<monitor::Wave> take();
  [[nodiscard]] const std::string& name_of(std::int64_t site) const;
  // Pages of a site that showed a trait, in the order they came.
  [[nodiscard]] const std::vector<std::string>& pages_of(std::int64_t site) const;

 private:
  struct Site {
    std::string name;
    std::vector<std::string> pages;
  };
  std::vector<monitor::Sighting> sightings_;
  std::unordered_map<std::string, std::int64_t> numbers_;
  std::unordered_set<std::string> seen_;  // every site, infected or not
  std::vector<Site> sites_;               // by number, from 1
};

}  // namespace huabiao::app
