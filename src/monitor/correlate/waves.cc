#include "monitor/correlate/waves.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace huabiao::monitor {
namespace {

// Which sites belong together, by their numbers in a row from 0.
class SiteSets {
 public:
  std::size_t number_of(std::int64_t site) {
    const auto [at, fresh] = numbers_.try_emplace(site, parents_.size());
    if (fresh) parents_.push_back(at->second);
    return at->second;
  }
  std::size_t head_of(std::size_t number) {
    while (parents_[number] != number) number = parents_[number] = parents_[parents_[number]];
    return number;
  }
  void join(std::size_t one, std::size_t other) {
    one = head_of(one);
    other = head_of(other);
    parents_[std::max(one, other)] = std::min(one, other);
  }

 private:
  std::unordered_map<std::int64_t, std::size_t> numbers_;
  std::vector<std::size_t> parents_;
};

struct Shared {
  WaveTrait trait;
  TimePoint since{};  // when the second site showed it: from then on it joins
  std::span<const Sighting> sightings;
};

// What the sightings of one trait, ordered by site, say of it.
Shared shared_of(std::span<const Sighting> run) {
  Shared shared{{run.front().trait, 0, run.front().first_seen, run.front().last_seen}, {}, run};
  std::vector<TimePoint> began;  // of each site
  for (std::size_t i = 0; i < run.size(); ++i) {
    const Sighting& one = run[i];
    shared.trait.trait.role = std::min(shared.trait.trait.role, one.trait.role);
    shared.trait.first_seen = std::min(shared.trait.first_seen, one.first_seen);
    shared.trait.last_seen = std::max(shared.trait.last_seen, one.last_seen);
    if (i == 0 || run[i - 1].site != one.site)
      began.push_back(one.first_seen);
    else
      began.back() = std::min(began.back(), one.first_seen);
  }
  shared.trait.sites = static_cast<std::int64_t>(began.size());
  if (began.size() < 2) return shared;
  std::ranges::nth_element(began, began.begin() + 1);
  shared.since = began[1];
  return shared;
}

bool joins(const Shared& shared, std::int64_t estate) {
  if (shared.trait.sites < 2) return false;
  const std::string& place = shared.sightings.front().place;
  if (std::ranges::all_of(shared.sightings, [&](const Sighting& one) { return one.place == place; })) return false;
  if (shared.trait.trait.role == TraitRole::Accused) return true;
  return shared.trait.sites <= std::max(WaveLimits::kBesideSites, estate / WaveLimits::kBesideShare);
}

std::vector<Shared> shared_traits(const std::vector<Sighting>& sightings, std::int64_t estate) {
  std::vector<Shared> all;
  for (std::size_t at = 0; at < sightings.size();) {
    std::size_t end = at + 1;
    while (end < sightings.size() && sightings[end].trait.kind == sightings[at].trait.kind &&
           sightings[end].trait.value == sightings[at].trait.value)
      ++end;
    Shared shared = shared_of(std::span(sightings).subspan(at, end - at));
    if (joins(shared, estate)) all.push_back(std::move(shared));
    at = end;
  }
  return all;
}

// The sites of one wave out of all sightings of its traits, ordered by site.
std::vector<WaveSite> sites_of(std::vector<const Sighting*>& sightings) {
  std::ranges::sort(sightings, {}, [](const Sighting* one) { return std::pair(one->site, one->finding); });
  std::vector<WaveSite> sites;
  for (const Sighting* one : sightings) {
    if (sites.empty() || sites.back().site != one->site)
      sites.push_back({one->site, {}, one->severity, one->open, one->first_seen, one->last_seen});
    WaveSite& site = sites.back();
    if (site.findings.empty() || site.findings.back() != one->finding) site.findings.push_back(one->finding);
    // The worst of what is open still; of all, when nothing is.
    site.worst = one->open == site.open ? std::max(site.worst, one->severity) : one->open ? one->severity : site.worst;
    site.open = site.open || one->open;
    site.first_seen = std::min(site.first_seen, one->first_seen);
    site.last_seen = std::max(site.last_seen, one->last_seen);
  }
  return sites;
}

Wave wave_of(std::vector<Shared> traits) {
  Wave wave;
  const auto oldest = std::ranges::min_element(traits, {}, [](const Shared& one) {
    return std::tuple(one.since, one.trait.trait.kind, std::string_view(one.trait.trait.value));
  });
  wave.id = trait_id(oldest->trait.trait);
  std::vector<const Sighting*> sightings;
  for (Shared& one : traits) {
    for (const Sighting& sighting : one.sightings) sightings.push_back(&sighting);
    wave.traits.push_back(std::move(one.trait));
  }
  wave.sites = sites_of(sightings);
  wave.first_seen = wave.sites.front().first_seen;
  wave.last_seen = wave.sites.front().last_seen;
  for (const WaveSite& site : wave.sites) {
    const bool first_open = site.open && wave.open_sites == 0;
    if (first_open || site.open == (wave.open_sites > 0))
      wave.worst = first_open ? site.worst : std::max(wave.worst, site.worst);
    wave.open_sites += site.open ? 1 : 0;
    wave.first_seen = std::min(wave.first_seen, site.first_seen);
    wave.last_seen = std::max(wave.last_seen, site.last_seen);
  }
  std::ranges::sort(wave.traits, {}, [](const WaveTrait& one) {
    return std::tuple(one.trait.kind, -one.sites, one.first_seen, std::string_view(one.trait.value));
  });
  std::ranges::sort(wave.sites, {}, [](const WaveSite& one) {
    return std::tuple(!one.open, -static_cast<int>(one.worst), one.first_seen, one.site);
  });
  return wave;
}

}  // namespace

std::vector<Wave> group_waves(std::vector<Sighting> sightings, std::int64_t estate) {
  std::ranges::sort(sightings, {}, [](const Sighting& one) {
    return std::tuple(one.trait.kind, std::string_view(one.trait.value), one.site);
  });
  std::vector<Shared> shared = shared_traits(sightings, estate);
  SiteSets sets;
  for (const Shared& one : shared)
    for (const Sighting& sighting : one.sightings)
      sets.join(sets.number_of(one.sightings.front().site), sets.number_of(sighting.site));
  std::unordered_map<std::size_t, std::vector<Shared>> by_head;
  for (Shared& one : shared) {
    const std::size_t head = sets.head_of(sets.number_of(one.sightings.front().site));
    by_head[head].push_back(std::move(one));
  }
  std::vector<Wave> waves;
  waves.reserve(by_head.size());
  for (auto& [head, traits] : by_head) waves.push_back(wave_of(std::move(traits)));
  std::ranges::sort(waves, {}, [](const Wave& wave) {
    return std::tuple(wave.open_sites == 0, -static_cast<int>(wave.worst), -wave.open_sites, -to_millis(wave.last_seen),
                      std::string_view(wave.id));
  });
  return waves;
}

}  // namespace huabiao::monitor
