// defacement: the page says who broke in. Words alone do not accuse (news says "hacked by" too): where they stand and
// what is left of the page decide.

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kCollapsed = 2'500;  // bytes of visible text: less than any home page, more than most boasts
constexpr std::int64_t kFewLinks = 12;

// Written after folding: lower case, digits that stand for letters as letters, white space squeezed.
constexpr auto kBoasts = std::to_array<std::string_view>({"hacked by",       "hvcked by",
                                                          "haxed by",        "haked by",
                                                          "hackeado por",    "hackeado by",
                                                          "hackeado pela",   "defaced by",
                                                          "owned by",        "pwned by",
                                                          "pwnd by",         "pawned by",
                                                          "stamped by",      "touched by",
                                                          "locked by",       "infected by",
                                                          "rooted by",       "hacklendi",
                                                          "ele gecirildi",   "hacklenmistir",
                                                          "tarafindan hack", "diambil alih",
                                                          "di ambil alih",   "diretas oleh",
                                                          "hacked!",         "got hacked",
                                                          "has been hacked", "site hacked",
                                                          "system hacked",   "was hacked by",
                                                          "been hacked by",  "your site got hacked",
                                                          "was here",        "has been compromised",
                                                          "被黑客攻陷",      "本站已被黑",
                                                          "此站已被黑",      "网站已被入侵",
                                                          "已被黑客入侵",    "黑页",
                                                          "被黑了",          "взломан",
                                                          "security is low"});
constexpr auto kCompany = std::to_array<std::string_view>({"greetz",
                                                           "greets to",
                                                           "cyber army",
                                                           "cyber team",
                                                           "hacker team",
                                                           "hackers team",
                                                           "hackers group",
                                                           "anonymous",
                                                           "expect us",
                                                           "zone-h",
                                                           "haxor",
                                                           "defacer",
                                                           "sorry admin",
                                                           "dear admin",
                                                           "hi admin",
                                                           "alo admin",
                                                           "ola admin",
                                                           "salves",
                                                           "maaf admin",
                                                           "hello admin",
                                                           "hey admin",
                                                           "fuck you",
                                                           "security is",
                                                           "your security",
                                                           "t.me/",
                                                           "telegram",
                                                           "we are legion",
                                                           "xploit",
                                                           "exploit",
                                                           "hacktivist",
                                                           "backdoor",
                                                           "patch your",
                                                           "ransomware",
                                                           "h4x",
                                                           "shells",
                                                           "free palestine",
                                                           "indonesian hacker",
                                                           "underground",
                                                           "mother fucker",
                                                           "黑客",
                                                           "红客",
                                                           "漏洞"});

// What only gangs call themselves: in a title, over a page with nothing else on it, that is a signature.
constexpr auto kGangs = std::to_array<std::string_view>(
    {"cyber army", "cyber team", "hacker team", "hackers team", "hackers group", "defacer", "haxor", "xploit"});

std::string fold(std::string_view text) {
  std::string out;
  const std::string squeezed = utf8::squeeze(utf8::fold_width(text));
  out.reserve(squeezed.size());
  for (std::size_t i = 0; i < squeezed.size(); ++i) {
    const char c = squeezed[i];
    const bool beside_letter =
        (i > 0 && ((squeezed[i - 1] | 0x20) >= 'a') && ((squeezed[i - 1] | 0x20) <= 'z')) ||
        (i + 1 < squeezed.size() && ((squeezed[i + 1] | 0x20) >= 'a') && ((squeezed[i + 1] | 0x20) <= 'z'));
    if (c >= 'A' && c <= 'Z')
      out += static_cast<char>(c - 'A' + 'a');
    else if (beside_letter && (c == '4' || c == '@'))
      out += 'a';
    else if (beside_letter && c == '3')
      out += 'e';
    else if (beside_letter && c == '0')
      out += 'o';
    else if (beside_letter && c == '1')
      out += 'i';
    else if (beside_letter && c == '5')
      out += 's';
    else if (beside_letter && c == '7')
      out += 't';
    else if (beside_letter && c == '8')
      out += 'b';
    else
      out += c;
  }
  return out;
}

// "owned by", "was here" and the like are everyday words; these say nothing by themselves in running text.
bool is_plain(std::string_view word) {
  constexpr std::array<std::string_view, 7> kPlain = {"owned by",   "was here",    "locked by",      "touched by",
                                                      "stamped by", "infected by", "security is low"};
  return std::ranges::find(kPlain, word) != kPlain.end();
}

