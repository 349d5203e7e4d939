#include "desk/import_row.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/utf8.h"
#include "table/table.h"

namespace huabiao::desk {

namespace json = boost::json;
namespace {

constexpr std::size_t kReadBytes = 500;  // of a cell's text repeated with its problem

json::array to_array(const std::vector<std::string>& from) {
  json::array out;
  for (const std::string& one : from) out.push_back(json::value(utf8::scrub(one)));
  return out;
}

std::vector<std::string> strings(const json::value& from) {
  std::vector<std::string> out;
  for (const json::value& one : from.as_array()) out.emplace_back(one.as_string());
  return out;
}

std::string string(const json::value& from) {
  return std::string(from.as_string());
}

}  // namespace

CellProblem cell_problem(const census::Problem& problem, std::uint32_t row) {
  return {.row = problem.row != 0 ? problem.row : row,
          .column = problem.cell_column != 0 ? table::column_letters(problem.cell_column) : std::string(),
          .column_name = problem.column ? std::string(census::header_of(*problem.column)) : std::string(),
          .read = std::string(utf8::cut(problem.read, kReadBytes)),
          .expected = problem.expected,
          .error = problem.severity == census::Severity::Error,
          .code = std::string(problem.code)};
}

ImportRow import_row(const census::CensusRow& row) {
  ImportRow out{.row = row.row,
                .verdict = RowVerdict::Good,
                .department = row.department.value_or(row.authority.value_or("")),
                .organisation = row.organisation.value_or(""),
                .site = row.site,
                .ascii_domains = row.ascii_domains,
                .chinese_domains = row.chinese_domains,
                .mark_hung = row.mark_hung,
                .contact = row.contact.value_or(""),
                .phones = row.phones,
                .problems = {}};
  for (std::string& name : out.ascii_domains)
    for (const auto& [host, port] : row.ports)
      if (host == name) name += ":" + std::to_string(port);
  for (const census::Problem& problem : row.problems) {
    if (problem.severity == census::Severity::Info) continue;
    out.problems.push_back(cell_problem(problem, row.row));
    out.verdict = std::max(out.verdict, out.problems.back().error ? RowVerdict::Bad : RowVerdict::Warned);
  }
  return out;
}

std::string to_line(const ImportRow& row) {
  json::array problems;
  for (const CellProblem& one : row.problems)
    problems.push_back({one.row, one.column, one.column_name, utf8::scrub(one.read), one.expected.zh, one.expected.en,
                        one.error, one.code});
  const json::array out{row.row,
                        static_cast<int>(row.verdict),
                        utf8::scrub(row.department),
                        utf8::scrub(row.organisation),
                        row.site ? json::value(utf8::scrub(*row.site)) : json::value(nullptr),
                        to_array(row.ascii_domains),
                        to_array(row.chinese_domains),
                        row.mark_hung ? json::value(*row.mark_hung) : json::value(nullptr),
                        utf8::scrub(row.contact),
                        to_array(row.phones),
                        std::move(problems)};
  return json::serialize(out) + "\n";
}

Result<ImportRow> from_line(std::string_view line) {
  try {
    const json::array in = json::parse(line).as_array();
    ImportRow row{.row = in.at(0).to_number<std::uint32_t>(),
                  .verdict = static_cast<RowVerdict>(in.at(1).to_number<std::uint8_t>()),
                  .department = string(in.at(2)),
                  .organisation = string(in.at(3)),
                  .site = in.at(4).is_null() ? std::nullopt : std::optional(string(in.at(4))),
                  .ascii_domains = strings(in.at(5)),
                  .chinese_domains = strings(in.at(6)),
                  .mark_hung = in.at(7).is_null() ? std::nullopt : std::optional(in.at(7).as_bool()),
                  .contact = string(in.at(8)),
                  .phones = strings(in.at(9)),
                  .problems = {}};
    for (const json::value& value : in.at(10).as_array()) {
      const json::array& one = value.as_array();
      row.problems.push_back({.row = one.at(0).to_number<std::uint32_t>(),
                              .column = string(one.at(1)),
                              .column_name = string(one.at(2)),
                              .read = string(one.at(3)),
                              .expected = {string(one.at(4)), string(one.at(5))},
                              .error = one.at(6).as_bool(),
                              .code = string(one.at(7))});
    }
    return row;
  } catch (const std::exception& wrong) {  // Boost.JSON tells a damaged file of ours by throwing
    return fail(Kind::Unreadable, "desk.bad_row", wrong.what());
  }
}

}  // namespace huabiao::desk
