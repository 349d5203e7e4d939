// huabiao compare: what became of a page between two looks at it (docs/formats/compare.md).

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <unistd.h>

#include "app/cli/command.h"
#include "app/cli/page_readers.h"
#include "app/cli/text_table.h"
#include "app/exit_code.h"
#include "base/utf8.h"
#include "monitor/record/record.h"
#include "web/host.h"

namespace huabiao::app {
namespace {

using monitor::ChangeGrade;
using monitor::ChangeReport;

struct CompareOptions {
  std::string before, after, host, format, fail_on, at;
  std::vector<std::string> history, approved;
};

// "START/END" holds `at`?
Result<bool> holds(const std::string& window, TimePoint at) {
  const auto slash = window.find('/');
  const auto from = from_iso(window.substr(0, slash));
  const auto to = slash == std::string::npos ? std::nullopt : from_iso(window.substr(slash + 1));
  if (!from || !to || *to < *from)
    return fail(Kind::Invalid, "compare.bad_window", window, "2026-11-22T01:00:00Z/2026-11-22T03:00:00Z");
  return *from <= at && at <= *to;
}

// When the later page was looked at: as said, else when its file was written.
Result<TimePoint> looked_at(const CompareOptions& options) {
  if (!options.at.empty()) {
    if (const auto at = from_iso(options.at)) return *at;
    return fail(Kind::Invalid, "compare.bad_time", options.at, "2026-11-22T01:00:00Z");
  }
  std::error_code error;
  const auto written = std::filesystem::last_write_time(options.after, error);
  if (error) return fail(Kind::Environment, "inspect.cannot_read", options.after + ": " + error.message());
  return std::chrono::time_point_cast<TimePoint::duration>(std::chrono::file_clock::to_sys(written));
}

Result<bool> is_approved(const CompareOptions& options) {
  if (options.approved.empty()) return false;
  const auto at = looked_at(options);
  if (!at) return std::unexpected(at.error());
  bool approved = false;
  for (const std::string& window : options.approved) {
    const auto inside = holds(window, *at);
    if (!inside) return inside;
    approved |= *inside;
  }
  return approved;
}

// Earlier looks, oldest first, then the page before and the page after. Fails: inspect.cannot_read.
Result<std::vector<SourcePage>> looks_of(const CompareOptions& options, const std::string& host) {
  std::vector<std::string> files = options.history;
  files.push_back(options.before);
  files.push_back(options.after);
  std::vector<SourcePage> looks;
  for (const std::string& file : files) {
    auto page = source_page(file, host);
    if (!page) return fail(std::move(page));
    looks.push_back(*std::move(page));
  }
  return looks;
}

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
  std::string beside;
  if (report.approved) beside += zh ? "  （在已报备的变更时段内）" : "  (within an announced window)";
  if (report.looks > 0)
    beside += fmt::format(fmt::runtime(zh ? "  （参照此前 {} 次更新）" : "  (measured against {} earlier changes)"),
                          report.looks);
  return fmt::format("{}  {:.2f}{}\n{}", words_of(report.grade).in(language), report.score, beside,
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
  const auto readers = PageReaders::create(*settings, 1);
  if (!readers) return run.report(readers.error());
  const auto looks = looks_of(options, host);
  if (!looks) return run.report(looks.error());
  const auto approved = is_approved(options);
  if (!approved) return run.report(approved.error());
  const auto compared = (*readers)->compare(*looks, host, *approved);
  if (!compared) return run.report(compared.error());
  const ChangeReport& report = *compared;
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
  command
      .option("--history", options->history,
              {"更早的保存，由旧到新，可多次给出；从中得知本站的日常更新",
               "An earlier look, oldest first, may be repeated: what is usual on this site is learnt from them"})
      .shown_as("FILE");
  command
      .option(
          "--approved", options->approved,
          {"已报备的变更时段 起/止，可多次给出；时段内的变化不高于日常更新，攻击迹象除外",
           "An announced window START/END, may be repeated: changes within it are routine unless they are an attack"})
      .shown_as("START/END");
  command
      .option("--at", options->at,
              {"较晚网页的保存时间，默认取文件时间", "When the later page was looked at; the file's time by default"})
      .shown_as("TIME");
  command.option("--format", options->format, {"输出格式", "Output format"}).one_of({"json", "table"});
  command
      .option("--fail-on", options->fail_on,
              {"变化达到此级别时退出码为 1", "Exit 1 when the change is of this grade or worse"})
      .one_of({"routine", "notable", "tampered"});
  run.add_settings(command, {"rules", "rules_key", "rules_unsigned"});
  command.does([&run, options] { run.exit_code = compare(run, *options); });
}

}  // namespace huabiao::app
