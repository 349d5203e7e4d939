#include "desk/import_row.h"

#include <gtest/gtest.h>

namespace huabiao::desk {
namespace {

census::CensusRow messy_row() {
  census::CensusRow row;
  row.row = 7;
  row.authority = "示例市大数据局";
  row.organisation = "示例市图书馆";
  row.site = "图书馆\"网\n";
  row.ascii_domains = {"lib.example.org.cn"};
  row.ports = {{"lib.example.org.cn", 8080}};
  row.mark_hung = false;
  row.phones = {"0000-7654321"};
  row.problems = {{.severity = census::Severity::Warning,
                   .code = "census.odd_phone",
                   .column = census::Column::Phone,
                   .cell_column = 7,
                   .read = "7654321\xFF",
                   .expected = {"区号", "an area code"}}};
  return row;
}

}  // namespace

TEST(ImportRow, TakesDepartmentPortAndVerdictFromTheForm) {
  const ImportRow row = import_row(messy_row());
  EXPECT_EQ(row.department, "示例市大数据局");
  EXPECT_EQ(row.ascii_domains, std::vector<std::string>{"lib.example.org.cn:8080"});
  EXPECT_EQ(row.verdict, RowVerdict::Warned);
  ASSERT_EQ(row.problems.size(), 1u);
  EXPECT_EQ(row.problems[0].column, "G");
  EXPECT_EQ(row.problems[0].column_name, "联系电话");
}

TEST(ImportRow, ComesBackFromItsLine) {
  const ImportRow row = import_row(messy_row());
  const std::string line = to_line(row);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto back = from_line(line);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->site, row.site);
  EXPECT_EQ(back->mark_hung, row.mark_hung);
  EXPECT_EQ(back->problems[0].expected, row.problems[0].expected);
  EXPECT_EQ(back->problems[0].read, "7654321\xEF\xBF\xBD");
}

TEST(ImportRow, RefusesADamagedLine) {
  for (const char* line : {"", "{}", "[]", "[1,2,3]", "[1,0,\"\",\"\",null,[1],[],null,\"\",[],[]]"})
    EXPECT_EQ(from_line(line).error().code, "desk.bad_row") << line;
}

}  // namespace huabiao::desk
