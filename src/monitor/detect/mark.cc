// The mark: which state a page shows it in, and whether that agrees with the register.

#include <algorithm>
#include <set>

#include "mark/recognise.h"
#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"

namespace huabiao::monitor {
namespace {

// What a page shows of the mark, piece by piece.
struct Shown {
  struct Item {
    mark::MarkPiece piece;
    Place place;
  };
  std::vector<Item> scripts, links, broken, images, errors;
  std::string colour;  // of the first picture
};

void take(Shown& shown, mark::MarkPiece piece, const Place& place) {
  if (piece.piece == mark::Piece::None) return;
  if (piece.piece == mark::Piece::Image) {
    if (shown.colour.empty()) shown.colour = to_string(piece.colour);
    (piece.error_image ? shown.errors : shown.images).push_back({std::move(piece), place});
    return;
  }
  auto& into = !piece.valid ? shown.broken : piece.piece == mark::Piece::Script ? shown.scripts : shown.links;
  into.push_back({std::move(piece), place});
}

Shown look(const Page& page) {
  Shown shown;
  for (const Script& script : page.scripts)
    if (!script.written.empty()) take(shown, mark::recognise_script_url(script.written), script.place);
  for (const Link& link : page.links)
    if (link.host.find("conac") != std::string::npos)  // the registry's own, or one that borrows its name
      take(shown, mark::recognise_link(link.href), link.place);
  for (const HandlerAddress& handler : page.handlers) take(shown, mark::recognise_link(handler.written), handler.place);
  for (const Resource& resource : page.resources)
    if (resource.tag != "link") take(shown, mark::recognise_image(resource.written), resource.place);
  return shown;
}

MarkFact fact_of(MarkState state, const Shown& shown, const Shown::Item& item) {
  MarkFact fact;
  fact.state = state;
  fact.id = item.piece.id;
  fact.colour = shown.colour;
  fact.place = item.place;
  return fact;
}

// Red.png alone is an everyday file name: without the mark's own host it counts only on an official site,
// or where the page says it is the mark.
bool is_mark_picture(const Shown::Item& item, const DetectInput& input) {
  const Page& page = input.page;
  if (item.piece.valid || page.has_mark_span || is_official(input)) return true;
  return std::ranges::any_of(page.links, [&](const Link& link) {
    return link.text.find("党政机关") != std::string::npos || link.text.find("事业单位") != std::string::npos;
  });
}

Finding finding(std::string_view rule, Severity severity, Bilingual words, std::string subject, Evidence evidence) {
  Finding out = accusation(Category::Mark, "mark." + std::string(rule), severity, Finding{}.confidence,
                           std::move(words), std::move(subject));
  out.evidence.push_back(std::move(evidence));
  return out;
}

}  // namespace

MarkFact read_mark(const DetectInput& input) {
  const Shown shown = look(input.page);
  if (!shown.errors.empty()) {
    MarkFact fact = fact_of(MarkState::ErrorImage, shown, shown.errors.front());
    if (!shown.scripts.empty()) fact.id = shown.scripts.front().piece.id;
    if (fact.id.empty() && !shown.links.empty()) fact.id = shown.links.front().piece.id;
    fact.colour = to_string(shown.errors.front().piece.colour);
    return fact;
  }
  if (!shown.scripts.empty()) return fact_of(MarkState::Script, shown, shown.scripts.front());
  if (!shown.links.empty()) return fact_of(MarkState::Link, shown, shown.links.front());
  if (!shown.broken.empty()) {
    MarkFact fact = fact_of(MarkState::Malformed, shown, shown.broken.front());
    fact.reason = to_string(shown.broken.front().piece.fault);
    return fact;
  }
  for (const Shown::Item& item : shown.images)
    if (is_mark_picture(item, input)) {
      MarkFact fact = fact_of(MarkState::Picture, shown, item);
      fact.colour = to_string(item.piece.colour);
      return fact;
    }
  MarkFact fact;
  fact.state = may_be_written(input) ? MarkState::NotSeen : MarkState::Absent;
  return fact;
}

std::vector<Finding> mark_findings(const DetectInput& input, const PageFacts& facts) {
  std::vector<Finding> findings;
  const MarkFact& mark = facts.mark;
  const std::optional<bool> declared = input.declared.mark_hung;
  const auto here = [&](std::string why) { return evidence_at(input, mark.place, std::move(why), mark.id); };
  const auto nowhere = [&](std::string why) { return evidence_of({}, std::move(why)); };
  switch (mark.state) {
    case MarkState::Absent:
      if (declared == true)
        findings.push_back(finding("missing", Severity::Medium,
                                   {"登记为已挂标，首页上没有党政机关、事业单位网站标识",
                                    "Registered as hung, but the page does not show the official mark"},
                                   "", nowhere("no script, link or picture of the mark; nothing could write one")));
      break;
    case MarkState::NotSeen:
      if (declared == true)
        findings.push_back(finding("not-seen", Severity::Info,
                                   {"登记为已挂标，静态页面上没有看到标识；可能由脚本写出，需在浏览器中核实",
                                    "Registered as hung, but the static page shows no mark; a script may write it, so "
                                    "look with a browser"},
                                   "", nowhere("no script, link or picture of the mark in the source")));
      break;
    case MarkState::ErrorImage:
      findings.push_back(finding("error-image", Severity::High,
                                 {"标识显示为“错误”图片：标识未绑定本网站域名、抄用他人代码或已失效",
                                  "The mark shows its error picture: not bound to this host, copied, or expired"},
                                 mark.id, here("error picture of the mark")));
      break;
    case MarkState::Malformed:
      findings.push_back(finding("malformed", Severity::Medium,
                                 {"标识代码不合规范（" + mark.reason + "），不会显示或指向错误",
                                  "The code of the mark is malformed (" + mark.reason + ")"},
                                 mark.id, here(mark.reason)));
      break;
    case MarkState::Picture:
      findings.push_back(finding("picture-only", declared == true ? Severity::Medium : Severity::Low,
                                 {"只有标识图片，没有指向标识查验页面的代码或链接，不算挂标",
                                  "Only a picture of the mark, with no code or link to its verification"},
                                 "", here("picture without script or link")));
      break;
    case MarkState::Link:
      findings.push_back(finding("link-only", Severity::Info,
                                 {"标识为静态图片加链接，没有使用标识代码，不会随标识状态更新",
                                  "The mark is a static picture with a link instead of its script; it does not follow "
                                  "the mark's state"},
                                 mark.id, here("link without script")));
      [[fallthrough]];
    case MarkState::Script:
      if (declared == false)
        findings.push_back(finding("undeclared", Severity::Low,
                                   {"登记为未挂标，首页上却有标识，请核对登记",
                                    "Registered as not hung, but the page shows the mark; check the register"},
                                   mark.id, here("mark shown")));
      break;
  }
  std::set<std::string> ids;
  for (const Script& script : input.page.scripts)
    if (auto piece = mark::recognise_script_url(script.written); piece.valid) ids.insert(std::move(piece.id));
  if (ids.size() > 1)
    findings.push_back(finding("several", Severity::Medium,
                               {"同一页面上有多个不同的标识代码", "One page carries several different marks"},
                               *ids.begin(), here(std::to_string(ids.size()) + " different marks")));
  return findings;
}

}  // namespace huabiao::monitor
