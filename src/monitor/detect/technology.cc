// technology: what a page shows of the software it is made with: its generator meta, headers, well-known paths. Says
// nothing bad; an owner wants to know it, and an intruder does too.

#include <algorithm>
#include <array>
#include <map>

#include "base/utf8.h"
#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"

namespace huabiao::monitor {
namespace {

struct Path {
  std::string_view part, name;
};

constexpr auto kPaths = std::to_array<Path>({{"/wp-content/", "WordPress"},
                                             {"/wp-includes/", "WordPress"},
                                             {"/sites/default/files/", "Drupal"},
                                             {"/dede/", "DedeCMS"},
                                             {"/templets/default/", "DedeCMS"},
                                             {"/_js/jquery.min.js", "Webplus"},
                                             {"/_css/_system/", "Webplus"},
                                             {"/_upload/tpl/", "Webplus"},
                                             {"/jpage/", "JCMS"},
                                             {"/module/jslib/", "JCMS"},
                                             {"/col/col", "JCMS"},
                                             {"/_sitegray/", "VSB CMS"},
                                             {"/system/resource/js/", "VSB CMS"},
                                             {"/statics/js/dayrui", "XunRuiCMS"},
                                             {"/phpcms/", "PHPCMS"},
                                             {"/static/js/bootstrap", "Bootstrap"},
                                             {"/ueditor/", "UEditor"},
                                             {"/kindeditor/", "KindEditor"},
                                             {"jquery", "jQuery"},
                                             {"vue.min.js", "Vue"},
                                             {"/_next/static/", "Next.js"},
                                             {"echarts", "ECharts"}});

constexpr std::array<std::string_view, 4> kHeaders = {"server", "x-powered-by", "x-aspnet-version", "x-generator"};
constexpr std::size_t kNameBytes = 80;

class TechnologyReader {
 public:
  explicit TechnologyReader(const DetectInput& input) : input_(input) {}

  std::vector<Finding> read() {
    for (const Meta& meta : input_.page.metas)
      if (meta.name == "generator" && !utf8::trim(meta.content).empty())
        add(utf8::squeeze(utf8::cut(meta.content, kNameBytes)), evidence_at(input_, meta.place, "generator"));
    for (const auto& [name, value] : input_.fetch.headers)
      if (std::ranges::find(kHeaders, std::string_view(name)) != kHeaders.end() && !value.empty())
        add(utf8::squeeze(utf8::cut(utf8::scrub(value), kNameBytes)),
            evidence_of(name + ": " + utf8::scrub(value), "header"));
    for (const Script& script : input_.page.scripts) path(script.written, script.place);
    for (const Resource& resource : input_.page.resources) path(resource.written, resource.place);
    fingerprints();
    std::vector<Finding> findings;
    findings.reserve(found_.size());
    for (auto& [name, finding] : found_) findings.push_back(std::move(finding));
    return findings;
  }

 private:
  void path(std::string_view written, const Place& place) {
    for (const Path& known : kPaths)
      if (written.find(known.part) != std::string_view::npos && !found_.contains(known.name))
        add(std::string(known.name), evidence_at(input_, place, std::string(known.part)));
  }

  void fingerprints() {
    const rules::Content content = input_.rules.content({.source = input_.fetch.body,
                                                         .text = input_.page.visible.text,
                                                         .scripts = {},
                                                         .headers = input_.fetch.headers,
                                                         .status = input_.fetch.status});
    for (const rules::ContentHit& hit : content.hits) {
      if (hit.rule->kind != rules::Rule::Kind::Technology) continue;
      add(hit.rule->name, evidence_of(hit.rule->name, hit.rule->id));
    }
  }

  void add(const std::string& name, Evidence evidence) {
    if (found_.contains(name)) return;
    Finding finding = accusation(Category::Technology, "technology.seen", Severity::Info, 0.8,
                                 {"页面使用 " + name, "The page is made with " + name}, name);
    finding.evidence.push_back(std::move(evidence));
    found_.emplace(name, std::move(finding));
  }

  const DetectInput& input_;
  std::map<std::string, Finding, std::less<>> found_;
};

}  // namespace

std::vector<Finding> technology_findings(const DetectInput& input) {
  return TechnologyReader(input).read();
}

}  // namespace huabiao::monitor
