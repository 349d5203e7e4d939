#include "monitor/walk/page_days.h"

#include <chrono>
#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

using namespace std::chrono;

std::int64_t on(int year, unsigned month, unsigned day) {
  return sys_days(year_month_day(std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}))
      .time_since_epoch()
      .count();
}
const std::int64_t kToday = on(2026, 11, 23);

TEST(PageDays, EveryWayOfWritingADayIsRead) {
  for (const char* text :
       {"要闻 2026-11-20\n", "2026/11/20", "(2026.11.20)", "2026年11月20日发布", "[11-20]", "标题 11-20\n"})
    EXPECT_EQ(newest_day_in_text(text, kToday), on(2026, 11, 20)) << text;
  EXPECT_EQ(newest_day_in_text("2026-1-5", kToday), on(2026, 1, 5));
}

TEST(PageDays, TheNewestThatIsNotToComeCounts) {
  EXPECT_EQ(newest_day_in_text("2026-11-02 2026-10-30\n会议 2027-01-01 召开", kToday), on(2026, 11, 2));
  EXPECT_EQ(newest_day_in_text("12-20\n", kToday), on(2025, 12, 20)) << "a day without its year is the latest such day";
}

TEST(PageDays, WhatIsNoDayIsLeftAlone) {
  for (const char* text : {"2026-13-01", "2026-02-30", "20261120123", "电话 010-66778899", "1-2", "0311-12345678",
                           "2026-11-201", "", "2026", "2026-"})
    EXPECT_EQ(newest_day_in_text(text, kToday), std::nullopt) << text;
}

TEST(PageDays, TheClockOfThePageAndItsCopyrightAreNoNews) {
  EXPECT_EQ(newest_day_in_text("今天是2026年11月23日 星期一\n工作动态 2026-03-01", kToday), on(2026, 3, 1));
  EXPECT_EQ(newest_day_in_text("Copyright 2026-11-01", kToday), std::nullopt);
}

TEST(PageDays, AddressesOfArticlesTellTheirDay) {
  for (const char* url :
       {"https://x.gov.cn/art/2026/11/20/art_1_2.html", "https://x.gov.cn/xw/202611/t20261120_12.html",
        "https://x.gov.cn/2026-11-20/a.html", "https://x.gov.cn/a/20261120/1.shtml"})
    EXPECT_EQ(newest_day_in_address(url, kToday), on(2026, 11, 20)) << url;
  EXPECT_EQ(newest_day_in_address("https://x.gov.cn/zwgk/202611/index.html", kToday), std::nullopt);
  EXPECT_EQ(newest_day_in_address("https://x.gov.cn/id/20261399.html", kToday), std::nullopt);
}

TEST(PageDays, HiddenLinksTellNothing) {
  Page page;
  page.visible.text = "机构职能";
  page.links.push_back({.href = "a", .url = "https://x.gov.cn/art/2026/11/20/a.html", .hidden = Hidden::InlineStyle});
  EXPECT_EQ(newest_day(page, kToday), std::nullopt);
  page.links.front().hidden = Hidden::None;
  EXPECT_EQ(newest_day(page, kToday), on(2026, 11, 20));
}

}  // namespace
}  // namespace huabiao::monitor
