#include "office/table_reader.h"

#include <fstream>
#include <gtest/gtest.h>

#include "support/workbook_builder.h"

namespace huabiao::office {
namespace {

using support::ScratchFolder;
using support::WorkbookBuilder;

// "A1=text" for each cell, kinds other than text marked: #number ?bool @date !error =formula.
std::vector<std::string> told(table::Source& source, std::size_t sheet = 0) {
  std::vector<std::string> cells;
  const Done done = source.read(sheet, [&](const table::Row& row) {
    for (const table::Cell& cell : row.cells)
      cells.push_back(table::cell_name(cell.column, row.number) + (cell.formula ? "=" : "") +
                      std::string(1, ":#?@!"[static_cast<int>(cell.kind)]) + std::string(cell.text));
    return table::Go::On;
  });
  if (!done) cells.push_back(done.error().code);
  return cells;
}

std::string refusal(const std::filesystem::path& file, const ReadLimits& limits = {}) {
  auto source = open_table(file, limits);
  if (!source) return source.error().code;
  if (auto merged = (*source)->merged(0); !merged) return merged.error().code;
  const auto cells = told(**source);
  return cells.empty() || !cells.back().starts_with("office.") ? "" : cells.back();
}

class OpenTable : public ::testing::Test {
 protected:
  std::filesystem::path built(const WorkbookBuilder& builder) {
    const auto file = folder_ / "book.xlsx";
    builder.write(file);
    return file;
  }
  std::vector<std::string> cells(const WorkbookBuilder& builder) {
    auto source = open_table(built(builder));
    return source ? told(**source) : std::vector<std::string>{source.error().code + ": " + source.error().detail};
  }
  static std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  ScratchFolder folder_;
};

using Cells = std::vector<std::string>;

}  // namespace

TEST_F(OpenTable, ReadsEveryKindOfCell) {
  WorkbookBuilder builder;
  builder.styles(
      "<numFmts><numFmt numFmtId='164' formatCode='yyyy-mm-dd'/></numFmts>"
      "<cellXfs><xf numFmtId='0'/><xf numFmtId='164'/></cellXfs>");
  builder.shared_strings(
      "<si><t>一</t></si><si><r><t>二</t></r><r><rPr><b/></rPr><t xml:space='preserve'> 三</t></r>"
      "<rPh sb='0' eb='1'><t>er san</t></rPh><phoneticPr fontId='1'/></si>");
  builder.sheet_data("表",
                     "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2' t='s'><v>1</v></c><c r='D2'><v>1.38E10</v></c>"
                     "<c r='E2' s='1'><v>42318</v></c><c r='F2' t='b'><v>1</v></c><c r='G2' t='e'><v>#REF!</v></c>"
                     "<c r='H2' t='str'><f>A2&amp;B2</f><v>一二</v></c><c r='I2'><f>1+1</f></c></row>"
                     "<row r='5'><c r='AB5' t='inlineStr'><is><r><t>内</t></r><r><t>联</t></r></is></c></row>"
                     "<row><c><v>7</v></c><c/><c t='str'><v></v></c><c><v>8</v></c></row>");
  EXPECT_EQ(cells(builder), (Cells{"A2:一", "B2:二 三", "D2#13800000000", "E2@2015-11-10", "F2?TRUE", "G2!#REF!",
                                   "H2=:一二", "I2=#", "AB5:内联", "A6#7", "D6#8"}));
}

TEST_F(OpenTable, TellsSheetsAndWhichAreHidden) {
  auto source = open_table(built(
      WorkbookBuilder().sheet("甲 & 乙", {{"1"}}).sheet("丙", {}, {}, "hidden").sheet("丁", {}, {}, "veryHidden")));
  ASSERT_TRUE(source);
  using table::Visibility;
  EXPECT_EQ((*source)->sheets(),
            (std::vector<table::Sheet>{
                {"甲 & 乙", Visibility::Visible}, {"丙", Visibility::Hidden}, {"丁", Visibility::Hidden}}));
}

TEST_F(OpenTable, FindsMergedRangesBehindTheRows) {
  auto source = open_table(
      built(WorkbookBuilder().sheet("s", {{"a", "b"}, {"c", "<sheetData>"}}, {"B3:B4", "A1:B1", "C9", "XFD1:XFE1"})));
  ASSERT_TRUE(source);
  auto merged = (*source)->merged(0);
  ASSERT_TRUE(merged);
  EXPECT_EQ(*merged, (std::vector<table::MergedRange>{{1, 1, 1, 2}, {3, 2, 4, 2}}));
  EXPECT_EQ(told(**source), (Cells{"A1:a", "B1:b", "A2:c", "B2:<sheetData>"}));  // from what merged() kept
  EXPECT_EQ(told(**source).size(), 4U);                                          // and again
}

TEST_F(OpenTable, UndoesEscapedCharacters) {
  EXPECT_EQ(cells(WorkbookBuilder().sheet("s", {{"a_x000D_\nb", "_x005F_x0041_", "_x4E00_", "_x00zz_", "_x0001_c"}})),
            (Cells{"A1:a\nb", "B1:_x0041_", "C1:一", "D1:_x00zz_", "E1:c"}));
}

TEST_F(OpenTable, ReadsAWorkbookWithPrefixesAndAbsoluteTargets) {
  WorkbookBuilder builder;
  builder.raw_sheet(
      "s",
      "<x:worksheet xmlns:x='u'><x:sheetData><x:row r='1'><x:c r='A1' t='inlineStr'><x:is><x:t>甲</x:t></x:is>"
      "</x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref='A1:A2'/></x:mergeCells></x:worksheet>");
  auto source = open_table(built(builder));
  ASSERT_TRUE(source);
  EXPECT_EQ((*source)->merged(0)->size(), 1U);
  EXPECT_EQ(told(**source), (Cells{"A1:甲"}));
}

TEST_F(OpenTable, StopsWhenTheVisitorDoes) {
  auto source = open_table(built(WorkbookBuilder().sheet("s", {{"1"}, {"2"}, {"3"}})));
  int rows = 0;
  ASSERT_TRUE((*source)->read(0, [&](const table::Row&) { return ++rows == 2 ? table::Go::Stop : table::Go::On; }));
  EXPECT_EQ(rows, 2);
}

TEST_F(OpenTable, GoesByContentNotByName) {
  const auto book = folder_ / "list.csv", text = folder_.write("list.xlsx", "a,b\n");
  WorkbookBuilder().sheet("s", {{"x"}}).write(book);
  EXPECT_EQ(told(**open_table(book)), (Cells{"A1:x"}));
  EXPECT_EQ(told(**open_table(text)), (Cells{"A1:a", "B1:b"}));
}

TEST_F(OpenTable, SaysWhatAFileIsInsteadOfAWorkbook) {
  EXPECT_EQ(refusal(folder_ / "absent.xlsx"), "office.no_file");
  EXPECT_EQ(refusal(folder_.path()), "office.not_a_workbook");
  EXPECT_EQ(refusal("/dev/null"), "office.cannot_read");
  EXPECT_EQ(refusal(folder_.write("empty.xlsx", "")), "office.empty_file");
  EXPECT_EQ(refusal(folder_.write("a.xlsx", "%PDF-1.7")), "office.other_document");
  EXPECT_EQ(refusal(folder_.write("b.xls", "<html><table></table></html>")), "office.other_document");
  const std::string compound("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  const auto wide = [](std::string_view name) {
    std::string out;
    for (const char c : name) out += {c, '\0'};
    return out;
  };
  EXPECT_EQ(refusal(folder_.write("c.xlsx", compound + wide("EncryptionInfo") + wide("EncryptedPackage"))),
            "office.encrypted");
  EXPECT_EQ(refusal(folder_.write("d.xls", compound + wide("Workbook"))), "office.old_xls");
  EXPECT_EQ(refusal(folder_.write("e.xls", compound + wide("WordDocument"))), "office.other_document");
  EXPECT_EQ(refusal(folder_.write("f.xls", compound)), "office.not_a_workbook");
  EXPECT_EQ(refusal(built(WorkbookBuilder().part("word/document.xml", "<w/>"))), "office.other_document");
  EXPECT_EQ(refusal(built(WorkbookBuilder().without("xl/workbook.xml").without("_rels/.rels").part("x", "y"))),
            "office.not_a_workbook");
}

TEST_F(OpenTable, RefusesEveryTruncationOfAWorkbook) {
  const std::string whole =
      bytes_of(built(WorkbookBuilder().sheet("s", {{"甲", "乙"}, {"丙"}}).shared_strings("<si><t>x</t></si>")));
  for (std::size_t length = 4; length < whole.size(); length += 7)
    EXPECT_EQ(refusal(folder_.write("cut.xlsx", whole.substr(0, length))), "office.truncated") << length;
}

TEST_F(OpenTable, NeverGetsPastADamagedByteUnharmed) {
  const std::string whole = bytes_of(built(WorkbookBuilder().sheet("s", {{"甲", "乙"}, {"丙"}})));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    refusal(folder_.write("damaged.xlsx", damaged));  // any answer will do, as long as there is one
  }
}

