#include "monitor/correlate/traits.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "support/pages.h"
#include "support/rules.h"

namespace huabiao::monitor {
namespace {

std::vector<Finding> looked_at(const std::string& body, const std::string& host = "www.county.gov.cn") {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < kCategoryNames.size(); ++i)
    for (Finding& finding : test::findings_on(body, static_cast<Category>(i), host))
      findings.push_back(std::move(finding));
  const Page page = test::read_page(body, "https://" + host + "/");
  add_traits({page, body, host, {}, test::built_in_rules()}, findings);
  return findings;
}

std::vector<std::string> traits_on(const std::string& body, const std::string& host = "www.county.gov.cn") {
  std::vector<std::string> out;
  for (const Finding& finding : looked_at(body, host))
    for (const Trait& trait : finding.traits) out.push_back(std::string(to_string(trait.kind)) + " " + trait.value);
  return out;
}

bool has(const std::vector<std::string>& traits, std::string_view one) {
  return std::ranges::find(traits, one) != traits.end();
}

bool has_kind(const std::vector<std::string>& traits, std::string_view kind) {
  return std::ranges::any_of(traits, [&](const std::string& one) { return one.starts_with(kind); });
}

constexpr std::string_view kSpam =
    "<div style='display:none'><a href='http://www.bet9-x.com/'>澳门百家乐</a> <a "
    "href='http://m.bet9-x.com/a'>真人娱乐城"
    "</a> <a href='https://t.me/kaihu888'>六合彩特码</a> <a href='http://www.baidu.com/'>时时彩计划</a></div>";

TEST(Traits, HiddenLinksGiveTheirBoughtNamesAndContacts) {
  const auto traits = traits_on("<html><body><p>本县要闻</p>" + std::string(kSpam) + "</body></html>");
  EXPECT_TRUE(has(traits, "host bet9-x.com"));
  EXPECT_TRUE(has(traits, "contact telegram:kaihu888"));
  EXPECT_EQ(std::ranges::count_if(traits, [](const auto& one) { return one.starts_with("host"); }), 1)
      << "baidu.com is everybody's, t.me is a contact";
}

TEST(Traits, AnInnocentPageHasNone) {
  EXPECT_TRUE(
      traits_on("<html><body><p>电话 13800138000 QQ：12345678</p><script src='https://cdn.fuwu.com/a.js'></script>"
                "</body></html>")
          .empty());
}

TEST(Traits, AGateForSearchEnginesGivesItsScriptAndTarget) {
  const std::string script =
      "var "
      "r=document.referrer;if(r.indexOf('baidu')>0||r.indexOf('sogou')>0){location.href='http://go.tiaozhuan.com/x';}";
  const auto one = traits_on("<html><body><script>" + script + "</script></body></html>");
  const auto other =
      traits_on("<html><body><p>x</p><script>\n  " + script + "\n</script></body></html>", "www.b.gov.cn");
  EXPECT_TRUE(has(one, "host tiaozhuan.com"));
  EXPECT_TRUE(has(one, "script " + script_value(script)));
  EXPECT_TRUE(has(other, "script " + script_value(script))) << "white space is no difference";
}

TEST(Traits, AnyOtherAddressInAnAccusedScriptIsNobodys) {
  const auto traits = traits_on(
      "<html><body><script>var ns='http://www.w3.org/2000/svg';var r=document.referrer;if(r.indexOf('baidu')>0||"
      "r.indexOf('sogou')>0){location.href='http://go.tiaozhuan.com/x';}</script></body></html>");
  EXPECT_TRUE(has(traits, "host tiaozhuan.com"));
  EXPECT_FALSE(has(traits, "host w3.org"));
}

TEST(Traits, AnUnseenFrameGivesItsHostAlsoWhenThatIsAnAddress) {
  const auto traits =
      traits_on("<html><body><iframe src='http://203.0.113.9/x.htm' width=0 height=0></iframe></body></html>");
  EXPECT_TRUE(has(traits, "host 203.0.113.9"));
}

TEST(Traits, AReplacedPageGivesShapeAndContactsBeside) {
  const std::string page =
      "<html><head><meta charset=utf-8><title>Hacked By X</title><style>a{}</style></head><body><center><h1>Hacked By X"
      "</h1><h2>hello admin</h2><p>greetz</p><font>telegram: "
      "@x_crew_01</font><hr><b>QQ群：23456789</b> <i>x</i><marquee>"
      "x</marquee></center></body></html>";
  for (const Finding& finding : looked_at(page)) {
    if (finding.category != Category::Defacement) continue;
    for (const Trait& trait : finding.traits) EXPECT_EQ(trait.role, TraitRole::Beside);
  }
  const auto traits = traits_on(page);
  EXPECT_TRUE(has(traits, "contact qq:23456789"));
  EXPECT_TRUE(has(traits, "contact telegram:x_crew_01"));
  EXPECT_TRUE(has_kind(traits, "shape"));
  EXPECT_FALSE(has_kind(traits_on("<title>Hacked By X</title><h1>Hacked By X</h1>"), "shape")) << "too bare to tell";
}

TEST(Traits, TheSitesOwnHostsAreNone) {
  std::vector<Finding> findings(1);
  findings[0].category = Category::DarkLink;
  findings[0].severity = Severity::High;
  findings[0].subject = "county.gov.cn sister.example evil.example";
  const Page page;
  const std::vector<std::string> own = {"www.sister.example"};
  add_traits({page, "", "www.county.gov.cn", own, test::built_in_rules()}, findings);
  ASSERT_EQ(findings[0].traits.size(), 1u);
  EXPECT_EQ(findings[0].traits[0], (Trait{TraitKind::Host, TraitRole::Accused, "evil.example"}));
  findings[0].severity = Severity::Low;
  findings[0].traits.clear();
  add_traits({page, "", "www.county.gov.cn", own, test::built_in_rules()}, findings);
  EXPECT_TRUE(findings[0].traits.empty()) << "no alert, no trait";
}

TEST(Traits, AreBoundedOnAPageMadeToHaveMany) {
  std::string body = "<html><body><div style='display:none'>";
  for (int i = 0; i < 5'000; ++i)
    body += "<a href='http://h" + std::to_string(i) + ".com/'>澳门百家乐 QQ：" + std::to_string(1'000'000 + i) + "</a>";
  for (const Finding& finding : looked_at(body + "</div></body></html>"))
    EXPECT_LE(finding.traits.size(), TraitLimits::kPerFinding);
}

TEST(ContactsIn, ReadsHandlesAsTheyArePrinted) {
  using List = std::vector<std::string>;
  EXPECT_EQ(contacts_in("联系ＱＱ：１２３４５６７８"), List{"qq:12345678"});
  EXPECT_EQ(contacts_in("加QQ群 87654321 进群"), List{"qq:87654321"});
  EXPECT_EQ(contacts_in("http://wpa.qq.com/msgrd?v=3&uin=7654321&site=qq"), List{"qq:7654321"});
  EXPECT_EQ(contacts_in("微信号：Fapiao_888 。"), List{"wechat:fapiao_888"});
  EXPECT_EQ(contacts_in("飞机：@bc_kefu / https://t.me/bc_kefu"), List{"telegram:bc_kefu"});
  EXPECT_EQ(contacts_in("https://t.me/joinchat/AAAAaBcD-12"), List{"telegram:+AAAAaBcD-12"});
  const auto phone = contacts_in("办证电话 138-0013-8000");
  ASSERT_EQ(phone.size(), 1u);
  EXPECT_TRUE(phone[0].starts_with("phone:138****8000#")) << phone[0];
  EXPECT_EQ(contacts_in("手机13800138000"), phone);
}

TEST(ContactsIn, TakesNoOtherNumberForOne) {
  for (const std::string_view text :
       {"QQ：0000000", "QQ 1234", "qqbrowser 12345678x", "微信公众号：beijing-fabu", "微信扫一扫 weixin_share",
        "telegram channel", "身份证 13010219900307123X", "冀公网安备 13010202000123号", "no contact",
        "wx.config({debug:false})", "https://rent.me/apartment", "12345678901"})
    EXPECT_TRUE(contacts_in(text).empty()) << text << " " << contacts_in(text).front();
}

TEST(ShapeValue, ListsOfAnyLengthAreOneShape) {
  const std::string head =
      "<html><head><meta><title></title><style></style></head><body><center><h1></h1><p></p><hr><div>";
  EXPECT_EQ(shape_value(head + "<ul><li>a<li>b<li>c"), shape_value(head + "<ul><li>a<li>b"));
  EXPECT_NE(shape_value(head + "<ul><li>a<li>b"), shape_value(head + "<ol><li>a<li>b"));
  EXPECT_FALSE(shape_value(head + "<ul><li>a<li>b").empty());
}

}  // namespace
}  // namespace huabiao::monitor
