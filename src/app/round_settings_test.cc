#include "app/round_settings.h"

#include <fstream>
#include <gtest/gtest.h>

#include "support/scratch_directory.h"

namespace huabiao::app {
namespace {

class RenewedSettingsTest : public testing::Test {
 protected:
  RenewedSettingsTest() {
    settings_.data = scratch_.path();
    settings_.rules.unsigned_allowed = true;
  }
  void write_pack(const std::string& words) {
    const auto folder = scratch_.path() / "rules" / "local";
    std::filesystem::create_directories(folder / "lexicon");
    std::ofstream(folder / "pack.toml")
        << "name = \"local\"\nversion = 1\ndate = 2026-11-22\nzh = \"包\"\nen = \"pack\"\n";
    std::ofstream(folder / "lexicon" / "a.toml") << words;
  }
  static std::string rule(const std::string& word) {
    return "category = \"gambling\"\n[[rule]]\nid = \"local.words\"\nweight = 3\ndate = 2026-11-22\nzh = \"词\"\nen = "
           "\"words\"\nwords = [\"" +
           word + "\"]\n";
  }
  test::ScratchDirectory scratch_;
  settings::Settings settings_;
};

TEST_F(RenewedSettingsTest, ChangedPacksAreUsedBrokenOnesAreNot) {
  auto first = round_settings(settings_);
  ASSERT_TRUE(first.has_value()) << first.error().code;
  EXPECT_TRUE(first->pool.worker.rule_packs.empty());
  RenewedSettings renewed(settings_, *first);

  write_pack(rule("虎跃娱乐港"));
  const auto with_pack = renewed.renew().pool.worker;
  ASSERT_EQ(with_pack.rule_packs.size(), 1U);
  EXPECT_NE(with_pack.compiled_rules, first->pool.worker.compiled_rules);

  write_pack("[[rule]]\n");
  EXPECT_EQ(renewed.renew().pool.worker.rule_packs, with_pack.rule_packs);
  write_pack(
      "category = \"gambling\"\n[[rule]]\nid = \"gambling.brands\"\nweight = 3\ndate = 2026-11-22\nzh = \"词\"\nen "
      "= \"a rule of the built-in pack\"\nwords = [\"虎跃娱乐港\"]\n");  // read well, but not to be used
  EXPECT_EQ(renewed.renew().pool.worker.rule_packs, with_pack.rule_packs);

  write_pack(rule("龙跃娱乐港"));
  EXPECT_NE(renewed.renew().pool.worker.rule_packs, with_pack.rule_packs);
  std::filesystem::remove_all(scratch_.path() / "rules");
  EXPECT_TRUE(renewed.renew().pool.worker.rule_packs.empty());
}

TEST_F(RenewedSettingsTest, WhatWasCompiledIsKeptForTheNextStart) {
  const auto first = round_settings(settings_);
  ASSERT_TRUE(first.has_value());
  EXPECT_TRUE(std::filesystem::exists(scratch_.path() / "rules.compiled"));
  const auto second = round_settings(settings_);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->pool.worker.compiled_rules, first->pool.worker.compiled_rules);
}

}  // namespace
}  // namespace huabiao::app
