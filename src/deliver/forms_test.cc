// What every channel writes, when names and titles are as hostile as they come.
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "base/utf8.h"
#include "deliver/http_forms.h"
#include "deliver/mail_text.h"
#include "deliver/syslog_text.h"

namespace huabiao::deliver {
namespace {

namespace json = boost::json;

constexpr TimePoint kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

// As compose() never lets it be: the forms hold even so.
notice::Message hostile() {
  notice::Message message;
  message.key = "0123456789abcdef0123456789abcdef";
  message.finding = {17};
  message.at = message.first_seen = kNow;
  message.severity = monitor::Severity::High;
  message.category = monitor::Category::DarkLink;
  message.rule = "dark-link.hidden-list";
  message.site = 4711;
  message.site_name =
      "市府\"]\\ \r\nBcc: all@example.org <@all> <!channel> <at user_id=\"all\"> [x](http://e.example) \xff";
  message.host = "www.example.gov.cn";
  message.title = {message.site_name, message.site_name};
  message.text = {"正文\r\n.\r\nQUIT\r\n" + message.site_name, "text\n.\n" + message.site_name};
  return message;
}

web::Url url(std::string_view text) {
  return *web::parse_url(text);
}

const Mail kMail{.host = "mail.example.gov.cn",
                 .port = 465,
                 .security = Mail::Security::Tls,
                 .user = {},
                 .secret = {},
                 .from = "huabiao@example.gov.cn",
                 .to = {"duty@example.gov.cn", "chief@example.gov.cn"}};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find("\r\n", at);
    EXPECT_NE(end, std::string::npos) << "a line that does not end in CRLF";
    if (end == std::string::npos) break;
    lines.push_back(text.substr(at, end - at));
    at = end + 2;
  }
  return lines;
}

}  // namespace

TEST(MailText, HoldsNoHeaderThatANameBrought) {
  const auto lines = lines_of(mail_text(kMail, hostile(), Language::Chinese, kNow));
  const std::vector<std::string> names = {"Date",
                                          "From",
                                          "To",
                                          "Subject",
                                          "Message-ID",
                                          "References",
                                          "X-Huabiao-Key",
                                          "Auto-Submitted",
                                          "MIME-Version",
                                          "Content-Type",
                                          "Content-Transfer-Encoding"};
  std::vector<std::string> seen;
  for (const std::string& line : lines) {
    if (line.empty()) break;
    EXPECT_LE(line.size(), 78U) << line;
    for (const char c : line) EXPECT_TRUE(c >= ' ' && c < 0x7f) << line;
    if (line.front() != ' ') seen.push_back(line.substr(0, line.find(':')));
  }
  EXPECT_EQ(seen, names);
  EXPECT_EQ(lines[0], "Date: Sun, 22 Nov 2026 00:00:00 +0000");
  for (const std::string& line : lines) EXPECT_NE(line, ".");
}

TEST(MailText, BearsTheKeyAsItsMessageId) {
  const std::string text = mail_text(kMail, hostile(), Language::English, kNow);
  EXPECT_NE(text.find("\r\nMessage-ID: <0123456789abcdef0123456789abcdef@example.gov.cn>\r\n"), std::string::npos);
  EXPECT_NE(text.find("To: duty@example.gov.cn,\r\n chief@example.gov.cn\r\n"), std::string::npos);
}

TEST(EncodedWords, KeepToTheirLinesAndToWholeCharacters) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "网站🙂a";
  const std::string words = encoded_words(text, 9);
  std::size_t used = 9;
  for (std::size_t at = 0; at <= words.size();) {
    const std::size_t end = std::min(words.find("\r\n", at), words.size());
    EXPECT_LE(used + end - at, 76U);
    used = 0;
    at = end + 2;
  }
  EXPECT_EQ(encoded_words("华表", 9), "=?UTF-8?B?5Y2O6KGo?=");
  EXPECT_EQ(encoded_words("", 9), "");
}

