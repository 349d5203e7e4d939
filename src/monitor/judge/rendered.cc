#include "monitor/judge/rendered.h"

#include <algorithm>
#include <string_view>

namespace huabiao::monitor {
namespace {

bool has(const VisitRecord& record, std::string_view rule) {
  return std::ranges::any_of(record.findings, [&](const Finding& finding) { return finding.rule == rule; });
}

// Findings of the rules that begin so: those of the source go, those of the view come.
void take_over(VisitRecord& record, const RenderedView& view, std::string_view rules) {
  std::erase_if(record.findings, [&](const Finding& finding) { return finding.rule.starts_with(rules); });
  std::ranges::copy_if(view.findings, std::back_inserter(record.findings),
                       [&](const Finding& finding) { return finding.rule.starts_with(rules); });
}

struct FooterPart {
  std::string_view rules, open;
  std::vector<FooterValue> PageFacts::* values;
};
constexpr FooterPart kFooter[] = {{"footer.icp-", "footer.icp-not-seen", &PageFacts::icp},
                                  {"footer.police-", "footer.police-not-seen", &PageFacts::police},
                                  {"footer.site-code-", "footer.site-code-not-seen", &PageFacts::site_code}};

}  // namespace

bool is_undecided(const VisitRecord& record) {
  if (!record.facts) return false;
  return record.facts->mark.state == MarkState::NotSeen ||
         std::ranges::any_of(kFooter, [&](const FooterPart& part) { return has(record, part.open); });
}

void settle(VisitRecord& record, const RenderedView& view) {
  if (!record.facts || !view.facts) return;
  const MarkFact& mark = view.facts->mark;
  if (record.facts->mark.state == MarkState::NotSeen && mark.state != MarkState::NotSeen &&
      (mark.state != MarkState::Absent || view.whole)) {
    record.facts->mark = mark;
    take_over(record, view, "mark.");
  }
  for (const FooterPart& part : kFooter) {
    auto& known = *record.facts.*part.values;
    const auto& shown = *view.facts.*part.values;
    if (!known.empty() || (shown.empty() && !(view.whole && has(record, part.open)))) continue;
    known = shown;
    take_over(record, view, part.rules);
  }
}

}  // namespace huabiao::monitor
