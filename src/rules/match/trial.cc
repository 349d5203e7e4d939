#include "rules/match/trial.h"

#include <algorithm>
#include <set>

namespace huabiao::rules {
namespace {

class Trying {
 public:
  Trying(const Pack& pack, const RuleSet& set, const ReadPage& read) : pack_(pack), set_(set), read_(read) {}

  Trial run() {
    for (const std::string& warning : set_.warnings()) add(TrialFault::What::Slow, "", warning);
    for (const WordRule& rule : pack_.words) {
      if (rule.sense == Sense::Against) against_.insert(rule.id);
      try_words(rule);
    }
    for (const TestPage& page : pack_.pages) try_page(page);
    for (const Rule& rule : set_.rules()) {
      if (rule.pack != pack_.name) continue;
      ++trial_.rules;
      if (!with_hit_.contains(rule.id)) add(TrialFault::What::NoHitPage, rule.id, "pages/" + rule.id + ".hit.html");
      if (!with_miss_.contains(rule.id)) add(TrialFault::What::NoMissPage, rule.id, "pages/" + rule.id + ".miss.html");
    }
    return std::move(trial_);
  }

 private:
  void add(TrialFault::What what, std::string rule, std::string detail) {
    trial_.faults.push_back({what, std::move(rule), std::move(detail)});
  }

  void try_words(const WordRule& rule) {
    for (const std::string& word : rule.words) {
      ++trial_.words;
      const Words found = set_.words(word);
      if (found.hits.empty() && !found.against) add(TrialFault::What::DeadWord, rule.id, word);
    }
  }

  void try_page(const TestPage& page) {
    ++trial_.pages;
    const auto rule = std::ranges::find_if(
        set_.rules(), [&](const Rule& one) { return one.id == page.rule && one.pack == pack_.name; });
    if (rule == set_.rules().end()) return add(TrialFault::What::UnknownRule, page.rule, page.path);
    (page.must == Must::Hit ? with_hit_ : with_miss_).insert(page.rule);
    const bool hit = hits(*rule, page);
    if (page.must == Must::Hit && !hit) add(TrialFault::What::NotHit, page.rule, page.path);
    if (page.must == Must::Miss && hit) add(TrialFault::What::HitHonest, page.rule, page.path);
  }

  bool hits(const Rule& rule, const TestPage& page) {
    const Sample sample = read_(page);
    if (rule.kind == Rule::Kind::Hosts)
      return std::ranges::any_of(sample.hosts,
                                 [&](const std::string& host) { return set_.known_service(host) == &rule; });
    if (rule.kind == Rule::Kind::Words) {
      const Words found = set_.words(sample.words);
      if (against_.contains(rule.id)) return found.against;
      return std::ranges::any_of(found.hits, [&](const WordHit& hit) { return hit.rule == &rule; });
    }
    std::vector<ContentInput::ScriptText> scripts;
    scripts.reserve(sample.scripts.size() + sample.decoded.size());
    for (const std::string& code : sample.scripts) scripts.push_back({code, true});
    for (const std::string& code : sample.decoded) scripts.push_back({code, false});
    const Content content =
        set_.content({.source = page.bytes, .text = sample.text, .scripts = scripts, .headers = {}, .status = 200});
    for (const std::string& fault : content.faults)
      add(TrialFault::What::NotLookedAt, rule.id, page.path + ": " + fault);
    return std::ranges::any_of(content.hits, [&](const ContentHit& hit) { return hit.rule == &rule; });
  }

  const Pack& pack_;
  const RuleSet& set_;
  const ReadPage& read_;
  Trial trial_;
  std::set<std::string> with_hit_, with_miss_, against_;
};

}  // namespace

Trial try_pack(const Pack& pack, const RuleSet& set, const ReadPage& read) {
  return Trying(pack, set, read).run();
}

}  // namespace huabiao::rules
