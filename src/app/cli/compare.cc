// huabiao compare: what became of a page between two looks at it (docs/formats/compare.md).

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <unistd.h>

#include "app/cli/command.h"
#include "app/cli/page_reading.h"
#include "app/cli/text_table.h"
#include "app/exit_code.h"
#include "app/rule_settings.h"
#include "base/utf8.h"
#include "monitor/record/record.h"
#include "web/host.h"

namespace huabiao::app {
namespace {

using monitor::ChangeGrade;
using monitor::ChangeReport;

struct CompareOptions {
  std::string before, after, host, format, fail_on;
};

Bilingual words_of(ChangeGrade grade) {
  switch (grade) {
    case ChangeGrade::Same:
      return {"无变化", "same"};
    case ChangeGrade::Routine:
      return {"日常更新", "routine"};
    case ChangeGrade::Notable:
      return {"需要查看", "notable"};
    case ChangeGrade::Tampered:
      return {"疑似篡改", "tampered"};
  }
  return {};
}

std::string report_table(const ChangeReport& report, Language language) {
  const bool zh = language == Language::Chinese;
  TextTable table({{zh ? "变化" : "change", TextTable::Align::Left, 16},
                   {zh ? "分量" : "weight", TextTable::Align::Right},
                   {zh ? "之前" : "before", TextTable::Align::Left, 48},
                   {zh ? "之后" : "after", TextTable::Align::Left, 64}});
  for (const monitor::Change& change : report.changes)
    table.add({change.kind, fmt::format("{:.2f}", change.weight), utf8::squeeze(change.before.text),
               utf8::squeeze(change.after.text)});
  return fmt::format("{}  {:.2f}\n{}", words_of(report.grade).in(language), report.score,
                     report.changes.empty() ? std::string() : table.str());
}

int compare(Run& run, const CompareOptions& options) {
  std::string host;
  if (!options.host.empty()) {
    auto parsed = web::parse_host(options.host);
    if (!parsed) return run.report(parsed.error());
    host = parsed->ascii;
  }
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  const auto rules = rules_in_use(*settings);
  if (!rules) return run.report(rules.error());
  const auto before = read_file(options.before, host, **rules);
  if (!before) return run.report(before.error());
  const auto after = read_file(options.after, host, **rules);
  if (!after) return run.report(after.error());
  const ChangeReport report = compare_readings(*before, *after, host, **rules);
  const bool table = options.format == "table" || (options.format.empty() && isatty(STDOUT_FILENO) != 0);
  const std::string text = table ? report_table(report, run.language()) : monitor::record::change_line(report) + "\n";
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return kExitEnvironment;
  const auto limit = monitor::change_grade_from(options.fail_on);
  return limit && report.grade >= *limit ? kExitFound : kExitDone;
}

}  // namespace

void add_compare(const Command& root, Run& run) {
  const Command command =
      root.add("compare", {"比较同一网页的两次保存", "Say what became of a page between two saved looks at it"});
  const auto options = std::make_shared<CompareOptions>();
  command.option("before", options->before, {"较早的网页文件", "The earlier page"}).required().shown_as("BEFORE");
  command.option("after", options->after, {"较晚的网页文件", "The later page"}).required().shown_as("AFTER");
  command.option("--host", options->host, {"网页所属的主机", "The host the pages came from"});
  command.option("--format", options->format, {"输出格式", "Output format"}).one_of({"json", "table"});
  command
      .option("--fail-on", options->fail_on,
              {"变化达到此级别时退出码为 1", "Exit 1 when the change is of this grade or worse"})
      .one_of({"routine", "notable", "tampered"});
  run.add_settings(command, {"rules", "rules_key", "rules_unsigned"});
  command.does([&run, options] { run.exit_code = compare(run, *options); });
}

}  // namespace huabiao::app
