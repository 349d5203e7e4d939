#include "office/xlsx_writer.h"

#include <fstream>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "office/table_reader.h"
#include "support/workbook_builder.h"

namespace huabiao::office {
namespace {

using table::CellStyle;
using table::OutCell;

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

std::vector<std::string> texts(const std::filesystem::path& file) {
  std::vector<std::string> found;
  auto source = open_table(file);
  if (!source) return {source.error().code};
  const Done done = (*source)->read(0, [&](const table::Row& row) {
    for (const table::Cell& cell : row.cells)
      found.push_back(table::cell_name(cell.column, row.number) +
                      (cell.formula                         ? "="
                       : cell.kind == table::CellKind::Text ? ":"
                                                            : "#") +
                      std::string(cell.text));
    return table::Go::On;
  });
  if (!done) found.push_back(done.error().code);
  return found;
}

Done write(const std::filesystem::path& file, const std::vector<std::vector<OutCell>>& rows,
           const std::vector<table::MergedRange>& merged = {}) {
  auto writer = XlsxWriter::create(file);
  if (!writer) return fail(std::move(writer));
  auto sheet = (*writer)->add_sheet({.name = "表", .widths = {10, 20}, .header_rows = 1});
  if (!sheet) return fail(std::move(sheet));
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (Done done = (*sheet)->row(static_cast<std::uint32_t>(i + 1), rows[i]); !done) return done;
  for (const auto& range : merged)
    if (Done done = (*sheet)->merge(range); !done) return done;
  return (*writer)->finish();
}

}  // namespace

TEST(XlsxWriter, WritesTextThatLooksLikeAFormulaAsText) {
  const support::ScratchFolder folder;
  ASSERT_TRUE(write(folder / "a.xlsx", {{{1, CellStyle::Left, "=cmd|'/c calc'!A1"},
                                         {2, CellStyle::Left, "+1"},
                                         {3, CellStyle::Left, "@x"},
                                         {4, CellStyle::Left, "00123"},
                                         {5, CellStyle::Left, "http://a.example/"}}}));
  EXPECT_EQ(texts(folder / "a.xlsx"),
            (std::vector<std::string>{"A1:=cmd|'/c calc'!A1", "B1:+1", "C1:@x", "D1:00123", "E1:http://a.example/"}));
}

TEST(XlsxWriter, MergesCellsOfRowsAlreadyWritten) {
  const support::ScratchFolder folder;
  const std::vector<table::MergedRange> merged = {{1, 1, 1, 2}, {2, 2, 3, 2}};
  ASSERT_TRUE(write(folder / "a.xlsx",
                    {{{1, CellStyle::Title, "题"}, {2, CellStyle::Title, ""}},
                     {{1, CellStyle::Left, "a"}, {2, CellStyle::Left, "b"}},
                     {{1, CellStyle::Left, "c"}, {2, CellStyle::Left, ""}}},
                    merged));
  auto source = open_table(folder / "a.xlsx");
  EXPECT_EQ(*(*source)->merged(0), merged);
  EXPECT_EQ(texts(folder / "a.xlsx"), (std::vector<std::string>{"A1:题", "A2:a", "B2:b", "A3:c"}));
}

TEST(XlsxWriter, LeavesTheOldFileAndNothingElseWhenItDoesNotFinish) {
  const support::ScratchFolder folder;
  const auto file = folder.write("a.xlsx", "old");
  {
    auto writer = XlsxWriter::create(file);
    ASSERT_TRUE(writer);
    ASSERT_TRUE((*writer)->add_sheet({.name = "s", .widths = {}}));
  }
  EXPECT_EQ(files_in(folder.path()), 1U);
  EXPECT_EQ(std::filesystem::file_size(file), 3U);
}

TEST(XlsxWriter, LeavesOneFileWhenItFinishes) {
  const support::ScratchFolder folder;
  ASSERT_TRUE(write(folder / "a.xlsx", {{{1, CellStyle::Left, "x"}}}));
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(XlsxWriter, SaysWhereItCannotWrite) {
  const Done done = write("/proc/nowhere/a.xlsx", {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "office.cannot_write");
}

TEST(XlsxWriter, RefusesBadSheetNames) {
  const support::ScratchFolder folder;
  auto writer = XlsxWriter::create(folder / "a.xlsx");
  for (const std::string name : {"a/b", "", "[x]", "name of more than thirty-one characters"})
    EXPECT_FALSE((*writer)->add_sheet({.name = name, .widths = {}})) << name;
  EXPECT_TRUE((*writer)->add_sheet({.name = "一", .widths = {}}));
  EXPECT_FALSE((*writer)->add_sheet({.name = "一", .widths = {}}));
}

// What goes in comes out, but for control characters, which no workbook can hold.
RC_GTEST_PROP(XlsxWriter, GivesBackWhatWasWritten, ()) {
  const auto piece = rc::gen::element<std::string>("a", "文", "&", "<", "\"", "_x0041_", "_x", "_", "\n", " ", "=",
                                                   "\x01", "😀", "_x005F_");
  const auto pieces = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(piece));
  std::string text = "|", expected = "A1:|";
  for (const auto& p : pieces) (text += p, expected += p == "\x01" ? " " : p);
  const support::ScratchFolder folder;
  RC_ASSERT(write(folder / "a.xlsx", {{{1, CellStyle::Left, text}}}).has_value());
  RC_ASSERT(texts(folder / "a.xlsx") == std::vector<std::string>{expected});
}

}  // namespace huabiao::office
