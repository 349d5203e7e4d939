#include "desk/import_desk.h"

#include <chrono>
#include <gmock/gmock.h>
#include <thread>

#include "support/scratch_directory.h"
#include "support/workbook_builder.h"

namespace huabiao::desk {
namespace {

using testing::ElementsAre;

constexpr const char* kGoodCsv =
    "单位名称,网站名称,英文域名,中文域名,是否挂标,联系人,联系电话\n"
    "甲县档案馆,甲县档案馆,dag.jia.gov.cn,无,是,张三,010-12345678\n"
    "甲县统计局,甲县统计局,tjj.jia.gov.cn,无,否,李四,010-12345679\n";
constexpr const char* kMessyCsv =
    "单位名称,网站名称,英文域名,中文域名,是否挂标,联系人,联系电话\n"
    "甲县档案馆,甲县档案馆,dag.jia.gov.cn,无,是,张三,010-12345678\n"
    ",无名网站,wm.jia.gov.cn,无,是,李四,010-12345679\n";

class ImportDeskTest : public testing::Test {
 protected:
  ImportDeskTest() : desk_(open()) {}

  std::unique_ptr<ImportDesk> open() {
    auto desk = ImportDesk::open(folder_ / "uploads", clock_, [this](const ImportDesk::Order& order) {
      orders_.push_back(order);
      return entered_;
    });
    return std::move(desk).value();
  }
  Result<Upload> take(std::string_view bytes, const std::string& name = "普查表.csv",
                      std::optional<std::string> sheet = {}) {
    return desk_->take(folder_.write("part-" + std::to_string(++parts_), bytes), name, std::move(sheet), "admin");
  }
  // Waits until the desk has read it, at most ten seconds.
  Upload read(std::int64_t id) {
    for (int i = 0; i < 1000; ++i) {
      Upload upload = desk_->get(id).value();
      if (upload.state != ImportState::Reading) return upload;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ADD_FAILURE() << "not read in ten seconds";
    return desk_->get(id).value();
  }

  support::ScratchFolder folder_;
  StillClock clock_{from_millis(1'700'000'000'000)};
  std::vector<ImportDesk::Order> orders_;
  Result<Committed> entered_ = Committed{.sites_new = 2, .rows_taken = 2};
  int parts_ = 0;
  std::unique_ptr<ImportDesk> desk_;
};

}  // namespace

TEST_F(ImportDeskTest, ReadsAnUploadAndShowsItsRows) {
  const Upload upload = read(take(kMessyCsv).value().id);
  EXPECT_EQ(upload.state, ImportState::Ready);
  EXPECT_EQ(upload.form, census::Form::Annex2);
  EXPECT_EQ(upload.rows, 2U);
  EXPECT_EQ(upload.bad, 1U);
  ASSERT_FALSE(upload.problems.empty());
  EXPECT_EQ(upload.problems[0].row, 3U);
  const auto bad = desk_->rows(upload.id, RowFilter::Bad, 0, 10);
  ASSERT_TRUE(bad);
  ASSERT_EQ(bad->rows.size(), 1U);
  EXPECT_EQ(bad->rows[0].site, "无名网站");
  EXPECT_EQ(bad->total, 1U);
}

TEST_F(ImportDeskTest, PagesThroughTheRows) {
  const std::int64_t id = read(take(kGoodCsv).value().id).id;
  const auto first = desk_->rows(id, RowFilter::All, 0, 1).value();
  ASSERT_TRUE(first.next.has_value());
  const auto second = desk_->rows(id, RowFilter::All, *first.next, 1).value();
  EXPECT_EQ(first.rows[0].site, "甲县档案馆");
  EXPECT_EQ(second.rows[0].site, "甲县统计局");
  EXPECT_FALSE(second.next.has_value());
}

TEST_F(ImportDeskTest, SaysWhyAFileCannotBeRead) {
  const Upload upload = read(take("PK\x03\x04 torn", "broken.xlsx").value().id);
  EXPECT_EQ(upload.state, ImportState::Failed);
  ASSERT_TRUE(upload.problem.has_value());
  EXPECT_EQ(desk_->rows(upload.id, RowFilter::All, 0, 10).error().code, "desk.not_ready");
  EXPECT_EQ(desk_->commit(upload.id, Accept::Good, "admin").error().code, "desk.not_ready");
}

TEST_F(ImportDeskTest, CommitsOnce) {
  const std::int64_t id = read(take(kGoodCsv).value().id).id;
  const auto done = desk_->commit(id, Accept::AllOrNothing, "official");
  ASSERT_TRUE(done);
  EXPECT_EQ(done->state, ImportState::Committed);
  EXPECT_EQ(done->committed->sites_new, 2);
  ASSERT_EQ(orders_.size(), 1U);
  EXPECT_EQ(orders_[0].by, "official");
  EXPECT_EQ(orders_[0].filename, "普查表.csv");
  EXPECT_EQ(desk_->commit(id, Accept::AllOrNothing, "official").error().code, "desk.not_ready");
  EXPECT_EQ(orders_.size(), 1U);
}

TEST_F(ImportDeskTest, AllOrNothingRefusesASheetWithErrors) {
  const std::int64_t id = read(take(kMessyCsv).value().id).id;
  EXPECT_EQ(desk_->commit(id, Accept::AllOrNothing, "official").error().code, "desk.rows_with_errors");
  EXPECT_TRUE(orders_.empty());
  EXPECT_TRUE(desk_->commit(id, Accept::Good, "official"));
}

TEST_F(ImportDeskTest, ARefusedCommitLeavesTheUploadReady) {
  const std::int64_t id = read(take(kGoodCsv).value().id).id;
  entered_ = fail(Kind::Environment, "storage.disk_full");
  EXPECT_EQ(desk_->commit(id, Accept::Good, "official").error().code, "storage.disk_full");
  EXPECT_EQ(desk_->get(id)->state, ImportState::Ready);
  entered_ = Committed{};
  EXPECT_TRUE(desk_->commit(id, Accept::Good, "official"));
}

TEST_F(ImportDeskTest, AnotherSheetIsReadInstead) {
  const std::vector<std::vector<std::string>> form = {
      {"单位名称", "网站名称", "英文域名", "中文域名", "是否挂标", "联系人", "联系电话"},
      {"甲县档案馆", "甲县档案馆", "dag.jia.gov.cn", "无", "是", "张三", "010-12345678"}};
  support::WorkbookBuilder book;
  book.sheet("一", form).sheet("二", form);
  book.write(folder_ / "two.xlsx");
  std::int64_t id = desk_->take(folder_ / "two.xlsx", "two.xlsx", {}, "admin")->id;
  Upload upload = read(id);
  EXPECT_EQ(upload.state, ImportState::Failed);  // two sheets look like the form: somebody must choose
  EXPECT_THAT(upload.sheets, ElementsAre("一", "二"));
  EXPECT_EQ(desk_->choose_sheet(id, "三").error().code, "census.no_such_sheet");
  ASSERT_TRUE(desk_->choose_sheet(id, "二"));
  upload = read(id);
  EXPECT_EQ(upload.state, ImportState::Ready);
  EXPECT_EQ(upload.sheet, "二");
}

TEST_F(ImportDeskTest, DiscardedUploadsLeaveNothing) {
  const std::int64_t id = read(take(kGoodCsv).value().id).id;
  ASSERT_TRUE(desk_->discard(id));
  EXPECT_EQ(desk_->get(id).error().code, "desk.no_such_upload");
  EXPECT_TRUE(std::filesystem::is_empty(folder_ / "uploads"));
}

TEST_F(ImportDeskTest, DoneUploadsMakeRoomAndWaitingOnesDoNot) {
  for (std::size_t i = 0; i < ImportLimits::kUploads; ++i) read(take(kGoodCsv).value().id);
  EXPECT_EQ(take(kGoodCsv).error().code, "desk.too_many_uploads");
  const std::int64_t oldest = desk_->all().back().id;
  ASSERT_TRUE(desk_->commit(oldest, Accept::Good, "official"));
  EXPECT_TRUE(take(kGoodCsv));
  EXPECT_EQ(desk_->get(oldest).error().code, "desk.no_such_upload");
}

}  // namespace huabiao::desk
