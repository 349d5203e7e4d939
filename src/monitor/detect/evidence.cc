#include "monitor/detect/evidence.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "web/charset.h"
#include "web/host.h"

namespace huabiao::monitor {
namespace {

// A script without block comments and without lines that are nothing but a comment.
std::string code_of(std::string_view body) {
  std::string code;
  for (std::size_t at = 0; at < body.size();) {
    const auto end = std::min(body.find('\n', at), body.size());
    std::string_view line = body.substr(at, end - at);
    at = end + 1;
    const auto first = line.find_first_not_of(" \t\r");
    line = first == std::string_view::npos ? std::string_view() : line.substr(first);
    if (line.starts_with("//") || line.starts_with("<!--")) continue;
    code.append(line).append("\n");
  }
  std::string out;
  for (std::size_t at = 0; at < code.size();) {
    const auto open = std::min(code.find("/*", at), code.size());
    out.append(code, at, open - at);
    const auto close = code.find("*/", open);
    at = close == std::string::npos ? code.size() : close + 2;
  }
  return out;
}

}  // namespace

Evidence evidence_at(const DetectInput& input, const Place& place, std::string why, std::string_view decoded) {
  Evidence evidence{place.offset, place.length, {}, std::string(utf8::cut(decoded, kSnippetBytes)), std::move(why)};
  const std::string_view body = input.fetch.body;
  if (place.offset >= 0 && static_cast<std::size_t>(place.offset) < body.size()) {
    const auto length =
        std::min<std::size_t>(static_cast<std::size_t>(std::max<std::int64_t>(place.length, 0)), kSnippetBytes);
    const std::string_view raw = body.substr(static_cast<std::size_t>(place.offset), length);
    const web::DecodedText text = web::decode(raw, "text/html; charset=" + input.page.charset.used);
    evidence.snippet = utf8::cut(text.text(), kSnippetBytes);
  }
  return evidence;
}

Evidence evidence_of(std::string_view snippet, std::string why) {
  return {-1, 0, std::string(utf8::cut(snippet, kSnippetBytes)), {}, std::move(why)};
}

Finding accusation(Category category, std::string rule, Severity severity, double confidence, Bilingual words,
                   std::string subject) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.category = category;
  finding.severity = severity;
  finding.confidence = confidence;
  finding.explanation = std::move(words);
  finding.subject = std::move(subject);
  return finding;
}

bool may_be_written(const DetectInput& input) {
  const Page& page = input.page;
  constexpr std::array<std::string_view, 8> kHands = {"document", "$(",    "jQuery",  "eval",
                                                      "import",   "fetch", "XMLHttp", "Function("};
  if (!page.frames.empty()) return true;  // what stands in a frame is not looked into
  if (input.drawn == AsDrawn::Yes) return false;
  return std::ranges::any_of(page.scripts, [&](const Script& script) {
    if (!script.written.empty()) return true;
    const std::string code = code_of(script.body);
    return std::ranges::any_of(kHands, [&](std::string_view hand) { return code.find(hand) != std::string::npos; });
  });
}

bool is_official(const DetectInput& input) {
  const Declared& declared = input.declared;
  return !declared.site_name.empty() || !declared.hosts.empty() || !declared.site_code.empty() ||
         declared.mark_hung.has_value() || web::same_or_under(input.page_host, "gov.cn") ||
         web::same_or_under(input.page_host, "xn--zfr164b");
}

bool is_foreign(const DetectInput& input, std::string_view host) {
  if (host.empty() || host == input.page_host) return false;
  const std::string domain = web::bought_name(host);
  if (!input.page_host.empty() && domain == web::bought_name(input.page_host)) return false;
  return std::ranges::none_of(input.declared.hosts,
                              [&](const std::string& own) { return web::bought_name(own) == domain; });
}

}  // namespace huabiao::monitor
