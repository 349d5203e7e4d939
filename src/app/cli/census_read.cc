// huabiao census read FILE: the form as JSON Lines or as a table; no database.

#include <cstdio>
#include <fmt/format.h>
#include <vector>

#include "app/cli/census.h"
#include "app/cli/text_table.h"
#include "app/exit_code.h"
#include "office/table_reader.h"

namespace huabiao::app {
namespace {

std::string joined(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, " "));
}

// Whole lines only, so that what an interrupted command has written is valid.
class Lines {
 public:
  ~Lines() { flush(); }
  void put(std::string_view line) {
    buffer_.append(line) += '\n';
    if (buffer_.size() > kFlushBytes) flush();
  }
  [[nodiscard]] bool broken() const { return broken_; }
  void flush() {
    broken_ =
        broken_ || std::fwrite(buffer_.data(), 1, buffer_.size(), stdout) != buffer_.size() || std::fflush(stdout) != 0;
    buffer_.clear();
  }

 private:
  static constexpr std::size_t kFlushBytes = 64 << 10;
  std::string buffer_;
  bool broken_ = false;
};

TextTable make_table(bool chinese) {
  if (chinese)
    return TextTable(
        {{"行"}, {"单位名称"}, {"网站名称"}, {"英文域名"}, {"中文域名"}, {"挂标"}, {"联系电话"}, {"问题"}});
  return TextTable(
      {{"row"}, {"organisation"}, {"site"}, {"names"}, {"Chinese names"}, {"mark"}, {"phones"}, {"problems"}});
}

std::vector<std::string> table_row(const census::CensusRow& row, Language language) {
  std::vector<std::string> problems;
  problems.reserve(row.problems.size());
  for (const census::Problem& problem : row.problems) problems.push_back(describe(problem, language));
  return {std::to_string(row.row),     row.organisation.value_or("—"),
          row.site.value_or("—"),      joined(row.ascii_domains),
          joined(row.chinese_domains), !row.mark_hung ? "?" : *row.mark_hung ? "是" : "否",
          joined(row.phones),          fmt::format("{}", fmt::join(problems, " / "))};
}

}  // namespace

int read_census(Run& run, const CensusReadOptions& options) {
  auto source = office::open_table(options.file);
  if (!source) return run.report(source.error());
  Lines lines;
  TextTable table = make_table(run.language() == Language::Chinese);
  const bool as_table = options.format == "table";
  const auto report = census::read(**source, {.sheet = options.sheet}, [&](census::CensusRow&& row) {
    if (run.stop().stop_requested() || lines.broken()) return table::Go::Stop;
    if (as_table)
      table.add(table_row(row, run.language()));
    else
      lines.put(to_json(row));
    return table::Go::On;
  });
  if (!report) {
    lines.flush();
    return run.report(report.error());
  }
  if (as_table) lines.put(table.str());
  lines.flush();
  tell_read(run, *report);
  if (run.stop().stop_requested()) return kExitInterrupted;
  if (lines.broken()) return kExitEnvironment;
  return report->rows_with_errors > 0 ? kExitFound : kExitDone;
}

}  // namespace huabiao::app
