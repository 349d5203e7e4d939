#include <algorithm>
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>
#include <set>

#include "base/utf8.h"
#include "monitor/keep/estate.h"
#include "storage/site_grams.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using monitor::SiteQuery;
using monitor::SiteSort;
using monitor::SortOrder;

class EstateListTest : public StoresTest {
 protected:
  monitor::Estate& estate() { return stores_->estate(); }
  std::vector<std::string> names(SiteQuery query) {
    std::vector<std::string> names;
    do {
      const auto page = good(estate().list_sites(query));
      for (const auto& row : page.rows) names.push_back(row.name);
      query.cursor = page.next;
    } while (!query.cursor.empty());
    return names;
  }
};

TEST_F(EstateListTest, FindsASiteByAnyPartOfWhatItIsCalled) {
  const auto office = unit("某市图书馆");
  const auto id = good(
      registry().save(registry::Site{.name = "书香网", .region = "130402", .site_code = "1304020007"}, {.by = "t"}));
  good(registry().save(registry::Declaration{.organisation = office,
                                             .site = id,
                                             .department = "文化局",
                                             .ascii_names = {{"lib.example.org.cn", "lib.example.org.cn", 0}},
                                             .chinese_names = {{"xn--a.xn--55qw42g", "某市图书馆.公益", 0}}},
                       {.by = "t"}));
  site("别的网站");
  for (const char* text : {"书", "书香", "书香网", "图书馆", "馆", "lib", "LIB.Example", "g.c", "0402", "公益", "文化",
                           "ｌｉｂ", "书香 图书", "130402 lib"})
    EXPECT_EQ(names({.text = text}), std::vector<std::string>{"书香网"}) << text;
  EXPECT_TRUE(names({.text = "香书"}).empty());
  EXPECT_TRUE(names({.text = "书香 别的"}).empty());
  EXPECT_EQ(names({.text = "网"}).size(), 2u);
  good(registry().save(registry::Site{.id = id, .name = "阅读网", .region = "130402"}, {.by = "t"}));
  EXPECT_TRUE(names({.text = "书香"}).empty());
  EXPECT_EQ(names({.text = "阅读"}).size(), 1u);
  good(registry().save(registry::Organisation{.id = office, .name = "某市档案馆"}, {.by = "t"}));
  EXPECT_EQ(names({.text = "档案馆"}).size(), 1u);
}

TEST_F(EstateListTest, FiltersByRegionUnitAndLife) {
  const auto office = unit("甲局");
  const auto first = good(registry().save(registry::Site{.name = "一", .region = "130402"}, {.by = "t"}));
  good(registry().save(registry::Site{.name = "二", .region = "130500"}, {.by = "t"}));
  good(registry().save(registry::Site{.name = "三", .life = registry::SiteLife::Closed, .region = "110000"},
                       {.by = "t"}));
  declare(office, first, {});
  EXPECT_EQ(names({.region = "130000"}).size(), 2u);
  EXPECT_EQ(names({.region = "130400"}), std::vector<std::string>{"一"});
  EXPECT_EQ(names({.region = "130402"}), std::vector<std::string>{"一"});
  EXPECT_EQ(names({.organisation = office}), std::vector<std::string>{"一"});
  EXPECT_EQ(names({.life = registry::SiteLife::Closed}), std::vector<std::string>{"三"});
  EXPECT_EQ(names({.text = "一", .region = "110000"}).size(), 0u);
  EXPECT_EQ(good(estate().overview("130000", registry::Reach::all())).sites, 2);
}

TEST_F(EstateListTest, TellsHowTheRegionsRightBelowOneAre) {
  for (const char* region : {"130402", "130404", "130500", "130000", "110000", ""})
    good(registry().save(registry::Site{.name = std::string("在") + region, .region = region}, {.by = "t"}));
  const auto told = [&](std::string_view region) {
    std::vector<std::string> lines;
    for (const auto& one : good(estate().region_states(region, registry::Reach::all())))
      lines.push_back(one.region + " " + std::to_string(one.sites) + " " + std::to_string(one.by_state.at("")));
    return lines;
  };
  EXPECT_THAT(told(""), testing::ElementsAre(" 1 1", "110000 1 1", "130000 4 4"));
  EXPECT_THAT(told("130000"), testing::ElementsAre("130000 1 1", "130400 2 2", "130500 1 1"));
  EXPECT_THAT(told("130400"), testing::ElementsAre("130402 1 1", "130404 1 1"));
  EXPECT_THAT(told("130402"), testing::ElementsAre("130402 1 1"));
  EXPECT_TRUE(told("120000").empty());
}

