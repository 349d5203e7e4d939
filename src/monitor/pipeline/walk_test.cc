#include "monitor/pipeline/walk.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>

#include "monitor/parse/parse.h"
#include "monitor/walk/opt_out.h"
#include "rules/shelf/shelf.h"

namespace huabiao::monitor {
namespace {

constexpr std::int64_t kToday = 20'780;  // 2026-11-23
constexpr FreshnessRule kRule{.home_days = 14, .news_days = 14, .notice_days = 183};
const std::string kHome = "https://www.x.gov.cn/";

// A host: what it answers, by path; 404 for anything else.
class WalkTest : public testing::Test {
 protected:
  struct Answered {
    std::string body, type = "text/html; charset=utf-8";
    int status = 200;
  };
  static std::string page(const std::string& body) {
    return "<html><head><meta charset=utf-8><title>某局</title></head><body>" + body +
           "<p>主办单位：某某市某局，联系电话：0311-12345678，地址：某某市某路一号，邮编 050000</p></body></html>";
  }
  FetchOutcome answer(const std::string& url) const {
    FetchOutcome fetch;
    fetch.asked_url = fetch.final_url = url;
    fetch.at = TimePoint(std::chrono::hours(24) * kToday);
    const std::string path = url.substr(kHome.size() - 1);
    const auto found = host_.find(path);
    const auto& told = found != host_.end() ? found->second : otherwise_;
    fetch.status = told.status;
    fetch.body = told.body;
    fetch.headers = {{"content-type", told.type}};
    fetch.outcome = told.status == 200 ? Outcome::Ok : Outcome::HttpError;
    return fetch;
  }
  Walk begin(std::vector<std::string> again = {}) {
    Visit visit{.site = 1, .host = "www.x.gov.cn"};
    visit.again = std::move(again);
    visit.declared.hosts = {"www.x.gov.cn"};
    const FetchOutcome home = answer(kHome);
    const Page read = parse(home.body, {.url = kHome, .content_type = "text/html"});
    return Walk({visit, home, read, {}}, *rules(), kRule, kToday);
  }
  WalkFacts walked(std::vector<std::string> again = {}) {
    Walk walk = begin(std::move(again));
    for (auto url = walk.next(); url; url = walk.next()) {
      asked_.push_back(*url);
      walk.take(answer(*url));
    }
    return walk.facts();
  }
  static std::vector<std::string> rules_of(const WalkFacts& facts) {
    std::vector<std::string> all;
    for (const Finding& finding : facts.findings) all.push_back(finding.rule);
    return all;
  }
  static const std::shared_ptr<const rules::RuleSet>& rules() {
    static const auto kRules = [] {
      auto packs = rules::all_packs({});
      return rules::RuleSet::build(*packs, "2026-11-23", {}).value();
    }();
    return kRules;
  }

