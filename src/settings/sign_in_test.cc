#include <gtest/gtest.h>

#include "settings/settings.h"

namespace huabiao::settings {
namespace {

TEST(SignInSettings, ATableOfTheFileIsTheSameAsFlatKeys) {
  Layers layers;
  layers.file = *read_toml(
      "[sign_in]\nidle = \"10m\"\nfailures = 3\nadministrators_from = [\"10.0.0.0/8\", \"::1\"]\n"
      "[ldap]\nurl = \"ldaps://ldap.example.gov.cn\"\nmake_accounts = true\n[oidc]\nlabel = \"x\"\nnonsense = 1\n");
  layers.environment["sign_in_failures"] = {"4"};
  const auto resolved = resolve(layers);
  ASSERT_TRUE(resolved) << resolved.error().detail;
  const SignIn& got = resolved->settings.sign_in;
  EXPECT_EQ(got.idle, std::chrono::minutes(10));
  EXPECT_EQ(got.failures, 4);
  EXPECT_EQ(got.administrators_from, (std::vector<std::string>{"10.0.0.0/8", "::1"}));
  EXPECT_TRUE(got.ldap.make_accounts);
  EXPECT_EQ(got.oidc.label, "x");
  EXPECT_EQ(resolved->origins.at("sign_in_idle").source, Source::File);
  EXPECT_EQ(resolved->origins.at("sign_in_failures").source, Source::Environment);
  EXPECT_EQ(resolved->unknown, std::vector<std::string>{"oidc_nonsense"});
}

TEST(SignInSettings, TheDefaultsAreThoseOfLevelThree) {
  const auto resolved = resolve({});
  ASSERT_TRUE(resolved) << resolved.error().detail;
  const SignIn& got = resolved->settings.sign_in;
  EXPECT_EQ(got.min_length, 10);
  EXPECT_EQ(got.classes, 4);
  EXPECT_EQ(got.max_age_days, 90);
  EXPECT_EQ(got.history, 5);
  EXPECT_EQ(got.failures, 5);
  EXPECT_EQ(got.lock, std::chrono::minutes(30));
  EXPECT_EQ(got.idle, std::chrono::minutes(30));
  EXPECT_EQ(got.absolute, std::chrono::hours(12));
  EXPECT_EQ(got.second_factor, "administrators");
  EXPECT_EQ(got.sealing, "aes-256-gcm");
}

}  // namespace
}  // namespace huabiao::settings
