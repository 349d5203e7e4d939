#include "monitor/change/change.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "monitor/change/shape.h"
#include "support/pages.h"

namespace huabiao::monitor {
namespace {

std::string home(const std::string& inside, const std::string& head = {}) {
  std::string list;
  for (const char* name :
       {"通知公告", "部门动态", "政策解读", "办事指南", "互动交流", "数据开放", "领导信箱", "联系方式"})
    list += std::string("<div class=box><h2>") + name + "</h2><ul><li><a href=\"/a/1.html\">" + name +
            "第一条</a></li><li><a href=\"/a/2.html\">" + name + "第二条</a></li></ul></div>";
  return "<html><head><title>某某县人民政府网站</title><meta name=keywords content=\"某某县,政府,政务公开\">" + head +
         "<script src=\"/js/site.js?v=20240101\"></script></head><body>" + list + inside +
         "<p>访问量：10234</p><script>var token='8f3a9c2e7711aa00'; showDate();</script></body></html>";
}

ChangeReport compare_pages(const std::string& before, const std::string& after,
                           const std::vector<Finding>& added = {}) {
  const Page one = test::read_page(before, "https://www.county.gov.cn/"),
             other = test::read_page(after, "https://www.county.gov.cn/");
  return compare({.before = {one, {}}, .after = {other, {}}, .added = added, .host = "www.county.gov.cn", .own = {}});
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  text.replace(text.find(what), what.size(), by);
  return text;
}

bool tells(const ChangeReport& report, std::string_view kind) {
  return std::ranges::any_of(report.changes, [&](const Change& change) { return change.kind == kind; });
}

TEST(ComparePages, CountersTokensQueriesAndLineEndsAreNoEvents) {
  const std::string before = home("");
  std::string after = replaced(replaced(replaced(before, "10234", "10981"), "v=20240101", "v=20240307"),
                               "8f3a9c2e7711aa00", "01b2c3d4e5f60718");
  after = replaced(after, "<body>", "<body>\r\n\r\n");
  const ChangeReport report = compare_pages(before, after);
  EXPECT_EQ(report.grade, ChangeGrade::Same);
  EXPECT_EQ(report.score, 0.0);
  EXPECT_TRUE(report.changes.empty());
}

TEST(ComparePages, ANewEntryInAListIsRoutine) {
  const ChangeReport report =
      compare_pages(home(""), home("<ul><li><a href=\"/a/3.html\">关于开展防汛检查的通知</a></li></ul>"));
  EXPECT_EQ(report.grade, ChangeGrade::Routine);
  ASSERT_TRUE(tells(report, "text"));
  EXPECT_GT(report.changes.front().after.place.length, 0);
}

TEST(ComparePages, AFurtherScriptOfAStrangerIsNotable) {
  const ChangeReport report = compare_pages(home(""), home("", "<script src=\"//js.stranger.example/x.js\"></script>"));
  EXPECT_GE(report.grade, ChangeGrade::Notable);
  EXPECT_TRUE(tells(report, "script-host"));
}

TEST(ComparePages, AScriptOfABareAddressAndAnUnseenFrameAreTampering) {
  EXPECT_EQ(compare_pages(home(""), home("", "<script src=\"http://203.0.113.9/x.js\"></script>")).grade,
            ChangeGrade::Tampered);
  const ChangeReport frame =
      compare_pages(home(""), home("<iframe width=0 height=0 src=\"http://stranger.example/\"></iframe>"));
  EXPECT_EQ(frame.grade, ChangeGrade::Tampered);
  EXPECT_TRUE(tells(frame, "frame"));
}

TEST(ComparePages, AMovedFolderIsNoNewScript) {
  const ChangeReport report = compare_pages(home(""), replaced(home(""), "/js/site.js", "/static/js/site.js"));
  EXPECT_EQ(report.grade, ChangeGrade::Same);
}

TEST(ComparePages, ASwappedTitleAndKeywordsAreNotable) {
  std::string after = replaced(home(""), "某某县人民政府网站", "最新平台官方登录入口");
  EXPECT_EQ(compare_pages(home(""), after).grade, ChangeGrade::Notable);
  after = replaced(after, "某某县,政府,政务公开", "平台,入口,官方登录");
  const ChangeReport report = compare_pages(home(""), after);
  EXPECT_GE(report.grade, ChangeGrade::Notable);
  EXPECT_TRUE(tells(report, "title"));
  EXPECT_TRUE(tells(report, "keywords"));
}

TEST(ComparePages, UnseenLinksToStrangersWeighAndManySeenOnesToo) {
  std::string links;
  for (const char* host : {"one", "two", "three", "four"})
    links += std::string("<a href=\"http://") + host + ".example/\">x</a>";
  const ChangeReport hidden = compare_pages(home(""), home("<div style=\"display:none\">" + links + "</div>"));
  EXPECT_EQ(hidden.grade, ChangeGrade::Tampered);
  EXPECT_TRUE(tells(hidden, "hidden-link"));
  const ChangeReport seen = compare_pages(home(""), home("<p><a href=\"http://one.example/\">合作单位</a></p>"));
  EXPECT_EQ(seen.grade, ChangeGrade::Routine);
}

TEST(ComparePages, ALayoutFallenInIsTampering) {
  const ChangeReport report = compare_pages(home(""), "<html><body><h1>Hello</h1></body></html>");
  EXPECT_EQ(report.grade, ChangeGrade::Tampered);
  EXPECT_TRUE(tells(report, "layout"));
}

TEST(ComparePages, AnAccusationOfTheAdditionAloneCounts) {
  Finding finding;
  finding.rule = "defacement.boast";
  finding.category = Category::Defacement;
  finding.severity = Severity::High;
  EXPECT_EQ(compare_pages(home(""), home("<p>x</p>"), {finding}).grade, ChangeGrade::Tampered);
  finding.severity = Severity::Low;
  EXPECT_EQ(compare_pages(home(""), home("<p>x</p>"), {finding}).grade, ChangeGrade::Routine);
}

TEST(ComparePages, TellsOfEachKindAtMostSoMuch) {
  std::string scripts;
  for (std::size_t i = 0; i < 3 * ChangeLimits::kPerKind; ++i)
    scripts += "<script src=\"http://s" + std::string(i + 1, 'x') + ".example/a.js\"></script>";
  const ChangeReport report = compare_pages(home(""), home("", scripts));
  EXPECT_EQ(std::ranges::count(report.changes, "script-host", &Change::kind),
            static_cast<std::ptrdiff_t>(ChangeLimits::kPerKind));
  EXPECT_LE(report.changes.size(), ChangeLimits::kChanges);
}

// A site that swaps its title with every campaign and takes pictures from a foreign host.
struct Lively {
  ChangeHabits habits;
  Page last = test::read_page(look(0), "https://www.county.gov.cn/");

