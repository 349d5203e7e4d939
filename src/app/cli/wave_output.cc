#include "app/cli/wave_output.h"

#include <algorithm>
#include <fmt/format.h>

#include "app/cli/text_table.h"
#include "desk/wave_desk.h"
#include "monitor/correlate/waves.h"

namespace huabiao::app {
namespace {

constexpr std::size_t kWaves = 10, kTraits = 3, kSites = 3;  // shown
constexpr std::size_t kDigits = 12;                          // of a digest

std::string trait_text(const monitor::Trait& trait, bool zh) {
  constexpr std::string_view kZh[] = {"脚本 ", "主机 ", "联系方式 ", "页面结构 "};
  constexpr std::string_view kEn[] = {"script ", "host ", "contact ", "shape "};
  const bool digest = trait.kind == monitor::TraitKind::Script || trait.kind == monitor::TraitKind::Shape;
  return std::string((zh ? kZh : kEn)[static_cast<std::size_t>(trait.kind)]) +
         (digest ? trait.value.substr(0, kDigits) : trait.value);
}

template <class T, class Each>
std::string first_few(const std::vector<T>& all, std::size_t most, bool zh, const Each& each) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most, all.size()); ++i) text += (i == 0 ? "" : zh ? "，" : ", ") + each(all[i]);
  if (all.size() > most) text += fmt::format(" +{}", all.size() - most);
  return text;
}

}  // namespace

std::string wave_table(std::span<const monitor::Wave> waves, const SiteName& name, Language language) {
  if (waves.empty()) return {};
  const bool zh = language == Language::Chinese;
  TextTable table({{zh ? "同源攻击" : "wave", TextTable::Align::Left, 16},
                   {zh ? "等级" : "severity"},
                   {zh ? "网站数" : "sites", TextTable::Align::Right},
                   {zh ? "共同特征" : "what they share", TextTable::Align::Left, 64},
                   {zh ? "网站" : "where", TextTable::Align::Left, 80}});
  for (const monitor::Wave& wave : waves.first(std::min(kWaves, waves.size())))
    table.add(
        {wave.id, std::string(to_string(wave.worst)), std::to_string(wave.sites.size()),
         first_few(wave.traits, kTraits, zh, [&](const monitor::WaveTrait& one) { return trait_text(one.trait, zh); }),
         first_few(wave.sites, kSites, zh, [&](const monitor::WaveSite& one) { return name(one.site); })});
  const std::string count = fmt::format(fmt::runtime(zh ? "\n同源攻击 {} 起（多个网站被同一手法、同一来源攻击）：\n"
                                                        : "\nAttack waves: {} (several sites hit by one hand):\n"),
                                        waves.size());
  return count + table.str();
}

Result<std::string> estate_waves(storage::Stores& stores, const Clock& clock, Language language) {
  auto waves = desk::WaveDesk(stores.traits(), clock).now();
  if (!waves) return fail(std::move(waves));
  std::span<const monitor::Wave> open((*waves)->all());
  const auto over = std::ranges::find(open, 0, &monitor::Wave::open_sites);  // open ones come first
  open = open.first(static_cast<std::size_t>(over - open.begin()));
  const auto name = [&](std::int64_t site) {
    auto summary = stores.estate().summary({site});
    return summary && *summary ? (*summary)->name : std::to_string(site);
  };
  return wave_table(open, name, language);
}

void WaveGatherer::add(const std::string& site, const std::string& page,
                       const std::vector<monitor::Finding>& findings) {
  seen_.insert(site);
  if (std::ranges::all_of(findings, [](const monitor::Finding& one) { return one.traits.empty(); })) return;
  const auto [at, fresh] = numbers_.try_emplace(site, static_cast<std::int64_t>(sites_.size()) + 1);
  if (fresh) sites_.push_back({site, {}});
  sites_[static_cast<std::size_t>(at->second) - 1].pages.push_back(page);
  for (std::size_t i = 0; i < findings.size(); ++i)
    for (const monitor::Trait& trait : findings[i].traits) {
      monitor::Sighting one;
      one.trait = trait;
      one.site = at->second;
      one.finding = static_cast<std::int64_t>(i);
      one.place = site;
      one.severity = findings[i].severity;
      sightings_.push_back(std::move(one));
    }
}

std::vector<monitor::Wave> WaveGatherer::take() {
  return monitor::group_waves(std::move(sightings_), static_cast<std::int64_t>(seen_.size()));
}

const std::string& WaveGatherer::name_of(std::int64_t site) const {
  return sites_.at(static_cast<std::size_t>(site) - 1).name;
}

const std::vector<std::string>& WaveGatherer::pages_of(std::int64_t site) const {
  return sites_.at(static_cast<std::size_t>(site) - 1).pages;
}

}  // namespace huabiao::app
