// foreign-resource: a script of a host that looks like a well-known one, or like the site's own, and is neither: one
// letter off, one digit for a letter, or the same name below another suffix.

#include <algorithm>
#include <array>
#include <set>

#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"
#include "web/host.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kHosts = 200;  // looked at on one page
constexpr std::size_t kLabel = 5;    // letters; shorter names are one letter apart by chance

// Whose scripts half of the web includes.
constexpr auto kWellKnown =
    std::to_array<std::string_view>({"jsdelivr.net",   "cloudflare.com",       "googleapis.com",
                                     "gstatic.com",    "google-analytics.com", "googletagmanager.com",
                                     "jquery.com",     "bootcss.com",          "bootcdn.net",
                                     "staticfile.org", "bdstatic.com",         "baidu.com",
                                     "alicdn.com",     "aliyuncs.com",         "gtimg.com",
                                     "sinaimg.cn",     "bootstrapcdn.com",     "fontawesome.com",
                                     "polyfill.io",    "kaipuyun.cn",          "conac.cn"});

std::string_view label_of(std::string_view domain) {
  return domain.substr(0, domain.find('.'));
}
std::string_view suffix_of(std::string_view domain) {
  const auto dot = domain.find('.');
  return dot == std::string_view::npos ? std::string_view() : domain.substr(dot);
}

// One letter replaced, left out, doubled or put in, or two neighbours swapped.
bool one_off(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1 || a == b) return false;
  std::size_t from = 0;
  while (from < a.size() && a[from] == b[from]) ++from;
  if (a.size() < b.size()) return a.substr(from) == b.substr(from + 1);
  if (a.substr(from + 1) == b.substr(from + 1)) return true;
  return from + 1 < a.size() && a[from] == b[from + 1] && a[from + 1] == b[from] &&
         a.substr(from + 2) == b.substr(from + 2);
}

// The known name `domain` was made to be taken for; empty when none.
std::string taken_for(std::string_view domain, std::string_view own) {
  const std::string_view label = label_of(domain);
  const auto looks_like = [&](std::string_view known) {
    const std::string_view name = label_of(known);
    return name.size() >= kLabel && one_off(label, name);
  };
  if (std::ranges::find(kWellKnown, domain) != kWellKnown.end()) return {};
  // Not the other suffix of a brand's own: only a letter off counts there.
  const auto known = std::ranges::find_if(kWellKnown, looks_like);
  if (known != kWellKnown.end()) return std::string(*known);
  if (own.empty() || domain == own) return {};
  const bool same_name = label == label_of(own) && label.size() >= kLabel && suffix_of(domain) != suffix_of(own);
  return looks_like(own) || same_name ? std::string(own) : std::string();
}

}  // namespace

std::vector<Finding> foreign_resource_findings(const DetectInput& input) {
  std::vector<Finding> findings;
  const std::string own = web::bought_name(input.page_host);
  std::set<std::string> seen;
  for (const Script& script : input.page.scripts) {
    if (!is_foreign(input, script.host)) continue;
    const std::string domain = web::bought_name(script.host);
    if (!seen.insert(domain).second || seen.size() > kHosts) continue;
    const std::string known = taken_for(domain, own);
    if (known.empty()) continue;
    Bilingual words{"脚本来自 ", "A script comes from "};
    words.zh.append(domain).append("，其名称与 ").append(known).append(" 相似");
    words.en.append(domain).append(", a name much like ").append(known);
    findings.push_back(accusation(Category::ForeignResource, "foreign-resource.look-alike", Severity::Medium, 0.7,
                                  std::move(words), domain));
    findings.back().evidence.push_back(evidence_at(input, script.place, "like " + known, script.url));
  }
  return findings;
}

}  // namespace huabiao::monitor
