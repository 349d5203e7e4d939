#include "desk/wave_desk.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <tuple>

#include "monitor/correlate/waves.h"

namespace huabiao::desk {
namespace {

using monitor::Wave;

// What group_waves() orders by; a cursor is the last row's.
using Place = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::string>;
Place place_of(const Wave& wave) {
  return {wave.open_sites == 0 ? 1 : 0, -static_cast<std::int64_t>(wave.worst), -wave.open_sites,
          -to_millis(wave.last_seen), wave.id};
}

std::string write_cursor(const Wave& wave) {
  const auto [over, worst, open, last, id] = place_of(wave);
  return fmt::format("{}.{}.{}.{}.{}", over, worst, open, last, id);
}

std::optional<Place> read_cursor(std::string_view text) {
  std::array<std::int64_t, 4> numbers{};
  for (std::int64_t& number : numbers) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end == text.data() + text.size() || *end != '.') return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  }
  return Place{numbers[0], numbers[1], numbers[2], numbers[3], std::string(text)};
}

bool fits(const Wave& wave, const WaveQuery& query) {
  if (query.open && *query.open != (wave.open_sites > 0)) return false;
  if (query.at_least && wave.worst < *query.at_least) return false;
  if (query.among && std::ranges::none_of(wave.sites, [&](const monitor::WaveSite& one) {
        return std::ranges::binary_search(*query.among, one.site);
      }))
    return false;
  const auto any = [&](const auto& test) { return std::ranges::any_of(wave.traits, test); };
  if (query.kind && !any([&](const monitor::WaveTrait& one) { return one.trait.kind == *query.kind; })) return false;
  if (query.text.empty() || wave.id == query.text) return true;
  return any([&](const monitor::WaveTrait& one) { return one.trait.value.find(query.text) != std::string::npos; });
}

}  // namespace

Waves::Waves(std::vector<Wave> all) : all_(std::move(all)) {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    for (const monitor::WaveTrait& one : all_[i].traits) by_trait_.emplace(monitor::trait_id(one.trait), i);
    for (const monitor::WaveSite& one : all_[i].sites) by_site_.emplace(one.site, i);
  }
}

const Wave* Waves::find(std::string_view id) const {
  const auto at = by_trait_.find(std::string(id));
  return at == by_trait_.end() ? nullptr : &all_[at->second];
}

const Wave* Waves::of_site(std::int64_t site) const {
  const auto at = by_site_.find(site);
  return at == by_site_.end() ? nullptr : &all_[at->second];
}

Result<std::shared_ptr<const Waves>> WaveDesk::now() {
  auto version = store_.version();  // before what it counts is read: a change in between is seen next time
  if (!version) return fail(std::move(version));
  const TimePoint at = clock_.now();
  auto known = kept_.with([&](const Kept& kept) -> std::shared_ptr<const Waves> {
    const bool fresh = kept.version == *version && at >= kept.at && at - kept.at < WaveDeskLimits::kFresh;
    return fresh ? kept.waves : nullptr;
  });
  if (known) return known;
  auto shared = store_.shared_traits(at - std::chrono::days(monitor::WaveLimits::kMemoryDays));
  if (!shared) return fail(std::move(shared));
  auto waves = std::make_shared<const Waves>(monitor::group_waves(std::move(shared->sightings), shared->estate));
  kept_.with([&](Kept& kept) { kept = {waves, *version, at}; });
  return waves;
}

Result<WavePage> WaveDesk::list(const WaveQuery& query) {
  std::optional<Place> after;
  if (!query.cursor.empty()) {
    after = read_cursor(query.cursor);
    if (!after) return fail(Kind::Invalid, "registry.bad_cursor", query.cursor);
  }
  auto waves = now();
  if (!waves) return fail(std::move(waves));
  WavePage page{*waves, {}, {}, 0};
  const Wave* const of_site = query.site == 0 ? nullptr : (*waves)->of_site(query.site);
  for (const Wave& wave : (*waves)->all()) {
    if ((query.site != 0 && &wave != of_site) || !fits(wave, query)) continue;
    ++page.total;
    if (after && place_of(wave) <= *after) continue;
    if (page.rows.size() < query.limit)
      page.rows.push_back(&wave);
    else if (page.next.empty())
      page.next = write_cursor(*page.rows.back());
  }
  return page;
}

}  // namespace huabiao::desk
