#include "rules/pack_reader.h"

#include <gtest/gtest.h>

#include "rules/limits.h"

namespace huabiao::rules {
namespace {

const PackFile kHead{"pack.toml", "name = \"local\"\nversion = 3\ndate = 2026-11-22\nzh = \"本地\"\nen = \"local\"\n"};

std::string code_of(std::vector<PackFile> files) {
  files.push_back(kHead);
  const auto pack = read_pack(files);
  return pack ? "" : pack.error().code;
}

PackFile words(const std::string& rule) {
  return {"lexicon/a.toml",
          "category = \"gambling\"\n[[rule]]\nid = \"local.words\"\nweight = 3\ndate = 2026-11-22\n"
          "zh = \"词\"\nen = \"words\"\n" +
              rule};
}

TEST(ReadPack, ReadsEveryKindOfFile) {
  const auto pack = read_pack(std::vector<PackFile>{
      kHead,
      words("words = [\"甲乙\", \"丙丁\"]\nbefore = [\"新\"]\nafter = [\"平台\", \"网址\"]"),
      {"lexicon/b.toml",
       "category = \"against\"\n[[rule]]\nid = \"local.against\"\ndate = 2026-11-22\nzh = \"反\"\nen = \"against\"\n"
       "words = [\"打击\"]"},
      {"hosts/a.toml",
       "[[rule]]\nid = \"local.hosts\"\ndate = 2026-11-22\nzh = \"主机\"\nen = \"hosts\"\nhosts = [\"a.example\"]"},
      {"regulatory/a.toml",
       "[[pattern]]\nid = \"local.pattern\"\ncategory = \"footer\"\nseverity = \"low\"\npart = \"text\"\n"
       "pattern = 'a+b'\nbasis = \"x\"\nfrom = 2020-01-01\nto = 2030-01-01\nzh = \"式\"\nen = \"pattern\""},
      {"regulatory/b.toml",
       "[[measure]]\nid = \"local.measure\"\nbasis = \"x\"\nfrom = 2020-01-01\nto = 2030-01-01\n"
       "numbers = { days = 7, failed-percent = 5 }\nzh = \"数\"\nen = \"numbers\"\n"
       "[[measure]]\nid = \"local.measure\"\nbasis = \"y\"\nfrom = 2025-01-01\nnumbers = { days = 3 }\nzh = \"数\"\n"
       "en = \"numbers\""},
      {"technology/a.json",
       R"([{"name":"用友 U8","path":"/","keyword":["u8-crm"],"headers":{"Server":"U8"}},{"name":"Icon","favicon_hash":["x"]},
           {"name":"Other","path":"/admin","keyword":["x"]}])"},
      {"yara/a.yar", "rule r { condition: false }"},
      {"pages/local.words.hit.html", "x"},
      {"README.md", "for people"}});
  ASSERT_TRUE(pack.has_value()) << pack.error().detail;
  EXPECT_EQ(pack->name, "local");
  EXPECT_EQ(pack->version, 3);
  ASSERT_EQ(pack->words.size(), 2U);
  EXPECT_EQ(pack->words[0].words, (std::vector<std::string>{"新甲乙平台", "新甲乙网址", "新丙丁平台", "新丙丁网址"}));
  EXPECT_EQ(pack->words[1].sense, Sense::Against);
  EXPECT_EQ(pack->patterns[0].to, "2030-01-01");
  const std::span<const Pack> packs(&*pack, 1);
  EXPECT_EQ(measure_on(packs, "local.measure", "2024-12-31")->numbers.at("failed-percent"), 5);
  EXPECT_EQ(measure_on(packs, "local.measure", "2025-01-01")->basis, "y");
  EXPECT_EQ(measure_on(packs, "local.measure", "2019-12-31"), nullptr);
  ASSERT_EQ(pack->fingerprints.size(), 1U);  // the others need requests of their own
  EXPECT_TRUE(is_rule_id(pack->fingerprints[0].id)) << pack->fingerprints[0].id;
  EXPECT_EQ(pack->fingerprints[0].headers[0].first, "server");
  ASSERT_EQ(pack->pages.size(), 1U);
  EXPECT_EQ(pack->pages[0].rule, "local.words");
}

TEST(ReadPack, RefusesWhatItDoesNotUnderstand) {
  EXPECT_EQ(code_of({{"lexicon/a.txt", "x"}}), "rules.bad_pack");
  EXPECT_EQ(code_of({{"lexicon/a.toml", "category = "}}), "rules.bad_pack");
  EXPECT_EQ(code_of({words("words = [\"甲乙\"]\nwieght = 1")}), "rules.bad_pack");
  EXPECT_EQ(code_of({words("words = [\"ab\"]")}), "rules.bad_pack");  // too short to mean anything
  EXPECT_EQ(code_of({words("words = [1]")}), "rules.bad_pack");
  EXPECT_EQ(code_of({words("")}), "rules.bad_pack");
  EXPECT_EQ(code_of({{"regulatory/a.toml", "x = 1"}}), "rules.bad_pack");
  for (const char* numbers : {"{}", "{ days = -1 }", "{ days = 1.5 }", "3"})
    EXPECT_EQ(code_of({{"regulatory/a.toml", std::string("[[measure]]\nid = \"l.m\"\nbasis = \"x\"\nfrom = 2020-01-01\n"
                                                         "zh = \"x\"\nen = \"x\"\nnumbers = ") +
                                                 numbers}}),
              "rules.bad_pack");
  EXPECT_EQ(code_of({{"technology/a.json", "{}"}}), "rules.bad_pack");
  EXPECT_EQ(code_of({{"technology/a.json", "[{\"name\":1}]"}}), "rules.bad_pack");
  EXPECT_EQ(code_of({{"pages/x.html", ""}}), "rules.bad_pack");
  EXPECT_EQ(code_of({{"yara/a.yar", "\xff"}}), "rules.bad_pack");
  EXPECT_EQ(read_pack({}).error().code, "rules.bad_pack");
}

TEST(ReadPack, RefusesOneIdTwice) {
  PackFile again = words("words = [\"丙丁\"]");
  again.path = "lexicon/b.toml";
  EXPECT_EQ(code_of({words("words = [\"甲乙\"]"), again}), "rules.duplicate_id");
}

TEST(ReadPack, KeepsToItsLimits) {
  EXPECT_EQ(code_of({{"README.md", std::string(PackLimits::kFileBytes + 1, 'x')}}), "rules.too_large");
  EXPECT_EQ(code_of(std::vector<PackFile>(PackLimits::kFiles, {"README.md", ""})), "rules.too_large");
  EXPECT_EQ(code_of(std::vector<PackFile>(9, {"README.md", std::string(PackLimits::kFileBytes, 'x')})),
            "rules.too_large");
  EXPECT_EQ(code_of({words("words = [\"" + std::string(PackLimits::kWordBytes + 1, 'x') + "\"]")}), "rules.bad_pack");
  std::string list = "\"abc\"";
  for (int i = 0; i < 500; ++i) list += ",\"abc\"";
  EXPECT_EQ(code_of({words("words = [" + list + "]\nafter = [" + list + "]")}), "rules.too_large");
}

TEST(ReadPack, LeavesPagesAtHome) {
  const std::vector<PackFile> files = {kHead, {"pages/a.b.hit.html", "x"}, {"README.md", "x"}};
  const auto kept = without_pages(files);
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].path, "pack.toml");
}

TEST(RuleId, IsTwoOrMoreParts) {
  for (const char* good : {"a.b", "dark-link.hidden-list", "a.b.c9"}) EXPECT_TRUE(is_rule_id(good)) << good;
  for (const char* bad : {"", "a", ".a", "a.", "a..b", "a.-b", "a-.b", "A.b", "a.b c"})
    EXPECT_FALSE(is_rule_id(bad)) << bad;
}

}  // namespace
}  // namespace huabiao::rules
