#pragma once
// What detectors share: an accusation, and evidence off a page, the bytes at a place as a reader of UTF-8 sees them.
// Pure; any thread.

#include <string>
#include <string_view>

#include "monitor/detect/detect.h"

namespace huabiao::monitor {

Evidence evidence_at(const DetectInput& input, const Place& place, std::string why, std::string_view decoded = {});
// For what is not in the body (or nowhere in particular): offset -1.
Evidence evidence_of(std::string_view snippet, std::string why);

// An accusation still without evidence.
Finding accusation(Category category, std::string rule, Severity severity, double confidence, Bilingual words,
                   std::string subject);

// Could a script of this page still write what it lacks?
bool may_be_written(const DetectInput& input);
// Does the register, or the host, say that this is a site the rules for public-sector sites hold for?
bool is_official(const DetectInput& input);
// Is `host` neither the page's nor one of the site's? False while it is not known whose the page is and host is empty.
bool is_foreign(const DetectInput& input, std::string_view host);

}  // namespace huabiao::monitor
