#pragma once
// RequestPolicy: what a page in a browser may ask for: addresses of its own site and of the few hosts named beside it,
// by GET. The rest is refused before anybody is asked; private addresses the fetcher refuses. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "monitor/render/protocol.h"
#include "monitor/rendered.h"

namespace huabiao::monitor::render {

class RequestPolicy {
 public:
  // `url`: of the page. `also`: hosts any page may ask, A-labels.
  RequestPolicy(std::string_view url, std::vector<std::string> also);

  // Needs no net: it lies in the page itself.
  static bool is_inline(std::string_view url);
  // nullopt: it may be asked.
  [[nodiscard]] std::optional<RequestRefusal> refusal(const RequestPaused& request) const;

 private:
  std::string host_, domain_;  // domain_: registrable; empty: an address, or a public suffix
  std::vector<std::string> also_;
};

// Could the page be another one because this was withheld? Pictures, fonts, styles and sounds write nothing.
bool may_write(std::string_view kind);

}  // namespace huabiao::monitor::render
