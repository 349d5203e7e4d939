#pragma once
// For tests of stages that take a Page: pages as they are really read.

#include <string>
#include <string_view>

#include "monitor/page.h"

namespace huabiao::test {

// `url` may be empty. The body is UTF-8 unless `content_type` says otherwise.
monitor::Page read_page(std::string_view body, const std::string& url = {},
                        const std::string& content_type = "text/html; charset=utf-8");

}  // namespace huabiao::test
