#include "access/audit.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <vector>

#include "access/audit_log.h"

namespace huabiao::access {
namespace {

using What = AuditFault::What;

std::vector<AuditEntry> chain(std::size_t length, DigestKind algorithm = DigestKind::Sha256) {
  std::vector<AuditEntry> entries;
  AuditLink last;
  for (std::size_t i = 0; i < length; ++i) {
    AuditEntry entry;
    entry.sequence = last.sequence + 1;
    entry.at = from_millis(1'700'000'000'000 + static_cast<std::int64_t>(i));
    entry.who = "somebody";
    entry.action = "PATCH /api/v1/sites/{}";
    entry.object = "/api/v1/sites/" + std::to_string(i);
    entry.algorithm = algorithm;
    entry.hash = chained_hash(last.hash, entry);
    last = {entry.sequence, entry.hash};
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::vector<std::pair<What, std::int64_t>> faults_of(const std::vector<AuditEntry>& entries) {
  ChainReader reader{AuditLink{}};
  std::vector<std::pair<What, std::int64_t>> faults;
  for (const AuditEntry& entry : entries)
    if (const auto fault = reader.take(entry)) faults.emplace_back(fault->what, fault->sequence);
  return faults;
}

TEST(AuditChain, ThatNobodyTouchedHasNoFault) {
  EXPECT_TRUE(faults_of(chain(20)).empty());
  EXPECT_TRUE(faults_of(chain(20, DigestKind::Sm3)).empty());
  EXPECT_NE(chain(1)[0].hash, chain(1, DigestKind::Sm3)[0].hash);
}

TEST(AuditChain, TellsAnEditOfAnyField) {
  const auto edits = std::vector<void (*)(AuditEntry&)>{
      [](AuditEntry& e) { e.at += Millis(1); },
      [](AuditEntry& e) { e.stage = AuditStage::Refused; },
      [](AuditEntry& e) { e.way = AuditWay::Token; },
      [](AuditEntry& e) { e.account = 1; },
      [](AuditEntry& e) { e.who = "else"; },
      [](AuditEntry& e) { e.address = "x"; },
      [](AuditEntry& e) { e.request = "x"; },
      [](AuditEntry& e) { e.action = "x"; },
      [](AuditEntry& e) { e.object = "x"; },
      [](AuditEntry& e) { e.result = "x"; },
      [](AuditEntry& e) { e.intent = 1; },
      [](AuditEntry& e) { e.count = 2; },
      [](AuditEntry& e) { e.asked = "x"; },
      [](AuditEntry& e) { e.before = "x"; },
      [](AuditEntry& e) { e.after = "x"; },
      [](AuditEntry& e) { e.algorithm = DigestKind::Sm3; },
      // What one field loses and the next one gains is an edit, too.
      [](AuditEntry& e) { e.who.pop_back(), e.address = "y"; },
  };
  for (const auto edit : edits) {
    auto entries = chain(5);
    edit(entries[2]);
    EXPECT_EQ(faults_of(entries), (std::vector<std::pair<What, std::int64_t>>{{What::Edited, 3}}));
  }
}

TEST(AuditChain, TellsAnEditHashedAnewByTheEntryBehindIt) {
  auto entries = chain(5);
  entries[2].who = "else";
  entries[2].hash = chained_hash(entries[1].hash, entries[2]);
  EXPECT_EQ(faults_of(entries), (std::vector<std::pair<What, std::int64_t>>{{What::Edited, 4}}));
}

TEST(AuditChain, TellsWhatWasRemovedOrMoved) {
  auto removed = chain(5);
  removed.erase(removed.begin() + 1);
  EXPECT_EQ(faults_of(removed), (std::vector<std::pair<What, std::int64_t>>{{What::Missing, 2}}));
  auto moved = chain(4);
  std::swap(moved[1], moved[2]);
  const auto faults = faults_of(moved);
  ASSERT_FALSE(faults.empty());
  EXPECT_EQ(faults[0], (std::pair{What::Missing, std::int64_t{2}}));
  auto renumbered = chain(4);
  std::swap(renumbered[1], renumbered[2]);
  std::swap(renumbered[1].sequence, renumbered[2].sequence);
  EXPECT_EQ(faults_of(renumbered).front(), (std::pair{What::Edited, std::int64_t{2}}));
}

TEST(AuditHead, IsProvedByItsKeyAlone) {
  const auto entries = chain(3);
  const SigningKey key = SigningKey::make(SignatureKind::Sm2Sm3);
  AuditHead head = sign_head({3, entries[2].hash}, from_millis(5), key);
  EXPECT_EQ(head.signed_by, key_id(key.public_pem()));
  EXPECT_TRUE(verify_head(head, key.public_pem()));
  EXPECT_FALSE(verify_head(head, SigningKey::make(SignatureKind::Sm2Sm3).public_pem()));
  head.link.sequence = 2;
  EXPECT_FALSE(verify_head(head, key.public_pem()));
}

class KeptEntries final : public AuditStore {
 public:
  Result<AuditLink> append(AuditEntry entry) override {
    if (full) return fail(Kind::Environment, "storage.disk_full");
    entry.sequence = static_cast<std::int64_t>(entries.size()) + 1;
    entries.push_back(entry);
    return AuditLink{entry.sequence, {}};
  }
  Result<AuditPage> list(const AuditQuery&) override { return AuditPage{}; }
  Result<std::optional<AuditEntry>> entry(std::int64_t) override { return std::optional<AuditEntry>(); }
  Result<std::vector<AuditEntry>> after(std::int64_t, std::size_t) override { return entries; }
  Result<std::vector<AuditEntry>> open_intents(TimePoint than) override {
    std::vector<AuditEntry> open;
    for (const AuditEntry& entry : entries)
      if (entry.stage == AuditStage::Intended && entry.at < than &&
          std::ranges::find(entries, entry.sequence, &AuditEntry::intent) == entries.end())
        open.push_back(entry);
    return open;
  }
  Result<AuditLink> last() override { return AuditLink{}; }
  Result<AuditLink> anchor() override { return AuditLink{}; }
  Result<std::int64_t> drop_older(TimePoint) override { return 0; }

  std::vector<AuditEntry> entries;
  bool full = false;
};

class AuditLogTest : public testing::Test {
 protected:
  void refuse_from(const std::string& address, int times) {
    AuditEntry entry;
    entry.address = address;
    for (int i = 0; i < times; ++i) ASSERT_TRUE(log_.refused(entry));
  }
  KeptEntries store_;
  StillClock clock_{from_millis(1'700'000'000'000)};
  AuditLog log_{store_, clock_, DigestKind::Sm3, {.each = 3, .in_all = 5, .sources = 3}};
};

TEST_F(AuditLogTest, WritesWithTimeAndAlgorithm) {
  EXPECT_EQ(*log_.write({}), 1);
  EXPECT_EQ(store_.entries[0].at, clock_.now());
  EXPECT_EQ(store_.entries[0].algorithm, DigestKind::Sm3);
  store_.full = true;
  EXPECT_EQ(log_.write({}).error().code, "storage.disk_full");
}

TEST_F(AuditLogTest, ConcludesWhatAServerLeftOpen) {
  AuditEntry intent;
  intent.stage = AuditStage::Intended;
  intent.who = "li";
  intent.asked = "{}";
  const auto first = *log_.write(intent), second = *log_.write(intent);
  intent.stage = AuditStage::Done;
  ASSERT_TRUE(log_.conclude(intent, first));
  clock_.advance(std::chrono::minutes(20));
  const auto latest = *log_.write({.stage = AuditStage::Intended});
  ASSERT_TRUE(log_.conclude_left_open(std::chrono::minutes(15)));
  ASSERT_EQ(store_.entries.size(), 5U);
  EXPECT_EQ(store_.entries[4].intent, second) << "not " << latest << ", which is under way";
  EXPECT_EQ(store_.entries[4].stage, AuditStage::Failed);
  EXPECT_EQ(store_.entries[4].result, "audit.end_unknown");
  EXPECT_EQ(store_.entries[4].who, "li");
  ASSERT_TRUE(log_.conclude_left_open(std::chrono::minutes(15)));
  EXPECT_EQ(store_.entries.size(), 5U);
}

TEST_F(AuditLogTest, CountsRefusalsBeyondTheBoundAndTellsThemAMinuteLater) {
  refuse_from("a", 10);
  EXPECT_EQ(store_.entries.size(), 3U);
  ASSERT_TRUE(log_.flush());
  EXPECT_EQ(store_.entries.size(), 3U) << "the minute is not over";
  clock_.advance(std::chrono::minutes(1));
  ASSERT_TRUE(log_.flush());
  ASSERT_EQ(store_.entries.size(), 4U);
  EXPECT_EQ(store_.entries[3].count, 7);
  EXPECT_EQ(store_.entries[3].address, "a");
  EXPECT_EQ(store_.entries[3].stage, AuditStage::Refused);
  ASSERT_TRUE(log_.flush(true));
  EXPECT_EQ(store_.entries.size(), 4U) << "told once";
}

TEST_F(AuditLogTest, BoundsRefusalsOfAllSourcesTogether) {
  for (int i = 0; i < 50; ++i) refuse_from("address " + std::to_string(i), 2);
  EXPECT_EQ(store_.entries.size(), 5U);
  ASSERT_TRUE(log_.flush(true));
  std::int64_t counted = 0;
  for (const AuditEntry& entry : store_.entries) counted += entry.count;
  EXPECT_EQ(counted, 100) << "none is lost";
  EXPECT_LE(store_.entries.size(), 5U + 4U);
}

TEST_F(AuditLogTest, TheNextMinuteBeginsAnew) {
  refuse_from("a", 4);
  clock_.advance(std::chrono::minutes(1));
  refuse_from("a", 1);
  EXPECT_EQ(store_.entries.size(), 5U);
}

}  // namespace
}  // namespace huabiao::access
