#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> office_messages() {
  static constexpr Message kMessages[] = {
      {"office.no_file", "找不到文件", "There is no such file", "请检查路径和文件名",
       "Check the path and the file name"},
      {"office.cannot_read", "无法读取文件", "The file cannot be read", "请检查文件的权限和磁盘状态",
       "Check the file's permissions and the disk"},
      {"office.cannot_write", "无法写入文件", "The file cannot be written",
       "请检查目录权限和磁盘剩余空间，原有文件未被改动",
       "Check the folder's permissions and the free space; a file that was there before is unchanged"},
      {"office.empty_file", "文件是空的", "The file is empty", "请重新导出或重新下载该文件",
       "Export or download the file again"},
      {"office.not_a_workbook", "这不是工作簿文件", "This is not a workbook",
       "请用 Excel 或 WPS 另存为 .xlsx 或 .csv 后再导入", "Save it as .xlsx or .csv with a spreadsheet program"},
      {"office.truncated", "工作簿文件不完整或已损坏", "The workbook is cut short or damaged",
       "请重新下载或请填报单位重新发送该文件", "Download it again or ask the sender for it"},
      {"office.encrypted", "工作簿设有打开密码", "The workbook is protected by a password",
       "请用 Excel 或 WPS 打开，取消密码后另存", "Open it in a spreadsheet program, remove the password and save it"},
      {"office.old_xls", "这是旧版 .xls 文件（Excel 97-2003）", "This is an old .xls file (Excel 97-2003)",
       "请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入", "Open it in a spreadsheet program and save it as .xlsx"},
      {"office.other_document", "这是另一种文件，不是 .xlsx 或 .csv", "This is another kind of file, not .xlsx or .csv",
       "请打开该文件，把表格另存为 .xlsx", "Open it and save the table as .xlsx"},
      {"office.missing_part", "工作簿缺少必需的部分", "A part of the workbook is missing",
       "请用 Excel 或 WPS 打开并重新保存", "Open it in a spreadsheet program and save it again"},
      {"office.bad_xml", "工作簿内部的数据格式有误", "The data inside the workbook are malformed",
       "请用 Excel 或 WPS 打开并重新保存；若仍失败，文件可能被改动过",
       "Open it in a spreadsheet program and save it again; if that fails, the file may have been tampered with"},
      {"office.dtd", "工作簿内含文档类型声明，出于安全考虑已拒绝",
       "The workbook holds a document type declaration, which is refused for safety",
       "正常的工作簿没有这种声明，请向填报单位核实文件来源",
       "No regular workbook has one: ask the sender where the file is from"},
      {"office.zip_bomb", "工作簿解压后异常庞大，出于安全考虑已拒绝",
       "The workbook unpacks to an absurd size and is refused for safety", "请向填报单位核实文件来源",
       "Ask the sender where the file is from"},
      {"office.too_large", "文件超出大小限制", "The file is over a size limit",
       "请拆分成几个文件，或删除无关内容后再导入", "Split it, or remove what does not belong to the form"},
      {"office.too_many_rows", "行数超出限制（1,048,576 行）", "More rows than the limit of 1,048,576",
       "请拆分成几个文件", "Split it into several files"},
      {"office.too_many_columns", "列数超出限制", "More columns than the limit", "请删除表格右侧的无关内容",
       "Remove what stands to the right of the table"},
      {"office.cell_too_long", "单元格内容超过 32,767 个字符", "A cell holds more than 32,767 characters",
       "请缩短该单元格的内容", "Shorten that cell"},
      {"office.unknown_charset", "无法识别文本编码", "The text's character coding is not known",
       "请用 UTF-8 或 GB18030 编码另存为 .csv，或另存为 .xlsx", "Save it as .csv in UTF-8 or GB18030, or as .xlsx"},
      {"office.unclosed_quote", "CSV 文件中有未闭合的引号", "A quote in the CSV file is never closed",
       "请检查该行的双引号是否成对", "See that the double quotes of that row come in pairs"},
      {"office.bad_sheet_name", "工作表名称不合规", "The sheet's name is not allowed",
       "名称须为 1 至 31 个字符，不含 []:*?/\\，且不重复", "Use 1 to 31 characters, none of []:*?/\\, each name once"},
  };
  return kMessages;
}

}  // namespace huabiao::language
