#include "workbook.h"

#include <array>
#include <fmt/format.h>
#include <memory>
#include <span>
#include <vector>
#include <xlsxwriter.h>

namespace huabiao::badweb {
namespace {

struct Sheet {
  lxw_workbook* book = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_format *title = nullptr, *plain = nullptr, *head = nullptr;
};

Sheet open_sheet(const std::string& path, std::span<const double> widths) {
  Sheet out;
  out.book = workbook_new(path.c_str());
  if (out.book == nullptr) return out;
  out.sheet = workbook_add_worksheet(out.book, "Sheet1");
  out.title = workbook_add_format(out.book);
  format_set_bold(out.title);
  format_set_align(out.title, LXW_ALIGN_CENTER);
  out.plain = workbook_add_format(out.book);
  format_set_text_wrap(out.plain);
  format_set_align(out.plain, LXW_ALIGN_VERTICAL_CENTER);
  out.head = workbook_add_format(out.book);
  format_set_bold(out.head);
  format_set_border(out.head, LXW_BORDER_THIN);
  for (std::size_t i = 0; i < widths.size(); ++i)
    worksheet_set_column(out.sheet, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), widths[i], nullptr);
  return out;
}

void put(const Sheet& to, lxw_row_t row, int column, const std::string& text) {
  if (!text.empty()) worksheet_write_string(to.sheet, row, static_cast<lxw_col_t>(column), text.c_str(), to.plain);
}

// The words of a cell of domains: 无, one name, or several as people list them.
std::string domains(const std::vector<Host>& hosts, bool chinese, std::uint64_t style) {
  std::vector<std::string> names;
  for (const Host& host : hosts) {
    if (host.chinese != chinese) continue;
    std::string name = host.unicode;
    // Chinese names are typed with a middle dot, as in the notice, or with the ideographic full stop.
    if (const std::size_t dot = name.rfind('.'); chinese && style % 4 != 3)
      name = name.substr(0, dot) + (style % 4 == 2 ? "。" : "·") + name.substr(dot + 1);
    names.push_back(std::move(name));
  }
  if (names.empty()) return "无";
  if (names.size() == 1) return names.front();
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i)
    out += style % 3 == 0 ? fmt::format("{}{}. {}", i == 0 ? "" : "\n", i + 1, names[i])
                          : fmt::format("{}{}", i == 0 ? "" : "\n", names[i]);
  return out;
}

// A cell that all rows of a site share: merged where there are several.
void put_shared(const Sheet& to, lxw_row_t first, std::size_t rows, int column, const std::string& text) {
  if (rows == 1) return put(to, first, column, text);
  const auto at = static_cast<lxw_col_t>(column);
  worksheet_merge_range(to.sheet, first, at, first + static_cast<lxw_row_t>(rows) - 1, at, text.c_str(), to.plain);
}

// Writes one row per organisation; `from` is 0 with the column of the superior body, 1 without it.
lxw_row_t put_site(const Sheet& to, lxw_row_t row, const Site& site, bool with_authority) {
  const int shift = with_authority ? 1 : 0;
  const bool merged = site.organisations.size() > 1 && site.index % 2 == 0;
  const std::size_t rows = site.organisations.size();
  if (merged) {
    put_shared(to, row, rows, shift + 1, site.name);
    put_shared(to, row, rows, shift + 5, site.organisations.front().contact);
    put_shared(to, row, rows, shift + 6, site.organisations.front().telephone);
  }
  for (const Organisation& unit : site.organisations) {
    if (with_authority) put(to, row, 0, unit.authority);
    put(to, row, shift, unit.name);
    if (!merged) put(to, row, shift + 1, site.name);
    put(to, row, shift + 2, domains(unit.hosts, false, site.index));
    put(to, row, shift + 3, domains(unit.hosts, true, site.index));
    put(to, row, shift + 4, site.declared_mark ? "是" : "否");
    if (!merged) put(to, row, shift + 5, unit.contact);
    if (!merged) put(to, row, shift + 6, unit.telephone);
    ++row;
  }
  return row;
}

Done finish(const Sheet& sheet, const std::string& path) {
  if (const lxw_error error = workbook_close(sheet.book); error != LXW_NO_ERROR)
    return fail(Kind::Environment, "badweb.cannot_write", fmt::format("{}: {}", path, lxw_strerror(error)));
  return {};
}

void put_head(const Sheet& to, const std::string& title, const std::string& owner,
              std::span<const std::string_view> columns) {
  const auto last = static_cast<lxw_col_t>(columns.size() - 1);
  worksheet_merge_range(to.sheet, 0, 0, 0, last, title.c_str(), to.title);
  worksheet_merge_range(to.sheet, 1, 0, 1, last, owner.c_str(), to.plain);
  for (std::size_t i = 0; i < columns.size(); ++i)
    worksheet_write_string(to.sheet, 2, static_cast<lxw_col_t>(i), std::string(columns[i]).c_str(), to.head);
}

constexpr std::array<std::string_view, 8> kColumns = {"主管部门", "单位名称", "网站名称", "英文域名",
                                                      "中文域名", "是否挂标", "联系人",   "联系电话"};
constexpr std::array<double, 8> kWidths = {28, 32, 30, 32, 36, 9, 10, 18};

}  // namespace

Done write_annex3(const Estate& estate, const std::string& path) {
  const Sheet sheet = open_sheet(path, kWidths);
  if (sheet.book == nullptr) return fail(Kind::Environment, "badweb.cannot_write", path);
  put_head(sheet, "党政机关、事业单位网站开办情况汇总表", "单位（公章）：" + std::string(kProvinceOffice), kColumns);
  lxw_row_t row = 3;
  for (std::size_t i = 0; i < estate.options().sites; ++i) row = put_site(sheet, row, estate.sites()[i], true);
  return finish(sheet, path);
}

Done write_annex2(const Estate& estate, const std::string& path) {
  const Sheet sheet = open_sheet(path, std::span(kWidths).subspan(1));
  if (sheet.book == nullptr) return fail(Kind::Environment, "badweb.cannot_write", path);
  const Site& site = estate.sites().back();
  put_head(sheet, "党政机关、事业单位网站摸底自查表", "主管部门（公章）：" + site.body.authority,
           std::span(kColumns).subspan(1));
  const lxw_row_t row = put_site(sheet, 3, site, false);
  worksheet_merge_range(sheet.sheet, row, 0, row, 6, "注：填写规范以河北省机构编制委员会办公室为例。", sheet.plain);
  return finish(sheet, path);
}

}  // namespace huabiao::badweb
