// injected-frame: a frame no reader can see, of a host that is neither the site's nor a known counter's. That alone is
// common on honest pages; a bare address, an odd port, a place outside the document or an encoded string makes it a
// case.

#include <algorithm>

#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"
#include "web/host.h"
#include "web/url.h"

namespace huabiao::monitor {
namespace {

bool is_address(std::string_view host) {
  const auto parsed = web::parse_host(host);
  return parsed && parsed->is_ip;
}

// Where the document ends in the raw body; npos when it does not say so.
std::size_t document_end(std::string_view body) {
  for (std::size_t at = body.size(); at-- > 0;)
    if (body[at] == '<' && (body.substr(at, 6) == "</html" || body.substr(at, 6) == "</HTML")) return at;
  return std::string_view::npos;
}

bool is_encoded(const DetectInput& input, const Frame& frame) {
  return std::ranges::any_of(input.page.scripts, [&](const Script& script) {
    return script.place.offset == frame.place.offset &&
           std::ranges::any_of(script.strings,
                               [](const std::string& string) { return string.find("<iframe") != std::string::npos; });
  });
}

}  // namespace

std::vector<Finding> injected_frame_findings(const DetectInput& input) {
  std::vector<Finding> findings;
  const std::size_t end = input.page.frames.empty() ? std::string_view::npos : document_end(input.fetch.body);
  for (const Frame& frame : input.page.frames) {
    if (!unseen(frame.hidden) || frame.hidden == Hidden::Noscript || !is_foreign(input, frame.host) ||
        input.rules.is_known_service(frame.host))
      continue;
    const auto url = web::parse_url(frame.url);
    std::string signals;
    const auto add = [&](bool is, std::string_view what) {
      if (is) signals.append(signals.empty() ? "" : ", ").append(what);
    };
    add(is_address(frame.host), "bare IP address");
    add(url && url->port != 0, "unusual port");
    add(end != std::string_view::npos && frame.place.offset > static_cast<std::int64_t>(end),
        "behind the end of the document");
    add(frame.script_written && is_encoded(input, frame), "written from an encoded string");
    if (signals.empty()) continue;
    findings.push_back(
        accusation(Category::InjectedFrame, "injected-frame.unseen-foreign", Severity::High, 0.85,
                   {"看不见的框架加载外部主机 " + frame.host + "（" + frame.why + "；" + signals + "）",
                    "An unseen frame loads the foreign host " + frame.host + " (" + frame.why + "; " + signals + ")"},
                   std::string(frame.host)));
    findings.back().evidence.push_back(evidence_at(input, frame.place, frame.why + "; " + signals, frame.url));
    if (findings.size() == 10) break;
  }
  return findings;
}

}  // namespace huabiao::monitor
