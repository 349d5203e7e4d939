#include "monitor/keep/kept_finding.h"

#include <algorithm>

#include "monitor/names.h"
#include "monitor/registration.h"
#include "monitor/tls_set.h"
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
  if (finding.rule.starts_with(kRegistrationRules)) return Look::Registration;
  if (std::ranges::find(kTlsSetRules, finding.rule) != kTlsSetRules.end()) return Look::Tls;
  if (finding.category == Category::Dns || finding.rule == kSixUnreachable) return Look::Names;
  return std::nullopt;
}

FindingEvent unlisted(const Finding& finding, const std::vector<Seeing>& looks) {
  if (is_common_cause(finding)) return NotSeen{};
  const Category category = finding.category;
  const bool about_host = category == Category::Availability || category == Category::Certificate;
  const bool looked = std::ranges::any_of(looks, [&](const Seeing& look) {
    const auto kind = look_of(finding);
    if (!kind) return about_host ? look.outcome != Outcome::NotVisited : page_read(look.outcome);
    switch (*kind) {
      case Look::Views:
        return std::ranges::find(look.views, finding.subject) != look.views.end();
      case Look::Walk:
        return look.walk && came_by(*look.walk, finding.page);
      case Look::Registration:
        return look.looks.has(Look::Registration) && look.domain == finding.subject;
      case Look::Names:
      case Look::Tls:
      case Look::Render:
        return look.looks.has(*kind);
    }
    return false;
  });
  if (looked) return NotSeen{};
  return NotLooked{};
}

}  // namespace huabiao::monitor
