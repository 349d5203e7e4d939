#pragma once
// The two forms of the 2015 notice: 附件2 党政机关、事业单位网站摸底自查表 and 附件3
// 党政机关、事业单位网站开办情况汇总表. What their columns are called, also when people wrapped, shuffled and renamed
// them, and what the lines around the table mean. Pure; any thread.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bilingual.h"
#include "base/result.h"
#include "table/table.h"

namespace huabiao::census {

enum class Form : std::uint8_t { Annex2, Annex3 };

std::string_view to_string(Form form);  // "annex2", "annex3"
std::optional<Form> form_from(std::string_view text);
std::string_view title_of(Form form);
std::string_view authority_label(Form form);  // "主管部门（公章）：" or "单位（公章）："

// In the order of the forms. Number and Remark stand on no form but in many workbooks.
enum class Column : std::uint8_t {
  Department,
  Organisation,
  Site,
  Ascii,
  Chinese,
  Mark,
  Contact,
  Phone,
  Number,
  Remark
};
inline constexpr std::size_t kColumnCount = 10;

std::string_view header_of(Column column);  // "主管部门", "单位名称", ...
std::vector<Column> columns_of(Form form);  // 7 or 8, in order

// The column a header cell names: white space, full-width forms and a bracketed hint at its end do not matter.
std::optional<Column> recognise_header(std::string_view text);

// Where the header stands and what it names.
struct Header {
  std::uint32_t row = 0;
  std::array<std::uint32_t, kColumnCount> at{};  // sheet column of each Column, from 1; 0: absent
  std::array<std::string, kColumnCount> text;    // as the sheet has it
  struct Other {
    std::uint32_t column;
    std::string text;
    bool repeated;  // names a column that an earlier cell names already
  };
  std::vector<Other> others;  // read past, and reported
  [[nodiscard]] std::uint32_t column(Column c) const { return at[static_cast<std::size_t>(c)]; }
  [[nodiscard]] std::size_t form_columns() const;  // how many of the form's eight it names
  [[nodiscard]] Form form() const;                 // annex 3 when it has 主管部门
  // A table can be read when it names the organisation and at least one of site, English and Chinese names.
  [[nodiscard]] bool usable() const;
};

// `above`: the row before it, for headers in two storeys. Empty cells take the name above them.
Header recognise_row(const table::Row& row, const table::Row* above);

// "主管部门（公章）：X" or "单位（公章）：X" -> X. Nothing when the line is another one; empty when X is blank.
std::optional<std::string> authority_in(std::string_view line);

// Notes, signatures and totals below the table: 注：, 填表人：, 审核人：, 合计, ...
bool is_footer(std::string_view line);

}  // namespace huabiao::census
