#include "monitor/change/views.h"

#include <algorithm>
#include <array>

#include "monitor/view.h"

namespace huabiao::monitor {
namespace {

// How much of a view's difference each kind can account for: a layout may differ by screen, scripts by browser.
double weight_of(const Change& change) {
  constexpr std::array<std::string_view, 7> kTelling = {"finding",     "hidden-link", "link-host", "refresh",
                                                        "script-host", "frame",       "handler"};
  constexpr std::array<std::string_view, 3> kHalf = {"title", "keywords", "description"};
  if (std::ranges::find(kTelling, change.kind) != kTelling.end()) return change.weight;
  return std::ranges::find(kHalf, change.kind) != kHalf.end() ? change.weight * 0.8 : 0.0;
}

constexpr double kAccused = 0.55, kSure = 0.8;

}  // namespace

std::vector<Finding> view_findings(const ChangeReport& between, const std::string& visitor) {
  double left = 1.0;
  Finding finding;
  std::string kinds;
  for (const Change& change : between.changes) {
    const double weight = weight_of(change);
    if (weight <= 0.0) continue;
    left *= 1.0 - weight;
    if (kinds.find(change.kind) == std::string::npos) kinds.append(kinds.empty() ? "" : ", ").append(change.kind);
    if (finding.evidence.size() < 5)
      finding.evidence.push_back(
          {-1, 0, change.after.text, change.before.text, "view " + visitor + ": " + change.kind});
  }
  const double score = 1.0 - left;
  std::vector<Finding> findings;
  if (score < kAccused) return findings;
  finding.rule = kViewDiffers;
  finding.category = Category::ConditionalContent;
  finding.severity = score >= kSure ? Severity::High : Severity::Medium;
  finding.confidence = score;
  finding.subject = visitor;
  finding.explanation = {"以 " + visitor + " 访问时看到的内容不同（" + kinds + "）",
                         "Asked as " + visitor + ", the page says something else (" + kinds + ")"};
  findings.push_back(std::move(finding));
  return findings;
}

}  // namespace huabiao::monitor
