#include "desk/wave_desk.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace huabiao::desk {
namespace {

class FewTraits final : public monitor::TraitStore {
 public:
  Result<monitor::SharedTraits> shared_traits(TimePoint) override {
    ++asked;
    return shared;
  }
  Result<std::int64_t> version() override { return number; }

  void add(const std::string& value, std::int64_t site, monitor::TraitKind kind = monitor::TraitKind::Host) {
    monitor::Sighting one;
    one.trait = {kind, monitor::TraitRole::Accused, value};
    one.site = site;
    one.finding = site;
    one.place = std::to_string(site);
    one.severity = monitor::Severity::High;
    shared.sightings.push_back(one);
    ++number;
  }

  monitor::SharedTraits shared{{}, 100};
  std::int64_t number = 0;
  int asked = 0;
};

class WaveDeskTest : public testing::Test {
 protected:
  FewTraits traits_;
  StillClock clock_{from_millis(1'700'000'000'000)};
  WaveDesk desk_{traits_, clock_};
};

TEST_F(WaveDeskTest, GroupsAnewOnlyWhenSomethingChangedOrAfterAMinute) {
  traits_.add("evil.example", 1);
  traits_.add("evil.example", 2);
  EXPECT_EQ(desk_.now().value()->all().size(), 1u);
  EXPECT_EQ(desk_.now().value()->all().size(), 1u);
  EXPECT_EQ(traits_.asked, 1);
  traits_.add("evil.example", 3);
  EXPECT_EQ(desk_.now().value()->all().at(0).sites.size(), 3u);
  EXPECT_EQ(traits_.asked, 2);
  clock_.advance(WaveDeskLimits::kFresh);
  (void)desk_.now();
  EXPECT_EQ(traits_.asked, 3);
}

TEST_F(WaveDeskTest, FindsAWaveBySiteAndByAnyOfItsTraits) {
  for (const std::int64_t site : {1, 2, 3}) traits_.add("evil.example", site);
  for (const std::int64_t site : {2, 3}) traits_.add("aa", site, monitor::TraitKind::Script);
  const auto waves = desk_.now().value();
  const monitor::Wave* const wave = waves->of_site(3);
  ASSERT_NE(wave, nullptr);
  EXPECT_EQ(waves->of_site(9), nullptr);
  EXPECT_EQ(waves->find(wave->id), wave);
  for (const monitor::WaveTrait& one : wave->traits) EXPECT_EQ(waves->find(monitor::trait_id(one.trait)), wave);
  EXPECT_EQ(waves->find("0000000000000000"), nullptr);
}

TEST_F(WaveDeskTest, ListsByPagesAndFilters) {
  for (std::int64_t i = 0; i < 7; ++i) {
    const std::string host = "e" + std::to_string(i) + ".example";
    traits_.add(host, 10 * i + 1);
    traits_.add(host, 10 * i + 2);
  }
  std::vector<std::string> seen;
  WaveQuery query{.limit = 3};
  do {
    const auto page = desk_.list(query).value();
    EXPECT_EQ(page.total, 7);
    for (const monitor::Wave* wave : page.rows) seen.push_back(wave->id);
    query.cursor = page.next;
  } while (!query.cursor.empty());
  EXPECT_EQ(seen.size(), 7u);
  std::ranges::sort(seen);
  EXPECT_EQ(std::ranges::unique(seen).size(), 0u);

  EXPECT_EQ(desk_.list({.text = "e3.example"}).value().total, 1);
  EXPECT_EQ(desk_.list({.open = false}).value().total, 0);
  EXPECT_EQ(desk_.list({.kind = monitor::TraitKind::Script}).value().total, 0);
  EXPECT_EQ(desk_.list({.at_least = monitor::Severity::Critical}).value().total, 0);
  EXPECT_EQ(desk_.list({.site = 31}).value().total, 1);
  EXPECT_EQ(desk_.list({.site = 33}).value().total, 0);
  for (const char* cursor : {"x", "1.2.3", "1.2.3.", "99999999999999999999.1.1.1.a"})
    EXPECT_EQ(desk_.list({.cursor = cursor}).error().code, "registry.bad_cursor") << cursor;
}

}  // namespace
}  // namespace huabiao::desk
