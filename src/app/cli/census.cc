#include "app/cli/census.h"

#include <fmt/format.h>
#include <memory>

#include "app/cli/command.h"
#include "language/catalogue.h"
#include "table/table.h"

namespace huabiao::app {
namespace {

void add_read(const Command& census, Run& run) {
  const auto options = std::make_shared<CensusReadOptions>();
  const Command command = census.add("read", {"读取填报表，逐行输出并指出问题，不写入数据库",
                                              "Read a form: one line per row with what is wrong in it"});
  command.option("FILE", options->file, {".xlsx 或 .csv", ".xlsx or .csv"}).required();
  command.option("--sheet", options->sheet, {"工作表名", "Name of the sheet"});
  command.option("--format", options->format, {"jsonl, table", "jsonl, table"}).one_of({"jsonl", "table"});
  command.does([&run, options] { run.exit_code = read_census(run, *options); });
}

void add_import(const Command& census, Run& run) {
  const auto options = std::make_shared<CensusImportOptions>();
  const Command command = census.add("import", {"把填报表导入登记库", "Bring a form into the register"});
  command.option("FILE", options->file, {".xlsx 或 .csv", ".xlsx or .csv"}).required();
  command.option("--sheet", options->sheet, {"工作表名", "Name of the sheet"});
  command
      .option("--accept", options->accept,
              {"有错误行时：all-or-nothing 全部不导入，good 只导入正确的行",
               "With bad rows: all-or-nothing takes none, good takes the good ones"})
      .one_of({"all-or-nothing", "good"})
      .with_default_shown();
  command.flag("--dry-run", options->dry_run, {"只比较，不写入", "Compare, write nothing"});
  command.does([&run, options] { run.exit_code = import_census(run, *options); });
}

void add_export(const Command& census, Run& run) {
  const auto options = std::make_shared<CensusExportOptions>();
  const Command command =
      census.add("export", {"按附件2或附件3的格式导出登记库", "Write the register as annex 2 or annex 3"});
  command.option("--form", options->form, {"annex2, annex3", "annex2, annex3"}).one_of({"annex2", "annex3"}).required();
  command
      .option("--mark", options->mark,
              {"是否挂标：declared 取申报，observed 取访问所见", "The mark as declared or as observed"})
      .one_of({"declared", "observed"})
      .with_default_shown();
  command.option("--out", options->out, {"输出文件 .xlsx", "The .xlsx to write"}).required();
  command.option("--authority", options->authority,
                 {"公章一行的单位；附件2只含其所属单位", "Who hands it in; annex 2 holds its units only"});
  command.does([&run, options] { run.exit_code = export_census(run, *options); });
}

}  // namespace

std::string describe(const census::Problem& problem, Language language) {
  const bool chinese = language == Language::Chinese;
  const language::Message* const message = language::find(problem.code);
  std::string text = chinese ? fmt::format("第{}行", problem.row) : fmt::format("row {}", problem.row);
  if (problem.column) text.append(" ").append(census::header_of(*problem.column));
  if (problem.cell_column != 0) text += " " + table::cell_name(problem.cell_column, problem.row);
  text.append(chinese ? "：" : ": ").append(message ? (chinese ? message->zh : message->en) : problem.code);
  if (!problem.read.empty()) text += (chinese ? "；读到：" : "; read: ") + problem.read;
  if (!problem.expected.in(language).empty())
    text += (chinese ? "；应为：" : "; expected: ") + problem.expected.in(language);
  return text;
}

void tell_read(const Run& run, const census::ReadReport& report) {
  const bool chinese = run.language() == Language::Chinese;
  for (const census::Problem& notice : report.notices) fmt::print(stderr, "{}\n", describe(notice, run.language()));
  fmt::print(stderr,
             fmt::runtime(chinese ? "工作表“{}”，{}：{} 行，其中 {} 行有错误，{} 行有警告，{} 行重复\n"
                                  : "sheet \"{}\", {}: {} rows, {} with errors, {} with warnings, {} repeated\n"),
             report.sheet, census::to_string(report.form), report.rows, report.rows_with_errors,
             report.rows_with_warnings, report.duplicates);
}

void add_census(const Command& root, Run& run) {
  const Command census = root.add("census", {"填报表：读取、导入、导出", "The census forms: read, import, export"});
  census.needs_one_below();
  add_read(census, run);
  add_import(census, run);
  add_export(census, run);
}

}  // namespace huabiao::app
