#include "monitor/finding.h"

#include "base/digest.h"

namespace huabiao::monitor {

std::string fingerprint(std::string_view site_key, const Finding& finding) {
  std::string text(site_key);
  text += '\n';
  text += finding.rule;
  text += '\n';
  text += finding.subject;
  if (!finding.page.empty()) (text += '\n') += finding.page;
  return sha256_hex(text).substr(0, 32);
}

Assessment assess(const std::vector<Finding>& findings) {
  Assessment worst = Assessment::Clean;
  for (const Finding& finding : findings) {
    if (!is_attack(finding.category)) continue;
    if (finding.severity >= Severity::High) return Assessment::Malicious;
    if (finding.severity >= Severity::Medium) worst = Assessment::Suspicious;
  }
  return worst;
}

}  // namespace huabiao::monitor
