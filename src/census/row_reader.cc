#include "census/row_reader.h"

#include <algorithm>
#include <iterator>

#include "base/utf8.h"
#include "census/phones.h"
#include "census/words.h"

namespace huabiao::census {
namespace {

using std::string_view;

std::string shown(string_view text) {
  return utf8::squeeze(utf8::cut(text, TextLimits::kShownBytes));
}

bool is_blank(string_view text) {
  while (!text.empty())
    if (!utf8::is_space(utf8::next(text))) return false;
  return true;
}

// "一、市直部门", "（二）区县": a heading inside the table.
bool is_heading(string_view text) {
  const std::string folded = utf8::without_space(utf8::fold_width(text));
  string_view rest(folded);
  const bool bracket = rest.starts_with('(');
  if (bracket) rest.remove_prefix(1);
  std::size_t digits = 0;
  while (!rest.empty()) {
    string_view after = rest;
    const char32_t c = utf8::next(after);
    if (std::u32string_view(U"一二三四五六七八九十").find(c) == std::u32string_view::npos) break;
    rest = after;
    ++digits;
  }
  return digits > 0 && digits <= 3 && (bracket ? rest.starts_with(")") : rest.starts_with("、"));
}

// "1", "(2)", "③" below the header: the columns' numbers.
bool is_column_number(string_view text) {
  std::string folded = utf8::without_space(utf8::fold_width(text));
  if (folded.size() > 4 || folded.empty()) return false;
  std::erase_if(folded, [](char c) { return c == '(' || c == ')'; });
  return folded.size() <= 2 && std::ranges::all_of(folded, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

RowReader::RowReader(const Header& header, std::string sheet) : header_(header), sheet_(std::move(sheet)) {}

RowReader::Cell RowReader::cell(const table::Row& row, Column column) const {
  const std::uint32_t at = header_.column(column);
  if (at == 0) return nullptr;
  const auto found = std::ranges::find(row.cells, at, &table::Cell::column);
  return found == row.cells.end() ? nullptr : &*found;
}

bool RowReader::is_row(const table::Row& row) const {
  std::size_t own = 0, numbers = 0, headers = 0;
  const table::Cell* first = nullptr;
  for (std::size_t i = 0; i < kColumnCount; ++i) {
    const auto column = static_cast<Column>(i);
    const Cell at = cell(row, column);
    if (!at || at->spread || (is_blank(at->text) && !at->formula)) continue;
    if (column == Column::Number) continue;  // numbered in advance, not filled in
    if (!first || at->column < first->column) first = at;
    ++own;
    numbers += is_column_number(at->text) ? 1 : 0;
    headers += at->text == header_.text[i] ? 1 : 0;  // printed again on every page
  }
  // A note may stand in any column, also where no column of the form is.
  const auto leading =
      std::ranges::find_if(row.cells, [](const table::Cell& c) { return !c.spread && !is_blank(c.text); });
  const bool noted = leading != row.cells.end() && is_footer(leading->text);
  if (noted && (own <= 1 || leading->column < (first ? first->column : 0) || first->column == leading->column))
    return false;
  if (own == 0 || headers >= 3 || (own >= 3 && numbers == own)) return false;
  return own > 1 || !(is_heading(first->text) || authority_in(first->text));
}

void RowReader::problem(CensusRow& out, Severity severity, string_view code, Column column, string_view read,
                        Bilingual expected) const {
  out.problems.push_back({severity, code, column, out.row, header_.column(column), shown(read), std::move(expected)});
}

string_view RowReader::text(Cell at, Column column, CensusRow& out) const {
  if (!at) return {};
  if (at->kind == table::CellKind::Error) {
    problem(out, Severity::Error, "census.error_cell", column, at->text, {"文字", "text"});
    return {};
  }
  if (!at->formula) return at->text;
  if (at->text.empty())
    problem(out, Severity::Error, "census.formula_without_value", column, "=",
            {"文字，不是公式", "text, not a formula"});
  else
    problem(out, Severity::Warning, "census.formula_cell", column, at->text, {"文字，不是公式", "text, not a formula"});
  return at->text;
}

std::optional<std::string> RowReader::name(Cell at, Column column, CensusRow& out) const {
  const string_view given = text(at, column, out);
  if (says_none(given)) return std::nullopt;
  std::string tidy = tidy_name(given);
  const std::size_t most = column == Column::Remark ? TextLimits::kRemarkBytes : TextLimits::kNameBytes;
  if (tidy.size() > most) {
    problem(out, Severity::Warning, "census.text_too_long", column, given,
            {"不超过 " + std::to_string(most / 3) + " 个汉字", "at most " + std::to_string(most) + " bytes"});
    tidy = std::string(utf8::cut(tidy, most));
  }
  return tidy;
}

CensusRow RowReader::read(const table::Row& row, const std::optional<std::string>& authority) const {
  CensusRow out;
  out.sheet = sheet_;
  out.row = row.number;
  out.form = header_.form();
  out.authority = authority;
  read_organisation(row, out);
  read_domains(row, out);
  read_mark(row, out);
  read_contact(row, out);
  return out;
}

void RowReader::read_organisation(const table::Row& row, CensusRow& out) const {
  if (out.form == Form::Annex3) {
    out.department = name(cell(row, Column::Department), Column::Department, out);
    if (!out.department)
      problem(out, Severity::Warning, "census.missing_department", Column::Department, {},
              {"主管部门全称", "the department's full name"});
  }
  const Cell at = cell(row, Column::Organisation);
  const std::size_t before = out.problems.size();
  out.organisation = name(at, Column::Organisation, out);
  if (!out.organisation && out.problems.size() == before)
    problem(out, Severity::Error, "census.missing_organisation", Column::Organisation, at ? at->text : string_view(),
            {"单位全称", "the organisation's full name"});
  out.site = name(cell(row, Column::Site), Column::Site, out);
}

void RowReader::read_domains(const table::Row& row, CensusRow& out) const {
  const auto append = [](auto& to, auto& from) {
    for (auto& one : from)
      if (std::ranges::find(to, one) == to.end()) to.push_back(std::move(one));
  };
  for (const auto& [column, kind] :
       {std::pair{Column::Ascii, NameColumn::Ascii}, {Column::Chinese, NameColumn::Chinese}}) {
    CellNames names = read_names(text(cell(row, column), column, out), kind);
    append(out.ascii_domains, names.ascii);
    append(out.chinese_domains, names.chinese);
    append(out.ports, names.ports);
    for (NameFault& fault : names.faults)
      problem(out, fault.severity, fault.code, column, fault.read, std::move(fault.expected));
  }
}

void RowReader::read_mark(const table::Row& row, CensusRow& out) const {
  if (header_.column(Column::Mark) == 0) return;  // said once, on the form
  const std::size_t before = out.problems.size();
  const string_view given = text(cell(row, Column::Mark), Column::Mark, out);
  if (out.problems.size() > before && given.empty()) return;
  if (is_blank(given)) {
    if (out.site || !out.ascii_domains.empty() || !out.chinese_domains.empty())
      problem(out, Severity::Warning, "census.missing_mark", Column::Mark, {}, {"是 或 否", "是 or 否"});
    return;
  }
  out.mark_hung = census::read_mark(given);
  if (!out.mark_hung) problem(out, Severity::Error, "census.bad_mark", Column::Mark, given, {"是 或 否", "是 or 否"});
}

void RowReader::read_contact(const table::Row& row, CensusRow& out) const {
  out.contact = name(cell(row, Column::Contact), Column::Contact, out);
  if (out.contact && says_unknown(*out.contact)) out.contact.reset();
  const Cell at = cell(row, Column::Phone);
  const string_view given = text(at, Column::Phone, out);
  const Bilingual expected{"区号和号码，如 0311-80000000", "area code and number, such as 0311-80000000"};
  if (says_unknown(given)) {
    problem(out, Severity::Warning, "census.bad_phone", Column::Phone, given, expected);
  } else if (!says_none(given)) {
    Phones phones = read_phones(given, at->kind);
    out.phones = std::move(phones.numbers);
    for (const std::string& unread : phones.unread)
      problem(out, Severity::Warning, "census.bad_phone", Column::Phone, unread, expected);
    if (phones.zero_restored)
      problem(out, Severity::Info, "census.phone_zero_restored", Column::Phone, given,
              {"文本格式的 " + out.phones.front(), "the text " + out.phones.front()});
  }
  out.remark = name(cell(row, Column::Remark), Column::Remark, out);
}

}  // namespace huabiao::census
