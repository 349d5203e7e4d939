#include "settings/settings.h"

#include <gtest/gtest.h>

namespace huabiao::settings {

TEST(Settings, TakesTheNearestLayer) {
  Layers layers;
  layers.file["timeout"] = {"5s"};
  layers.environment["timeout"] = {"6s"};
  layers.file["concurrency"] = {"7"};
  auto resolved = resolve(layers);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->settings.network.timeout, Millis(6000));
  EXPECT_EQ(resolved->origins.at("timeout").source, Source::Environment);
  EXPECT_EQ(resolved->settings.network.concurrency, 7);
  layers.command_line["timeout"] = {"1500ms"};
  resolved = resolve(layers);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->settings.network.timeout, Millis(1500));
  EXPECT_EQ(resolved->settings.listen.port, 8787);
  EXPECT_EQ(resolved->settings.evidence_quota_bytes, 2LL << 30);
}

TEST(Settings, SaysWhichValueCannotBeReadAndWhereItCameFrom) {
  Layers layers;
  layers.environment["concurrency"] = {"many"};
  const auto resolved = resolve(layers);
  ASSERT_FALSE(resolved);
  EXPECT_EQ(resolved.error().code, "settings.bad_value");
  EXPECT_EQ(resolved.error().detail, "concurrency = 'many' (environment)");
}

TEST(Settings, WhatIsAskedOfOthersMayBeAskedInDays) {
  const auto every = [](const char* text) -> std::optional<Millis> {
    Layers layers;
    layers.command_line["watch_registration"] = {text};
    const auto resolved = resolve(layers);
    return resolved ? std::optional(resolved->settings.watch_registration) : std::nullopt;
  };
  EXPECT_EQ(resolve({})->settings.watch_registration, std::chrono::hours(24 * 7));
  EXPECT_EQ(every("30d"), std::chrono::hours(24 * 30));
  EXPECT_EQ(every("12h"), std::chrono::hours(12));
  EXPECT_EQ(every("0"), Millis(0));
  EXPECT_EQ(every("off"), Millis(0));
  for (const char* text : {"", "d", "0d", "91d", "1.5d", "-1d", "100ms", "weekly"}) EXPECT_FALSE(every(text)) << text;
}

TEST(Settings, ReadsTheLab) {
  Layers layers;
  layers.command_line["lab"] = {"127.0.0.1:8080:8443"};
  const auto resolved = resolve(layers);
  ASSERT_TRUE(resolved && resolved->settings.network.lab);
  EXPECT_EQ(resolved->settings.network.lab->host, "127.0.0.1");
  EXPECT_EQ(resolved->settings.network.lab->plain_port, 8080);
  EXPECT_EQ(resolved->settings.network.lab->tls_port, 8443);
  for (const char* bad : {"127.0.0.1:8080", "a:b:c", ":1:2", "127.0.0.1:8080:84430"}) {
    layers.command_line["lab"] = {bad};
    EXPECT_FALSE(resolve(layers)) << bad;
  }
}

TEST(Settings, ReadsEnvironmentAndDefaultsOfTheMachine) {
  const std::vector<std::string> environment = {"HUABIAO_USER_AGENT=me", "HOME=/h/a", "LANG=zh_CN.UTF-8", "PATH=/bin"};
  Layers layers;
  layers.environment = read_environment(environment);
  const auto resolved = resolve(layers);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->settings.network.user_agent, "me");
  EXPECT_EQ(resolved->settings.data, "/h/a/.local/share/huabiao");
  EXPECT_EQ(resolved->settings.language, Language::Chinese);
  EXPECT_EQ(resolved->origins.at("data").source, Source::Default);
}

TEST(Settings, ReadsToml) {
  const auto layer = read_toml("timeout = \"3s\"\nworkers = 2\nrate = 1.5\nheader = [\"A: b\", \"C: d\"]\n");
  ASSERT_TRUE(layer);
  Layers layers;
  layers.file = *layer;
  const auto resolved = resolve(layers);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->settings.network.headers.size(), 2u);
  EXPECT_EQ(resolved->settings.workers, 2);
  EXPECT_DOUBLE_EQ(resolved->settings.network.rate, 1.5);
}

TEST(Settings, NamesLineAndColumnOfBadTomlAndKeepsUnknownKeys) {
  const auto bad = read_toml("timeout = \n");
  ASSERT_FALSE(bad);
  EXPECT_TRUE(bad.error().detail.starts_with("line 1")) << bad.error().detail;
  EXPECT_FALSE(read_toml("timeout = { a = 1 }"));
  Layers layers;
  layers.file = *read_toml("tiemout = \"3s\"");
  const auto resolved = resolve(layers);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->unknown, std::vector<std::string>{"tiemout"});
}

TEST(Settings, KeepsTheChannelsOfTheFileApartAndInOrder) {
  const char* const text =
      "timeout = \"3s\"\n[[channel]]\nname = \"duty\"\nto = [\"a@b\", \"c@d\"]\n[[channel]]\nname = \"log\"\nport = "
      "601\n";
  const auto layer = read_toml(text);
  ASSERT_TRUE(layer);
  EXPECT_FALSE(layer->contains("channel"));
  Layers layers;
  layers.file = *layer;
  layers.channels = *read_channel_tables(text);
  const auto resolved = resolve(layers);
  ASSERT_TRUE(resolved);
  ASSERT_EQ(resolved->settings.channels.size(), 2U);
  EXPECT_EQ(resolved->settings.channels[0].at("to"), (std::vector<std::string>{"a@b", "c@d"}));
  EXPECT_EQ(resolved->settings.channels[1].at("port"), (std::vector<std::string>{"601"}));
  EXPECT_TRUE(resolved->unknown.empty());
  for (const char* bad :
       {"channel = 3", "channel = [1, 2]", "[channel]\nname = \"duty\"", "[[channel]]\nname = {a = 1}"})
    EXPECT_EQ(read_channel_tables(bad).error().code, "settings.bad_file") << bad;
}

TEST(Settings, TakesAConsoleAddressThatMayStandInMessages) {
  Layers layers;
  layers.command_line["console_url"] = {"https://huabiao.example.gov.cn:8443/watch"};
  EXPECT_EQ(resolve(layers)->settings.console_url, "https://huabiao.example.gov.cn:8443/watch");
  for (const char* bad :
       {"huabiao.example.gov.cn", "javascript:alert(1)", "https://a b/", "https://a/\r\nBcc: c@d", "https://u@a/"}) {
    layers.command_line["console_url"] = {bad};
    EXPECT_FALSE(resolve(layers)) << bad;
  }
}

}  // namespace huabiao::settings
