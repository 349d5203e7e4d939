#include "app/cli/census.h"

#include <fmt/format.h>
#include <memory>

#include "app/cli/command.h"
#include "language/catalogue.h"
#include "table/table.h"

namespace huabiao::app {
namespace {

void add_read(CLI::App& census, Run& run, bool chinese) {
  const auto options = std::make_shared<CensusReadOptions>();
  auto* const command =
      census.add_subcommand("read", chinese ? "读取填报表，逐行输出并指出问题，不写入数据库"
                                            : "Read a form: one line per row with what is wrong in it");
  command->add_option("FILE", options->file, chinese ? ".xlsx 或 .csv" : ".xlsx or .csv")->required();
  command->add_option("--sheet", options->sheet, chinese ? "工作表名" : "Name of the sheet");
  command->add_option("--format", options->format, "jsonl, table")->check(CLI::IsMember({"jsonl", "table"}));
  command->callback([&run, options] { run.exit_code = read_census(run, *options); });
}

void add_import(CLI::App& census, Run& run, bool chinese) {
  const auto options = std::make_shared<CensusImportOptions>();
  auto* const command =
      census.add_subcommand("import", chinese ? "把填报表导入登记库" : "Bring a form into the register");
  command->add_option("FILE", options->file, chinese ? ".xlsx 或 .csv" : ".xlsx or .csv")->required();
  command->add_option("--sheet", options->sheet, chinese ? "工作表名" : "Name of the sheet");
  command
      ->add_option("--accept", options->accept,
                   chinese ? "有错误行时：all-or-nothing 全部不导入，good 只导入正确的行"
                           : "With bad rows: all-or-nothing takes none, good takes the good ones")
      ->check(CLI::IsMember({"all-or-nothing", "good"}))
      ->capture_default_str();
  command->add_flag("--dry-run", options->dry_run, chinese ? "只比较，不写入" : "Compare, write nothing");
  command->callback([&run, options] { run.exit_code = import_census(run, *options); });
}

void add_export(CLI::App& census, Run& run, bool chinese) {
  const auto options = std::make_shared<CensusExportOptions>();
  auto* const command = census.add_subcommand(
      "export", chinese ? "按附件2或附件3的格式导出登记库" : "Write the register as annex 2 or annex 3");
  command->add_option("--form", options->form, "annex2, annex3")
      ->check(CLI::IsMember({"annex2", "annex3"}))
      ->required();
  command
      ->add_option("--mark", options->mark,
                   chinese ? "是否挂标：declared 取申报，observed 取访问所见" : "The mark as declared or as observed")
      ->check(CLI::IsMember({"declared", "observed"}))
      ->capture_default_str();
  command->add_option("--out", options->out, chinese ? "输出文件 .xlsx" : "The .xlsx to write")->required();
  command->add_option(
      "--authority", options->authority,
      chinese ? "公章一行的单位；附件2只含其所属单位" : "Who hands it in; annex 2 holds its units only");
  command->callback([&run, options] { run.exit_code = export_census(run, *options); });
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

void add_census(CLI::App& root, Run& run) {
  const bool chinese = run.language() == Language::Chinese;
  auto* const census =
      root.add_subcommand("census", chinese ? "填报表：读取、导入、导出" : "The census forms: read, import, export");
  census->require_subcommand(1);
  add_read(*census, run, chinese);
  add_import(*census, run, chinese);
  add_export(*census, run, chinese);
}

}  // namespace huabiao::app
