#include "app/channel_settings.h"

#include <fstream>
#include <gtest/gtest.h>

#include "support/scratch_directory.h"

namespace huabiao::app {
namespace {

class ChannelSettingsTest : public testing::Test {
 protected:
  ChannelSettingsTest() {
    std::ofstream(scratch_.path() / "secret") << "s3cret\n";
    std::ofstream(scratch_.path() / "url") << "https://chat.example.com/robot?access_token=t0ken\n";
  }
  settings::ChannelTable table(const std::string& toml) {
    const auto read = settings::read_channel_tables("[[channel]]\n" + toml);
    EXPECT_TRUE(read) << toml;
    return read->at(0);
  }
  Result<deliver::Destination> destination(const std::string& toml) {
    return destination_of(table(toml), scratch_.path());
  }
  test::ScratchDirectory scratch_;
};

constexpr const char* kMail =
    "name='duty'\nkind='mail'\nhost='mail.example.gov.cn'\nfrom='huabiao@example.gov.cn'\nto=['duty@example.gov.cn']\n";

TEST_F(ChannelSettingsTest, ReadsWhatAChannelIsTold) {
  const auto channel =
      channel_of(table(std::string(kMail) + "least_severity='high'\ntell=['opened','resolved']\nlanguage='en'"));
  ASSERT_TRUE(channel) << channel.error().detail;
  EXPECT_EQ(channel->name, "duty");
  EXPECT_EQ(channel->policy.least, monitor::Severity::High);
  EXPECT_TRUE(channel->policy.wants(notice::Happening::Opened));
  EXPECT_FALSE(channel->policy.wants(notice::Happening::Confirmed));
  EXPECT_EQ(channel->language, Language::English);
}

TEST_F(ChannelSettingsTest, ReadsWhereEachKindLeads) {
  const std::string secret = "\nsecret_file='secret'";
  const std::string kinds[] = {
      kMail + secret + "\nuser='u'", "name='h'\nkind='webhook'\nurl='https://hook.example.gov.cn/in'" + secret,
      "name='a'\nkind='alertmanager'\nurl='http://alerts.example.gov.cn:9093'\nprivate_addresses='allow'",
      "name='c'\nkind='chat'\npreset='dingtalk'\nurl_file='url'" + secret,
      "name='s'\nkind='syslog'\nhost='log.example.gov.cn'\ntransport='udp'"};
  const std::string addresses[] = {"mail.example.gov.cn:465", "hook.example.gov.cn:443", "alerts.example.gov.cn:9093",
                                   "chat.example.com:443", "log.example.gov.cn:514"};
  for (std::size_t i = 0; i < std::size(kinds); ++i) {
    const auto read = destination(kinds[i]);
    ASSERT_TRUE(read) << kinds[i] << ": " << read.error().detail << " " << read.error().expected;
    EXPECT_EQ(read->address(), addresses[i]);
  }
  EXPECT_EQ(std::get<deliver::Webhook>(destination(kinds[1])->how).secret, "s3cret");
}

TEST_F(ChannelSettingsTest, RefusesWhatIsOffAndNamesIt) {
  const std::pair<std::string, const char*> bad[] = {{"name='Duty'\nkind='mail'", "name"},
                                                     {"name='duty'\nkind='pigeon'", "kind"},
                                                     {std::string(kMail) + "least_severity='loud'", "least_severity"},
                                                     {std::string(kMail) + "tell=['rumour']", "tell"}};
  for (const auto& [toml, key] : bad) {
    const auto channel = channel_of(table(toml));
    ASSERT_FALSE(channel) << toml;
    EXPECT_EQ(channel.error().code, "settings.bad_channel");
    EXPECT_NE(channel.error().detail.find(key), std::string::npos) << channel.error().detail;
  }
  const std::string worse[] = {std::string(kMail) + "tls='none'",
                               std::string(kMail) + "colour='red'",
                               std::string(kMail) + "port=70000",
                               "name='d'\nkind='mail'\nhost='h.cn'\nfrom='a@b'\nto=['a@b\\r\\nBcc: c@d']",
                               "name='h'\nkind='webhook'\nurl='https://h.cn/'",
                               "name='h'\nkind='webhook'\nurl='http://h.cn/'\nsecret_file='secret'",
                               "name='h'\nkind='webhook'\nurl='ftp://h.cn/'\nsecret_file='secret'",
                               "name='c'\nkind='chat'\nurl='https://h.cn/'"};
  for (const std::string& toml : worse) {
    const auto read = destination(toml);
    ASSERT_FALSE(read) << toml;
    EXPECT_EQ(read.error().code, "settings.bad_channel") << toml;
  }
}

TEST_F(ChannelSettingsTest, TellsOfASecretItCannotReadAndNeverTheSecret) {
  const std::string toml = "name='h'\nkind='webhook'\nurl='https://hook.example.gov.cn/in'\nsecret_file='gone'";
  EXPECT_EQ(destination(toml).error().code, "settings.no_secret");
  settings::Settings settings;
  settings.data = scratch_.path();
  settings.channels = {table(toml)};
  EXPECT_TRUE(channels_of(settings, SystemClock())) << "the watch goes on without";
  const auto worlds = look_at_channels(settings);
  ASSERT_EQ(worlds.size(), 1U);
  EXPECT_NE(worlds[0].error.find("gone"), std::string::npos);
  std::ofstream(scratch_.path() / "bad-url") << "ftp://t0ken.example.com/\n";
  const auto bad = destination("name='c'\nkind='chat'\npreset='slack'\nurl_file='bad-url'");
  EXPECT_EQ(bad.error().detail.find("t0ken"), std::string::npos) << bad.error().detail;
}

TEST_F(ChannelSettingsTest, RefusesTwoOfOneName) {
  settings::Settings settings;
  settings.data = scratch_.path();
  settings.channels = {table(kMail), table(kMail)};
  EXPECT_EQ(channels_of(settings, SystemClock()).error().code, "settings.bad_channel");
}

}  // namespace
}  // namespace huabiao::app
