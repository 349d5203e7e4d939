#include "monitor/render/page_session.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "base/base64.h"

namespace huabiao::monitor::render {
namespace {

namespace json = boost::json;

const std::string kPng("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x05\0\0\0\x06\x40", 24);

// Plays the browser and the net to one session.
class PageSessionTest : public testing::Test {
 protected:
  explicit PageSessionTest(const RenderLimits& limits = {})
      : session_(limits, {.url = "http://www.example.gov.cn/", .user_agent = "us", .also = {"dcs.conac.cn"}}, 1) {}

  void take(Steps steps) {
    for (Step& step : steps) {
      if (auto* message = std::get_if<Send>(&step)) {
        message->message.pop_back();
        said_.push_back(json::parse(message->message).as_object());
      } else if (auto* ask = std::get_if<Ask>(&step)) {
        asked_.push_back(*ask);
      } else {
        over_ = true;
      }
    }
  }
  void tell(Message message, int at) { take(session_.on(message, Millis(at))); }
  [[nodiscard]] std::string last() const { return std::string(said_.back().at("method").as_string()); }
  [[nodiscard]] std::int64_t last_id() const { return said_.back().at("id").as_int64(); }
  [[nodiscard]] int count(std::string_view method) const {
    int found = 0;
    for (const json::object& one : said_) found += one.at("method").as_string() == method ? 1 : 0;
    return found;
  }
  void answer(Answer what, int at) {
    what.id = last_id();
    tell(std::move(what), at);
  }

