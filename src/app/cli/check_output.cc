#include "app/cli/check_output.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "app/version.h"
#include "monitor/record/record.h"
#include "web/host.h"

namespace huabiao::app {
namespace {

using monitor::Finding;
using monitor::VisitRecord;

std::string key_of(const VisitRecord& record) {
  return record.visit.site != 0 ? std::to_string(record.visit.site) : record.visit.host;
}

TextTable table_for(Language language) {
  const bool chinese = language == Language::Chinese;
  return TextTable({{chinese ? "网站" : "site", TextTable::Align::Left, 30},
                    {chinese ? "主机" : "host", TextTable::Align::Left, 40},
                    {chinese ? "结果" : "outcome", TextTable::Align::Left, 16},
                    {chinese ? "状态码" : "status", TextTable::Align::Right, 6},
                    {chinese ? "标识" : "mark", TextTable::Align::Left, 12},
                    {chinese ? "最严重" : "worst", TextTable::Align::Left, 8},
                    {chinese ? "问题" : "findings", TextTable::Align::Left, 60}});
}

std::optional<monitor::Severity> worst_of(const std::vector<Finding>& findings) {
  std::optional<monitor::Severity> worst;
  for (const Finding& finding : findings)
    if (!worst || finding.severity > *worst) worst = finding.severity;
  return worst;
}

std::string rules_of(const std::vector<Finding>& findings) {
  std::set<std::string> rules;
  for (const Finding& finding : findings) rules.insert(finding.rule);
  std::string text;
  for (const std::string& rule : rules) text += (text.empty() ? "" : " ") + rule;
  return text;
}

// Where the verdict's own findings (availability, certificate) go: to the row they name, else to the first.
std::size_t row_for(const Finding& finding, std::span<const VisitRecord> rows) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!rows[i].visit.host.empty() && finding.subject.find(rows[i].visit.host) != std::string::npos) return i;
  return 0;
}

}  // namespace

CheckOutput::CheckOutput(std::FILE* out, CheckFormat format, Language language)
    : out_(out), format_(format), language_(language), table_(table_for(language)) {}

void CheckOutput::site(const std::string& name, std::span<const VisitRecord> rows,
                       const monitor::SiteVerdict& verdict) {
  if (rows.empty()) return;
  std::vector<VisitRecord> shown(rows.begin(), rows.end());
  std::set<std::string> known;
  for (const VisitRecord& row : rows)
    for (const Finding& finding : row.findings) known.insert(monitor::fingerprint(key_of(row), finding));
  for (const Finding& finding : verdict.findings)
    if (known.insert(monitor::fingerprint(key_of(rows.front()), finding)).second)
      shown[row_for(finding, rows)].findings.push_back(finding);
  for (VisitRecord& row : shown) {
    row.fetch.body.clear();
    if (!name.empty()) row.visit.declared.site_name = name;
    if (const auto worst = worst_of(row.findings); worst && (!worst_ || *worst > *worst_)) worst_ = worst;
    add_row(name, row);
  }
  if (format_ == CheckFormat::JsonLines) std::fflush(out_);  // a line is for use as soon as it is there
}

void CheckOutput::add_row(const std::string& name, const VisitRecord& record) {
  const std::string key = key_of(record);
  switch (format_) {
    case CheckFormat::JsonLines:
      fmt::print(out_, "{}\n", monitor::record::check_line(record, key));
      break;
    case CheckFormat::Sarif:
      for (const Finding& finding : record.findings)
        reported_.push_back({.site = name,
                             .site_key = key,
                             .address = record.fetch.asked_url,
                             .at = record.fetch.at,
                             .finding = finding});
      break;
    case CheckFormat::Table: {
      const auto worst = worst_of(record.findings);
      table_.add({name.empty() ? key : name,
                  record.visit.host.empty() ? record.fetch.asked_url : web::to_unicode(record.visit.host),
                  std::string(to_string(record.fetch.outcome)),
                  record.fetch.status == 0 ? "" : std::to_string(record.fetch.status),
                  record.facts ? std::string(to_string(record.facts->mark.state)) : "",
                  worst ? std::string(to_string(*worst)) : "", rules_of(record.findings)});
      break;
    }
  }
}

void CheckOutput::finish(bool complete, const std::string& below) {
  if (format_ == CheckFormat::Table) fmt::print(out_, "{}{}", table_.str(), below);
  if (format_ == CheckFormat::Sarif)
    fmt::print(
        out_, "{}\n",
        report::to_sarif(reported_, {.version = std::string(kVersion), .language = language_, .complete = complete}));
  std::fflush(out_);
}

}  // namespace huabiao::app
