#pragma once
// For tests of stages that take a Page: pages as they are really read.

#include <string>
#include <string_view>
#include <vector>

#include "monitor/finding.h"
#include "monitor/page.h"

namespace huabiao::test {

// `url` may be empty. The body is UTF-8 unless `content_type` says otherwise.
monitor::Page read_page(std::string_view body, const std::string& url = {},
                        const std::string& content_type = "text/html; charset=utf-8");

// The findings of one category on a page read and judged as a visit would.
std::vector<monitor::Finding> findings_on(const std::string& body, monitor::Category category,
                                          const std::string& host = "www.county.gov.cn");

}  // namespace huabiao::test