  static std::string look(int number) {
    constexpr const char* kTitles[] = {"全民阅读月活动专页", "安全生产警示教育", "稻花香里说丰年", "第七次人口普查",
                                       "Welcome"};
    return replaced(home("<img src=\"http://cdn.example/" + std::to_string(number) + ".jpg\">"), "某某县人民政府网站",
                    kTitles[number % 5]);
  }
  Lively() {
    for (int number = 1; number < 4; ++number) {
      Page page = test::read_page(look(number), "https://www.county.gov.cn/");
      learn(habits, against(page, nullptr, false), page);
      last = std::move(page);
    }
  }
  [[nodiscard]] ChangeReport against(const Page& page, const ChangeHabits* known, bool approved,
                                     const std::vector<Finding>& added = {}) const {
    return compare({.before = {last, {}},
                    .after = {page, {}},
                    .added = added,
                    .host = "www.county.gov.cn",
                    .own = {},
                    .habits = known,
                    .approved = approved});
  }
};

TEST(ComparePages, WhatIsUsualOnASiteSaysLess) {
  const Lively site;
  ASSERT_EQ(site.habits.looks, 3);
  const Page next = test::read_page(Lively::look(4), "https://www.county.gov.cn/");
  const ChangeReport strict = site.against(next, nullptr, false), wise = site.against(next, &site.habits, false);
  EXPECT_EQ(strict.grade, ChangeGrade::Notable);
  EXPECT_EQ(wise.grade, ChangeGrade::Routine);
  EXPECT_EQ(wise.looks, 3);
  // What no habit excuses.
  const Page worse =
      test::read_page(replaced(Lively::look(4), "</body>", "<script src=http://203.0.113.9/x.js></script></body>"),
                      "https://www.county.gov.cn/");
  EXPECT_EQ(site.against(worse, &site.habits, false).grade, ChangeGrade::Tampered);
}

TEST(ComparePages, TamperingTeachesNothing) {
  Lively site;
  const Page fallen = test::read_page("<h1>Hello</h1><script src=http://203.0.113.9/x.js></script>");
  learn(site.habits, site.against(fallen, nullptr, false), fallen);
  EXPECT_EQ(site.habits.looks, 3);
  EXPECT_FALSE(site.habits.hosts.contains("203.0.113.9"));
}

TEST(ComparePages, AnnouncedWorkIsRoutineUnlessItIsAnAttack) {
  const Lively site;
  const Page next = test::read_page(Lively::look(4), "https://www.county.gov.cn/");
  const ChangeReport approved = site.against(next, nullptr, true);
  EXPECT_EQ(approved.grade, ChangeGrade::Routine);
  EXPECT_TRUE(approved.approved);
  EXPECT_GT(approved.score, 0.4);
  Finding finding;
  finding.rule = "defacement.boast";
  finding.category = Category::Defacement;
  finding.severity = Severity::High;
  EXPECT_EQ(site.against(next, nullptr, true, {finding}).grade, ChangeGrade::Tampered);
}

TEST(WhatWasAdded, HoldsTheAdditionWithItsPlaces) {
  const std::string after = home("<p>新增的一段话</p>");
  const Page added = what_was_added(test::read_page(home("")), test::read_page(after));
  EXPECT_EQ(added.visible.text, "新增的一段话\n");
  const Place place = added.visible.place_of(0, std::string_view("新增的一段话").size());
  EXPECT_EQ(place.offset, static_cast<std::int64_t>(after.find("新增的一段话")));
  EXPECT_TRUE(added.title.empty());
  EXPECT_TRUE(added.links.empty());
  EXPECT_TRUE(added.scripts.empty());
}

TEST(Shapes, DropWhatChangesByItself) {
  EXPECT_EQ(text_shape("今日 12 次"), text_shape("今日 9817 次"));
  EXPECT_NE(text_shape("通知"), text_shape("公告"));
  EXPECT_EQ(address_shape("http://a.cn/x/12.html?r=0.4"), address_shape("https://a.cn/x/13.html"));
  EXPECT_EQ(file_shape("/old/js/site.min.js"), file_shape("js/site.min.js?v=2"));
  EXPECT_EQ(file_shape("/app.3f2a1b9c.js"), file_shape("/app.77aa01ff.js"));
  EXPECT_EQ(likeness("同一个标题", "同一个标题"), 1.0);
  EXPECT_LT(likeness("某某县人民政府", "最新平台入口"), 0.2);
}

}  // namespace
}  // namespace huabiao::monitor