TEST_F(EstateListTest, EveryOrderPagesThroughEverySiteOnce) {
  std::vector<registry::SiteId> ids;
  for (int i = 0; i < 23; ++i) ids.push_back(site("站" + std::to_string(i % 5)));
  for (const SiteSort sort : {SiteSort::Name, SiteSort::Severity, SiteSort::LastVisit, SiteSort::Newest})
    for (const SortOrder order : {SortOrder::Ascending, SortOrder::Descending})
      for (const char* text : {"", "站"}) {
        SiteQuery query{.text = text, .sort = sort, .order = order, .limit = 4};
        std::set<std::int64_t> seen;
        do {
          const auto page = good(estate().list_sites(query));
          EXPECT_EQ(page.total, 23);
          for (const auto& row : page.rows) EXPECT_TRUE(seen.insert(row.id.value).second);
          query.cursor = page.next;
        } while (!query.cursor.empty());
        EXPECT_EQ(seen.size(), 23u);
      }
  const auto page = good(estate().list_sites({.limit = 4}));
  SiteQuery other{.sort = SiteSort::Newest, .cursor = page.next};
  EXPECT_EQ(estate().list_sites(other).error().code, "registry.bad_cursor");
}

TEST_F(EstateListTest, ShowsWhatWasDatedAheadWhenItsTimeComes) {
  const auto id = site("今天");
  const TimePoint tomorrow = clock_.now() + std::chrono::hours(24);
  good(registry().save(registry::Site{.id = id, .name = "明天"},
                       {.by = "t", .effective = {tomorrow, registry::kForever}}));
  EXPECT_EQ(names({}), std::vector<std::string>{"今天"});
  clock_.advance(std::chrono::hours(25));
  EXPECT_EQ(names({}), std::vector<std::string>{"明天"});
}

TEST_F(EstateListTest, ManyCandidatesAreWalkedFewAreSorted) {
  good(registry().import({.file = "f"}, [](registry::ImportWriter& writer) -> Done {
    for (int i = 0; i < 2500; ++i)
      good(writer.save(registry::Site{.name = "网站" + std::to_string(i), .region = i % 50 ? "130000" : "110000"}));
    return {};
  }));
  const auto many = good(estate().list_sites({.text = "网站"}));
  EXPECT_FALSE(many.exact);
  EXPECT_GE(many.total, 50);
  EXPECT_EQ(names({.text = "网站", .limit = 500}).size(), 2500u);
  const auto few = good(estate().list_sites({.text = "网站", .region = "110000"}));
  EXPECT_TRUE(few.exact);
  EXPECT_EQ(few.total, 50);
  EXPECT_EQ(good(estate().list_sites({.text = "网站2499"})).total, 1);
}

TEST_F(EstateListTest, MatchesAtTheFarEndOfTheOrderAreFound) {
  good(registry().import({.file = "f"}, [](registry::ImportWriter& writer) -> Done {
    for (int i = 0; i < 2600; ++i) good(writer.save(registry::Site{.name = "甲局" + std::to_string(i)}));
    for (int i = 0; i < 2600; ++i) good(writer.save(registry::Site{.name = "龙县局" + std::to_string(i)}));
    return {};
  }));
  for (const char* text : {"龙", "龙县局"}) {
    const std::vector<std::string> found = names({.text = text, .limit = 500});
    EXPECT_EQ(found.size(), 2600u) << text;
    EXPECT_TRUE(std::ranges::is_sorted(found));
    EXPECT_TRUE(std::ranges::all_of(found, [](const std::string& name) { return name.starts_with("龙县局"); }));
  }
}

// The index never misses a text that holds the term.
RC_GTEST_PROP(SiteGrams, EverySubstringLeadsToItsText, ()) {
  const auto character = rc::gen::element<char32_t>(U'网', U'站', U'a', U'b', U'.', U'1', U' ');
  const auto points = *rc::gen::nonEmpty(rc::gen::container<std::u32string>(character));
  const auto from = *rc::gen::inRange<std::size_t>(0, points.size());
  const auto count = *rc::gen::inRange<std::size_t>(1, points.size() - from + 1);
  std::string text, typed;
  for (const char32_t c : points) utf8::append(text, c);
  for (const char32_t c : points.substr(from, count)) utf8::append(typed, c);
  const auto terms = search_terms(typed);
  RC_PRE(!terms.empty());
  const std::string grams = " " + grams_of(fold_for_search(text)) + " ";
  std::string expression = gram_expression(terms, " AND ");
  for (std::size_t at = 0; (at = expression.find(" AND ")) != std::string::npos;) expression.replace(at, 5, " ");
  std::size_t begin = 0;
  while (begin < expression.size()) {
    const std::size_t end = std::min(expression.find(' ', begin), expression.size());
    RC_ASSERT(grams.find(" " + expression.substr(begin, end - begin) + " ") != std::string::npos);
    begin = end + 1;
  }
}

}  // namespace
}  // namespace huabiao::storage
