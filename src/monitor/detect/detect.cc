#include "monitor/detect/detect.h"

#include "monitor/detect/detectors.h"

namespace huabiao::monitor {

namespace {

// Another detector's evidence may hold a person's number as well. Filing numbers are public and stay.
void mask(Finding& finding) {
  if (finding.category == Category::Footer || finding.category == Category::Mark) return;
  for (Evidence& evidence : finding.evidence) {
    evidence.snippet = mask_personal(evidence.snippet);
    evidence.decoded = mask_personal(evidence.decoded);
  }
}

}  // namespace

Detected detect(const DetectInput& input) {
  Detected detected;
  PageFacts& facts = detected.facts;
  facts.charset = input.page.charset;
  facts.bytes = input.page.bytes;
  facts.title = input.page.title;
  facts.limits_hit = input.page.limits_hit;
  facts.mark = read_mark(input);
  read_footer(input, facts);
  facts.links = count_links(input);

  const auto take = [&](std::vector<Finding> found) {
    for (Finding& finding : found) detected.findings.push_back(std::move(finding));
  };
  take(defacement_findings(input));
  take(dark_link_findings(input));
  take(title_hijack_findings(input));
  take(conditional_findings(input));
  take(injected_script_findings(input));
  take(disguised_script_findings(input));
  take(injected_frame_findings(input));
  take(personal_data_findings(input));
  take(exposure_findings(input));
  take(foreign_resource_findings(input));
  take(content_findings(input, facts.limits_hit));
  take(mark_findings(input, facts));
  take(footer_findings(input, facts));
  for (Finding& finding : detected.findings) mask(finding);
  return detected;
}

}  // namespace huabiao::monitor
