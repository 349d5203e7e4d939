#include "report/sarif.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <map>

#include "base/utf8.h"
#include "report/rule_titles.h"

namespace huabiao::report {

namespace json = boost::json;

namespace {

using monitor::Finding;
using monitor::Severity;

json::string text(std::string_view any) {
  const std::string clean = utf8::scrub(any);
  return json::string(json::string_view(clean.data(), clean.size()));
}

json::object message(std::string_view any) {
  return {{"text", text(any.empty() ? std::string_view("-") : any)}};
}

std::string_view level_of(Severity severity) {
  return severity >= Severity::High ? "error" : severity == Severity::Medium ? "warning" : "note";
}

// What code hosts sort by: the middle of each band of CVSS 3.1.
std::string_view security_severity(Severity severity) {
  constexpr std::array<std::string_view, 5> kScores = {"0.0", "2.0", "5.5", "8.0", "9.5"};
  return kScores[static_cast<std::size_t>(severity)];
}

// A URI reference: a URL stays, of a path everything a URI may not hold is percent-encoded.
std::string uri_of(std::string_view address) {
  constexpr std::string_view kKept = "-._~!$&'()*+,;=:@/?#[]%";
  std::string out;
  const bool url = address.starts_with("http://") || address.starts_with("https://");
  for (const char c : address) {
    const bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool kept = kKept.find(c) != std::string_view::npos &&
                      (url || std::string_view(":?#[]%").find(c) == std::string_view::npos);
    if (alnum || kept)
      out += c;
    else if (c == '\\' && !url)
      out += '/';
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out.empty() ? "unknown" : out;
}

json::object rule_json(const Finding& finding, Language language) {
  const Bilingual title = rule_title(finding.rule, finding.category), category = category_title(finding.category);
  return {{"id", text(finding.rule)},
          {"shortDescription", message(title.in(language))},
          {"fullDescription", message(category.in(language) + ": " + title.in(language))},
          {"defaultConfiguration", json::object{{"level", level_of(finding.severity)}}},
          {"properties", json::object{{"category", to_string(finding.category)},
                                      {"title", json::object{{"zh", text(title.zh)}, {"en", text(title.en)}}},
                                      {"security-severity", security_severity(finding.severity)},
                                      {"tags", json::array{"security", to_string(finding.category)}}}}};
}

json::object location_json(const Reported& reported, const monitor::Evidence& evidence) {
  json::object physical{{"artifactLocation", json::object{{"uri", text(uri_of(reported.address))}}}};
  if (evidence.offset >= 0) {
    json::object region{{"byteOffset", evidence.offset}, {"byteLength", std::max<std::int64_t>(evidence.length, 0)}};
    if (!evidence.snippet.empty()) region["snippet"] = message(evidence.snippet);
    physical["region"] = std::move(region);
  }
  json::object location{{"physicalLocation", std::move(physical)}};
  if (!evidence.why.empty()) location["message"] = message(evidence.why);
  return location;
}

json::array locations_json(const Reported& reported) {
  json::array out;
  for (const monitor::Evidence& evidence : reported.finding.evidence) out.push_back(location_json(reported, evidence));
  if (out.empty())
    out.push_back(location_json(reported, {.offset = -1, .length = 0, .snippet = {}, .decoded = {}, .why = {}}));
  return out;
}

json::object result_json(const Reported& reported, std::size_t rule_index, Language language) {
  const Finding& finding = reported.finding;
  json::object result{
      {"ruleId", text(finding.rule)},
      {"ruleIndex", rule_index},
      {"level", level_of(finding.severity)},
      {"rank", std::clamp(finding.confidence, 0.0, 1.0) * 100},
      {"message", message(finding.explanation.in(language))},
      {"locations", locations_json(reported)},
      {"partialFingerprints", json::object{{"huabiao/v1", fingerprint(reported.site_key, finding)}}},
      {"properties", json::object{{"site", text(reported.site)},
                                  {"category", to_string(finding.category)},
                                  {"severity", to_string(finding.severity)},
                                  {"confidence", finding.confidence},
                                  {"state", text(reported.state)},
                                  {"decision", text(reported.decision)},
                                  {"explanation", json::object{{"zh", text(finding.explanation.zh)},
                                                               {"en", text(finding.explanation.en)}}}}}};
  if (reported.at != TimePoint{}) result["properties"].as_object()["time"] = to_iso(reported.at);
  if (reported.decision != "none")
    result["suppressions"] = json::array{
        json::object{{"kind", "external"}, {"status", "accepted"}, {"justification", text(reported.decision)}}};
  return result;
}

json::array evidence_json(const Finding& finding) {
  json::array out;
  for (const monitor::Evidence& one : finding.evidence)
    out.push_back(json::object{{"offset", one.offset},
                               {"length", one.length},
                               {"snippet", text(one.snippet)},
                               {"decoded", text(one.decoded)},
                               {"why", text(one.why)}});
  return out;
}

}  // namespace

std::string to_sarif(std::span<const Reported> findings, const SarifRun& run) {
  std::map<std::string_view, std::size_t> index;
  json::array rules, results;
  for (const Reported& reported : findings) {
    const auto [rule, is_new] = index.try_emplace(reported.finding.rule, index.size());
    if (is_new) rules.push_back(rule_json(reported.finding, run.language));
    results.push_back(result_json(reported, rule->second, run.language));
  }
  const json::object driver{{"name", "huabiao"},
                            {"version", text(run.version)},
                            {"language", run.language == Language::Chinese ? "zh-CN" : "en"},
                            {"rules", std::move(rules)}};
  const json::object one{{"tool", json::object{{"driver", driver}}},
                         {"invocations", json::array{json::object{{"executionSuccessful", run.complete}}}},
                         {"columnKind", "unicodeCodePoints"},
                         {"results", std::move(results)}};
  const json::object document{
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}, {"runs", json::array{one}}};
  return json::serialize(document);
}

std::string to_json_line(const Reported& reported) {
  const Finding& finding = reported.finding;
  const json::object line{
      {"schema", 1},
      {"site", text(reported.site)},
      {"address", text(reported.address)},
      {"time", reported.at == TimePoint{} ? json::value(nullptr) : json::value(to_iso(reported.at))},
      {"state", text(reported.state)},
      {"decision", text(reported.decision)},
      {"rule", text(finding.rule)},
      {"category", to_string(finding.category)},
      {"severity", to_string(finding.severity)},
      {"confidence", finding.confidence},
      {"fingerprint", fingerprint(reported.site_key, finding)},
      {"subject", text(finding.subject)},
      {"evidence", evidence_json(finding)},
      {"explanation", json::object{{"zh", text(finding.explanation.zh)}, {"en", text(finding.explanation.en)}}}};
  return json::serialize(line);
}

std::array<std::string_view, kFindingColumns> findings_header(Language language) {
  if (language == Language::Chinese)
    return {"网站", "地址",   "类别", "级别", "可信度",   "规则", "说明", "位置（字节）",
            "原文", "解码后", "依据", "状态", "处理决定", "时间", "指纹"};
  return {"Site",    "Address", "Category", "Severity", "Confidence", "Rule", "Explanation", "Place (byte)",
          "As read", "Decoded", "Why",      "State",    "Decision",   "Time", "Fingerprint"};
}

std::array<std::string, kFindingColumns> to_row(const Reported& reported, Language language) {
  const Finding& finding = reported.finding;
  const monitor::Evidence first =
      finding.evidence.empty() ? monitor::Evidence{.offset = -1, .length = 0, .snippet = {}, .decoded = {}, .why = {}}
                               : finding.evidence.front();
  return {reported.site,
          reported.address,
          category_title(finding.category).in(language),
          severity_title(finding.severity).in(language),
          fmt::format("{:.2f}", finding.confidence),
          finding.rule,
          finding.explanation.in(language),
          first.offset < 0 ? std::string() : std::to_string(first.offset),
          first.snippet,
          first.decoded,
          first.why,
          reported.state,
          reported.decision,
          reported.at == TimePoint{} ? std::string() : to_shanghai(reported.at),
          fingerprint(reported.site_key, finding)};
}

}  // namespace huabiao::report