struct Heard {
  std::string_view word;
  std::size_t at = std::string::npos;
  int count = 0;  // different boasts
};

Heard boast_in(std::string_view folded, bool with_plain) {
  Heard heard;
  for (const std::string_view word : kBoasts) {
    if (!with_plain && is_plain(word)) continue;
    const auto at = folded.find(word);
    if (at == std::string_view::npos) continue;
    ++heard.count;
    if (heard.at == std::string::npos) heard = {word, at, heard.count};
  }
  return heard;
}

// A title that is this word alone says what a page full of words would not.
bool is_verdict(std::string_view title) {
  constexpr std::array<std::string_view, 6> kVerdicts = {"owned", "hacked", "pwned", "defaced", "rooted", "haxed"};
  return std::ranges::find(kVerdicts, title) != kVerdicts.end();
}

// Nothing to read and nowhere to go, but music begins by itself and does not end.
bool is_stage(const DetectInput& input) {
  constexpr std::size_t kText = 200, kBody = 16u << 10;
  const std::string_view body = input.fetch.body;
  if (input.page.visible.text.size() > kText || body.size() > kBody || !input.page.links.empty()) return false;
  const auto audio = body.find("<audio");
  if (audio == std::string_view::npos) return false;
  const std::string_view tag = body.substr(audio, body.find('>', audio) - audio);
  return tag.find("autoplay") != std::string_view::npos && tag.find("loop") != std::string_view::npos;
}

std::vector<Finding> script_in_title(const DetectInput& input) {
  std::vector<Finding> findings;
  findings.push_back(accusation(Category::Defacement, "defacement.script-in-title", Severity::High, 0.9,
                                {"网页标题被写入脚本标签", "A script element was written into the title"},
                                std::string(utf8::cut(input.page.title, 120))));
  findings.back().evidence.push_back(
      evidence_at(input, input.page.title_place, "script element in the title", input.page.title));
  return findings;
}

// The few words of a page, or of what was added to one, open with a boast: even an everyday one is a signature there.
Heard opening_boast(std::string_view folded) {
  constexpr std::size_t kFewWords = 600;
  if (folded.size() > kFewWords) return {};
  const auto found = std::ranges::find_if(kBoasts, [&](std::string_view word) { return folded.starts_with(word); });
  return found == kBoasts.end() ? Heard{} : Heard{*found, 0, 1};
}

int company_in(std::string_view folded) {
  return static_cast<int>(std::ranges::count_if(
      kCompany, [&](std::string_view word) { return folded.find(word) != std::string_view::npos; }));
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
  const std::string title = fold(page.title);
  Heard in_title = boast_in(title, collapsed);
  if (in_title.count == 0 && collapsed && is_verdict(title)) in_title = {"the whole title", 0, 1};
  if (!collapsed && in_title.count == 0) return {};  // a full page that only talks of break-ins
  const std::string headings = fold(page.headings), text = fold(visible.substr(0, 20'000));
  const Heard in_headings = boast_in(headings, false);
  Heard in_text = boast_in(text, false);
  if (in_text.count == 0 && collapsed) in_text = opening_boast(text);
  const bool signed_title =
      std::ranges::any_of(kGangs, [&](std::string_view gang) { return title.find(gang) != std::string::npos; });
  const bool stage = collapsed && is_stage(input);
  const int company = company_in(text) + company_in(title) + (signed_title ? 1 : 0) + (stage ? 2 : 0);

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
  add(stage, 0, "music over an empty page");
  add(company > 0 && collapsed, std::min(company, 3), "hacker's words");
  const bool said = in_title.count > 0 || (in_text.count > 0 && collapsed);
  const bool boast = said && score >= 4;
  const bool gang = !said && collapsed && company >= 2;
  // A headline about a break-in stands on a page full of other things.
  if (in_title.count > 0 && !collapsed && in_text.count == 0) return {};
  if (!boast && !gang) return {};
  if (!collapsed && visible.size() > 20'000) return {};

  std::vector<Finding> findings;
  findings.push_back(scrawled(input, {in_title, in_text, boast, collapsed}, signals));
  return findings;
}

}  // namespace huabiao::monitor
