#include "notice/message.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace huabiao::notice {
namespace {

monitor::KeptFinding finding() {
  monitor::KeptFinding kept;
  kept.id = {17};
  kept.site = 4711;
  kept.site_name = "示例市档案馆";
  kept.host = "www.dag.example.gov.cn";
  kept.asked_url = "https://www.dag.example.gov.cn/";
  kept.finding.rule = "dark-link.hidden-list";
  kept.finding.category = monitor::Category::DarkLink;
  kept.finding.severity = monitor::Severity::High;
  kept.finding.explanation = {"页面里藏有看不见的链接", "The page hides links"};
  kept.life.first_seen = from_millis(1'700'000'000'000);
  return kept;
}

const Saying kSaying{.key = "k1",
                     .what = Happening::Confirmed,
                     .severity = monitor::Severity::High,
                     .at = from_millis(1'700'000'300'000)};

}  // namespace

TEST(Compose, SaysWhatIsTheMatterInBothLanguages) {
  const Message message = compose(kSaying, finding(), "https://huabiao.example.gov.cn/");
  EXPECT_EQ(message.key, "k1");
  EXPECT_NE(message.title.zh.find("示例市档案馆"), std::string::npos);
  EXPECT_TRUE(message.title.zh.starts_with("【高】")) << message.title.zh;
  EXPECT_NE(message.title.zh.find("已确认"), std::string::npos);
  EXPECT_NE(message.title.en.find("confirmed"), std::string::npos);
  EXPECT_NE(message.text.zh.find("页面里藏有看不见的链接"), std::string::npos);
  EXPECT_NE(message.text.en.find("2023-11-15 06:18:20 (UTC+8)"), std::string::npos) << message.text.en;
  EXPECT_EQ(message.link, "https://huabiao.example.gov.cn/findings/17");
  EXPECT_TRUE(compose(kSaying, finding(), "").link.empty());
}

TEST(Compose, LeavesNoLineBreakNorControlInWhatOthersWrote) {
  monitor::KeptFinding hostile = finding();
  hostile.site_name = "市府\r\nBcc: all@example.org\r\n\r\n正文\x1b[31m\u202e反\u2028";
  hostile.host = std::string("a\0b\nc", 5);
  hostile.finding.explanation.en = "first\nSubject: second";
  const Message message = compose(kSaying, hostile, "");
  for (const std::string& text : {message.title.zh, message.title.en, message.site_name, message.host})
    for (const char c : text) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) << text;
  EXPECT_EQ(message.title.zh.find("\u202e"), std::string::npos);
  EXPECT_EQ(message.text.en.find("\nSubject"), std::string::npos);
}

TEST(Compose, BoundsWhatItSays) {
  monitor::KeptFinding vast = finding();
  for (int i = 0; i < 2000; ++i) vast.site_name += "很长的名称", vast.finding.explanation.zh += "很长的说明";
  const Message message = compose(kSaying, vast, "");
  EXPECT_LE(message.title.zh.size(), MessageLimits::kTitleBytes);
  EXPECT_LE(message.text.zh.size(), MessageLimits::kTextBytes);
  EXPECT_TRUE(utf8::valid(message.title.zh) && utf8::valid(message.text.zh));
}

TEST(Trial, IsAboutNoSite) {
  const Message message = trial("k", from_millis(0), "");
  EXPECT_FALSE(message.finding);
  EXPECT_FALSE(message.title.zh.empty() || message.text.en.empty());
}

}  // namespace huabiao::notice
