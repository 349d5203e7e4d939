// The JSON of rows and problems, written straight into a string: a hundred thousand rows need no tree of values.

#include <fmt/format.h>

#include "base/utf8.h"
#include "census/read.h"
#include "table/table.h"

namespace huabiao::census {
namespace {

void put_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (c == '\n')
      out += "\\n";
    else if (byte < 0x20 || byte == 0x7F)
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
    else
      out += c;
  }
  out += '"';
}

void put_key(std::string& out, std::string_view key) {
  if (out.back() != '{') out += ',';
  ((out += '"') += key) += "\":";
}

void put(std::string& out, std::string_view key, std::string_view text) {
  put_key(out, key);
  put_text(out, text);
}

void put(std::string& out, std::string_view key, std::uint64_t number) {
  put_key(out, key);
  out += std::to_string(number);
}

void put(std::string& out, std::string_view key, const std::optional<std::string>& text) {
  put_key(out, key);
  if (text)
    put_text(out, *text);
  else
    out += "null";
}

void put(std::string& out, std::string_view key, const std::vector<std::string>& texts) {
  put_key(out, key);
  out += '[';
  for (const std::string& text : texts) {
    if (out.back() != '[') out += ',';
    put_text(out, text);
  }
  out += ']';
}

}  // namespace

std::string to_json(const Problem& problem) {
  std::string out = "{";
  put(out, "severity", to_string(problem.severity));
  put(out, "code", problem.code);
  put_key(out, "column");
  if (problem.column)
    put_text(out, header_of(*problem.column));
  else
    out += "null";
  put(out, "row", problem.row);
  put_key(out, "cell");
  if (problem.cell_column != 0)
    put_text(out, table::cell_name(problem.cell_column, problem.row));
  else
    out += "null";
  put(out, "read", std::string_view(problem.read));
  put_key(out, "expected");
  out += '{';
  put(out, "zh", std::string_view(problem.expected.zh));
  put(out, "en", std::string_view(problem.expected.en));
  return out += "}}";
}

std::string to_json(const CensusRow& row) {
  std::string out = "{";
  put(out, "schema", 1);
  put(out, "sheet", std::string_view(row.sheet));
  put(out, "row", row.row);
  put(out, "form", to_string(row.form));
  put(out, "authority", row.authority);
  if (row.form == Form::Annex3) put(out, "department", row.department);
  put(out, "organisation", row.organisation);
  put(out, "site", row.site);
  put(out, "ascii_domains", row.ascii_domains);
  put(out, "chinese_domains", row.chinese_domains);
  if (!row.ports.empty()) {
    put_key(out, "ports");
    out += '{';
    for (const auto& [name, port] : row.ports) put(out, name, port);
    out += '}';
  }
  put_key(out, "mark_hung");
  out += !row.mark_hung ? "null" : *row.mark_hung ? "true" : "false";
  put(out, "contact", row.contact);
  put(out, "phones", row.phones);
  put(out, "remark", row.remark);
  put_key(out, "problems");
  out += '[';
  for (const Problem& problem : row.problems) {
    if (out.back() != '[') out += ',';
    out += to_json(problem);
  }
  out += ']';
  if (row.duplicate_of) put(out, "duplicate_of", *row.duplicate_of);
  return out += '}';
}

}  // namespace huabiao::census
