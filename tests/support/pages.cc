#include "support/pages.h"

#include "monitor/parse/parse.h"

namespace huabiao::test {

monitor::Page read_page(std::string_view body, const std::string& url, const std::string& content_type) {
  return monitor::parse(body, {.url = url, .content_type = content_type});
}

}  // namespace huabiao::test
