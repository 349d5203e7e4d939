#include "census/read.h"

#include <algorithm>
#include <unordered_map>

#include "base/utf8.h"
#include "census/find_form.h"
#include "census/merged_cells.h"
#include "census/row_reader.h"

namespace huabiao::census {
namespace {

// Finds rows that say the same thing. Keeps a hash of what a row says, not the row.
class Duplicates {
 public:
  // The first row that said it; nothing: this is the first.
  std::optional<std::uint32_t> first(const CensusRow& row) {
    key_.clear();
    const auto add = [this](std::string_view part) { key_.append(part).push_back('\x1F'); };
    add(row.department.value_or(""));
    add(*row.organisation);
    add(row.site.value_or(""));
    for (const auto* names : {&row.ascii_domains, &row.chinese_domains}) {
      auto sorted = *names;
      std::ranges::sort(sorted);
      for (const std::string& name : sorted) add(name);
      key_.push_back('\x1E');
    }
    const std::size_t low = std::hash<std::string>{}(key_);
    key_.insert(0, 1, '\x1D');
    const Key key{low, std::hash<std::string>{}(key_)};
    const auto [at, fresh] = rows_.try_emplace(key, row.row);
    return fresh ? std::nullopt : std::optional(at->second);
  }

 private:
  struct Key {
    std::size_t low, high;
    bool operator==(const Key&) const = default;
  };
  struct HashOfKey {
    std::size_t operator()(const Key& key) const { return key.low; }
  };
  std::string key_;
  std::unordered_map<Key, std::uint32_t, HashOfKey> rows_;
};

class FormReader {
 public:
  FormReader(table::Source& source, FoundForm found, const RowSink& sink)
      : source_(source), found_(std::move(found)), sink_(sink), reader_(found_.header, name_of(found_.sheet)) {
    report_.sheet = name_of(found_.sheet);
    report_.form = found_.header.form();
    report_.title = found_.title;
    report_.authority = found_.authority;
    report_.header = found_.header;
    for (std::size_t i = 0; i < source_.sheets().size(); ++i)
      if (i != found_.sheet) report_.other_sheets.push_back(name_of(i));
  }

  Result<ReadReport> read() {
    add_notices();
    auto merged = source_.merged(found_.sheet);
    if (!merged) return fail(std::move(merged));
    std::vector<std::uint32_t> columns;
    for (const Column column : columns_of(Form::Annex3))
      if (found_.header.column(column) != 0) columns.push_back(found_.header.column(column));
    MergedCells cells(*std::move(merged), columns);
    const Done done = source_.read(found_.sheet, [&](const table::Row& row) {
      const table::Row filled = cells.fill(row);
      return row.number <= found_.header.row ? table::Go::On : on_row(filled);
    });
    if (!done) return std::unexpected<Error>(done.error());
    if (report_.rows == 0 && !report_.stopped) return fail(Kind::Unreadable, "census.empty_form", report_.sheet);
    return std::move(report_);
  }

 private:
  [[nodiscard]] std::string name_of(std::size_t sheet) const { return source_.sheets()[sheet].name; }

  table::Go on_row(const table::Row& row) {
    if (!reader_.is_row(row)) {
      ++report_.skipped_lines;
      take_authority(row);
      return table::Go::On;
    }
    CensusRow read = reader_.read(row, report_.authority);
    if (read.organisation) read.duplicate_of = duplicates_.first(read);
    if (read.duplicate_of) {
      ++report_.duplicates;
      const std::string first = std::to_string(*read.duplicate_of);
      read.problems.push_back({Severity::Warning,
                               "census.duplicate_row",
                               std::nullopt,
                               read.row,
                               0,
                               "= " + first,
                               {"与第 " + first + " 行不同的内容", "something row " + first + " does not say"}});
    }
    ++report_.rows;
    const auto has = [&](Severity severity) {
      return std::ranges::find(read.problems, severity, &Problem::severity) != read.problems.end();
    };
    report_.rows_with_errors += has(Severity::Error) ? 1 : 0;
    report_.rows_with_warnings += has(Severity::Warning) ? 1 : 0;
    report_.stopped = sink_(std::move(read)) == table::Go::Stop;
    return report_.stopped ? table::Go::Stop : table::Go::On;
  }

  // Several forms may stand one below the other, each with its own authority.
  void take_authority(const table::Row& row) {
    for (const table::Cell& cell : row.cells)
      if (auto authority = authority_in(cell.text); authority && !authority->empty() && !cell.spread) {
        report_.authority = *std::move(authority);
        return;
      }
  }

  void notice(Severity severity, std::string_view code, std::optional<Column> column, std::uint32_t at,
              std::string read, Bilingual expected) {
    report_.notices.push_back({severity, code, column, found_.header.row, at, std::move(read), std::move(expected)});
  }

  void add_notices() {
    const Header& header = found_.header;
    for (const Column column : columns_of(report_.form))
      if (header.column(column) == 0)
        notice(Severity::Warning, "census.missing_column", column, 0, {},
               {std::string(header_of(column)), std::string(header_of(column))});
    for (const Header::Other& other : header.others)
      notice(other.repeated ? Severity::Warning : Severity::Info,
             other.repeated ? "census.repeated_column" : "census.unknown_column", std::nullopt, other.column,
             std::string(utf8::cut(other.text, 240)), {"表格规定的列", "a column of the form"});
    if (found_.title && report_.form == Form::Annex2 && found_.title->find("汇总表") != std::string::npos)
      notice(Severity::Warning, "census.title_differs", std::nullopt, 0, *found_.title,
             {std::string(title_of(Form::Annex2)), std::string(title_of(Form::Annex2))});
    if (found_.hidden)
      notice(Severity::Warning, "census.hidden_sheet", std::nullopt, 0, report_.sheet,
             {"可见的工作表", "a visible sheet"});
  }

  table::Source& source_;
  FoundForm found_;
  const RowSink& sink_;
  RowReader reader_;
  Duplicates duplicates_;
  ReadReport report_;
};

}  // namespace

std::string_view to_string(Severity severity) {
  constexpr std::string_view kNames[] = {"info", "warning", "error"};
  return kNames[static_cast<std::size_t>(severity)];
}

bool CensusRow::good() const {
  return std::ranges::find(problems, Severity::Error, &Problem::severity) == problems.end();
}

Result<ReadReport> read(table::Source& source, const ReadOptions& options, const RowSink& sink) {
  const auto in_census_words = [](Error error) {
    if (error.code == "office.too_many_rows") error.code = "census.too_many_rows";
    return std::unexpected<Error>(std::move(error));
  };
  auto found = find_form(source, options.sheet);
  if (!found) return in_census_words(std::move(found).error());
  auto report = FormReader(source, *std::move(found), sink).read();
  if (!report) return in_census_words(std::move(report).error());
  return report;
}

}  // namespace huabiao::census
