#include "rules/match/rule_set.h"

#include <atomic>
#include <functional>
#include <gtest/gtest.h>
#include <stdexcept>
#include <thread>

namespace huabiao::rules {
namespace {

constexpr std::string_view kDay = "2026-11-22";

WordRule words(std::string id, int weight, std::vector<std::string> list, Sense sense = Sense::Accuses) {
  return {std::move(id), "gambling", sense, weight, std::string(kDay), {"词", "words"}, std::move(list)};
}

std::string yara(const std::string& id, const std::string& rest, const std::string& target = "script",
                 const std::string& anchor = "fromCharCode") {
  return "rule r_" + std::to_string(std::hash<std::string>()(id)) + " { meta: id = \"" + id +
         "\" category = \"injected-script\" severity = \"high\" confidence = 90 date = \"2026-11-22\" target = \"" +
         target + "\" anchor = \"" + anchor + "\" zh = \"中\" en = \"en\" " + rest + " }\n";
}

Pack pack_of() {
  Pack pack;
  pack.name = "local";
  pack.words = {words("w.strong", 3, {"百家乐", "pk10", "online casino", "福利彩票平台"}),
                words("w.weak", 1, {"彩票", "viagra"}), words("w.against", 0, {"打击", "福利彩票"}, Sense::Against)};
  pack.hosts = {{"h.counters", std::string(kDay), {"主机", "hosts"}, {"counter.example"}}};
  pack.yara = {{"yara/a.yar", yara("y.script", "strings: $a = /fromCharCode\\([0-9, ]{8,}\\)/ condition: $a") +
                                  yara("y.source", "strings: $a = \"shell\" condition: $a", "source", "c99shell")}};
  pack.patterns = {{"p.old",
                    monitor::Category::Footer,
                    monitor::Severity::Low,
                    Part::Text,
                    "ab+c",
                    "x",
                    "2020-01-01",
                    "2026-11-21",
                    {"式", "pattern"}},
                   {"p.now",
                    monitor::Category::Footer,
                    monitor::Severity::Low,
                    Part::Text,
                    "ab+c",
                    "x",
                    "2020-01-01",
                    "",
                    {"式", "pattern"}}};
  pack.fingerprints = {{"technology.one", "One", {"alpha", "beta"}, {}, 0},
                       {"technology.one", "One", {}, {{"server", "One/"}}, 0}};
  return pack;
}

std::shared_ptr<const RuleSet> set_of(const Pack& pack) {
  auto set = RuleSet::build(std::span(&pack, 1), kDay);
  if (!set) throw std::runtime_error(set.error().code + ": " + set.error().detail);
  return *set;
}

std::string code_of(const Pack& pack) {
  const auto set = RuleSet::build(std::span(&pack, 1), kDay);
  return set ? "" : set.error().code;
}

std::string found(const RuleSet& set, std::string_view text) {
  std::string out;
  for (const WordHit& hit : set.words(text).hits) out += std::string(out.empty() ? "" : " ") + std::string(hit.word);
  return out;
}

TEST(RuleSetWords, FindsEachOnceInThePacksOrder) {
  const auto set = set_of(pack_of());
  EXPECT_EQ(found(*set, "彩票、百家乐和百家乐，还有PK10"), "百家乐 pk10 彩票");
  EXPECT_EQ(set->words("彩票、百家乐").weight(), 4);
  EXPECT_EQ(found(*set, "百 家★樂"), "百家乐");
  EXPECT_EQ(found(*set, ""), "");
}

TEST(RuleSetWords, AsciiWordsAreWholeWords) {
  const auto set = set_of(pack_of());
  EXPECT_EQ(found(*set, "spk10a pk100"), "");
  EXPECT_EQ(found(*set, "北京pk10计划"), "pk10");
  EXPECT_EQ(found(*set, "Best Online  Casino!"), "online casino");
  EXPECT_EQ(found(*set, "bestonlinecasino onlinecasino"), "online casino");
}

TEST(RuleSetWords, AWordInsideALongerOneIsNotToldTwice) {
  const auto set = set_of(pack_of());
  const Words words = set->words("福利彩票平台");
  ASSERT_EQ(words.hits.size(), 1U);
  EXPECT_EQ(words.hits[0].word, "福利彩票平台");
  EXPECT_TRUE(words.against);
  EXPECT_FALSE(set->words("彩票").against);
}

TEST(RuleSetHosts, KnowsWhatLiesUnder) {
  const auto set = set_of(pack_of());
  EXPECT_TRUE(set->is_known_service("counter.example"));
  EXPECT_TRUE(set->is_known_service("a.b.counter.example"));
  EXPECT_FALSE(set->is_known_service("xcounter.example"));
  EXPECT_FALSE(set->is_known_service("example"));
  EXPECT_FALSE(set->is_known_service(""));
}

std::string hits(const Content& content) {
  std::string out;
  for (const ContentHit& hit : content.hits) out += std::string(out.empty() ? "" : " ") + hit.rule->id;
  return out;
}

TEST(RuleSetContent, YaraLooksOnlyWhereAnAnchorPoints) {
  const auto set = set_of(pack_of());
  const std::string code = "x = String.FromCharCode(1, 2); y = String.fromCharCode(10, 11, 12, 13)";
  const ContentInput::ScriptText script{code, true};
  const Content content =
      set->content({.source = "<script>" + code + "</script>", .text = "", .scripts = {&script, 1}});
  ASSERT_EQ(hits(content), "y.script");
  ASSERT_EQ(content.hits[0].places.size(), 1U);
  EXPECT_EQ(code.substr(content.hits[0].places[0].at, 12), "fromCharCode");
  EXPECT_EQ(hits(set->content({.source = "a shell", .text = ""})), "");  // no anchor
  EXPECT_EQ(hits(set->content({.source = "a C99Shell shell", .text = ""})), "y.source");
  // A decoded script does not stand in the source.
  const ContentInput::ScriptText decoded{code, false};
  EXPECT_EQ(hits(set->content({.source = "", .text = "", .scripts = {&decoded, 1}})), "y.script");
}

TEST(RuleSetContent, PatternsHoldWhileInForce) {
  const auto set = set_of(pack_of());
  const Content content = set->content({.source = "abbc", .text = "x abbbc y abc"});
  ASSERT_EQ(hits(content), "p.now");
  ASSERT_EQ(content.hits[0].places.size(), 2U);
  EXPECT_EQ(content.hits[0].places[0].at, 2U);
  EXPECT_EQ(content.hits[0].places[0].length, 5U);
}

TEST(RuleSetContent, FingerprintsWantAllOfTheirKeywordsAndHeaders) {
  const auto set = set_of(pack_of());
  EXPECT_EQ(hits(set->content({.source = "alpha", .text = ""})), "");
  EXPECT_EQ(hits(set->content({.source = "beta alpha", .text = ""})), "technology.one");
  const std::vector<std::pair<std::string, std::string>> headers = {{"server", "One/2.0"}};
  EXPECT_EQ(hits(set->content({.source = "x", .text = "", .scripts = {}, .headers = headers})), "technology.one");
}

TEST(RuleSetBuild, RefusesBadRulesByName) {
  Pack pack = pack_of();
  pack.yara = {{"yara/a.yar", "rule r { condition: $none }"}};
  EXPECT_EQ(code_of(pack), "rules.bad_yara");
  pack.yara = {{"yara/a.yar", "include \"/etc/passwd\"\nrule r { condition: false }"}};
  EXPECT_EQ(code_of(pack), "rules.bad_yara");
  pack.yara = {{"yara/a.yar", "import \"math\"\n" + yara("y.a", "condition: math.max(1, 2) == 2")}};
  EXPECT_EQ(code_of(pack), "rules.bad_yara");
  pack.yara = {{"yara/a.yar", "rule r { meta: id = \"y.a\" condition: true }"}};
  EXPECT_EQ(code_of(pack), "rules.bad_yara");  // says nothing of itself
  pack.yara = {{"yara/a.yar", yara("y.a", "condition: true", "script", "ab")}};
  EXPECT_EQ(code_of(pack), "rules.bad_yara");  // an anchor that points everywhere
  pack = pack_of();
  pack.patterns[1].pattern = "a(b";
  EXPECT_EQ(code_of(pack), "rules.bad_pattern");
  pack = pack_of();
  pack.hosts[0].id = "w.strong";
  EXPECT_EQ(code_of(pack), "rules.duplicate_id");
  const std::vector<Pack> twice = {pack_of(), pack_of()};
  EXPECT_EQ(RuleSet::build(twice, kDay).error().code, "rules.duplicate_id");
}

TEST(RuleSetBuild, AnEmptyPackFindsNothing) {
  Pack pack;
  pack.name = "empty";
  const auto set = set_of(pack);
  EXPECT_TRUE(set->words("百家乐").hits.empty());
  EXPECT_EQ(hits(set->content({.source = "c99shell", .text = "abc"})), "");
}

TEST(RuleSetCompiled, IsUsedOnlyForExactlyWhatItWasMadeOf) {
  const Pack pack = pack_of();
  const auto first = set_of(pack);
  EXPECT_TRUE(first->compiled_anew());
  const std::string kept = first->compiled();
  const auto second = RuleSet::build(std::span(&pack, 1), kDay, kept);
  ASSERT_TRUE(second.has_value());
  EXPECT_FALSE((*second)->compiled_anew());
  EXPECT_EQ(found(**second, "百 家★樂 pk10"), "百家乐 pk10");
  EXPECT_EQ(hits((*second)->content({.source = "beta alpha", .text = "x abbbc"})), "p.now technology.one");
  EXPECT_EQ((*second)->compiled(), kept);

  Pack other = pack_of();
  other.words[0].words.emplace_back("时时彩");
  const auto third = RuleSet::build(std::span(&other, 1), kDay, kept);
  ASSERT_TRUE(third.has_value());
  EXPECT_TRUE((*third)->compiled_anew());
  EXPECT_EQ(found(**third, "时时彩"), "时时彩");
}

TEST(RuleSetCompiled, DamagedBytesCountForNothing) {
  const Pack pack = pack_of();
  const std::string kept = set_of(pack)->compiled();
  std::string flipped = kept;
  flipped[kept.size() / 2] = static_cast<char>(flipped[kept.size() / 2] ^ 1);
  for (const std::string& bytes : {std::string("nonsense"), flipped, kept.substr(0, kept.size() - 1), kept + "x"}) {
    const auto set = RuleSet::build(std::span(&pack, 1), kDay, bytes);
    ASSERT_TRUE(set.has_value());
    EXPECT_TRUE((*set)->compiled_anew());
    EXPECT_EQ(found(**set, "百家乐"), "百家乐");
  }
}

TEST(RuleSetYara, WhatWasNotLookedThroughIsSaid) {
  Pack pack;
  pack.name = "local";
  // A million matches of one string: YARA gives up on it.
  pack.yara = {{"yara/a.yar", yara("y.many", "strings: $a = \"aa\" condition: #a > 3", "source", "aaaa")}};
  const auto set = set_of(pack);
  const Content content = set->content({.source = std::string(4U << 20U, 'a'), .text = ""});
  ASSERT_EQ(content.faults.size(), 1U);
  EXPECT_EQ(content.faults[0], "yara-too-many-matches");
}

TEST(RuleSetThreads, EveryThreadScansBySets) {
  const auto one = set_of(pack_of());
  Pack other = pack_of();
  other.words = {words("w.other", 3, {"时时彩"})};
  const auto two = set_of(other);
  std::vector<std::jthread> threads;
  std::atomic<int> wrong = 0;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int turn = 0; turn < 200; ++turn) {
        if (found(*one, "百家乐时时彩") != "百家乐") ++wrong;
        if (found(*two, "百家乐时时彩") != "时时彩") ++wrong;
        if (hits(one->content({.source = "beta alpha", .text = ""})) != "technology.one") ++wrong;
      }
    });
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace huabiao::rules
