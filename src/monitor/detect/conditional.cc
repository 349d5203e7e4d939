// conditional-content: a script that sends visitors who come from a search engine somewhere else.

#include <algorithm>
#include <array>

#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"
#include "web/host.h"
#include "web/url.h"

namespace huabiao::monitor {
namespace {

constexpr std::array<std::string_view, 9> kEngines = {"baidu", "google", "sogou", "soso",  "yahoo",
                                                      "bing",  "youdao", "360",   "so.com"};

std::size_t engines_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      kEngines, [&](std::string_view engine) { return text.find(engine) != std::string_view::npos; }));
}

bool says(const Script& script, std::string_view word) {
  return script.body.find(word) != std::string::npos ||
         std::ranges::any_of(script.strings,
                             [&](const std::string& string) { return string.find(word) != std::string::npos; });
}

// An absolute address among the script's strings whose host is not the page's.
std::string foreign_target(const DetectInput& input, const Script& script) {
  for (const std::string& string : script.strings) {
    const auto url = web::parse_url(string);
    if (url && is_foreign(input, url->host) && engines_in(url->host) == 0) return url->to_string();
  }
  return {};
}

}  // namespace

std::vector<Finding> conditional_findings(const DetectInput& input) {
  std::vector<Finding> findings;
  for (const Script& script : input.page.scripts) {
    if (script.body.empty() || !says(script, "referrer") || !says(script, "location")) continue;
    std::string strings = script.body;
    if (engines_in(strings) < 2) continue;
    const std::string target = foreign_target(input, script);
    if (target.empty()) continue;
    const auto url = web::parse_url(target);
    const std::string where = url ? url->host : target;
    findings.push_back(accusation(
        Category::ConditionalContent, "conditional-content.search-referrer", Severity::High, 0.9,
        {"从搜索引擎来的访客会被脚本转到 " + where, "Visitors who come from a search engine are sent to " + where},
        where));
    findings.back().evidence.push_back(
        evidence_at(input, script.place, "document.referrer decides the location", target));
    break;
  }
  return findings;
}

}  // namespace huabiao::monitor
