#include "support/pages.h"

#include "monitor/detect/detect.h"
#include "monitor/parse/parse.h"
#include "support/rules.h"

namespace huabiao::test {

monitor::Page read_page(std::string_view body, const std::string& url, const std::string& content_type) {
  return monitor::parse(body, {.url = url, .content_type = content_type});
}

std::vector<monitor::Finding> findings_on(const std::string& body, monitor::Category category,
                                          const std::string& host) {
  const monitor::Page page = read_page(body, "https://" + host + "/");
  monitor::FetchOutcome fetch;
  fetch.body = body;
  std::vector<monitor::Finding> found =
      monitor::detect({page, fetch, monitor::Declared{}, host, built_in_rules()}).findings;
  std::erase_if(found, [&](const monitor::Finding& finding) { return finding.category != category; });
  return found;
}

}  // namespace huabiao::test
