// conditional-content: a script that does something else for search engines, or for visitors who come from one.

#include <algorithm>
#include <array>
#include <optional>

#include "base/find_word.h"
#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"
#include "web/host.h"
#include "web/url.h"

namespace huabiao::monitor {
namespace {

constexpr std::array<std::string_view, 9> kEngines = {"baidu", "google", "sogou", "soso",  "yahoo",
                                                      "bing",  "youdao", "360",   "so.com"};

std::size_t engines_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(kEngines, [&](std::string_view engine) { return holds_word(text, engine); }));
}

bool names_a_spider(std::string_view text) {
  constexpr std::array<std::string_view, 5> kSpiders = {"spider", "Spider", "googlebot", "Googlebot", "bingbot"};
  return engines_in(text) >= 2 || std::ranges::any_of(kSpiders, [&](auto word) { return holds_word(text, word); });
}

// An absolute address among the script's strings whose host is not the page's.
std::string foreign_target(const DetectInput& input, const Script& script) {
  for (const std::string& string : script.strings) {
    const auto url = web::parse_url(string);
    if (url && is_foreign(input, url->host) && engines_in(url->host) == 0) return url->to_string();
  }
  return {};
}

bool says(const Script& script, std::string_view word) {
  return holds_word(script.body, word) || std::ranges::any_of(script.strings, [&](const std::string& string) {
           return string.find(word) != std::string::npos;
         });
}

// Where the names are hidden no condition can be read; that they were hidden speaks for one.
std::optional<Guard> hidden_guard(const Script& script) {
  const auto shown = [&](std::string_view word) { return holds_word(script.body, word); };
  if (script.strings.empty() || (shown("referrer") && shown("location")) || engines_in(script.body) < 2 ||
      !says(script, "referrer") || !says(script, "location"))
    return std::nullopt;
  return Guard{Guard::Referrer, Guard::Redirect, "names hidden in strings", {}};
}

// Where a guard sends visitors, or what it writes for them: somewhere else.
std::string led_to(const DetectInput& input, const Script& script, const Guard& guard) {
  const auto url = web::parse_url(guard.target.starts_with("//") ? "http:" + guard.target : guard.target);
  if (url && is_foreign(input, url->host) && engines_in(url->host) == 0) return url->to_string();
  return foreign_target(input, script);
}

Finding guarded(const DetectInput& input, const Script& script, const Guard& guard, const std::string& target) {
  const auto url = web::parse_url(target);
  const std::string where = url ? url->host : target;
  const bool redirect = (guard.does & Guard::Redirect) != 0, referrer = (guard.asks & Guard::Referrer) != 0;
  Bilingual words =
      redirect ? Bilingual{"从搜索引擎来的访客会被脚本转到 " + where,
                           "Visitors who come from a search engine are sent to " + where}
               : Bilingual{"脚本只对从搜索引擎来的访客写入 " + where + " 的内容",
                           "Only for visitors who come from a search engine a script writes what comes from " + where};
  if (!referrer)
    words =
        redirect
            ? Bilingual{"脚本按访问者是否为搜索引擎转到 " + where,
                        "A script decides by whether the visitor is a search engine to go to " + where}
            : Bilingual{"脚本按访问者是否为搜索引擎写入 " + where + " 的内容",
                        "A script decides by whether the visitor is a search engine to write what comes from " + where};
  Finding finding = accusation(Category::ConditionalContent,
                               referrer ? "conditional-content.search-referrer" : "conditional-content.spider",
                               Severity::High, 0.9, std::move(words), where);
  finding.evidence.push_back(
      evidence_at(input, script.place, "asks " + asked_of(guard.asks) + ": " + guard.condition, target));
  return finding;
}

}  // namespace

std::vector<Finding> conditional_findings(const DetectInput& input) {
  std::vector<Finding> findings;
  for (const Script& script : input.page.scripts) {
    std::vector<Guard> guards = script.guards;
    if (auto hidden = hidden_guard(script)) guards.push_back(*std::move(hidden));
    if (guards.empty() || !names_a_spider(script.body)) continue;
    for (const Guard& guard : guards) {
      if ((guard.asks & (Guard::Referrer | Guard::UserAgent)) == 0) continue;
      if ((guard.does & (Guard::Redirect | Guard::Write)) == 0) continue;
      const std::string target = led_to(input, script, guard);
      if (target.empty()) continue;
      findings.push_back(guarded(input, script, guard, target));
      return findings;
    }
  }
  return findings;
}

}  // namespace huabiao::monitor
