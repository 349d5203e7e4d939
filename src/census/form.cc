#include "census/form.h"

#include <algorithm>

#include "base/utf8.h"

namespace huabiao::census {
namespace {

using std::string_view;

constexpr std::array<string_view, kColumnCount> kHeaders = {"主管部门", "单位名称", "网站名称", "英文域名", "中文域名",
                                                            "是否挂标", "联系人",   "联系电话", "序号",     "备注"};

struct Alias {
  string_view text;
  Column column;
};
// What people call the columns. Compared without white space and brackets.
constexpr Alias kAliases[] = {
    {"主管部门名称", Column::Department},
    {"主管单位", Column::Department},
    {"主管单位名称", Column::Department},
    {"上级主管部门", Column::Department},
    {"行业主管部门", Column::Department},
    {"归口部门", Column::Department},
    {"单位全称", Column::Organisation},
    {"机构名称", Column::Organisation},
    {"单位", Column::Organisation},
    {"开办单位", Column::Organisation},
    {"开办单位名称", Column::Organisation},
    {"主办单位", Column::Organisation},
    {"主办单位名称", Column::Organisation},
    {"网站开办单位", Column::Organisation},
    {"网站主办单位", Column::Organisation},
    {"部门名称", Column::Organisation},
    {"网站名", Column::Site},
    {"站点名称", Column::Site},
    {"网站全称", Column::Site},
    {"网站中文名称", Column::Site},
    {"英文域名网址", Column::Ascii},
    {"英文网址", Column::Ascii},
    {"网站英文域名", Column::Ascii},
    {"域名", Column::Ascii},
    {"网址", Column::Ascii},
    {"网站域名", Column::Ascii},
    {"网站地址", Column::Ascii},
    {"网站网址", Column::Ascii},
    {"首页网址", Column::Ascii},
    {"网站中文域名", Column::Chinese},
    {"中文网址", Column::Chinese},
    {"中文域名名称", Column::Chinese},
    {"是否挂标识", Column::Mark},
    {"是否已挂标", Column::Mark},
    {"是否悬挂标识", Column::Mark},
    {"是否悬挂网站标识", Column::Mark},
    {"是否挂网站标识", Column::Mark},
    {"挂标情况", Column::Mark},
    {"挂标", Column::Mark},
    {"网站标识", Column::Mark},
    {"是否悬挂统一标识", Column::Mark},
    {"联系人姓名", Column::Contact},
    {"网站联系人", Column::Contact},
    {"姓名", Column::Contact},
    {"负责人", Column::Contact},
    {"网站负责人", Column::Contact},
    {"电话", Column::Phone},
    {"联系方式", Column::Phone},
    {"联系人电话", Column::Phone},
    {"电话号码", Column::Phone},
    {"手机", Column::Phone},
    {"手机号码", Column::Phone},
    {"联系电话手机", Column::Phone},
    {"编号", Column::Number},
    {"序", Column::Number},
    {"no", Column::Number},
    {"说明", Column::Remark},
    {"其他", Column::Remark},
};

// White space, full-width forms, stars and a bracketed hint at the end do not matter.
std::string header_key(string_view text) {
  std::string key = utf8::without_space(utf8::fold_width(text));
  for (const auto& [open, close] : {std::pair<string_view, string_view>{"(", ")"}, {"[", "]"}, {"【", "】"}}) {
    const std::size_t at = key.find(open);
    if (at != std::string::npos && at > 0 && key.ends_with(close)) key.resize(at);
  }
  std::string out;
  for (const char c : key)
    if (c != '*' && c != ':' && c != '/') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return out;
}

constexpr string_view kAuthorityLabels[] = {"主管部门", "主管单位", "填报单位", "填表单位", "报送单位",
                                            "汇总单位", "上报单位", "单位名称", "单位",     "部门"};
// What people write behind the authority on the same line.
constexpr string_view kAfterAuthority[] = {"填表", "填报", "联系", "审核", "日期", "报送", "负责人", "年月日", "时间"};

constexpr string_view kFooterWords[] = {
    "注:",      "备注:",     "说明:",    "填表说明", "填报说明", "填表人",     "填报人",     "填表日期",
    "填报日期", "填报时间",  "审核人",   "审核:",    "负责人:",  "单位负责人", "主要负责人", "制表",
    "联系人:",  "联系电话:", "报送日期", "日期:",    "盖章",     "(盖章)",     "附:",        "附件"};
constexpr string_view kTotals[] = {"合计", "总计", "共计", "小计", "汇总", "总数"};

}  // namespace

string_view to_string(Form form) {
  return form == Form::Annex2 ? "annex2" : "annex3";
}

std::optional<Form> form_from(string_view text) {
  if (text == "annex2") return Form::Annex2;
  if (text == "annex3") return Form::Annex3;
  return std::nullopt;
}

string_view title_of(Form form) {
  return form == Form::Annex2 ? "党政机关、事业单位网站摸底自查表" : "党政机关、事业单位网站开办情况汇总表";
}

string_view authority_label(Form form) {
  return form == Form::Annex2 ? "主管部门（公章）：" : "单位（公章）：";
}

string_view header_of(Column column) {
  return kHeaders[static_cast<std::size_t>(column)];
}

std::vector<Column> columns_of(Form form) {
  std::vector<Column> columns;
  for (std::size_t i = form == Form::Annex3 ? 0 : 1; i <= static_cast<std::size_t>(Column::Phone); ++i)
    columns.push_back(static_cast<Column>(i));
  return columns;
}

std::optional<Column> recognise_header(string_view text) {
  constexpr std::size_t kLongest = 120;  // a header is a word, not a sentence
  if (text.size() > kLongest) return std::nullopt;
  const std::string key = header_key(text);
  for (std::size_t i = 0; i < kHeaders.size(); ++i)
    if (key == kHeaders[i]) return static_cast<Column>(i);
  for (const Alias& alias : kAliases)
    if (key == alias.text) return alias.column;
  return std::nullopt;
}

std::size_t Header::form_columns() const {
  return static_cast<std::size_t>(std::ranges::count_if(at.begin(),
                                                        at.begin() + static_cast<std::ptrdiff_t>(Column::Phone) + 1,
                                                        [](std::uint32_t column) { return column != 0; }));
}

Form Header::form() const {
  return column(Column::Department) != 0 ? Form::Annex3 : Form::Annex2;
}

bool Header::usable() const {
  return column(Column::Organisation) != 0 &&
         (column(Column::Site) != 0 || column(Column::Ascii) != 0 || column(Column::Chinese) != 0) &&
         form_columns() >= 3;
}

Header recognise_row(const table::Row& row, const table::Row* above) {
  Header header;
  header.row = row.number;
  const auto take = [&](const table::Cell& cell) {
    const auto column = recognise_header(cell.text);
    const auto index = static_cast<std::size_t>(column.value_or(Column::Remark));
    if (column && header.at[index] == 0) {
      header.at[index] = cell.column;
      header.text[index] = cell.text;
    } else if (!utf8::trim(cell.text).empty()) {
      header.others.push_back({cell.column, utf8::squeeze(cell.text), column.has_value()});
    }
  };
  for (const table::Cell& cell : row.cells) take(cell);
  if (above && header.form_columns() > 0)
    for (const table::Cell& cell : above->cells) {
      const auto column = recognise_header(cell.text);
      const bool covered =
          std::ranges::any_of(row.cells, [&](const table::Cell& own) { return own.column == cell.column; });
      if (column && !covered && header.at[static_cast<std::size_t>(*column)] == 0) take(cell);
    }
  return header;
}

std::optional<std::string> authority_in(string_view line) {
  constexpr std::size_t kLongest = 1'000;
  if (line.size() > kLongest) return std::nullopt;
  const std::string folded = utf8::squeeze(utf8::fold_width(line));
  const std::size_t colon = folded.find(':');
  if (colon == std::string::npos) return std::nullopt;
  std::string label = utf8::without_space(string_view(folded).substr(0, colon));
  if (const std::size_t bracket = label.find('('); bracket != std::string::npos) label.resize(bracket);
  if (std::ranges::find(kAuthorityLabels, label) == std::end(kAuthorityLabels)) return std::nullopt;
  std::string_view value = string_view(folded).substr(colon + 1);
  for (const string_view word : kAfterAuthority) {
    const std::size_t at = value.find(std::string(" ").append(word));
    if (at != string_view::npos) value = value.substr(0, at);
  }
  std::string name = utf8::trim(value);
  for (const string_view seal : {"(公章)", "(盖章)", "(章)"})
    if (name.ends_with(seal)) name = utf8::trim(string_view(name).substr(0, name.size() - seal.size()));
  return name;
}

bool is_footer(string_view line) {
  const std::string text = utf8::without_space(utf8::fold_width(line.substr(0, 400)));
  const string_view start(text);
  for (const string_view word : kFooterWords)
    if (start.starts_with(word)) return true;
  // A total stands alone or counts: "合计", "合计：12", not "合计局".
  for (const string_view word : kTotals)
    if (start.starts_with(word) &&
        (start.size() == word.size() || static_cast<unsigned char>(start[word.size()]) < 0x80))
      return true;
  return false;
}

}  // namespace huabiao::census
