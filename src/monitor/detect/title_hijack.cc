// title-hijack: what search engines index of a page (title, keywords, description) was swapped for another trade's.

#include <algorithm>
#include <array>

#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"

namespace huabiao::monitor {
namespace {

std::size_t numeric_references(std::string_view source) {
  std::size_t count = 0;
  for (auto at = source.find("&#"); at != std::string_view::npos; at = source.find("&#", at + 2)) ++count;
  return count;
}

std::string words_of(const rules::Words& found) {
  std::string words;
  for (const rules::WordHit& hit : found.hits)
    if (words.size() < 120) words.append(words.empty() ? "" : "、").append(hit.word);
  return words;
}

// Is at most half of the words of the one among those of the other?
bool apart(const rules::Words& a, const rules::Words& b) {
  const auto shared = std::ranges::count_if(a.hits, [&](const rules::WordHit& hit) {
    return std::ranges::any_of(b.hits, [&](const rules::WordHit& other) { return other.word == hit.word; });
  });
  return 2 * static_cast<std::size_t>(shared) <= a.hits.size();
}

// "if the visitor is no spider, put the old title back": says by itself that the title is not the site's own.
const Script* title_swap(const Page& page) {
  constexpr std::array<std::string_view, 8> kSpiders = {"baidu", "Baidu", "spider", "Spider",
                                                        "sogou", "Sogou", "google", "Google"};
  for (const Script& script : page.scripts) {
    const bool swaps = std::ranges::any_of(script.guards, [](const Guard& guard) {
      return (guard.asks & Guard::UserAgent) != 0 && (guard.does & Guard::Title) != 0;
    });
    if (swaps && std::ranges::any_of(kSpiders, [&](auto word) { return script.body.find(word) != std::string::npos; }))
      return &script;
  }
  return nullptr;
}

}  // namespace

std::vector<Finding> title_hijack_findings(const DetectInput& input) {
  const Page& page = input.page;
  std::vector<Finding> findings;
  if (const Script* script = title_swap(page)) {
    findings.push_back(accusation(Category::TitleHijack, "title-hijack.spider-title", Severity::High, 0.95,
                                  {"脚本按访问者是否为搜索引擎更换标题：搜索引擎看到的标题与访客不同",
                                   "A script changes the title by whether the visitor is a search engine"},
                                  page.title));
    findings.back().evidence.push_back(evidence_at(input, script->place, "userAgent decides document.title"));
  }
  std::string meta_text;
  const Meta* first_meta = nullptr;
  for (const Meta& meta : page.metas)
    if (meta.name == "keywords" || meta.name == "description") {
      meta_text += meta.content + "\n";
      if (first_meta == nullptr) first_meta = &meta;
    }
  const rules::Words in_title = input.rules.words(page.title), in_meta = input.rules.words(meta_text);
  if (in_title.against || in_meta.against || (in_title.hits.empty() && in_meta.hits.empty())) return findings;
  const std::size_t references = numeric_references(page.title_source);
  const bool encoded = references >= 4;
  const rules::Words body = input.rules.words(std::string_view(page.visible.text).substr(0, 200'000));
  // A page of that trade says so in its text as well; a hijacked one only in its head. A text that warns of the trade
  // is news; a headline of it names what the text names.
  const bool only_in_head =
      body.weight() <= in_title.weight() / 2 || (body.against && apart(in_title, body) && apart(in_meta, body));
  const int weight = in_title.weight() + in_meta.weight();
  if ((encoded && in_title.weight() > 0) || (in_title.weight() >= 3 && weight >= 6 && only_in_head) ||
      (in_meta.weight() >= 6 && in_meta.hits.size() >= 2 && only_in_head)) {
    const std::string words = words_of(in_title.hits.empty() ? in_meta : in_title);
    findings.push_back(accusation(
        Category::TitleHijack, "title-hijack.foreign-trade", encoded || weight >= 9 ? Severity::High : Severity::Medium,
        encoded ? 0.95 : 0.8,
        {"标题或关键词被换成与本站无关的内容：" + words + (encoded ? "（以字符编号书写以逃避检查）" : ""),
         "Title or keywords advertise something else: " + words + (encoded ? " (written as character numbers)" : "")},
        words));
    findings.back().evidence.push_back(
        evidence_at(input, page.title_place, encoded ? "numeric character references" : "title", page.title));
    if (!in_meta.hits.empty() && first_meta != nullptr)
      findings.back().evidence.push_back(
          evidence_at(input, first_meta->place, "meta " + first_meta->name, first_meta->content));
  }
  return findings;
}

}  // namespace huabiao::monitor