TEST(MailAddress, IsOneThatMayStandInAHeader) {
  for (const char* good : {"a@b", "duty.officer+1@mail.example.gov.cn"}) EXPECT_TRUE(is_mail_address(good)) << good;
  for (const char* bad :
       {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: c@d", "<a@b>", "值班@example.cn", "a,b@c"})
    EXPECT_FALSE(is_mail_address(bad)) << bad;
}

TEST(WebhookPost, IsSignedAndReadsBack) {
  const Webhook webhook{.url = url("https://hook.example.gov.cn/in"), .secret = "s3cret"};
  const Post post = webhook_post(webhook, hostile(), kNow);
  const json::object read = json::parse(post.body).as_object();
  EXPECT_EQ(read.at("schema").as_int64(), 1);
  EXPECT_EQ(read.at("key").as_string(), "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(read.at("happening").as_string(), "confirmed");
  EXPECT_EQ(std::string(read.at("site").at("name").as_string()), utf8::scrub(hostile().site_name));
  EXPECT_TRUE(utf8::valid(post.body));
  for (const std::string& header : post.headers) EXPECT_EQ(header.find_first_of("\r\n"), std::string::npos);
  EXPECT_EQ(post.headers[1], "X-Huabiao-Key: 0123456789abcdef0123456789abcdef");
  EXPECT_EQ(post.headers[2], "X-Huabiao-Timestamp: 1795305600");
}

TEST(AlertmanagerPost, StandsUntilItIsResolvedUnderTheSameLabels) {
  const Alertmanager where{.url = url("https://alerts.example.gov.cn/am/"), .user = {}, .secret = {}};
  notice::Message message = hostile();
  const Post firing = alertmanager_post(where, message, Language::English);
  EXPECT_EQ(firing.url.to_string(), "https://alerts.example.gov.cn/am/api/v2/alerts");
  message.what = notice::Happening::Resolved;
  message.at += std::chrono::hours(1);
  const json::value up = json::parse(firing.body).at(0);
  const json::value down = json::parse(alertmanager_post(where, message, Language::English).body).at(0);
  EXPECT_EQ(up.at("labels"), down.at("labels"));
  EXPECT_EQ(up.at("labels").at("alertname").as_string(), "dark-link.hidden-list");
  EXPECT_EQ(up.at("startsAt").as_string(), "2026-11-22T00:00:00.000Z");
  EXPECT_EQ(up.at("endsAt").as_string().subview(0, 4), "2036");
  EXPECT_EQ(down.at("endsAt").as_string(), "2026-11-22T01:00:00.000Z");
  EXPECT_FALSE(down.as_object().contains("startsAt"));
  EXPECT_FALSE(up.as_object().contains("generatorURL")) << "an empty one is refused";
}

TEST(ChatPost, LetsNoNameMentionOrLinkOrCall) {
  for (const auto preset : {Chat::Preset::DingTalk, Chat::Preset::WeCom, Chat::Preset::Feishu, Chat::Preset::Slack}) {
    const Chat chat{.preset = preset, .url = url("https://chat.example.com/robot?access_token=t"), .secret = "s"};
    const Post post = chat_post(chat, hostile(), Language::Chinese, kNow);
    const json::object read = json::parse(post.body).as_object();
    EXPECT_EQ(post.body.find_first_of("<>@[`"), std::string::npos) << post.body;
    EXPECT_LE(post.body.size(), 3'000U);
    EXPECT_FALSE(read.empty());
  }
}

TEST(ChatPost, SignsAsItsPresetWants) {
  Chat chat{
      .preset = Chat::Preset::DingTalk, .url = url("https://chat.example.com/robot?access_token=t"), .secret = "s"};
  const Post ding = chat_post(chat, hostile(), Language::Chinese, kNow);
  EXPECT_TRUE(ding.url.query.starts_with("access_token=t&timestamp=1795305600000&sign=")) << ding.url.query;
  chat.preset = Chat::Preset::Feishu;
  const json::object feishu = json::parse(chat_post(chat, hostile(), Language::Chinese, kNow).body).as_object();
  EXPECT_EQ(feishu.at("timestamp").as_string(), "1795305600");
  EXPECT_EQ(feishu.at("sign").as_string().size(), 44U);
  chat.secret.clear();
  EXPECT_FALSE(json::parse(chat_post(chat, hostile(), Language::Chinese, kNow).body).as_object().contains("sign"));
}

TEST(CheckAnswer, KnowsANoInEveryShape) {
  EXPECT_TRUE(check_answer({.status = 202, .body = ""}));
  EXPECT_EQ(check_answer({.status = 302, .body = ""}).error().code, "deliver.redirected");
  EXPECT_EQ(check_answer({.status = 500, .body = "no\r\nway"}).error().detail, "HTTP 500: no way");
  const auto robot = [](const char* body) {
    return check_chat_answer(Chat::Preset::DingTalk, {.status = 200, .body = body});
  };
  EXPECT_TRUE(robot(R"({"errcode":0,"errmsg":"ok"})"));
  EXPECT_FALSE(robot(R"({"errcode":310000,"errmsg":"sign not match"})"));
  EXPECT_FALSE(robot("<html>login</html>"));
  EXPECT_FALSE(robot(R"({"errcode":"0"})"));
  EXPECT_TRUE(check_chat_answer(Chat::Preset::Feishu, {.status = 200, .body = R"({"code":0,"msg":"success"})"}));
  EXPECT_TRUE(check_chat_answer(Chat::Preset::Slack, {.status = 200, .body = "ok"}));
}

TEST(SyslogText, EscapesWhatEndsAParameter) {
  const std::string text = syslog_text(hostile(), Language::English, "watch er\n", {});
  EXPECT_TRUE(text.starts_with("<131>1 2026-11-22T00:00:00.000Z watcher huabiao - confirmed [huabiao@32473 key=\""))
      << text;
  EXPECT_NE(text.find(R"(name="市府\"\]\\   Bcc)"), std::string::npos) << text;
  EXPECT_EQ(text.find_first_of("\r\n"), std::string::npos);
  EXPECT_NE(text.find("\"] \xEF\xBB\xBF"), std::string::npos);
  notice::Message vast = hostile();
  for (int i = 0; i < 1000; ++i) vast.title.en += "长";
  EXPECT_LE(syslog_text(vast, Language::English, "", {}).size(), DeliverLimits{}.syslog_bytes);
}

}  // namespace huabiao::deliver
