#include "monitor/correlate/waves.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <set>

namespace huabiao::monitor {
namespace {

constexpr std::int64_t kEstate = 300;

Sighting seen(TraitKind kind, std::string value, std::int64_t site, std::int64_t minute = 0) {
  Sighting one;
  one.trait = {kind, TraitRole::Accused, std::move(value)};
  one.site = site;
  one.finding = site * 10;
  one.place = "site" + std::to_string(site) + ".gov.cn/";
  one.severity = Severity::High;
  one.first_seen = one.last_seen = from_millis(1'700'000'000'000 + minute * 60'000);
  return one;
}

std::set<std::int64_t> sites_of(const Wave& wave) {
  std::set<std::int64_t> sites;
  for (const WaveSite& site : wave.sites) sites.insert(site.site);
  return sites;
}

TEST(GroupWaves, SitesThatShareATraitAreOneWaveAlsoOverSeveralSteps) {
  const auto waves = group_waves(
      {seen(TraitKind::Host, "evil.example", 1), seen(TraitKind::Host, "evil.example", 2),
       seen(TraitKind::Script, "aa", 2), seen(TraitKind::Script, "aa", 3), seen(TraitKind::Host, "other.example", 8),
       seen(TraitKind::Host, "other.example", 9), seen(TraitKind::Host, "alone.example", 9)},
      kEstate);
  ASSERT_EQ(waves.size(), 2u);
  EXPECT_EQ(sites_of(waves[0]), (std::set<std::int64_t>{1, 2, 3}));
  EXPECT_EQ(waves[0].open_sites, 3);
  ASSERT_EQ(waves[0].traits.size(), 2u);
  EXPECT_EQ(waves[0].traits[0].trait.kind, TraitKind::Script);
  EXPECT_EQ(sites_of(waves[1]), (std::set<std::int64_t>{8, 9}));
  EXPECT_EQ(waves[1].traits.size(), 1u) << "a trait of one site joins nothing";
}

TEST(GroupWaves, OneSiteOrOnePageIsNoWave) {
  auto again = seen(TraitKind::Host, "evil.example", 1, 5);
  again.finding = 77;
  EXPECT_TRUE(group_waves({seen(TraitKind::Host, "evil.example", 1), again}, kEstate).empty());
  auto same_page = seen(TraitKind::Host, "evil.example", 2);
  same_page.place = seen(TraitKind::Host, "evil.example", 1).place;
  EXPECT_TRUE(group_waves({seen(TraitKind::Host, "evil.example", 1), same_page}, kEstate).empty());
}

TEST(GroupWaves, WhatMerelyStandsBesideAndIsEverywhereJoinsNothing) {
  std::vector<Sighting> many;
  for (std::int64_t site = 1; site <= WaveLimits::kBesideSites + 1; ++site) {
    many.push_back(seen(TraitKind::Contact, "qq:12345678", site));
    many.back().trait.role = TraitRole::Beside;
  }
  EXPECT_TRUE(group_waves(many, kEstate).empty());
  EXPECT_EQ(group_waves(many, (WaveLimits::kBesideSites + 1) * WaveLimits::kBesideShare).size(), 1u);
  many.front().trait.role = TraitRole::Accused;
  EXPECT_EQ(group_waves(many, kEstate).size(), 1u);
}

TEST(GroupWaves, ItsNameStaysWhenMoreIsLearnt) {
  const std::vector<Sighting> first = {seen(TraitKind::Contact, "qq:12345678", 1, 1),
                                       seen(TraitKind::Contact, "qq:12345678", 2, 2),
                                       seen(TraitKind::Script, "aa", 1, 0)};
  const std::string id = group_waves(first, kEstate).at(0).id;
  std::vector<Sighting> later = first;
  later.push_back(seen(TraitKind::Script, "aa", 3, 9));  // older and stronger, but shared only now
  const auto waves = group_waves(later, kEstate);
  ASSERT_EQ(waves.size(), 1u);
  EXPECT_EQ(waves[0].sites.size(), 3u);
  EXPECT_EQ(waves[0].id, id);
}

TEST(GroupWaves, AHealedSiteStaysAndAWaveWithoutOpenSitesIsOver) {
  std::vector<Sighting> sightings = {seen(TraitKind::Host, "evil.example", 1),
                                     seen(TraitKind::Host, "evil.example", 2)};
  sightings[0].open = false;
  sightings[0].severity = Severity::Critical;
  auto waves = group_waves(sightings, kEstate);
  ASSERT_EQ(waves.size(), 1u);
  EXPECT_EQ(waves[0].open_sites, 1);
  EXPECT_EQ(waves[0].worst, Severity::High) << "of what is open";
  EXPECT_EQ(waves[0].sites[0].site, 2);
  sightings[1].open = false;
  waves = group_waves(sightings, kEstate);
  EXPECT_EQ(waves[0].open_sites, 0);
  EXPECT_EQ(waves[0].worst, Severity::Critical);
}

TEST(GroupWaves, NothingGivesNothing) {
  EXPECT_TRUE(group_waves({}, 0).empty());
}

TEST(GroupWaves, TwentyThousandSightingsOfAHundredThousandSites) {
  std::vector<Sighting> sightings;
  for (std::int64_t i = 0; i < 20'000; ++i)
    sightings.push_back(seen(TraitKind::Host, "h" + std::to_string(i % 500) + ".example", i % 10'000, i % 97));
  const auto waves = group_waves(std::move(sightings), 100'000);
  EXPECT_EQ(waves.size(), 500u);
  for (const Wave& wave : waves) EXPECT_EQ(wave.sites.size(), 20u);
}

// The slow, obvious way: sites are joined as long as two still share a trait.
RC_GTEST_PROP(GroupWavesProperty, AgreesWithJoiningUntilNothingChanges, ()) {
  std::vector<Sighting> sightings;
  const auto pairs = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 12), rc::gen::inRange(1, 12)));
  for (const auto& [value, site] : pairs) sightings.push_back(seen(TraitKind::Host, std::to_string(value), site));
  std::vector<int> group(13);
  for (int i = 0; i < 13; ++i) group[static_cast<std::size_t>(i)] = i;
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& [value, site] : pairs)
      for (const auto& [other_value, other] : pairs) {
        int& one = group[static_cast<std::size_t>(site)];
        int& two = group[static_cast<std::size_t>(other)];
        if (value != other_value || one == two) continue;
        one = two = std::min(one, two);
        changed = true;
      }
  }
  std::map<int, std::set<std::int64_t>> expected;
  for (const auto& [value, site] : pairs) expected[group[static_cast<std::size_t>(site)]].insert(site);
  std::erase_if(expected, [](const auto& one) { return one.second.size() < 2; });
  std::set<std::set<std::int64_t>> wanted, found;
  for (const auto& [head, sites] : expected) wanted.insert(sites);
  for (const Wave& wave : group_waves(sightings, 1)) found.insert(sites_of(wave));
  RC_ASSERT(wanted == found);
}

}  // namespace
}  // namespace huabiao::monitor
