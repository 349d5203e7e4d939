// dark-link: links planted for search engines. What counts is what the anchors advertise; how they are hidden only adds
// to it, since every hiding trick is common on honest pages and honest hosts are named by spam anchors too.

#include <algorithm>
#include <set>

#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"
#include "web/host.h"

namespace huabiao::monitor {
namespace {

constexpr int kVisibleSpam = 3;        // strong anchors in plain sight before they are called planted
constexpr int kManyDomains = 8;        // bought names in hidden anchors without any word of the lexicon
constexpr std::size_t kEvidence = 12;  // of one finding

struct Spam {
  const Link* link;
  std::vector<rules::WordHit> hits;
};

bool is_strong(const std::vector<rules::WordHit>& hits) {
  return std::ranges::any_of(hits, [](const rules::WordHit& hit) { return hit.weight() >= 3; }) || hits.size() >= 2;
}

// A name nobody chose to remember: digits inside, or hardly a vowel.
bool looks_random(std::string_view host) {
  const std::string name = web::bought_name(host);
  const std::string_view label = std::string_view(name).substr(0, name.find('.'));
  const auto digits = std::ranges::count_if(label, [](char c) { return c >= '0' && c <= '9'; });
  const auto vowels =
      std::ranges::count_if(label, [](char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; });
  return (digits >= 2 && label.size() >= 4) || (label.size() >= 5 && vowels == 0);
}

Finding finding_of(const DetectInput& input, std::string rule, const std::vector<Spam>& spam, Severity severity,
                   double confidence) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.category = Category::DarkLink;
  finding.severity = severity;
  finding.confidence = confidence;
  std::set<std::string> names;
  std::set<std::string_view> words;
  for (const Spam& one : spam) {
    names.insert(web::bought_name(one.link->host));
    for (const rules::WordHit& hit : one.hits) words.insert(hit.word);
    if (finding.evidence.size() < kEvidence)
      finding.evidence.push_back(evidence_at(input, one.link->place, one.link->why.empty() ? "visible" : one.link->why,
                                             one.link->text + " -> " + one.link->href));
  }
  for (const std::string& name : names)
    if (finding.subject.size() < 500) finding.subject += (finding.subject.empty() ? "" : " ") + name;
  std::string said;
  for (const std::string_view word : words)
    if (said.size() < 120) said.append(said.empty() ? "" : "、").append(word);
  const std::string count = std::to_string(spam.size()), domains = std::to_string(names.size());
  finding.explanation = {
      count + " 个外部链接指向 " + domains + " 个域名" + (said.empty() ? "" : "，宣传：" + said),
      count + " links to " + domains + " foreign domains" + (said.empty() ? "" : " advertise: " + said)};
  return finding;
}

// Links a script writes from encoded strings: mostly bought ones. No alert, but the owner should know of them.
void add_encoded(const DetectInput& input, std::vector<Finding>& findings) {
  std::vector<Spam> encoded;
  for (const Link& link : input.page.links) {
    if (!link.script_written || !is_foreign(input, link.host) || input.rules.is_known_service(link.host)) continue;
    const bool hidden_in_code = std::ranges::any_of(input.page.scripts, [&](const Script& script) {
      return script.place.offset == link.place.offset && script.body.find(link.href) == std::string::npos &&
             std::ranges::any_of(script.strings, [&](const std::string& string) {
               return string.find(link.href) != std::string::npos;
             });
    });
    if (hidden_in_code) encoded.push_back({&link, {}});
  }
  if (encoded.empty()) return;
  findings.push_back(finding_of(input, "dark-link.encoded", encoded, Severity::Info, 0.5));
  findings.back().explanation.zh = "脚本以编码字符串写出" + findings.back().explanation.zh;
  findings.back().explanation.en = "Written by a script from encoded strings: " + findings.back().explanation.en;
}

std::size_t domains_of(const std::vector<Spam>& spam) {
  std::set<std::string> names;
  for (const Spam& one : spam) names.insert(web::bought_name(one.link->host));
  return names.size();
}

}  // namespace

std::vector<Finding> dark_link_findings(const DetectInput& input) {
  std::vector<Spam> hidden, visible, wordless;
  for (const Link& link : input.page.links) {
    if (link.host.empty() || !is_foreign(input, link.host)) continue;
    rules::Words words = input.rules.words(link.text);
    std::vector<rules::WordHit> hits;
    if (!words.against) hits = std::move(words.hits);
    const bool out_of_sight = unseen(link.hidden) && link.hidden != Hidden::Noscript;
    if (!hits.empty() && out_of_sight)
      hidden.push_back({&link, std::move(hits)});
    else if (is_strong(hits) && !out_of_sight)
      visible.push_back({&link, std::move(hits)});
    else if (out_of_sight && !link.text.empty() && !input.rules.is_known_service(link.host))
      wordless.push_back({&link, {}});
  }
  std::vector<Finding> findings;
  const auto strong = std::ranges::count_if(hidden, [](const Spam& one) { return is_strong(one.hits); });
  if (strong > 0 || hidden.size() >= 3) {
    findings.push_back(finding_of(input, "dark-link.hidden-list", hidden,
                                  strong >= 2 ? Severity::High : Severity::Medium, strong >= 2 ? 0.95 : 0.8));
    findings.back().explanation.zh = "页面中有看不见的" + findings.back().explanation.zh;
    findings.back().explanation.en = "Unseen on the page: " + findings.back().explanation.en;
  }
  if (visible.size() >= kVisibleSpam && domains_of(visible) >= 2)
    findings.push_back(finding_of(input, "dark-link.spam-links", visible,
                                  visible.size() >= kVisibleSpam + 2 ? Severity::High : Severity::Medium, 0.85));
  const auto random = std::ranges::count_if(wordless, [](const Spam& one) { return looks_random(one.link->host); });
  if (domains_of(wordless) >= kManyDomains && static_cast<std::size_t>(random) * 2 >= wordless.size())
    findings.push_back(finding_of(input, "dark-link.hidden-many", wordless, Severity::Medium, 0.6));
  add_encoded(input, findings);
  return findings;
}

}  // namespace huabiao::monitor