  void set_up() {
    take(session_.begin());
    answer({.context = "C"}, 1);
    answer({.target = "T"}, 2);
    answer({.session = "S"}, 3);
    for (std::int64_t id = 4; id <= 9; ++id) tell(Answer{.id = id}, 4);
    ASSERT_EQ(last(), "Page.navigate");
  }
  void request(const std::string& name, const std::string& url, const std::string& kind, int at = 10,
               const std::string& method = "GET") {
    tell(RequestPaused{.session = "S", .request = name, .frame = "T", .url = url, .method = method, .kind = kind}, at);
  }
  void give(std::size_t ask, std::string body, int at = 20) {
    FetchOutcome outcome;
    outcome.outcome = Outcome::Ok;
    outcome.status = 200;
    outcome.headers = {{"content-type", "text/html"}, {"set-cookie", "a=b"}};
    outcome.body = std::move(body);
    take(session_.on(asked_.at(ask).number, std::move(outcome), Millis(at)));
  }
  void open_page() {
    set_up();
    request("r1", "http://www.example.gov.cn/", "Document");
    ASSERT_EQ(asked_.size(), 1U);
    give(0, "<p>page</p>");
    tell(Navigated{"S", "http://www.example.gov.cn/"}, 21);
    tell(Loaded{"S"}, 30);
  }
  // From the look at the document to the end.
  PageSeen look(int at) {
    EXPECT_EQ(last(), "DOM.getDocument");
    answer({.node = 7}, at);
    answer({.html = "<html>drawn</html>"}, at);
    answer({.height = 2'000}, at);
    answer({.picture = to_base64(kPng)}, at);
    EXPECT_EQ(last(), "Target.disposeBrowserContext");
    answer({}, at);
    EXPECT_TRUE(over_);
    return session_.take();
  }

  PageSession session_;
  std::vector<json::object> said_;
  std::vector<Ask> asked_;
  bool over_ = false;
};

TEST_F(PageSessionTest, APageIsFetchedByUsAndLookedAtWhenItIsQuiet) {
  open_page();
  EXPECT_EQ(session_.wait(Millis(30)), Millis(500));
  take(session_.on_time(Millis(530)));
  const PageSeen seen = look(540);
  EXPECT_EQ(seen.view.end, RenderEnd::Settled);
  EXPECT_TRUE(seen.view.whole);
  EXPECT_EQ(seen.html, "<html>drawn</html>");
  ASSERT_TRUE(seen.view.picture);
  EXPECT_EQ(seen.view.picture->width, 1280);
  EXPECT_TRUE(seen.browser_fit);
  EXPECT_EQ(count("Fetch.continueRequest"), 0);
}

TEST_F(PageSessionTest, NothingIsFetchedBeforeRequestsAreHeld) {
  take(session_.begin());
  answer({.context = "C"}, 1);
  answer({.target = "T"}, 2);
  answer({.session = "S"}, 3);
  EXPECT_EQ(count("Page.navigate"), 0);
  EXPECT_EQ(count("Fetch.enable"), 1);
  tell(Answer{.id = 6, .error = "no"}, 4);
  EXPECT_TRUE(over_);
  EXPECT_FALSE(session_.take().browser_fit);
}

TEST_F(PageSessionTest, CookiesAreNotPassedOn) {
  open_page();
  const json::object& told = said_[said_.size() - 1];
  ASSERT_EQ(told.at("method").as_string(), "Fetch.fulfillRequest");
  const json::array& headers = told.at("params").at("responseHeaders").as_array();
  ASSERT_EQ(headers.size(), 1U);
  EXPECT_EQ(headers[0].at("name").as_string(), "content-type");
}

TEST_F(PageSessionTest, OtherSitesAndOtherWaysAreRefusedUnasked) {
  open_page();
  request("r2", "http://cdn.example.com/a.js", "Script");
  request("r3", "ftp://www.example.gov.cn/", "Image");
  request("r4", "http://www.example.gov.cn/submit", "XHR", 10, "POST");
  EXPECT_EQ(asked_.size(), 1U);
  EXPECT_EQ(count("Fetch.failRequest"), 3);
  request("r5", "http://img.example.gov.cn/a.png", "Image");
  request("r6", "https://dcs.conac.cn/js/1.js", "Script");
  EXPECT_EQ(asked_.size(), 3U);
  give(1, "png", 40);
  give(2, "js", 50);
  take(session_.on_time(Millis(1'000)));
  const PageSeen seen = look(1'001);
  EXPECT_EQ(seen.view.end, RenderEnd::Settled);
  EXPECT_FALSE(seen.view.whole);  // a script was withheld
  ASSERT_EQ(seen.view.refused.size(), 3U);
  EXPECT_EQ(seen.view.refused[0].why, RequestRefusal::OtherSite);
  EXPECT_EQ(seen.view.refused[1].why, RequestRefusal::NotHttp);
  EXPECT_EQ(seen.view.refused[2].why, RequestRefusal::NotGet);
}

TEST_F(PageSessionTest, AWithheldPictureTakesNothingFromAPage) {
  open_page();
  request("r2", "http://cdn.example.com/a.png", "Image", 40);
  take(session_.on_time(Millis(600)));
  EXPECT_TRUE(look(601).view.whole);
}

TEST_F(PageSessionTest, PrivateAddressesAndFailuresAreSaid) {
  open_page();
  request("r2", "http://a.example.gov.cn/x.js", "Script");
  request("r3", "http://b.example.gov.cn/x.js", "Script");
  FetchOutcome outcome;
  outcome.outcome = Outcome::RefusedAddress;
  take(session_.on(asked_[1].number, outcome, Millis(40)));
  outcome.outcome = Outcome::Timeout;
  take(session_.on(asked_[2].number, outcome, Millis(50)));
  take(session_.on_time(Millis(600)));
  const PageSeen seen = look(601);
  ASSERT_EQ(seen.view.refused.size(), 2U);
  EXPECT_EQ(seen.view.refused[0].why, RequestRefusal::PrivateAddress);
  EXPECT_EQ(seen.view.refused[1].why, RequestRefusal::Failed);
  EXPECT_FALSE(seen.view.whole);
}

TEST_F(PageSessionTest, NoMoreThanFiftyAreAskedAndFourAtOnce) {
  open_page();
  for (int i = 0; i < 100; ++i)
    request("q" + std::to_string(i), "http://www.example.gov.cn/" + std::to_string(i), "XHR");
  EXPECT_EQ(asked_.size(), 5U);
  for (std::size_t i = 1; i < asked_.size(); ++i) give(i, "x", 100);
  EXPECT_EQ(asked_.size(), 50U);
  take(session_.on_time(Millis(700)));
  const PageSeen seen = look(701);
  EXPECT_EQ(seen.view.answered, 50);
  EXPECT_EQ(seen.view.refused_count, 51);
  EXPECT_EQ(seen.view.refused.back().why, RequestRefusal::TooMany);
}

TEST_F(PageSessionTest, AnAnswerLargerThanIsReadIsWithheld) {
  open_page();
  request("r2", "http://www.example.gov.cn/huge.js", "Script");
  FetchOutcome outcome;
  outcome.outcome = Outcome::Ok;
  outcome.status = 200;
  outcome.truncated = true;
  take(session_.on(asked_[1].number, outcome, Millis(40)));
  take(session_.on_time(Millis(600)));
  EXPECT_EQ(look(601).view.refused.at(0).why, RequestRefusal::TooLarge);
}

TEST_F(PageSessionTest, APageThatNeverRestsIsLookedAtAsItStands) {
  open_page();
  request("r2", "http://www.example.gov.cn/slow", "XHR", 7'000);
  take(session_.on_time(Millis(8'000)));
  EXPECT_EQ(count("Runtime.terminateExecution"), 1);
  const PageSeen seen = look(8'100);
  EXPECT_EQ(seen.view.end, RenderEnd::TimeUp);
  EXPECT_FALSE(seen.view.whole);
}

TEST_F(PageSessionTest, APageThatCannotBeLookedAtIsLetGoWithItsBrowser) {
  open_page();
  take(session_.on_time(Millis(8'000)));
  EXPECT_EQ(session_.wait(Millis(8'000)), Millis(2'000));
  take(session_.on_time(Millis(10'000)));
  EXPECT_EQ(last(), "Target.disposeBrowserContext");
  EXPECT_FALSE(over_);
  take(session_.on_time(Millis(13'000)));
  EXPECT_TRUE(over_);
  const PageSeen seen = session_.take();
  EXPECT_EQ(seen.view.end, RenderEnd::Stuck);
  EXPECT_FALSE(seen.browser_fit);
}

TEST_F(PageSessionTest, APageThatLeavesForAnotherSiteStaysAndSaysWhereItWanted) {
  open_page();
  request("r2", "http://casino.example.com/", "Document", 40);
  EXPECT_EQ(said_.back().at("params").at("errorReason").as_string(), "Aborted");
  take(session_.on_time(Millis(600)));
  const PageSeen seen = look(601);
  EXPECT_EQ(seen.view.left_for, "http://casino.example.com/");
  EXPECT_FALSE(seen.view.whole);
}

TEST_F(PageSessionTest, NoPageIsNoLook) {
  set_up();
  const std::int64_t navigation = last_id();
  request("r1", "http://www.example.gov.cn/", "Document");
  FetchOutcome outcome;
  outcome.outcome = Outcome::ConnectRefused;
  take(session_.on(asked_[0].number, outcome, Millis(20)));
  tell(Answer{.id = navigation, .refused = "net::ERR_FAILED"}, 21);
  EXPECT_EQ(last(), "Target.disposeBrowserContext");
  answer({}, 30);
  const PageSeen seen = session_.take();
  EXPECT_EQ(seen.view.end, RenderEnd::NoPage);
  EXPECT_TRUE(seen.html.empty());
  EXPECT_TRUE(seen.browser_fit);
}

TEST_F(PageSessionTest, ACrashIsSaidAndABrowserThatIsGoneEndsAtOnce) {
  open_page();
  tell(Crashed{"S"}, 40);
  take(session_.on_browser_gone(Millis(50)));
  EXPECT_TRUE(over_);
  const PageSeen seen = session_.take();
  EXPECT_EQ(seen.view.end, RenderEnd::Crashed);
  EXPECT_FALSE(seen.browser_fit);
}

TEST_F(PageSessionTest, APictureTooLargeIsTakenAgainAtHalfItsSize) {
  open_page();
  take(session_.on_time(Millis(600)));
  answer({.node = 7}, 601);
  answer({.html = "<p>"}, 602);
  answer({.height = 5}, 603);
  const auto scale = [this] { return said_.back().at("params").at("clip").at("scale").to_number<double>(); };
  EXPECT_EQ(scale(), 1.0);
  answer({.picture = to_base64(std::string(RenderLimits{}.picture_bytes + 1, 'x'))}, 604);
  ASSERT_EQ(last(), "Page.captureScreenshot");
  EXPECT_EQ(scale(), 0.5);
  answer({.picture = to_base64("GIF89a")}, 605);
  answer({}, 606);
  EXPECT_FALSE(session_.take().view.picture);  // and what is no PNG is none
}

TEST_F(PageSessionTest, WhatLiesInThePageItselfNeedsNoNet) {
  open_page();
  request("r2", "data:image/png;base64,AAAA", "Image");
  EXPECT_EQ(count("Fetch.continueRequest"), 1);
  EXPECT_EQ(asked_.size(), 1U);
}

}  // namespace
}  // namespace huabiao::monitor::render
