#include "app/cli/text_table.h"

#include <gtest/gtest.h>

namespace huabiao::app {

TEST(TextTable, AlignsChineseByCells) {
  TextTable table({{"网站"}, {"数", TextTable::Align::Right}});
  table.add({"示例", "1"});
  table.add({"abcdef", "12"});
  EXPECT_EQ(table.str(),
            "网站    数\n"
            "──────  ──\n"
            "示例     1\n"
            "abcdef  12\n");
}

TEST(TextTable, CutsLongTextAndDropsWhatRepaintsATerminal) {
  TextTable table({{"t", TextTable::Align::Left, 6}});
  table.add(
      {"\x1b[31m\xE2\x80\xAE"
       "ab\ncdefgh"});
  EXPECT_EQ(table.str(), "t\n──────\n[31ma…\n");
  EXPECT_EQ(cells("示例a"), 5u);
}

}  // namespace huabiao::app
