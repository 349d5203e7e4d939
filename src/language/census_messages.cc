#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> census_messages() {
  static constexpr Message kMessages[] = {
      // no form to read
      {"census.ambiguous_sheet", "有两个以上的工作表都像填报表", "More than one sheet looks like the form",
       "请用 --sheet 工作表名 指定其中一个", "Choose one with --sheet NAME"},
      {"census.no_such_sheet", "没有这个工作表", "There is no such sheet", "请从列出的工作表名中选择",
       "Choose one of the sheets that are listed"},
      {"census.wrong_form", "没有找到附件2或附件3的表头", "No header of annex 2 or annex 3 was found",
       "请使用通知所附的表格，表头须有“单位名称”和域名列",
       "Use the forms of the notice; the header must name 单位名称 and the domain columns"},
      {"census.empty_form", "表头下面没有填报内容", "There are no rows below the header", "请填写后再导入",
       "Fill in the form first"},
      {"census.too_many_rows", "行数超出限制（1,048,576 行）", "More rows than the limit of 1,048,576",
       "请拆分成几个文件", "Split it into several files"},
      // on the form as a whole
      {"census.missing_column", "表头缺少这一列", "The header lacks this column",
       "请补上这一列，或确认确实没有这项内容", "Add the column, or make sure that nothing of it is known"},
      {"census.unknown_column", "不认识的列，已忽略", "An unknown column; it was not read",
       "如内容有用，请改用表格规定的列名", "If it matters, give it the name the form has"},
      {"census.repeated_column", "同一列出现了两次，只读第一列", "A column stands there twice; the first was read",
       "请删除多余的一列", "Remove one of them"},
      {"census.title_differs", "标题与表头不一致，以表头为准",
       "Title and header speak of different forms; the header counts", "请核对所用的是附件2还是附件3",
       "See whether annex 2 or annex 3 was meant"},
      {"census.hidden_sheet", "填报表在隐藏的工作表中", "The form is on a hidden sheet", "请确认这就是要导入的表",
       "Make sure that it is the one you mean"},
      // in a row
      {"census.missing_organisation", "缺少单位名称", "The organisation is missing", "请填写单位全称",
       "Fill in the organisation's full name"},
      {"census.missing_department", "缺少主管部门", "The supervising department is missing", "请填写主管部门",
       "Fill in the supervising department"},
      {"census.bad_host", "域名不合规", "Not a domain name", "请改正域名，多个域名请分行填写",
       "Correct the name; several go on lines of their own"},
      {"census.space_in_host", "域名中有空格", "A space within a domain name", "请删除空格，多个域名请用顿号分开",
       "Remove the space; separate several names with 、"},
      {"census.ip_address", "填的是 IP 地址，不是域名", "An IP address instead of a name", "请填写网站的域名",
       "Fill in the site's domain name"},
      {"census.not_a_web_address", "不是网站地址", "Not the address of a web site", "请填写 http 或 https 网站的域名",
       "Fill in the name of an http or https site"},
      {"census.no_dot", "域名不完整", "The domain name is incomplete",
       "请填写完整域名，如 www.example.gov.cn 或 某单位.政务", "Fill in the complete name, such as www.example.gov.cn"},
      {"census.unknown_suffix", "域名后缀未见于公共后缀表", "The name ends in an unknown suffix",
       "请核对域名后缀，如 .gov.cn、.政务、.公益", "Check the suffix: .gov.cn, .政务, .公益 ..."},
      {"census.wrong_column", "域名填错了列，已归入正确的列", "A name in the other kind's column; it was moved",
       "请核对英文域名和中文域名两列", "Check the columns 英文域名 and 中文域名"},
      {"census.bad_mark", "看不出是否挂标", "Cannot tell whether the mark hangs", "请填“是”或“否”", "Fill in 是 or 否"},
      {"census.missing_mark", "没有填是否挂标", "It is not said whether the mark hangs", "请填“是”或“否”",
       "Fill in 是 or 否"},
      {"census.bad_phone", "联系电话无法识别", "The telephone number cannot be read",
       "请填写区号和号码，如 0311-80000000", "Fill in area code and number, such as 0311-80000000"},
      {"census.phone_zero_restored", "电话被存成了数字，已补上区号前的 0",
       "The number lost the 0 of its area code; it was put back", "请把该列设为文本格式后重填",
       "Format the column as text"},
      {"census.formula_cell", "单元格是公式，已取其结果", "The cell is a formula; its result was read",
       "请把公式改为文字", "Replace the formula by its text"},
      {"census.formula_without_value", "单元格是公式，且没有保存结果", "The cell is a formula without a stored result",
       "请用 Excel 或 WPS 打开保存一次，或把公式改为文字",
       "Open and save it in a spreadsheet program, or type the text"},
      {"census.error_cell", "单元格是错误值", "The cell holds an error value", "请改正该单元格", "Correct the cell"},
      {"census.too_many_names", "一个单元格里的域名过多", "Too many names in one cell", "请拆成几行填写",
       "Split the row into several"},
      {"census.text_too_long", "内容过长，已截断", "The text is too long and was cut", "请缩短内容",
       "Shorten the text"},
      {"census.duplicate_row", "与前面的一行重复", "The row repeats an earlier one", "请删除其中一行",
       "Remove one of the two"},
  };
  return kMessages;
}

}  // namespace huabiao::language
