// injected-script: the same foreign script stored into a page again and again, as a filled database field leaves it.

#include <map>

#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kRepeats = 3;

}  // namespace

std::vector<Finding> injected_script_findings(const DetectInput& input) {
  std::vector<Finding> findings;
  const Page& page = input.page;
  std::map<std::string, std::vector<const Script*>, std::less<>> by_url;
  for (const Script& script : page.scripts)
    if (!script.url.empty() && !script.script_written && is_foreign(input, script.host) &&
        !input.rules.is_known_service(script.host))
      by_url[std::string(script.url)].push_back(&script);
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
        accusation(Category::InjectedScript, "injected-script.repeated", unquoted ? Severity::High : Severity::Medium,
                   unquoted ? 0.9 : 0.6,
                   {"同一个外部脚本在页面中重复出现 " + std::to_string(scripts.size()) + " 次：" + url,
                    "The same foreign script stands " + std::to_string(scripts.size()) + " times in the page: " + url},
                   std::string(scripts.front()->host)));
    findings.back().evidence = std::move(evidence);
  }
  return findings;
}

}  // namespace huabiao::monitor
