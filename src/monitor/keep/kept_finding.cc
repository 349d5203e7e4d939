#include "monitor/keep/kept_finding.h"

#include <algorithm>

#include "monitor/names.h"
#include "monitor/view.h"

namespace huabiao::monitor {

namespace {

bool came_by(const WalkFacts& walk, const std::string& page) {
  return page.empty() || std::ranges::any_of(walk.pages, [&](const WalkedPage& walked) {
           return walked.url == page && is_answered(walked);
         });
}

}  // namespace

std::optional<Look> look_of(const Finding& finding) {
  if (finding.rule == kViewDiffers) return Look::Views;
  if (made_by_walk(finding)) return Look::Walk;
  if (finding.category == Category::Dns || finding.rule == kSixUnreachable) return Look::Names;
  return std::nullopt;
}

FindingEvent unlisted(const Finding& finding, const std::vector<Seeing>& looks) {
  if (is_common_cause(finding)) return NotSeen{};
  const Category category = finding.category;
  const bool about_host = category == Category::Availability || category == Category::Certificate;
  const bool looked = std::ranges::any_of(looks, [&](const Seeing& look) {
    if (look_of(finding) == Look::Names) return look.looks.has(Look::Names);
    if (look_of(finding) == Look::Views) return std::ranges::find(look.views, finding.subject) != look.views.end();
    if (look_of(finding) == Look::Walk) return look.walk && came_by(*look.walk, finding.page);
    return about_host ? look.outcome != Outcome::NotVisited : page_read(look.outcome);
  });
  if (looked) return NotSeen{};
  return NotLooked{};
}

}  // namespace huabiao::monitor
