// injected-script: the same foreign script stored into a page again and again, as a filled database field leaves it, or
// a script element inside the title.

#include <map>

#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"
#include "monitor/detect/known_hosts.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kRepeats = 3;

Finding finding_of(std::string rule, Severity severity, double confidence, Bilingual words, std::string subject) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.category = Category::InjectedScript;
  finding.severity = severity;
  finding.confidence = confidence;
  finding.explanation = std::move(words);
  finding.subject = std::move(subject);
  return finding;
}

}  // namespace

std::vector<Finding> injected_script_findings(const DetectInput& input) {
  std::vector<Finding> findings;
  const Page& page = input.page;
  if (page.title.find("<script") != std::string::npos) {
    findings.push_back(finding_of("injected-script.in-title", Severity::High, 0.9,
                                  {"网页标题里写入了脚本标签", "The title holds a script element"}, page.title));
    findings.back().evidence.push_back(evidence_at(input, page.title_place, "script element in the title", page.title));
  }
  std::map<std::string, std::vector<const Script*>> by_url;
  for (const Script& script : page.scripts)
    if (!script.url.empty() && !script.script_written && is_foreign(input, script.host) &&
        !is_known_service(script.host))
      by_url[script.url].push_back(&script);
  for (const auto& [url, scripts] : by_url) {
    if (scripts.size() < kRepeats) continue;
    // Unquoted and repeated is how a filled database field looks; a page's own author repeats nothing three times.
    bool unquoted = true;
    std::vector<Evidence> evidence;
    for (const Script* script : scripts) {
      evidence.push_back(evidence_at(input, script->place, "the same foreign script again", url));
      const std::string& snippet = evidence.back().snippet;
      unquoted = unquoted && snippet.find("src=h") != std::string::npos;
      if (evidence.size() == 5) break;
    }
    findings.push_back(
        finding_of("injected-script.repeated", unquoted ? Severity::High : Severity::Medium, unquoted ? 0.9 : 0.6,
                   {"同一个外部脚本在页面中重复出现 " + std::to_string(scripts.size()) + " 次：" + url,
                    "The same foreign script stands " + std::to_string(scripts.size()) + " times in the page: " + url},
                   scripts.front()->host));
    findings.back().evidence = std::move(evidence);
  }
  return findings;
}

}  // namespace huabiao::monitor
