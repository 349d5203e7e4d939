// defacement: the page says who broke in. Words alone do not accuse (news says "hacked by" too): where they stand and
// what is left of the page decide.

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "monitor/detect/boasts.h"
#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"
#include "monitor/detect/stage.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kCollapsed = 2'500;  // bytes of visible text: less than any home page, more than most boasts
constexpr std::int64_t kFewLinks = 12;
constexpr std::size_t kTiny = 400;  // bytes of visible text that are a signature and nothing else
constexpr std::int64_t kFewestLinks = 4;
constexpr int kSigns = 2;

std::vector<Finding> script_in_title(const DetectInput& input) {
  std::vector<Finding> findings;
  findings.push_back(accusation(Category::Defacement, "defacement.script-in-title", Severity::High, 0.9,
                                {"网页标题被写入脚本标签", "A script element was written into the title"},
                                std::string(utf8::cut(input.page.title, 120))));
  findings.back().evidence.push_back(
      evidence_at(input, input.page.title_place, "script element in the title", input.page.title));
  return findings;
}

// What a page says of itself beside its title.
std::string said_in_metas(const Page& page) {
  constexpr std::array<std::string_view, 8> kNames = {"description",    "keywords",     "author",        "og:title",
                                                      "og:description", "og:site_name", "twitter:title", "abstract"};
  std::string all;
  for (const Meta& meta : page.metas)
    if (std::ranges::find(kNames, meta.name) != kNames.end()) all += meta.content + "\n";
  return all;
}

struct Said {
  Heard in_title, in_text;
  bool boast, collapsed;
};

Finding scrawled(const DetectInput& input, const Said& said, const std::string& signals) {
  const std::string_view visible = input.page.visible.text;
  Finding finding;
  finding.rule = said.boast ? "defacement.boast" : "defacement.signs";
  finding.category = Category::Defacement;
  finding.severity = said.boast ? (said.collapsed ? Severity::Critical : Severity::High) : Severity::Medium;
  finding.confidence = said.boast ? 0.95 : 0.6;
  finding.subject = std::string(utf8::cut(said.in_title.count > 0 ? input.page.title : std::string_view(visible), 120));
  finding.explanation = {"页面像是被入侵者替换或涂改（" + signals + "）",
                         "The page looks replaced or scrawled over by an intruder (" + signals + ")"};
  if (said.in_title.count > 0)
    finding.evidence.push_back(
        evidence_at(input, input.page.title_place, "title: " + std::string(said.in_title.word), input.page.title));
  if (said.in_text.count > 0)
    finding.evidence.push_back(evidence_at(input,
                                           input.page.visible.place_of(std::min(said.in_text.at, visible.size()), 1),
                                           "text: " + std::string(said.in_text.word)));
  if (finding.evidence.empty())
    finding.evidence.push_back(evidence_at(input, input.page.visible.place_of(0, visible.size()), signals));
  return finding;
}

}  // namespace

std::vector<Finding> defacement_findings(const DetectInput& input) {
  const Page& page = input.page;
  if (page.title.find("<script") != std::string::npos) return script_in_title(input);
  const std::string_view visible = page.visible.text;
  const auto links =
      static_cast<std::int64_t>(std::ranges::count_if(page.links, [](const Link& link) { return !link.url.empty(); }));
  const bool collapsed = visible.size() < kCollapsed && links < kFewLinks;
  const std::string title = fold_boasts(page.title);
  Heard in_title = boast_in(title, collapsed);
  if (in_title.count == 0 && collapsed) in_title = verdict_in(title);
  if (!collapsed && in_title.count == 0) return {};  // a full page that only talks of break-ins
  const std::string headings = fold_boasts(page.headings), text = fold_boasts(visible.substr(0, 20'000));
  const Heard in_headings = boast_in(headings, false);
  Heard in_text = boast_in(text, false);
  if (in_text.count == 0 && collapsed) in_text = opening_boast(text);
  const std::string metas = collapsed ? fold_boasts(said_in_metas(page)) : std::string();
  const Heard in_metas = boast_in(metas, false);
  const Stage stage = collapsed ? stage_of(input) : Stage();
  const int company = company_in(text) + company_in(title) + company_in(metas) + (names_a_gang(title) ? 1 : 0);

  int score = 0;
  std::string signals;
  const auto add = [&](bool is, int weight, std::string_view what) {
    if (!is) return;
    score += weight;
    signals.append(signals.empty() ? "" : ", ").append(what);
  };
  add(in_title.count > 0, 3, "title");
  add(in_headings.count > 0 && collapsed, 2, "heading");
  add(in_text.count > 0 && collapsed, 3, "text");
  add(in_text.count > 0 && !collapsed && in_title.count > 0, 1, "text");
  add(collapsed, 1, "little left of the page");
  add(in_metas.count > 0, 2, "description");
  add(company > 0 && collapsed, std::min(company, 3), "hacker's words");
  add(stage.only_music, 0, "music over an empty page");
  add(stage.props > 1 && stage.telling, 1, stage.names);
  const bool is_by_somebody =
      collapsed && (is_signed(title) || (visible.size() < kTiny && links < kFewestLinks && is_signed(text)));
  add(is_by_somebody, 1, "signed");
  const bool said = in_title.count > 0 || (in_text.count > 0 && collapsed);
  const bool boast = said && score >= 4;
  // Without a boast: two of a gang's words, or a stage, the fewer props the more of the words.
  const int staged = stage.only_music ? 2 : stage.telling ? stage.props - 1 : 0;
  const int signs = company + (is_by_somebody ? 2 : 0) + 2 * in_metas.count + staged;
  const bool gang = !said && collapsed && signs >= kSigns;
  // A headline about a break-in stands on a page full of other things.
  if (in_title.count > 0 && !collapsed && in_text.count == 0) return {};
  if (!boast && !gang) return {};
  if (!collapsed && visible.size() > 20'000) return {};

  std::vector<Finding> findings;
  findings.push_back(scrawled(input, {in_title, in_text, boast, collapsed}, signals));
  return findings;
}

}  // namespace huabiao::monitor
