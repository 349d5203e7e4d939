#include "office/csv_reader.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "office/text_source.h"
#include "support/workbook_builder.h"

namespace huabiao::office {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(table::Source& source) {
  Rows rows;
  const Done done = source.read(0, [&](const table::Row& row) {
    rows.resize(row.number);
    for (const table::Cell& cell : row.cells) {
      rows.back().resize(cell.column);
      rows.back().back() = cell.text;
    }
    return table::Go::On;
  });
  if (!done) rows.push_back({"!" + done.error().code});
  return rows;
}

Rows read_text(std::string_view text, char separator = ',') {
  class Text final : public table::Source {
   public:
    Text(std::string_view text, char separator) : text_(text), separator_(separator) {}
    const std::vector<table::Sheet>& sheets() const override { return sheets_; }
    Result<std::vector<table::MergedRange>> merged(std::size_t) override { return std::vector<table::MergedRange>(); }
    Done read(std::size_t, const table::RowVisitor& visit) override {
      MemorySource source(text_);
      return read_csv(source, separator_, visit);
    }

   private:
    std::string_view text_;
    char separator_;
    std::vector<table::Sheet> sheets_;
  } source(text, separator);
  return rows_of(source);
}

std::string quoted(const std::string& field) {
  std::string out = "\"";
  for (const char c : field) (out += c) += c == '"' ? "\"" : "";
  return out + "\"";
}

Rows opened(const std::filesystem::path& file) {
  auto source = open_table(file);
  return source ? rows_of(**source) : Rows{{"!" + source.error().code}};
}

}  // namespace

TEST(ReadCsv, ReadsQuotesLineEndsAndSeparatorsWithinThem) {
  EXPECT_EQ(read_text("a,\"b,\"\"c\"\"\nd\",e\r\nf,,\"\"\r\r\ng"), (Rows{{"a", "b,\"c\"\nd", "e"}, {"f"}, {}, {"g"}}));
}

TEST(ReadCsv, LetsLooseQuotesStand) {
  EXPECT_EQ(read_text("a\"b,\"c\"d\n"), (Rows{{"a\"b", "cd"}}));
}

TEST(ReadCsv, RefusesAQuoteThatNeverCloses) {
  EXPECT_EQ(read_text("a\n\"b\nc"), (Rows{{"a"}, {"!office.unclosed_quote"}}));
}

TEST(ReadCsv, ObeysASeparatorLine) {
  EXPECT_EQ(read_text("sep=;\r\na;b,c\n"), (Rows{{"a", "b,c"}}));
}

TEST(ReadCsv, RefusesTooLongACellAndTooManyColumns) {
  EXPECT_EQ(read_text(std::string(40'000, 'x')), (Rows{{"!office.cell_too_long"}}));
  EXPECT_EQ(read_text(std::string(200'000, '"') + "x"), (Rows{{"!office.cell_too_long"}}));
  EXPECT_EQ(read_text(std::string(20'000, ',')), (Rows{{"!office.too_many_columns"}}));
}

TEST(ReadCsv, RefusesMoreRowsThanASheetHas) {
  const std::string text(table::Bounds::kRows + 1, '\n');
  EXPECT_EQ(read_text(text), (Rows{{"!office.too_many_rows"}}));
}

TEST(GuessSeparator, TakesTheOneTheLinesAgreeOn) {
  EXPECT_EQ(guess_separator("a;b;c\n1,5;2;3\n"), ';');
  EXPECT_EQ(guess_separator("a\tb,c,d\ne\tf\ng\th\n"), '\t');
  EXPECT_EQ(guess_separator("\"x;y;z\",b\n"), ',');
  EXPECT_EQ(guess_separator(""), ',');
}

TEST(OpenCsv, TellsTheCoding) {
  const support::ScratchFolder folder;
  const Rows expected = {{"单位名称", "网站名称"}, {"甲", "㐀€"}};
  const std::string text = "单位名称,网站名称\r\n甲,㐀€\r\n";
  EXPECT_EQ(opened(folder.write("plain", text)), expected);
  EXPECT_EQ(opened(folder.write("bom", "\xEF\xBB\xBF" + text)), expected);
  EXPECT_EQ(opened(folder.write("gb",
                                "\xB5\xA5\xCE\xBB\xC3\xFB\xB3\xC6,\xCD\xF8\xD5\xBE\xC3\xFB\xB3\xC6\r\n\xBC\xD7,\x81\x39"
                                "\xEE\x39\xA2\xE3\r\n")),
            expected);
  std::string little = "\xFF\xFE", big = "\xFE\xFF";
  for (const char16_t unit : std::u16string(u"单位名称\t网站名称\r\n甲\t㐀€\r\n")) {
    little += {static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
    big += {static_cast<char>(unit >> 8), static_cast<char>(unit & 0xFF)};
  }
  EXPECT_EQ(opened(folder.write("le", little)), expected);
  EXPECT_EQ(opened(folder.write("be", big)), expected);
}

TEST(OpenCsv, RefusesWhatIsNoText) {
  const support::ScratchFolder folder;
  EXPECT_EQ(opened(folder.write("bytes", std::string("\x01\x00\x02", 3))), (Rows{{"!office.not_a_workbook"}}));
  EXPECT_EQ(opened(folder.write("latin", "caf\xE9\n")), (Rows{{"!office.unknown_charset"}}));
  EXPECT_EQ(opened(folder.write("page.csv", " <html><table><tr><td>1</table>")), (Rows{{"!office.other_document"}}));
}

TEST(OpenCsv, CarriesCharactersAcrossItsBuffers) {
  const support::ScratchFolder folder;
  for (const std::size_t shift : {0U, 1U, 2U, 3U}) {
    std::string text(shift, 'x'), gb(shift, 'x');
    for (int i = 0; i < 20'000; ++i) (text += "甲,\n", gb += "\xBC\xD7,\n");
    EXPECT_EQ(opened(folder.write("u", text)), opened(folder.write("g", gb))) << shift;
  }
}

// Whatever fields hold, they come back as they were written.
RC_GTEST_PROP(ReadCsv, GivesBackWhatWasWritten, ()) {
  const auto field = rc::gen::container<std::string>(rc::gen::element('a', ',', ';', '\t', '"', '\n', '\r', ' ', '1'));
  const auto rows = *rc::gen::container<Rows>(rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(field)));
  const char separator = *rc::gen::element(',', ';', '\t');
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) (text += i ? std::string(1, separator) : "") += quoted(row[i]);
    text += "\r\n";
  }
  Rows expected = rows;
  for (auto& row : expected)
    while (!row.empty() && row.back().empty()) row.pop_back();
  while (!expected.empty() && expected.back().empty()) expected.pop_back();
  RC_ASSERT(read_text(text, separator) == expected);
}

}  // namespace huabiao::office
