#include "storage/audit_rows.h"

#include <gtest/gtest.h>
#include <thread>

#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using access::AuditEntry;
using access::AuditQuery;
using access::AuditStage;

class AuditRowsTest : public StoresTest {
 protected:
  access::AuditStore& audit() { return stores_->audit(); }
  std::int64_t wrote(AuditStage stage, const std::string& who, const std::string& object) {
    AuditEntry entry;
    entry.at = clock_.now();
    entry.stage = stage;
    entry.who = who;
    entry.object = object;
    entry.asked = R"({"name":"新名"})";
    clock_.advance(std::chrono::seconds(1));
    return good(audit().append(std::move(entry))).sequence;
  }
  std::vector<std::int64_t> listed(AuditQuery query) {
    std::vector<std::int64_t> sequences;
    do {
      const access::AuditPage page = good(audit().list(query));
      for (const AuditEntry& entry : page.rows) sequences.push_back(entry.sequence);
      query.cursor = page.next;
    } while (!query.cursor.empty());
    return sequences;
  }
  std::size_t faults() {
    access::ChainReader reader(good(audit().anchor()));
    std::size_t count = 0;
    for (const AuditEntry& entry : good(audit().after(reader.at().sequence, 1'000)))
      if (reader.take(entry)) ++count;
    EXPECT_EQ(reader.at(), good(audit().last()));
    return count;
  }
};
using Sequences = std::vector<std::int64_t>;

TEST_F(AuditRowsTest, KeepsAChainWithoutAFault) {
  EXPECT_EQ(good(audit().last()), access::AuditLink{});
  wrote(AuditStage::Intended, "li", "/api/v1/sites/1");
  wrote(AuditStage::Done, "li", "/api/v1/sites/1");
  reopen();
  wrote(AuditStage::Refused, "wang", "/api/v1/sites/2");
  EXPECT_EQ(faults(), 0U);
  const AuditEntry kept = *good(audit().entry(2));
  EXPECT_EQ(kept.who, "li");
  EXPECT_EQ(kept.asked, R"({"name":"新名"})");
  EXPECT_EQ(good(audit().last()).sequence, 3);
  EXPECT_FALSE(good(audit().entry(4)));
}

TEST_F(AuditRowsTest, ListsTheNewestFirstByWhoObjectStageAndTime) {
  const TimePoint began = clock_.now();
  wrote(AuditStage::Intended, "li", "/a");
  wrote(AuditStage::Done, "li", "/a");
  wrote(AuditStage::Refused, "wang", "/b");
  wrote(AuditStage::Done, "wang", "/a");
  EXPECT_EQ(listed({.limit = 1}), (Sequences{4, 3, 2})) << "what was only intended has an entry that says how it ended";
  EXPECT_EQ(listed({.stage = AuditStage::Intended}), Sequences{1});
  EXPECT_EQ(listed({.who = "wang"}), (Sequences{4, 3}));
  EXPECT_EQ(listed({.object = "/a"}), (Sequences{4, 2}));
  EXPECT_EQ(listed({.stage = AuditStage::Refused}), Sequences{3});
  using std::chrono::seconds;
  EXPECT_EQ(listed({.from = began + seconds(2)}), (Sequences{4, 3}));
  EXPECT_EQ(listed({.until = began + seconds(2)}), Sequences{2});
  EXPECT_TRUE(listed({.from = began + seconds(9)}).empty());
  EXPECT_TRUE(listed({.until = began}).empty());
  EXPECT_EQ(audit().list({.cursor = "x"}).error().code, "audit.bad_cursor");
}

TEST_F(AuditRowsTest, DropsTheOldestAndTheChainStillHolds) {
  for (int i = 0; i < 5; ++i) wrote(AuditStage::Done, "li", "/a");
  const auto third = *good(audit().entry(3));
  EXPECT_EQ(good(audit().drop_older(third.at)), 2);
  EXPECT_EQ(good(audit().anchor()).sequence, 2);
  EXPECT_EQ(faults(), 0U);
  EXPECT_EQ(good(audit().drop_older(third.at)), 0);
  EXPECT_EQ(good(audit().drop_older(clock_.now())), 3);
  EXPECT_EQ(faults(), 0U);
  EXPECT_EQ(wrote(AuditStage::Done, "li", "/a"), 6) << "numbers go on";
  EXPECT_EQ(faults(), 0U);
}

TEST_F(AuditRowsTest, TellsIntentsThatNothingConcluded) {
  const auto ended = wrote(AuditStage::Intended, "li", "/a"), open = wrote(AuditStage::Intended, "li", "/b");
  AuditEntry conclusion;
  conclusion.intent = ended;
  good(audit().append(conclusion));
  const auto left = good(audit().open_intents(clock_.now()));
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].sequence, open);
  EXPECT_TRUE(good(audit().open_intents(left[0].at)).empty());
}

TEST_F(AuditRowsTest, SeveralWritersMakeOneChain) {
  std::vector<std::jthread> writers;
  for (int i = 0; i < 4; ++i)
    writers.emplace_back([&] {
      auto own = good(Stores::open(directory_, clock_));
      for (int k = 0; k < 10; ++k) good(own->audit().append({}));
    });
  writers.clear();
  EXPECT_EQ(good(audit().last()).sequence, 40);
  EXPECT_EQ(faults(), 0U);
}

TEST_F(AuditRowsTest, AFullDiskIsToldAndNothingIsHalfWritten) {
  AuditRows rows(scratch_.path() / "small.db", clock_);
  rows.cap_pages(20);
  Result<access::AuditLink> last = access::AuditLink{};
  AuditEntry entry;
  entry.asked = std::string(2'000, 'x');
  std::int64_t written = 0;
  while (written < 1'000 && (last = rows.append(entry))) ++written;
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().code, "storage.disk_full");
  EXPECT_EQ(good(rows.last()).sequence, written);
}

}  // namespace
}  // namespace huabiao::storage
