#include "storage/page_rows.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using monitor::PageBody;
using monitor::PagePlace;
using monitor::ReadPage;

const PagePlace kHome{"www.jia.gov.cn", 0, "/"};
const TimePoint kEver = from_millis(0), kNever = from_millis(4'000'000'000'000);

class PageRowsTest : public testing::Test {
 protected:
  PageRowsTest() { reopen(); }
  void reopen() {
    rows_.reset();
    rows_ = std::make_unique<PageRows>(server_.address(scratch_.path(), "pages"), clock_, limits_);
  }
  void put(const std::string& key, const std::string& body, const PagePlace& place = kHome) {
    const ReadPage page{.place = place,
                        .at = clock_.now(),
                        .content_key = key,
                        .url = "https://www.jia.gov.cn/",
                        .content_type = "text/html",
                        .body = body,
                        .bytes = static_cast<std::int64_t>(body.size())};
    good(rows_->put(std::span(&page, 1)));
    clock_.advance(std::chrono::hours(1));
  }
  std::vector<monitor::PageChange> changes(std::size_t limit = 100) {
    return good(rows_->changes(kHome, kEver, kNever, limit));
  }

  test::ScratchDirectory scratch_;
  TestServer server_;
  StillClock clock_{from_millis(1'700'000'000'000)};
  monitor::PageLimits limits_;
  std::unique_ptr<PageRows> rows_;
};

TEST_F(PageRowsTest, TellsEachChangeWithThePageBeforeIt) {
  EXPECT_FALSE(good(rows_->newest(kHome)));
  put("k1", "<p>一</p>");
  put("k1", "<p>一</p>");
  EXPECT_TRUE(changes().empty()) << "the first page changed nothing, the same page neither";
  put("k2", "<p>二</p>");
  put("k3", "<p>三</p>");
  reopen();
  const auto all = changes();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].after.content_key, "k3");
  EXPECT_EQ(all[0].before.content_key, "k2");
  EXPECT_EQ(all[0].before.until, all[0].after.at);
  EXPECT_FALSE(all[0].after.until);
  EXPECT_EQ(all[1].before.content_key, "k1");
  EXPECT_EQ(good(rows_->body(all[1].before.id)), "<p>一</p>");
  EXPECT_EQ(good(rows_->change(all[0].after.id))->before.id, all[0].before.id);
  EXPECT_FALSE(good(rows_->change(all[1].before.id))) << "there is none before the first";
  EXPECT_EQ(changes(1).size(), 1U);
  EXPECT_EQ(good(rows_->changes(kHome, all[0].after.at, kNever, 100)).size(), 1U);
  EXPECT_EQ(good(rows_->changes(kHome, kEver, all[0].after.at, 100)).size(), 1U);
  EXPECT_EQ(good(rows_->newest(kHome))->content_key, "k3");
}

TEST_F(PageRowsTest, APictureBelongsToThePageItWasTakenOf) {
  put("k1", "<p>一</p>");
  const monitor::PagePicture drawn{.width = 1'280, .height = 800, .at = clock_.now()};
  good(rows_->put_picture(kHome, "k0", drawn, "of another page"));
  EXPECT_FALSE(good(rows_->newest(kHome))->picture);
  good(rows_->put_picture(kHome, "k1", drawn, "first"));
  good(rows_->put_picture(kHome, "k1", drawn, "second"));
  const auto page = *good(rows_->newest(kHome));
  ASSERT_TRUE(page.picture);
  EXPECT_EQ(page.picture->width, 1'280);
  EXPECT_EQ(good(rows_->picture(page.id)), "first");
  put("k2", "<p>二</p>");
  EXPECT_FALSE(good(rows_->newest(kHome))->picture);
}

TEST_F(PageRowsTest, APageTooLongToBeKeptIsToldOf) {
  put("k1", "<p>一</p>");
  const ReadPage huge{.place = kHome,
                      .at = clock_.now(),
                      .content_key = "k2",
                      .url = {},
                      .content_type = {},
                      .body = {},
                      .bytes = monitor::PageLimits::kBodyBytes + 1};
  good(rows_->put(std::span(&huge, 1)));
  ASSERT_EQ(changes().size(), 1U);
  EXPECT_EQ(changes()[0].after.body, PageBody::TooLarge);
  EXPECT_FALSE(good(rows_->body(changes()[0].after.id)));
}

TEST_F(PageRowsTest, DropsWhatWasReplacedLongAgoAndKeepsWhatStands) {
  put("k1", "<p>一</p>");
  put("k2", "<p>二</p>");
  put("k3", "<p>三</p>");
  clock_.advance(std::chrono::days(limits_.retention_days) - std::chrono::hours(1));
  EXPECT_EQ(good(rows_->sweep()), 1) << "k1 gave way an hour before k2 did";
  EXPECT_EQ(changes().size(), 1U);
  clock_.advance(std::chrono::days(400));
  EXPECT_EQ(good(rows_->sweep()), 1);
  EXPECT_TRUE(changes().empty());
  EXPECT_EQ(good(rows_->newest(kHome))->content_key, "k3");
}

TEST_F(PageRowsTest, BeyondItsQuotaTheLongestReplacedLoseTheirBytesFirst) {
  constexpr std::int64_t kPages = 400;
  std::mt19937_64 random(7);
  const auto noise = [&] {
    std::string bytes(20'000, ' ');
    for (char& c : bytes) c = static_cast<char>(random());
    return bytes;
  };
  for (int i = 0; i < kPages; ++i) put("k" + std::to_string(i), noise());
  limits_.quota_bytes = 3'000'000;
  reopen();
  EXPECT_GT(good(rows_->sweep()), 0);
  EXPECT_LE(good(rows_->use()).disk_bytes, limits_.quota_bytes);
  const auto all = changes(kPages);
  ASSERT_EQ(all.size(), static_cast<std::size_t>(kPages) - 1) << "what went is still told of";
  EXPECT_GT(std::ranges::count(all, PageBody::Kept, [](const monitor::PageChange& one) { return one.after.body; }), 50)
      << "no more goes than has to";
  EXPECT_EQ(all.front().after.body, PageBody::Kept);
  EXPECT_EQ(all.back().before.body, PageBody::Dropped);
  EXPECT_FALSE(good(rows_->body(all.back().before.id)));
  EXPECT_EQ(good(rows_->sweep()), 0);
}

TEST_F(PageRowsTest, OfSmallPagesNoMoreGoThanHasTo) {
  for (int i = 0; i < 400; ++i) put("k" + std::to_string(i), "<p>" + std::to_string(i) + "</p>");
  limits_.quota_bytes = good(rows_->use()).disk_bytes / 2;
  reopen();
  good(rows_->sweep());
  const auto all = changes(400);
  const auto kept =
      std::ranges::count(all, PageBody::Kept, [](const monitor::PageChange& one) { return one.after.body; });
  EXPECT_GT(kept, 100);
  EXPECT_LT(kept, 201);
}

TEST_F(PageRowsTest, TellsDamage) {
  put("k1", "<p>一</p>");
  rows_.reset();
  {
    Connection connection(server_.address(scratch_.path(), "pages"));
    connection.prepare("UPDATE content SET body = ?1").bind_bytes(1, "\x01\x02").run();
  }
  reopen();
  EXPECT_EQ(rows_->body(good(rows_->newest(kHome))->id).error().code, "pages.damaged");
}

}  // namespace
}  // namespace huabiao::storage
