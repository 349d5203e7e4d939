#pragma once
// The detectors by name; detect.cc runs them in this order. Each takes the page and what is known beside it and gives
// findings of its own category. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "monitor/detect/detect.h"

namespace huabiao::monitor {

// Facts first: others read them.
MarkFact read_mark(const DetectInput& input);
void read_footer(const DetectInput& input, PageFacts& facts);  // icp, police, site_code, button, organiser, contact
LinkCounts count_links(const DetectInput& input);

// What patterns and YARA rules of the packs say of the page by themselves. `faults`: what could not be looked
// through to its end.
std::vector<Finding> content_findings(const DetectInput& input, std::vector<std::string>& faults);

std::vector<Finding> mark_findings(const DetectInput& input, const PageFacts& facts);
std::vector<Finding> footer_findings(const DetectInput& input, const PageFacts& facts);
std::vector<Finding> dark_link_findings(const DetectInput& input);
std::vector<Finding> title_hijack_findings(const DetectInput& input);
std::vector<Finding> conditional_findings(const DetectInput& input);
std::vector<Finding> injected_script_findings(const DetectInput& input);
std::vector<Finding> disguised_script_findings(const DetectInput& input);
std::vector<Finding> injected_frame_findings(const DetectInput& input);
std::vector<Finding> defacement_findings(const DetectInput& input);
std::vector<Finding> personal_data_findings(const DetectInput& input);
std::vector<Finding> exposure_findings(const DetectInput& input);
std::vector<Finding> foreign_resource_findings(const DetectInput& input);

// Identity, bank card and mobile numbers with all but their ends replaced by '*'.
std::string mask_personal(std::string_view text);

}  // namespace huabiao::monitor
