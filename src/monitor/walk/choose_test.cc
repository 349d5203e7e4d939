#include "monitor/walk/choose.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace huabiao::monitor {
namespace {

constexpr std::string_view kHome = "https://www.x.gov.cn/";

PageMemory& memory() {  // of what the tests' links say
  static PageMemory memory;
  return memory;
}

Link link_to(std::string_view url, const std::string& text) {
  Link link;
  link.href = link.url = memory().keep(url);
  link.host = memory().keep(url.substr(8, url.find('/', 8) - 8));
  link.text = text;
  return link;
}

Page page_with(std::vector<Link> links) {
  Page page;
  page.links = std::move(links);
  return page;
}

std::vector<std::string> urls(const std::vector<Way>& ways) {
  std::vector<std::string> all;
  for (const Way& way : ways) all.push_back(way.url);
  return all;
}

TEST(Choose, WaysAreInnerPagesInPlainSightEachOnce) {
  Link hidden = link_to("https://www.x.gov.cn/hidden.html", "x");
  hidden.hidden = Hidden::InlineStyle;
  const Page page =
      page_with({link_to("https://www.x.gov.cn/", "首页"), link_to("https://www.x.gov.cn/a.html", "甲"),
                 link_to("https://www.x.gov.cn/a.html#part", "甲"), link_to("https://other.gov.cn/b.html", "乙"),
                 link_to("https://www.x.gov.cn/c.pdf", "附件"), link_to("https://www.x.gov.cn/logout.do", "退出"),
                 link_to("http://www.x.gov.cn/plain.html", "明文"), hidden,
                 link_to("https://www.x.gov.cn/" + std::string(WalkLimits::kUrlBytes, 'a'), "长")});
  EXPECT_EQ(urls(ways_on(page, kHome)), std::vector<std::string>{"https://www.x.gov.cn/a.html"});
}

TEST(Choose, ColumnsAreKnownByTheirNameOrTheirAddress) {
  EXPECT_EQ(column_of("工作动态", "https://x.gov.cn/gzdt/"), Column::News);
  EXPECT_EQ(column_of("通知公告", "https://x.gov.cn/a.html"), Column::Notices);
  EXPECT_EQ(column_of("机构设置", "https://x.gov.cn/jgsz/index.html"), Column::Other);
  EXPECT_EQ(column_of("机构设置", "https://x.gov.cn/a.html"), Column::None);
  EXPECT_EQ(column_of("我市召开经济工作会议要闻发布会传达学习重要讲话精神", "https://x.gov.cn/a.html"), Column::None);
  EXPECT_EQ(column_of("", "https://x.gov.cn/list/"), Column::None);
}

TEST(Choose, WhatWasAccusedComesFirstThenColumnsThenOthersByTurns) {
  std::vector<Way> ways;
  for (int i = 0; i < 40; ++i)
    ways.push_back({"https://www.x.gov.cn/art/" + std::to_string(i) + ".html", "标题", Column::None});
  for (int i = 0; i < 20; ++i)
    ways.push_back({"https://www.x.gov.cn/col/" + std::to_string(i) + "/", "栏目", Column::Other});
  ways.push_back({"https://www.x.gov.cn/xw/", "新闻", Column::News});
  const std::vector<std::string> again{"https://www.x.gov.cn/gone.html", "https://elsewhere.gov.cn/x.html"};
  const auto on = [&](std::int64_t day) { return choose(ways, again, Robots(), kHome, day).ways; };
  const auto first = on(1);
  ASSERT_EQ(first.size(), WalkLimits::kPages);
  EXPECT_EQ(first[0].url, "https://www.x.gov.cn/gone.html");
  EXPECT_EQ(first[1].url, "https://www.x.gov.cn/xw/");
  EXPECT_EQ(urls(on(1)), urls(first));
  EXPECT_GE(std::ranges::count(first, Column::None, &Way::column), 5);
  std::set<std::string> seen;
  for (std::int64_t day = 0; day < 60; ++day)
    for (const Way& way : on(day)) seen.insert(way.url);
  EXPECT_EQ(seen.size(), ways.size() + 1) << "each has its turn";
}

TEST(Choose, RobotsAreHeard) {
  std::vector<Way> ways{{"https://www.x.gov.cn/a.html", "甲", Column::None},
                        {"https://www.x.gov.cn/b/c.html", "乙", Column::None}};
  const std::vector<std::string> again{"https://www.x.gov.cn/b/old.html"};
  const Chosen chosen = choose(ways, again, Robots::read("User-agent: *\nDisallow: /b/\n"), kHome, 1);
  EXPECT_EQ(urls(chosen.ways), std::vector<std::string>{"https://www.x.gov.cn/a.html"});
  EXPECT_EQ(chosen.refused, 1);
}

}  // namespace
}  // namespace huabiao::monitor