  std::map<std::string, Answered> host_ = {
      {"/", {page("<a href='/xw/'>工作动态</a> 2026-11-20 <a href='/art/1.html'>标题</a>")}},
      {"/xw/", {page("<ul><li>会议 2026-11-20</li></ul>")}},
      {"/art/1.html", {page("<p>正文</p>")}}};
  Answered otherwise_{page("没有找到"), "text/html", 404};
  std::vector<std::string> asked_;
};

TEST_F(WalkTest, AsksForRobotsForAnAddressThatIsNotThereAndForThePages) {
  const WalkFacts facts = walked();
  ASSERT_EQ(asked_.size(), 5U);
  EXPECT_EQ(asked_[0], kHome + "robots.txt");
  EXPECT_EQ(asked_[1], kHome + ".well-known/huabiao.txt");
  EXPECT_TRUE(asked_[2].starts_with(kHome + "huabiao-")) << asked_[2];

  EXPECT_EQ(facts.missing, MissingAnswer::NotFound);
  EXPECT_EQ(facts.linked, 2);
  EXPECT_EQ(facts.home_newest, kToday - 3);
  ASSERT_EQ(facts.pages.size(), 2U);
  EXPECT_EQ(facts.pages[0].column, Column::News);
  EXPECT_EQ(facts.pages[0].newest, kToday - 3);
  EXPECT_EQ(rules_of(facts), std::vector<std::string>{});
  EXPECT_EQ(facts.stopped, "");
}

TEST_F(WalkTest, RobotsAreHeardAndAServerThatCannotGiveThemForbidsAll) {
  host_["/robots.txt"] = {"User-agent: *\nDisallow: /art/\n", "text/plain"};
  WalkFacts facts = walked();
  EXPECT_EQ(facts.refused, 1);
  EXPECT_EQ(facts.pages.size(), 1U);
  host_["/robots.txt"] = {"", "text/plain", 503};
  facts = walked();
  EXPECT_EQ(facts.pages.size(), 0U);
  EXPECT_EQ(facts.stopped, "robots.txt");
}

TEST_F(WalkTest, AnOptOutPageEndsIt) {
  for (const auto& [text, wish] :
       {std::pair("monitor: home\n", Wish::HomeOnly), std::pair("monitor: none\n", Wish::LeaveAlone)}) {
    host_["/.well-known/huabiao.txt"] = {text, "text/plain"};
    asked_.clear();
    const WalkFacts facts = walked();
    EXPECT_EQ(wish_of(facts), wish);
    EXPECT_EQ(facts.stopped, why_stopped(wish));
    EXPECT_EQ(asked_.size(), 2U);
    EXPECT_EQ(rules_of(facts), std::vector<std::string>{});
  }
}

TEST_F(WalkTest, WhatIsNoOptOutPageSaysNothing) {
  host_["/.well-known/huabiao.txt"] = {"monitor: none", "text/html"};
  EXPECT_EQ(wish_of(walked()), Wish::None) << "a page";
  host_["/.well-known/huabiao.txt"] = {"monitor: none", "text/plain", 404};
  EXPECT_EQ(wish_of(walked()), Wish::None);
  host_["/.well-known/huabiao.txt"] = {"monitor: all", "text/plain"};
  EXPECT_EQ(walked().pages.size(), 2U);
}

TEST_F(WalkTest, AServerThatCannotGiveItsOptOutPageIsWalkedNoFurther) {
  host_["/.well-known/huabiao.txt"] = {"monitor: all", "text/plain", 500};
  const WalkFacts facts = walked();
  EXPECT_EQ(facts.pages.size(), 0U);
  EXPECT_NE(facts.stopped, "");
  EXPECT_EQ(wish_of(facts), std::nullopt);
}

TEST_F(WalkTest, WhatStandsOnAnInnerPageIsSaidWithItsAddress) {
  std::string links;
  for (int i = 0; i < 12; ++i)
    links += "<a href='http://www.bet" + std::to_string(i) + ".example/'>真人娱乐城百家乐</a>";
  host_["/art/1.html"].body = page("<div style='display:none'>" + links + "</div>");
  const WalkFacts facts = walked();
  const auto dark = std::ranges::find(facts.findings, Category::DarkLink, &Finding::category);
  ASSERT_NE(dark, facts.findings.end());
  EXPECT_EQ(dark->page, kHome + "art/1.html");
  EXPECT_GE(dark->severity, Severity::Medium);
  EXPECT_FALSE(dark->traits.empty()) << "what it shares with other sites";
}

TEST_F(WalkTest, WhatTheHostShowsForAnythingIsNoPage) {
  otherwise_ = {page("欢迎访问本网站，本网站介绍机构职能、工作动态和办事指南。"), "text/html", 200};
  host_.erase("/art/1.html");
  const WalkFacts facts = walked();
  EXPECT_EQ(facts.missing, MissingAnswer::Page);
  EXPECT_EQ(rules_of(facts), (std::vector<std::string>{std::string(kNoNotFound), "broken-link.dead"}));
}

TEST_F(WalkTest, AHostThatAsksForARestIsLeftAlone) {
  host_["/xw/"].status = 429;
  const WalkFacts facts = walked();
  EXPECT_EQ(facts.pages.size(), 1U);
  EXPECT_NE(facts.stopped, "");
  EXPECT_EQ(rules_of(facts), std::vector<std::string>{});
}

TEST_F(WalkTest, AHostThatAsksForARestAtTheFirstQuestionIsAskedNoMore) {
  host_["/robots.txt"] = {"", "text/plain", 429};
  EXPECT_NE(walked().stopped, "");
  EXPECT_EQ(asked_.size(), 1U);
}

TEST_F(WalkTest, PagesAccusedBeforeAreLookedAtAgain) {
  const WalkFacts facts = walked({kHome + "gone.html"});
  ASSERT_EQ(facts.pages.size(), 3U);
  EXPECT_EQ(facts.pages[0].url, kHome + "gone.html");
  EXPECT_TRUE(is_dead(facts.pages[0]));
}

}  // namespace
}  // namespace huabiao::monitor
