#include "monitor/pipeline/other_view.h"

#include "monitor/change/change.h"
#include "monitor/change/views.h"
#include "monitor/detect/detect.h"
#include "monitor/parse/parse.h"

namespace huabiao::monitor {

std::vector<Finding> differing(const SeenPage& seen, const FetchOutcome& answer, const View& view,
                               const rules::RuleSet& rules) {
  const Page page = parse(answer.body, {.url = answer.final_url, .content_type = std::string(content_type_of(answer))});
  const Detected shown = detect({page, answer, seen.declared, seen.host, rules});
  const Page added = what_was_added(seen.page, page);
  const Detected of_added = detect({added, answer, {}, seen.host, rules});
  const ChangeReport between = compare({.before = {seen.page, seen.findings},
                                        .after = {page, shown.findings},
                                        .added = of_added.findings,
                                        .host = seen.host,
                                        .own = seen.declared.hosts});
  return view_findings(between, std::string(view.name));
}

}  // namespace huabiao::monitor