TEST_F(OpenTable, RefusesMissingParts) {
  EXPECT_EQ(refusal(built(WorkbookBuilder().sheet("s", {{"1"}}).without("xl/worksheets/sheet1.xml"))),
            "office.missing_part");
  EXPECT_EQ(refusal(built(WorkbookBuilder().sheet("s", {{"1"}}).without("xl/_rels/workbook.xml.rels"))),
            "office.missing_part");
  EXPECT_EQ(refusal(built(WorkbookBuilder())), "office.missing_part");
}

TEST_F(OpenTable, RefusesAnEntityBombInAnyPart) {
  const std::string bomb =
      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><x>&b;</x>";
  for (const std::string part : {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml",
                                 "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"})
    EXPECT_EQ(refusal(built(WorkbookBuilder().sheet("s", {{"1"}}).styles("").shared_strings("").part(part, bomb))),
              "office.dtd")
        << part;
}

TEST_F(OpenTable, RefusesDeepNestingInAnyPart) {
  std::string deep;
  for (int i = 0; i < 5'000; ++i) deep += "<a>";
  for (const std::string part : {"xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"})
    EXPECT_EQ(refusal(built(WorkbookBuilder().sheet("s", {{"1"}}).shared_strings("").part(part, deep))),
              "office.bad_xml")
        << part;
}

TEST_F(OpenTable, RefusesAPartThatBursts) {
  const std::string blanks(24 << 20, ' ');
  for (const std::string part : {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"})
    EXPECT_EQ(
        refusal(built(WorkbookBuilder().sheet("s", {{"1"}}).styles("").shared_strings("").part(part, "<a>" + blanks))),
        "office.zip_bomb")
        << part;
}

TEST_F(OpenTable, HoldsEachLimit) {
  ReadLimits tight;
  tight.ratio_from = ~0ULL;
  tight.sheet_bytes = 1 << 20;
  const std::string million(1 << 21, ' ');
  EXPECT_EQ(refusal(built(WorkbookBuilder().raw_sheet("s", "<a>" + million)), tight), "office.zip_bomb");
  EXPECT_EQ(refusal(built(WorkbookBuilder().sheet("s", {{"1"}})), {.file_bytes = 10}), "office.too_large");
  EXPECT_EQ(refusal(built(WorkbookBuilder().sheet("s", {{"1"}})), {.parts = 3}), "office.too_large");
  EXPECT_EQ(refusal(built(WorkbookBuilder().sheet("s", {}).sheet("t", {})), {.sheets = 1}), "office.too_large");
  EXPECT_EQ(refusal(built(WorkbookBuilder().sheet("s", {}).shared_strings("<si/><si/>")), {.strings = 1}),
            "office.too_large");
  EXPECT_EQ(refusal(built(WorkbookBuilder().sheet("s", {}).shared_strings("<si><t>abc</t></si>")), {.strings_kept = 2}),
            "office.too_large");
  EXPECT_EQ(refusal(built(WorkbookBuilder().sheet("s", {{"1"}}, {"A1:A2", "B1:B2"})), {.merged_ranges = 1}),
            "office.too_large");
}

TEST_F(OpenTable, RefusesWhatNoSheetHolds) {
  const auto refuse = [&](std::string_view data) { return refusal(built(WorkbookBuilder().sheet_data("s", data))); };
  EXPECT_EQ(refuse("<row r='1048577'><c><v>1</v></c></row>"), "office.too_many_rows");
  EXPECT_EQ(refuse("<row r='99999999999'/>"), "office.bad_xml");
  EXPECT_EQ(refuse("<row r='2'/><row r='1'/>"), "office.bad_xml");
  EXPECT_EQ(refuse("<row r='1'><c r='XFE1'/></row>"), "office.too_many_columns");
  EXPECT_EQ(refuse("<row r='1'><c r='B1'/><c r='A1'/></row>"), "office.bad_xml");
  EXPECT_EQ(refuse("<row r='1'><c r='1'/></row>"), "office.bad_xml");
  EXPECT_EQ(refuse("<row r='1'><c t='s'><v>0</v></c></row>"), "office.bad_xml");
  EXPECT_EQ(refuse("<row r='1'><c t='inlineStr'><is><t>\xFF\xFE</t></is></c></row>"), "office.bad_xml");
  EXPECT_EQ(refuse("<row r='1'><c t='inlineStr'><is><t>" + std::string(32'768, 'x') + "</t></is></c></row>"),
            "office.cell_too_long");
  EXPECT_EQ(refuse("<row r='1'><c t='inlineStr'><is><t>" + std::string(32'767, 'x') + "</t></is></c></row>"), "");
  EXPECT_EQ(refuse("<row r='1'><c t='str'><v>" + std::string(1 << 20, 'x') + "</v></c></row>"), "office.cell_too_long");
  std::string wide = "<row r='1'>";
  for (int i = 0; i < 1'025; ++i) wide += "<c><v>1</v></c>";
  EXPECT_EQ(refuse(wide + "</row>"), "office.too_many_columns");
}

TEST_F(OpenTable, StreamsAMillionRowsAndRefusesOneMoreThanASheetHas) {
  std::string rows;
  for (std::uint32_t i = 0; i < table::Bounds::kRows; ++i) rows += "<row><c><v>" + std::to_string(i) + "</v></c></row>";
  auto source = open_table(built(WorkbookBuilder().sheet_data("s", rows)));
  ASSERT_TRUE(source);
  std::uint32_t last = 0;
  ASSERT_TRUE((*source)->read(0, [&](const table::Row& row) {
    last = row.number;
    return table::Go::On;
  }));
  EXPECT_EQ(last, table::Bounds::kRows);
  EXPECT_EQ(refusal(built(WorkbookBuilder().sheet_data("s", rows + "<row/>"))), "office.too_many_rows");
}

}  // namespace huabiao::office
