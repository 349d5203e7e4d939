#include "rules/shelf/shelf.h"

#include <fstream>
#include <gtest/gtest.h>

#include "rules/limits.h"
#include "support/scratch_directory.h"

namespace huabiao::rules {
namespace {

class Shelf : public testing::Test {
 protected:
  void write(const std::string& path, const std::string& text) {
    const auto file = scratch.path() / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  void write_pack(const std::string& folder, const std::string& name) {
    write(folder + "/pack.toml",
          "name = \"" + name + "\"\nversion = 1\ndate = 2026-11-22\nzh = \"包\"\nen = \"pack\"\n");
    write(folder + "/pages/a.b.hit.html", "page");
  }
  test::ScratchDirectory scratch;
};

TEST_F(Shelf, OurOwnPackCanBeRead) {
  const auto packs = all_packs({});
  ASSERT_TRUE(packs.has_value()) << packs.error().detail;
  ASSERT_EQ(packs->size(), 1U);
  EXPECT_EQ(packs->front().name, "huabiao");
  EXPECT_GE(packs->front().words.size(), 20U);
}

TEST_F(Shelf, UnsignedFoldersAreUsedOnlyWhenAllowed) {
  write_pack("rules/local", "local");
  const auto refused = operator_packs(scratch.path() / "rules", {}, {});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "rules.unsigned");
  const auto payloads = operator_packs(scratch.path() / "rules", {}, {.keys = {}, .unsigned_packs = Unsigned::Allow});
  ASSERT_TRUE(payloads.has_value());
  ASSERT_EQ(payloads->size(), 1U);
  EXPECT_EQ(payloads->front().find("page"), std::string::npos);  // pages stay at home
  const auto packs = all_packs(*payloads);
  ASSERT_TRUE(packs.has_value());
  EXPECT_EQ(packs->back().name, "local");
}

TEST_F(Shelf, ADataDirectoryWithoutRulesIsFine) {
  const auto payloads = operator_packs(scratch.path() / "rules", {}, {});
  ASSERT_TRUE(payloads.has_value());
  EXPECT_TRUE(payloads->empty());
}

TEST_F(Shelf, WhatCannotBeOpenedStopsTheStart) {
  write("rules/a.hbrules", "no bundle");
  EXPECT_EQ(operator_packs(scratch.path() / "rules", {}, {}).error().code, "rules.bad_bundle");
  const std::vector<std::filesystem::path> places = {scratch.path() / "missing"};
  EXPECT_EQ(operator_packs(scratch.path() / "none", places, {}).error().code, "rules.unreadable");
}

TEST_F(Shelf, PacksTooLargeForTheWayToAWorkerAreRefused) {
  write_pack("local", "local");
  for (int i = 0; i < 3; ++i)
    write("local/yara/" + std::to_string(i) + ".yar", std::string(PackLimits::kFileBytes - 100, ' '));
  const std::vector<std::filesystem::path> places = {scratch.path() / "local"};
  EXPECT_EQ(
      operator_packs(scratch.path() / "none", places, {.keys = {}, .unsigned_packs = Unsigned::Allow}).error().code,
      "rules.too_large");
}

TEST_F(Shelf, OnlyGoodKeysAreTrusted) {
  const std::vector<std::string> bad = {"00"}, good = {std::string(64, 'a')};
  EXPECT_EQ(trust_of(bad, Unsigned::Refuse).error().code, "rules.bad_key");
  EXPECT_EQ(trust_of(good, Unsigned::Refuse)->keys.size(), 2U);  // and ours
}

}  // namespace
}  // namespace huabiao::rules
