#include "census/read.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>
#include <random>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "support/memory_table.h"

namespace huabiao::census {
namespace {

using support::MemoryTable;
using Texts = std::vector<std::string>;
using Rows = std::vector<Texts>;

const Texts kHeader = {"单位名称", "网站名称", "英文域名", "中文域名", "是否挂标", "联系人", "联系电话"};

struct Read {
  std::vector<CensusRow> rows;
  Result<ReadReport> report;
};

Read read_all(table::Source& source, ReadOptions options = {}) {
  std::vector<CensusRow> rows;
  auto report = read(source, options, [&](CensusRow&& row) {
    rows.push_back(std::move(row));
    return table::Go::On;
  });
  return {std::move(rows), std::move(report)};
}

// The only row of a form with this one line.
CensusRow one(const Texts& cells) {
  MemoryTable table(Rows{kHeader, cells});
  Read result = read_all(table);
  EXPECT_EQ(result.rows.size(), 1U);
  return result.rows.empty() ? CensusRow{} : result.rows.front();
}

Texts codes(const CensusRow& row) {
  Texts all;
  for (const Problem& problem : row.problems)
    all.push_back(std::string(to_string(problem.severity)) + " " + std::string(problem.code).substr(7) + " " +
                  (problem.cell_column ? table::cell_name(problem.cell_column, problem.row) : "-"));
  return all;
}

std::string error_of(table::Source& source, ReadOptions options = {}) {
  const Read result = read_all(source, std::move(options));
  return result.report ? "" : result.report.error().code + ": " + result.report.error().detail;
}

}  // namespace

TEST(ReadCensus, ReadsAGoodRow) {
  const CensusRow row = one({"甲局", "甲网", "www.a.gov.cn", "甲局·政务", "是", "张 三", "0311—80000000"});
  EXPECT_EQ(row.organisation, "甲局");
  EXPECT_EQ(row.site, "甲网");
  EXPECT_EQ(row.ascii_domains, Texts{"www.a.gov.cn"});
  EXPECT_EQ(row.chinese_domains, Texts{"甲局.政务"});
  EXPECT_EQ(row.mark_hung, true);
  EXPECT_EQ(row.contact, "张三");
  EXPECT_EQ(row.phones, Texts{"0311-80000000"});
  EXPECT_EQ(codes(row), Texts{});
}

TEST(ReadCensus, TellsWhatIsWrongCellByCell) {
  EXPECT_EQ(
      codes(one({"", "甲网", "a b", "-", "待定", "", "不详"})),
      (Texts{"error missing_organisation A2", "error space_in_host C2", "error bad_mark E2", "warning bad_phone G2"}));
  EXPECT_EQ(codes(one({"甲局", "甲网", "192.0.2.1", "", "", "", ""})),
            (Texts{"error ip_address C2", "warning missing_mark E2"}));
  EXPECT_EQ(codes(one({"甲局", "无", "无", "无", "", "无", "无"})), Texts{});  // declares nothing, and may
}

TEST(ReadCensus, TellsFormulasAndErrorValues) {
  MemoryTable table(Rows{kHeader, {"甲局", "甲网", "", "", "是"}});
  table.set(2, 3, {"www.a.gov.cn", table::CellKind::Text, true});
  table.set(2, 4, {"", table::CellKind::Text, true});
  table.set(2, 7, {"#REF!", table::CellKind::Error, false});
  const Read result = read_all(table);
  EXPECT_EQ(codes(result.rows.at(0)),
            (Texts{"warning formula_cell C2", "error formula_without_value D2", "error error_cell G2"}));
  EXPECT_EQ(result.rows[0].ascii_domains, Texts{"www.a.gov.cn"});
}

TEST(ReadCensus, FillsMergedCellsDown) {
  MemoryTable table(Rows{kHeader,
                         {"甲局", "网", "a.gov.cn", "", "是", "张三", "12345"},
                         {"乙局", "", "无", "", "是"},
                         {"丙局", "", "无", "", "否"}});
  table.merged({2, 2, 4, 2}).merged({2, 6, 4, 6}).merged({2, 7, 3, 7});
  const Read result = read_all(table);
  ASSERT_EQ(result.rows.size(), 3U);
  EXPECT_EQ(result.rows[2].site, "网");
  EXPECT_EQ(result.rows[2].contact, "张三");
  EXPECT_EQ(result.rows[1].phones, Texts{"12345"});
  EXPECT_EQ(result.rows[2].phones, Texts{});
}

TEST(ReadCensus, PassesOverWhatIsNoRow) {
  MemoryTable table(Rows{{"附件2"},
                         {"党政机关、事业单位网站摸底自查表"},
                         {"主管部门（公章）：", "甲市编办"},
                         kHeader,
                         {"1", "2", "3", "4", "5", "6", "7"},
                         {"一、市直部门"},
                         {"甲局", "", "", "", "否"},
                         {},
                         {"", " ", ""},
                         {"单位名称", "网站名称", "英文域名"},
                         {"主管部门：乙市编办"},
                         {"乙局"},
                         {"合计", "2"},
                         {"注：以甲局为例。"},
                         {"填表人：王五", "审核人：赵六"}});
  const Read result = read_all(table);
  ASSERT_EQ(result.rows.size(), 2U);
  EXPECT_EQ(result.report->title, "党政机关、事业单位网站摸底自查表");
  EXPECT_EQ(result.rows[0].authority, "甲市编办");
  EXPECT_EQ(result.rows[1].authority, "乙市编办");
  EXPECT_EQ(result.rows[1].row, 12U);
}

TEST(ReadCensus, ReadsAHeaderOfTwoStoreys) {
  MemoryTable table(Rows{{"单位名称", "网站名称", "域名", "", "是否挂标", "联系人", "联系电话"},
                         {"", "", "英文域名", "中文域名"},
                         {"甲局", "网", "a.gov.cn", "甲.政务", "是"}});
  table.merged({1, 1, 2, 1}).merged({1, 2, 2, 2}).merged({1, 3, 1, 4});
  const Read result = read_all(table);
  ASSERT_EQ(result.rows.size(), 1U);
  EXPECT_EQ(result.rows[0].chinese_domains, Texts{"甲.政务"});
  EXPECT_TRUE(result.report->notices.empty());
}

TEST(ReadCensus, MarksRowsThatRepeatAnEarlierOne) {
  const Texts row = {"甲局", "网", "a.gov.cn、b.gov.cn", "", "是"};
  MemoryTable table(Rows{kHeader,
                         row,
                         {"甲局", "网", "b.gov.cn\nA.gov.cn", "无", "否", "张三"},
                         {"甲局", "网", "a.gov.cn", "", "是"},
                         row});
  const Read result = read_all(table);
  EXPECT_EQ(result.rows[1].duplicate_of, 2U);
  EXPECT_EQ(result.rows[2].duplicate_of, std::nullopt);
  EXPECT_EQ(result.rows[3].duplicate_of, 2U);
  EXPECT_EQ(codes(result.rows[3]), Texts{"warning duplicate_row -"});
  EXPECT_EQ(result.report->duplicates, 2U);
}

TEST(ReadCensus, ReportsColumnsThatAreMissingUnknownOrTwiceThere) {
  MemoryTable table(
      Rows{{"单位名称", "网站名称", "网址", "单位名称", "级别"}, {"甲局", "网", "a.gov.cn", "乙局", "市级"}});
  const Read result = read_all(table);
  Texts notices;
  for (const Problem& notice : result.report->notices)
    notices.push_back(std::string(notice.code).substr(7) + " " + notice.read);
  EXPECT_EQ(notices, (Texts{"missing_column ", "missing_column ", "missing_column ", "missing_column ",
                            "repeated_column 单位名称", "unknown_column 级别"}));
  EXPECT_EQ(codes(result.rows.at(0)), Texts{});
  EXPECT_EQ(result.rows[0].organisation, "甲局");
}

TEST(ReadCensus, ReadsAnnexThreeWithItsDepartment) {
  Texts header = kHeader;
  header.insert(header.begin(), "主管部门");
  MemoryTable table(Rows{{"单位（公章）：甲省编办"},
                         header,
                         {"甲厅", "甲院", "网", "a.gov.cn", "无", "是"},
                         {"", "乙院", "网", "无", "无", "是"}});
  const Read result = read_all(table);
  EXPECT_EQ(result.rows[0].form, Form::Annex3);
  EXPECT_EQ(result.rows[0].department, "甲厅");
  EXPECT_EQ(codes(result.rows[1]), Texts{"warning missing_department A4"});
}

TEST(ReadCensus, ChoosesTheSheetThatIsTheForm) {
  const Rows form = {kHeader, {"甲局"}};
  MemoryTable table(Rows{{"填表说明"}, {"一、单位名称填写全称。"}});
  table.add_sheet("自查表", form).add_sheet("模板", {kHeader}).add_sheet("旧表", form, table::Visibility::Hidden);
  const Read result = read_all(table);
  ASSERT_TRUE(result.report);
  EXPECT_EQ(result.report->sheet, "自查表");
  EXPECT_EQ(result.report->other_sheets, (Texts{"S", "模板", "旧表"}));
  EXPECT_EQ(read_all(table, {.sheet = "旧表"}).report->sheet, "旧表");
}

TEST(ReadCensus, RefusesToGuessBetweenTwoForms) {
  const Rows form = {kHeader, {"甲局"}};
  MemoryTable table(form);
  table.add_sheet("另一张", form);
  EXPECT_EQ(error_of(table), "census.ambiguous_sheet: S, 另一张");
  EXPECT_EQ(error_of(table, {.sheet = "第三张"}), "census.no_such_sheet: 第三张");
  EXPECT_EQ(error_of(table, {.sheet = "另一张"}), "");
}

TEST(ReadCensus, SaysWhatItFoundInsteadOfAForm) {
  MemoryTable other(Rows{{"姓名", "年龄"}, {"张三", "30"}});
  EXPECT_EQ(error_of(other), "census.wrong_form: S: 姓名 | 年龄");
  MemoryTable empty(Rows{kHeader});
  EXPECT_EQ(error_of(empty), "census.empty_form: S");
  MemoryTable notes(Rows{kHeader, {"注：无"}, {"填表人："}});
  EXPECT_EQ(error_of(notes), "census.empty_form: S");
  MemoryTable nothing;
  EXPECT_EQ(error_of(nothing), "census.wrong_form: ");
}

TEST(ReadCensus, CallsTooManyRowsByItsName) {
  class Endless final : public table::Source {
   public:
    const std::vector<table::Sheet>& sheets() const override { return sheets_; }
    Result<std::vector<table::MergedRange>> merged(std::size_t) override { return std::vector<table::MergedRange>(); }
    Done read(std::size_t, const table::RowVisitor& visit) override {
      MemoryTable form(Rows{kHeader, {"甲局"}});
      bool stopped = false;
      (void)form.read(0, [&](const table::Row& row) {
        stopped = visit(row) == table::Go::Stop;
        return table::Go::On;
      });
      return stopped ? Done{} : Done(fail(Kind::TooLarge, "office.too_many_rows", "row 1048577"));
    }

   private:
    std::vector<table::Sheet> sheets_ = {{"S", table::Visibility::Visible}};
  } endless;
  EXPECT_EQ(error_of(endless), "census.too_many_rows: row 1048577");
}

TEST(ReadCensus, StopsWhenTheSinkDoes) {
  MemoryTable table(Rows{kHeader, {"甲局"}, {"乙局"}, {"丙局"}});
  int rows = 0;
  const auto report = read(table, {}, [&](CensusRow&&) { return ++rows == 2 ? table::Go::Stop : table::Go::On; });
  EXPECT_EQ(rows, 2);
  EXPECT_TRUE(report->stopped);
}

TEST(CensusJson, EscapesWhatTextMayHold) {
  const CensusRow row = one({"甲\"局\\\t", "", "lib.example.org.cn:8080", "", "是"});
  const std::string json = to_json(row);
  EXPECT_NE(json.find(R"("organisation":"甲\"局\\")"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("ports":{"lib.example.org.cn":8080})"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("site":null)"), std::string::npos) << json;
  EXPECT_EQ(json.find('\n'), std::string::npos);
}

// The order of the columns, what stands between them, and how their headers are wrapped change nothing.
RC_GTEST_PROP(ReadCensus, ReadsTheSameWhateverTheOrderOfColumns, ()) {
  const Rows lines = {{"甲局", "甲网", "a.gov.cn、b.gov.cn", "1. 甲·政务 2. 乙·政务", "是", "张三", "0311—80000000"},
                      {"乙局", "—", "无", "乙·公益", "否", "李四", "13800000000"},
                      {"", "无名网", "x y", "", "待定", "", "不详"}};
  std::vector<std::size_t> order(kHeader.size() + 2);  // two columns that are none of the form's
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::shuffle(order, std::mt19937(*rc::gen::arbitrary<unsigned>()));
  const auto wrap = *rc::gen::element<std::string>("", " ", "\n", "　");
  Rows shuffled(lines.size() + 1);
  for (const std::size_t column : order) {
    const bool other = column >= kHeader.size();
    shuffled[0].push_back(other ? "其他列" + std::to_string(column)
                                : kHeader[column].substr(0, 6) + wrap + kHeader[column].substr(6));
    for (std::size_t i = 0; i < lines.size(); ++i) shuffled[i + 1].push_back(other ? "x" : lines[i][column]);
  }
  Rows plain = {kHeader};
  plain.insert(plain.end(), lines.begin(), lines.end());
  MemoryTable left(plain), right(shuffled);
  const Read a = read_all(left), b = read_all(right);
  RC_ASSERT(a.rows.size() == b.rows.size());
  for (std::size_t i = 0; i < a.rows.size(); ++i) {
    CensusRow mine = a.rows[i], theirs = b.rows[i];
    for (Problem& problem : mine.problems) problem.cell_column = 0;
    for (Problem& problem : theirs.problems) problem.cell_column = 0;
    RC_ASSERT(to_json(mine) == to_json(theirs));
  }
}

}  // namespace huabiao::census
