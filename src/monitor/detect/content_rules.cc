// content rules: what patterns and YARA rules of the packs find by themselves. Category, severity and explanation are
// the rule's; the place is ours to show. Fingerprints are technology.cc's.

#include <algorithm>
#include <iterator>

#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"

namespace huabiao::monitor {
namespace {

Evidence evidence_for(const DetectInput& input, const rules::ContentHit& hit, const rules::ContentHit::Place& place,
                      const std::vector<std::size_t>& scripts) {
  const std::string why(hit.rule->id);
  if (hit.part == rules::Part::Source)
    return evidence_at(input, {static_cast<std::int64_t>(place.at), static_cast<std::int64_t>(place.length)}, why);
  if (hit.part == rules::Part::Text) {
    const std::string& text = input.page.visible.text;
    return evidence_at(input, input.page.visible.place_of(place.at, place.length), why,
                       text.substr(std::min(place.at, text.size()), place.length));
  }
  return evidence_at(input, input.page.scripts[scripts[place.script]].place, why);
}

Finding finding_of(const DetectInput& input, const rules::ContentHit& hit, const std::vector<std::size_t>& scripts) {
  Finding finding;
  finding.rule = hit.rule->id;
  finding.category = category_from(hit.rule->category).value_or(Category::Exposure);
  finding.severity = hit.rule->severity;
  finding.confidence = hit.rule->confidence;
  finding.explanation = hit.rule->explanation;
  finding.subject = hit.rule->name;
  for (const auto& place : hit.places) finding.evidence.push_back(evidence_for(input, hit, place, scripts));
  return finding;
}

}  // namespace

std::vector<Finding> content_findings(const DetectInput& input, std::vector<std::string>& faults) {
  std::vector<rules::ContentInput::ScriptText> texts;
  std::vector<std::size_t> scripts;  // beside `texts`: the page's script each comes from
  const bool in_source = !input.page.charset.used.starts_with("UTF-16");
  const auto add = [&](std::string_view code, bool plain, std::size_t script) {
    if (code.empty()) return;
    texts.push_back({code, plain});
    scripts.push_back(script);
  };
  for (std::size_t i = 0; i < input.page.scripts.size(); ++i) {
    const Script& script = input.page.scripts[i];
    add(script.body, in_source && !script.script_written, i);
    for (const std::string& decoded : script.strings) add(decoded, false, i);
  }
  rules::Content content = input.rules.content({.source = input.fetch.body,
                                                .text = input.page.visible.text,
                                                .scripts = texts,
                                                .headers = input.fetch.headers,
                                                .status = input.fetch.status});
  std::ranges::move(content.faults, std::back_inserter(faults));
  std::vector<Finding> findings;
  for (const rules::ContentHit& hit : content.hits)
    if (hit.rule->kind != rules::Rule::Kind::Technology) findings.push_back(finding_of(input, hit, scripts));
  return findings;
}

}  // namespace huabiao::monitor
