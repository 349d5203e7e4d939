#include "monitor/render/request_policy.h"

#include <algorithm>

#include "web/host.h"
#include "web/url.h"

namespace huabiao::monitor::render {

RequestPolicy::RequestPolicy(std::string_view url, std::vector<std::string> also) : also_(std::move(also)) {
  if (const auto parsed = web::parse_url(url)) {
    host_ = parsed->host;
    domain_ = web::registrable_domain(host_);
  }
}

bool RequestPolicy::is_inline(std::string_view url) {
  return url.starts_with("data:") || url.starts_with("blob:") || url.starts_with("about:");
}

std::optional<RequestRefusal> RequestPolicy::refusal(const RequestPaused& request) const {
  const auto url = web::parse_url(request.url);
  if (!url) return RequestRefusal::NotHttp;
  const bool own = url->host == host_ || (!domain_.empty() && web::same_or_under(url->host, domain_));
  if (!own && std::ranges::find(also_, url->host) == also_.end()) return RequestRefusal::OtherSite;
  if (request.method != "GET") return RequestRefusal::NotGet;
  return std::nullopt;
}

bool may_write(std::string_view kind) {
  constexpr std::string_view kHarmless[] = {"Image", "Media",    "Font",     "Stylesheet",        "TextTrack",
                                            "Ping",  "Prefetch", "Manifest", "CSPViolationReport"};
  return std::ranges::find(kHarmless, kind) == std::end(kHarmless);
}

}  // namespace huabiao::monitor::render
