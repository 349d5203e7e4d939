#include "monitor/detect/detect.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "support/pages.h"
#include "support/rules.h"

namespace huabiao::monitor {
namespace {

constexpr std::string_view kHost = "www.example.gov.cn";
constexpr std::string_view kMarkScript = "http://dcs.conac.cn/js/33/000/0000/60425889/CA330000000604258890010.js";

struct Read {
  FetchOutcome fetch;
  Page page;
  Detected detected;
  [[nodiscard]] bool has(std::string_view rule) const {
    return std::ranges::any_of(detected.findings, [&](const Finding& finding) { return finding.rule == rule; });
  }
  [[nodiscard]] std::string rules() const {
    std::string out;
    for (const Finding& finding : detected.findings) out += finding.rule + " ";
    return out;
  }
  [[nodiscard]] Assessment assessment() const { return assess(detected.findings); }
};

Read look(std::string body, const Declared& declared = {}, std::string host = std::string(kHost)) {
  Read read;
  read.fetch.outcome = Outcome::Ok;
  read.fetch.body = std::move(body);
  read.page = test::read_page(read.fetch.body, host.empty() ? "" : "https://" + host + "/");
  read.detected = detect({read.page, read.fetch, declared, host, test::built_in_rules()});
  return read;
}

MarkState mark_of(std::string body) {
  return look(std::move(body)).detected.facts.mark.state;
}

TEST(DetectMark, TellsEveryState) {
  const std::string script(kMarkScript);
  EXPECT_EQ(mark_of("<span id=_ideConac></span><script src='" + script + "'></script>"), MarkState::Script);
  EXPECT_EQ(mark_of("<script>document.write(unescape(\"%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript src='" + script +
                    "'%3E%3C/script%3E\"));</script>"),
            MarkState::Script);
  EXPECT_EQ(mark_of("<script>document.write(unescape(\"%3Cspan id='_ideConac' %3E3C/span%3E%3Cscript src='" + script +
                    "'%3E%3C/script%3E\"));</script>"),
            MarkState::Script);
  const std::string link = "<a href='http://bszs.conac.cn/sitename?method=show&id=06F2CAD4909B067AE053012819AC8596'>";
  EXPECT_EQ(mark_of(link + "<img src='/images/red.png'></a>"), MarkState::Link);
  EXPECT_EQ(mark_of("<a href='javascript:void(0)' onclick=\"OpenUrl('http://bszs.conac.cn/"
                    "sitename?method=show&id=06F2CAD4909B067AE053012819AC8596')\"><img src=images/blue.png></a>"),
            MarkState::Link);
  EXPECT_EQ(mark_of("<img src='//dcs.conac.cn/image/red.png'>"), MarkState::Picture);
  EXPECT_EQ(mark_of("<img src='/images/red.png'>"), MarkState::Picture);
  EXPECT_EQ(mark_of(link + "<img id=imgConac src='//dcs.conac.cn/image/red_error.png'></a>"), MarkState::ErrorImage);
  EXPECT_EQ(mark_of("<script src='http://dcs.conac.cn/js/05/107/0000/41468768/CA051080000414687680001.js'></script>"),
            MarkState::Malformed);
  EXPECT_EQ(mark_of("<p>nothing"), MarkState::Absent);
  EXPECT_EQ(mark_of("<p>nothing<script src=/footer.js></script>"), MarkState::NotSeen);
}

TEST(DetectMark, CommentsDoNotCount) {
  EXPECT_EQ(mark_of("<!-- <script src='" + std::string(kMarkScript) + "'></script> -->"), MarkState::Absent);
  EXPECT_EQ(
      mark_of("<script>// document.write('<script src=\"" + std::string(kMarkScript) + "\"><\\/script>')\n</script>"),
      MarkState::Absent);
  EXPECT_EQ(
      mark_of(
          "<%-- <a href='http://bszs.conac.cn/sitename?method=show&id=06F2CAD4909B067AE053012819AC8596'>x</a> --%>"),
      MarkState::Absent);
}

TEST(DetectMark, ReadsIdAndColour) {
  const auto facts = look(
                         "<a href='//bszs.conac.cn/sitename?method=show&amp;id=07BBE32157290F90E053022819AC8A23'><img "
                         "src='//dcs.conac.cn/image/blue.png'></a>")
                         .detected.facts;
  EXPECT_EQ(facts.mark.id, "07BBE32157290F90E053022819AC8A23");
  EXPECT_EQ(facts.mark.colour, "blue");
  EXPECT_EQ(look("<script src='" + std::string(kMarkScript) + "'></script>").detected.facts.mark.id,
            "CA330000000604258890010");
}

TEST(DetectMark, ComparesWithTheRegister) {
  Declared hung;
  hung.mark_hung = true;
  EXPECT_TRUE(look("<p>x", hung).has("mark.missing"));
  EXPECT_TRUE(look("<p>x<script src=/a.js></script>", hung).has("mark.not-seen"));
  EXPECT_TRUE(look("<img src='//dcs.conac.cn/image/red.png'>", hung).has("mark.picture-only"));
  Declared not_hung;
  not_hung.mark_hung = false;
  EXPECT_TRUE(look("<script src='" + std::string(kMarkScript) + "'></script>", not_hung).has("mark.undeclared"));
  EXPECT_FALSE(look("<p>x").has("mark.missing"));
}

TEST(DetectFooter, ReadsAndPlacesValues) {
  const std::string body =
      "<div>主办单位：某市人民政府办公室 电话：010-12345678</div>"
      "<a href='https://beian.miit.gov.cn/'>京ICP备04000001号-2</a>"
      "<a href='https://beian.mps.gov.cn/#/query/webSearch?code=11040102700068'>京公网安备 11040102700068号</a>"
      "<p>网站标识码：bm07000001</p>"
      "<script id='_jiucuo_' sitecode='bm07000001' src='https://zfwzgl.www.gov.cn/exposure/jiucuo.js '></script>";
  const Read read = look(body);
  const PageFacts& facts = read.detected.facts;
  ASSERT_EQ(facts.icp.size(), 1u);
  EXPECT_EQ(facts.icp[0].normal, "京ICP备04000001号-2");
  EXPECT_EQ(facts.icp[0].link, "https://beian.miit.gov.cn/");
  EXPECT_EQ(facts.icp[0].place.offset, static_cast<std::int64_t>(body.find("京ICP")));
  ASSERT_EQ(facts.police.size(), 1u);
  EXPECT_TRUE(facts.police[0].valid);
  ASSERT_EQ(facts.site_code.size(), 1u);
  EXPECT_EQ(facts.error_report_code, "bm07000001");
  EXPECT_EQ(facts.organiser, "某市人民政府办公室");
  EXPECT_EQ(facts.contact, "010-12345678");
  EXPECT_EQ(read.rules(), "");
}

TEST(DetectFooter, FindsWhatIsAtOdds) {
  Declared declared;
  declared.site_code = "1304000009";
  declared.icp = "京ICP备04000002号";
  const Read read = look(
      "<a href='http://www.miibeian.gov.cn/'>京ICP备04000001号-2</a>"
      "<a href='http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=11040102700069'>京公网安备 "
      "11040102700068号</a>"
      "<p>网站标识码：bm07000001 网站标识码：3610782</p><a "
      "href='http://121.43.68.40/exposure/jiucuo.html?site_code=bm07000002'>x</a>",
      declared);
  for (const std::string_view rule :
       {"footer.icp-differs", "footer.icp-link-obsolete", "footer.police-link-differs", "footer.site-code-differs",
        "footer.site-code-malformed", "footer.error-report-differs", "footer.error-report-old-host"})
    EXPECT_TRUE(read.has(rule)) << rule << " not in " << read.rules();
  EXPECT_EQ(read.assessment(), Assessment::Clean);  // no attack
}

TEST(DetectFooter, MissingIsNotSaidWhereAScriptMayWrite) {
  EXPECT_TRUE(look("<p>x").has("footer.icp-missing"));
  const Read open = look("<p>x<script src=/footer.js></script>");
  EXPECT_FALSE(open.has("footer.icp-missing"));
  EXPECT_TRUE(open.has("footer.icp-not-seen"));
  EXPECT_EQ(look("<p>x", {}, "www.example.org").rules(), "");  // the rules do not hold there
}

TEST(DetectDarkLink, CombinesWordsAndHiding) {
  const std::string spam = "<a href='http://a1x.example/'>澳门金沙</a><a href='http://b22.example/'>时时彩</a>";
  const Read hidden = look("<div style='position:absolute;left:-9999px'>" + spam + "</div>");
  EXPECT_TRUE(hidden.has("dark-link.hidden-list"));
  EXPECT_EQ(hidden.assessment(), Assessment::Malicious);
  EXPECT_EQ(hidden.detected.findings.at(0).evidence.at(0).why, "position:absolute;left:-9999px");
  EXPECT_EQ(hidden.fetch.body.substr(static_cast<std::size_t>(hidden.detected.findings.at(0).evidence.at(0).offset), 9),
            "<a href='");
  EXPECT_EQ(hidden.detected.facts.links.hidden_external, 2);
  EXPECT_TRUE(look(spam + "<a href='http://c.example/'>百家乐</a>").has("dark-link.spam-links"));
}

TEST(DetectDarkLink, NoHidingTrickAccusesAlone) {
  for (const std::string_view style :
       {"display:none", "visibility:hidden", "position:absolute;left:-9999px", "font-size:0"}) {
    std::string body = "<div style='" + std::string(style) + "'>";
    for (int i = 0; i < 20; ++i)
      body += "<a href='https://www.school-" + std::string(1, static_cast<char>('a' + i)) + ".example/'>友情链接</a>";
    EXPECT_EQ(look(body + "</div>").assessment(), Assessment::Clean) << style;
  }
  EXPECT_EQ(look("<a href='http://news.example/'>严厉打击网络赌博和百家乐</a>").assessment(), Assessment::Clean);
  EXPECT_EQ(look("<a href='http://www.lottery.example/'>福利彩票开奖结果</a>").assessment(), Assessment::Clean);
}

TEST(DetectDarkLink, TellsOfEncodedLinksWithoutAlert) {
  const Read read =
      look("<script>document.write(\"\\x3ca href=\\x22http://b.example/\\x22\\x3ex\\x3c/a\\x3e\")</script>");
  EXPECT_FALSE(read.has("dark-link.encoded"));  // the address itself is legible
  const Read encoded = look("<script>document.write(\"<a href='\\x68ttp://b.example/'>x</a>\")</script>");
  EXPECT_TRUE(encoded.has("dark-link.encoded"));
  EXPECT_EQ(encoded.assessment(), Assessment::Clean);
}

TEST(DetectTitle, FindsSwappedTitles) {
  EXPECT_TRUE(look("<title>&#21271;&#20140;&#36187;&#36710;&#112;&#107;&#49;&#48;</title><p>某局")
                  .has("title-hijack.foreign-trade"));
  EXPECT_TRUE(
      look("<title>x</title><script>if(navigator.userAgent.toLowerCase().indexOf('baidu')==-1){document.title='y'}</"
           "script>")
          .has("title-hijack.spider-title"));
  EXPECT_EQ(look("<title>关于打击网络赌博的通告</title><meta name=keywords content='赌博,博彩,百家乐'>").assessment(),
            Assessment::Clean);
}

TEST(DetectConditional, FindsWhatIsDoneForSpidersOnly) {
  EXPECT_TRUE(look("<script>var u=navigator.userAgent;if(/Baiduspider|Sogou/.test(u)){"
                   "document.write('<script src=http://203.0.113.9/a.js></scr'+'ipt>')}</script>")
                  .has("conditional-content.spider"));
  // A site's own pages for telephones, and a spider let through to the site's own address.
  EXPECT_FALSE(
      look("<script>if(/Android|iPhone/.test(navigator.userAgent))location.href='http://203.0.113.9/'</script>")
          .has("conditional-content.spider"));
  EXPECT_FALSE(look("<script>if(/Baiduspider/.test(navigator.userAgent))location.href='/static/'</script>")
                   .has("conditional-content.spider"));
}

TEST(DetectConditional, FindsTheSearchReferrerRedirect) {
  EXPECT_TRUE(
      look("<script>var "
           "r=document.referrer;if(/baidu|sogou|google/.test(r)){location.href='http://203.0.113.9/a.html'}</script>")
          .has("conditional-content.search-referrer"));
  EXPECT_EQ(
      look("<script>var "
           "r=document.referrer;if(/baidu|sogou|google/.test(r)){location.href='https://m.example.gov.cn/'}</script>")
          .assessment(),
      Assessment::Clean);
}

TEST(DetectInjected, FindsFramesAndRepeatedScripts) {
  EXPECT_TRUE(
      look("<iframe src='http://203.0.113.7/x' width=0 height=0></iframe>").has("injected-frame.unseen-foreign"));
  EXPECT_EQ(look("<iframe src='https://counter.example/x' width=0 height=0></iframe>").assessment(), Assessment::Clean);
  const std::string script = "<script src=https://js.evil.example/s.js></script>";
  EXPECT_TRUE(look(script + script + script).has("injected-script.repeated"));
  EXPECT_EQ(look(script + script).assessment(), Assessment::Clean);
}

TEST(DetectTitle, IsNotHiddenByNewsOfTheTrade) {
  const std::string news = "<p>拒绝“百家乐”“老虎机”等网络赌博宣传月启动</p><p>公安机关捣毁一跨境赌博窝点</p>";
  for (const std::string hijacked :
       {"足球投注_时时彩计划-开户送彩金", "澳门百家乐_真人娱乐城|澳门百家乐-官方网站开户送彩金"})
    EXPECT_TRUE(look("<title>" + hijacked + "</title><meta name=keywords content='" + hijacked + "'>" + news)
                    .has("title-hijack.foreign-trade"));
  const std::string story = "男子沉迷百家乐和老虎机";
  EXPECT_EQ(look("<title>" + story + "</title><meta name=keywords content='" + story + "'>" + news).assessment(),
            Assessment::Clean);
}

TEST(DetectDefacement, KnowsBoastsFromNews) {
  EXPECT_TRUE(look("<title>H4ck3d by somebody</title><body bgcolor=black><h1>Your site got hacked</h1>")
                  .has("defacement.boast"));
  EXPECT_TRUE(look("Hacked By Somebody").has("defacement.boast"));
  std::string news = "<title>Ministry site hacked by group, officials say</title>";
  for (int i = 0; i < 100; ++i)
    news += "<p><a href='/n" + std::to_string(i) + "'>An ordinary story of the day</a> with a sentence.";
  EXPECT_EQ(look(news).assessment(), Assessment::Clean);
}

TEST(ReadFooter, NamesTheUnitThatRunsTheSite) {
  const auto organiser = [](const std::string& body) { return look(body).detected.facts.organiser; };
  EXPECT_EQ(organiser("<p>版权所有：中华人民共和国某某部"), "某某部");
  EXPECT_EQ(organiser("<p>版权所有 中华人民共和国某某部</p><p>主办单位：中华人民共和国某某部市场司"), "某某部");
  EXPECT_EQ(organiser("<p>版权所有：某某市</p><p>主办单位：某某市人民政府办公室"), "某某市人民政府办公室");
  EXPECT_EQ(organiser("<p>版权所有：某公司</p><p>主办方：某某县教育局"), "某某县教育局");
  EXPECT_EQ(organiser("<meta name=SiteName content=\"<meta name=\"><p>x"), "");
}

TEST(DetectDefacement, KnowsSignaturesOnPagesWithLittleElse) {
  EXPECT_TRUE(look("<title>Owned</title><p>we were bored").has("defacement.boast"));
  EXPECT_TRUE(look("<p>Stamped By Somebody<p>from error we learn").has("defacement.boast"));
  EXPECT_TRUE(look("<p>PAWN3D 8Y S0MEB0DY").has("defacement.boast"));
  EXPECT_TRUE(look("<title>X</title><audio autoplay loop><source src=a.mp3></audio>").has("defacement.signs"));
  EXPECT_TRUE(look("<title>&lt;script src=//x.example&gt;</title><p>x").has("defacement.script-in-title"));
  EXPECT_EQ(look("<title>Parked</title><p>This domain is owned by a company").assessment(), Assessment::Clean);
  EXPECT_EQ(look("<title>Radio</title><a href=/programme>x</a><audio autoplay loop></audio>").assessment(),
            Assessment::Clean);
}

TEST(DetectDefacement, KnowsAStageWithoutAWord) {
  const std::string black = "<style>body { margin: 0; background-color: #000 }</style>";
  EXPECT_TRUE(look(black + "<body oncontextmenu='return false'><img src=https://i.ibb.co/a.png><p>we</p>")
                  .has("defacement.signs"));
  EXPECT_TRUE(look(black + "<marquee>hello</marquee><iframe src='https://www.youtube.com/embed/a?autoplay=1'></iframe>")
                  .has("defacement.signs"));
  EXPECT_EQ(look(black + "<p>Coming soon").assessment(), Assessment::Clean);
  EXPECT_EQ(look(black + "<style>h1{text-shadow:1px 1px #333}</style><h1>Exhibition</h1>").assessment(),
            Assessment::Clean);
  EXPECT_EQ(
      look(black + "<style>h1{text-shadow:0 0 4px #999}</style><body oncontextmenu='return false'><h1>深切悼念</h1>")
          .assessment(),
      Assessment::Clean);
  std::string full =
      black + "<body oncontextmenu='return false'><marquee>notice</marquee><img src=https://i.ibb.co/a.png>";
  for (int i = 0; i < 40; ++i) full += "<p><a href='/n" + std::to_string(i) + "'>An ordinary notice of the day</a></p>";
  EXPECT_EQ(look(full).assessment(), Assessment::Clean);
}

TEST(DetectDefacement, KnowsSignaturesWhateverWasDone) {
  EXPECT_TRUE(look("<p>Smashed by Mr.Nobody").has("defacement.signs"));
  EXPECT_TRUE(look("<title>Smashed by Mr.Nobody</title><p>x").has("defacement.signs"));
  EXPECT_TRUE(look("<title>x</title><meta name=description content='hacked by nobody'><p>x").has("defacement.signs"));
  EXPECT_TRUE(look("<h3>Your Website Is Encrypted By Nobody</h3>Bitcoin address: x").has("defacement.boast"));
  EXPECT_EQ(look("<p>Powered by nginx").assessment(), Assessment::Clean);
}

TEST(Classify, TellsPagesFromNotices) {
  const auto outcome = [](std::string body, Outcome from = Outcome::Ok) {
    FetchOutcome fetch;
    fetch.outcome = from;
    fetch.body = std::move(body);
    return classify(fetch, test::read_page(fetch.body, {}, {}), test::built_in_rules());
  };
  EXPECT_EQ(outcome("<title>某局</title><p>欢迎访问"), Outcome::Ok);
  EXPECT_EQ(outcome(""), Outcome::Empty);
  EXPECT_EQ(outcome("<html><head></head><body>  </body></html>"), Outcome::Empty);
  EXPECT_EQ(outcome("<title>404 Not Found</title><h1>Not Found</h1>"), Outcome::SoftNotFound);
  EXPECT_EQ(outcome("<title>提示</title><p>您访问的页面不存在"), Outcome::SoftNotFound);
  EXPECT_EQ(outcome("<title>网站防火墙</title><p>您的请求带有不合法参数，已被网站管理员设置拦截！"), Outcome::Blocked);
  EXPECT_EQ(outcome("<title>网站防火墙</title><p>请求被拦截", Outcome::HttpError), Outcome::Blocked);
  EXPECT_EQ(outcome("<h1>Service Unavailable</h1>", Outcome::HttpError), Outcome::HttpError);
  EXPECT_EQ(outcome("Hacked By Somebody 404"), Outcome::Ok);
  EXPECT_EQ(outcome("x", Outcome::Timeout), Outcome::Timeout);
  EXPECT_EQ(outcome("<meta charset=utf-8><title>\xD6\xD0\xCE\xC4\xCD\xF8\xD5\xBE</title><p>x"), Outcome::OkWithFaults);
}

}  // namespace
}  // namespace huabiao::monitor
