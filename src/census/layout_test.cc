#include "census/layout.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "census/read.h"
#include "support/memory_table.h"

namespace huabiao::census {
namespace {

using support::MemoryTable;

MemoryTable laid_out(Form form, const std::vector<FormRow>& rows, std::string_view note = "注：完。") {
  MemoryTable table;
  Layout layout(form, "甲市编办", table);
  EXPECT_TRUE(layout.begin());
  for (const FormRow& row : rows) EXPECT_TRUE(layout.add(row));
  EXPECT_TRUE(layout.finish(note));
  return table;
}

const FormRow kFirst = {
    "甲市编办",    "甲市编办", "甲网",           {"www.a.gov.cn", "b.gov.cn"}, {"甲.政务", "乙.政务"},
    HungMark::Yes, "张三",     {"0311-80000000"}};
const FormRow kSecond = {"甲市编办", "登记局", "甲网", {}, {"登记局.政务"}, HungMark::No, "张三", {"0311-80000000"}};
const FormRow kThird = {"甲市编办", "中学", "", {}, {}, HungMark::Unverified, "", {}};

}  // namespace

TEST(Layout, IsThatOfTheAnnex) {
  MemoryTable table = laid_out(Form::Annex2, {kFirst, kSecond, kThird});
  EXPECT_EQ(table.text(1, 1), "党政机关、事业单位网站摸底自查表");
  EXPECT_EQ(table.text(2, 1), "主管部门（公章）：甲市编办");
  EXPECT_EQ(table.text(3, 1), "单位名称");
  EXPECT_EQ(table.text(3, 7), "联系电话");
  EXPECT_EQ(table.text(4, 3), "www.a.gov.cn、b.gov.cn");
  EXPECT_EQ(table.text(4, 4), "1. 甲·政务 2. 乙·政务");
  EXPECT_EQ(table.text(4, 5), "是");
  EXPECT_EQ(table.text(4, 7), "0311—80000000");
  EXPECT_EQ(table.text(5, 2), "");  // merged with the cell above
  EXPECT_EQ(table.text(5, 3), "无");
  EXPECT_EQ(table.text(5, 4), "登记局·政务");
  EXPECT_EQ(table.text(6, 2), "无");
  EXPECT_EQ(table.text(6, 5), "未能核实");
  EXPECT_EQ(table.text(7, 1), "注：完。");
}

TEST(Layout, MergesTheCellsOfASharedSite) {
  MemoryTable table = laid_out(Form::Annex3, {kFirst, kSecond, kThird, kThird});
  using Ranges = std::vector<table::MergedRange>;
  EXPECT_EQ(*static_cast<table::Source&>(table).merged(0),
            (Ranges{{1, 1, 1, 8}, {2, 1, 2, 8}, {4, 3, 5, 3}, {4, 7, 5, 7}, {4, 8, 5, 8}}));
  EXPECT_EQ(table.text(3, 1), "主管部门");
}

TEST(Layout, StopsMergingBeforeThereAreTooMany) {
  class Counter final : public table::Sink {
   public:
    std::size_t merges = 0, sites = 0;
    Done row(std::uint32_t number, std::span<const table::OutCell> cells) override {
      sites += number > 3 && cells.size() > 1 && !cells[1].text.empty() ? 1 : 0;
      return {};
    }
    Done merge(const table::MergedRange&) override {
      ++merges;
      return {};
    }
  } counter;
  Layout layout(Form::Annex2, "", counter);
  ASSERT_TRUE(layout.begin());
  FormRow row = kSecond;
  for (int i = 0; i < 60'000; ++i) {
    row.site = row.contact = "网" + std::to_string(i / 2);
    ASSERT_TRUE(layout.add(row));
  }
  ASSERT_TRUE(layout.finish(""));
  EXPECT_LE(counter.merges, table::Bounds::kMergedOut);
  EXPECT_GT(counter.merges, table::Bounds::kMergedOut - 10);
  EXPECT_GT(counter.sites, 30'000U);  // later rows say their site again
}

// What is laid out reads back as it was.
RC_GTEST_PROP(Layout, ReadsBack, ()) {
  const auto form = *rc::gen::element(Form::Annex2, Form::Annex3);
  const auto count = *rc::gen::inRange(1, 12);
  std::vector<FormRow> rows;
  for (int i = 0; i < count; ++i) {
    FormRow row;
    row.department = *rc::gen::element<std::string>("甲厅", "乙厅");
    row.organisation = "单位" + std::to_string(i);
    row.site = *rc::gen::element<std::string>("", "甲网", "乙网");
    for (int n = *rc::gen::inRange(0, 4); n > 0; --n)
      row.ascii_domains.push_back("w" + std::to_string(n) + ".s" + std::to_string(i) + ".gov.cn");
    for (int n = *rc::gen::inRange(0, 4); n > 0; --n)
      row.chinese_domains.push_back("单位" + std::to_string(10 * i + n) + ".政务");
    row.mark = *rc::gen::element(HungMark::Yes, HungMark::No);
    row.contact = *rc::gen::element<std::string>("", "张三", "李四");
    row.phones = *rc::gen::element(std::vector<std::string>(), std::vector<std::string>{"0311-80000000"},
                                   std::vector<std::string>{"13800000000", "010-12345678转801"});
    rows.push_back(row);
  }
  MemoryTable table = laid_out(form, rows);
  std::vector<CensusRow> back;
  const auto report = read(table, {}, [&](CensusRow&& row) {
    back.push_back(std::move(row));
    return table::Go::On;
  });
  RC_ASSERT(report.has_value());
  RC_ASSERT(back.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    RC_ASSERT(back[i].problems.empty());
    RC_ASSERT(back[i].organisation == rows[i].organisation);
    RC_ASSERT(back[i].site.value_or("") == rows[i].site);
    RC_ASSERT(back[i].ascii_domains == rows[i].ascii_domains);
    RC_ASSERT(back[i].chinese_domains == rows[i].chinese_domains);
    RC_ASSERT(back[i].mark_hung == (rows[i].mark == HungMark::Yes));
    RC_ASSERT(back[i].contact.value_or("") == rows[i].contact);
    RC_ASSERT(back[i].phones == rows[i].phones);
    RC_ASSERT(back[i].authority == "甲市编办");
    if (form == Form::Annex3) RC_ASSERT(back[i].department == rows[i].department);
  }
}

}  // namespace huabiao::census
