#pragma once
// Lays rows out as the notice's annexes do, cell for cell: title, authority line, header, one row for each
// organisation with the cells of a shared site merged, and the closing note. Pure; writes to a table::Sink.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "census/form.h"
#include "table/table.h"

namespace huabiao::census {

enum class HungMark : std::uint8_t { Yes, No, Unverified };
std::string_view to_chinese(HungMark mark);  // 是, 否, 未能核实

struct FormRow {
  std::string department;  // annex 3 only
  std::string organisation, site;
  std::vector<std::string> ascii_domains, chinese_domains;  // U-labels with dots; written with ·
  HungMark mark = HungMark::Unverified;
  std::string contact;
  std::vector<std::string> phones;
};

std::vector<double> column_widths(Form form);
inline constexpr std::uint32_t kHeaderRows = 3;  // title, authority, header

class Layout {
 public:
  // Requires: the sink outlives the layout.
  Layout(Form form, std::string authority, table::Sink& sink);
  Done begin();                        // once, first
  Done add(const FormRow& row);        // rows of one site belong together
  Done finish(std::string_view note);  // once, last; an empty note is left out

 private:
  // A vertical run of equal cells in one column, merged when it ends.
  struct Run {
    std::uint32_t column;
    std::uint32_t first_row = 0;
    std::string text;
  };
  Done close(Run& run, std::uint32_t next_row);
  static std::string text_of(const FormRow& row, Column column);
  Done full_width_line(std::string_view text, table::CellStyle style);

  Form form_;
  std::string authority_;
  table::Sink& sink_;
  std::uint32_t next_row_ = 1;
  std::size_t merged_ = 0;
  std::string site_;       // of the row before
  std::vector<Run> runs_;  // site, contact, phone
};

}  // namespace huabiao::census
