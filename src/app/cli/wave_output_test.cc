#include "app/cli/wave_output.h"

#include <gtest/gtest.h>

namespace huabiao::app {
namespace {

std::vector<monitor::Finding> dark_link(const std::string& host) {
  monitor::Finding finding;
  finding.category = monitor::Category::DarkLink;
  finding.severity = monitor::Severity::High;
  finding.traits = {{monitor::TraitKind::Host, monitor::TraitRole::Accused, host}};
  return {finding};
}

TEST(WaveGatherer, GroupsPagesOfDifferentSites) {
  WaveGatherer gatherer;
  gatherer.add("a.gov.cn", "a/1.html", dark_link("evil.example"));
  gatherer.add("a.gov.cn", "a/2.html", dark_link("evil.example"));
  gatherer.add("clean.gov.cn", "clean.html", {});
  gatherer.add("b.gov.cn", "b.html", dark_link("evil.example"));
  gatherer.add("c.gov.cn", "c.html", dark_link("alone.example"));
  const auto waves = gatherer.take();
  ASSERT_EQ(waves.size(), 1u);
  ASSERT_EQ(waves[0].sites.size(), 2u);
  EXPECT_EQ(gatherer.name_of(waves[0].sites[0].site), "a.gov.cn");
  EXPECT_EQ(gatherer.pages_of(waves[0].sites[0].site), (std::vector<std::string>{"a/1.html", "a/2.html"}));

  const auto name = [&](std::int64_t site) { return gatherer.name_of(site); };
  const std::string english = wave_table(waves, name, Language::English);
  EXPECT_NE(english.find("host evil.example"), std::string::npos) << english;
  EXPECT_NE(english.find("a.gov.cn, b.gov.cn"), std::string::npos) << english;
  EXPECT_NE(wave_table(waves, name, Language::Chinese).find("同源攻击 1 起"), std::string::npos);
}

TEST(WaveTable, SaysNothingOfNothing) {
  EXPECT_EQ(wave_table({}, [](std::int64_t) { return std::string(); }, Language::English), "");
}

}  // namespace
}  // namespace huabiao::app
