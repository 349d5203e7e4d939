#include "rules/match/rule_set.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "rules/limits.h"
#include "rules/match/literal_scanner.h"
#include "rules/match/word_index.h"
#include "rules/match/yara_scanner.h"

namespace huabiao::rules {
namespace {

// What a match of the second database means; one text may be anchor of several rules and keyword of several products.
struct Meaning {
  std::vector<std::size_t> anchor_of;   // YARA rules
  std::vector<std::size_t> keyword_of;  // fingerprints whose first keyword this is
  const PatternRule* pattern = nullptr;
};

struct Print {
  const Rule* rule;
  std::vector<std::uint32_t> keywords;  // expressions
  std::vector<std::pair<std::string, std::string>> headers;
  int status;
};

bool in_force(const PatternRule& pattern, std::string_view day) {
  return pattern.from <= day && (pattern.to.empty() || day <= pattern.to);
}

bool headers_fit(const Print& print, const ContentInput& input) {
  return std::ranges::all_of(print.headers, [&](const auto& wanted) {
    return std::ranges::any_of(input.headers, [&](const auto& header) {
      return header.first == wanted.first &&
             (wanted.second == "*" || header.second.find(wanted.second) != std::string::npos);
    });
  });
}

}  // namespace

int Words::weight() const {
  int weight = 0;
  for (const WordHit& hit : hits) weight += hit.weight();
  return weight;
}

struct RuleSet::State {
  std::vector<PatternRule> patterns;  // in force
  std::vector<Rule> rules;
  std::unordered_map<std::string_view, const Rule*> hosts;  // views into `host_names`
  std::set<std::string> host_names;
  std::optional<WordIndex> words;
  std::optional<YaraScanner> yara;
  std::vector<const Rule*> yara_rules;     // beside yara->rules()
  std::vector<const Rule*> pattern_rules;  // beside `patterns`
  std::vector<Print> prints;
  std::vector<std::size_t> header_prints;  // without keywords
  std::vector<Meaning> meanings;           // of the expressions of `pointers`
  std::optional<LiteralScanner> pointers;

  Done describe(std::span<const Pack> packs, std::string_view day);
  Done compile(std::span<const Pack> packs, const CompiledDatabases& kept);
  void add_hosts(std::span<const Pack> packs);

  const Rule* rule_of(std::string_view id) const {
    const auto found = std::ranges::find(rules, id, &Rule::id);
    return found == rules.end() ? nullptr : &*found;
  }
};

namespace {

// Makes the list of rules; `rules` is complete before anything points into it.
class Describing {
 public:
  explicit Describing(std::vector<Rule>& into) : into_(into) {}

  void words(const Pack& pack) {
    for (const WordRule& one : pack.words) {
      Rule& rule = add(Rule::Kind::Words, one.id, pack, one.date, one.explanation);
      rule.category = one.category;
      rule.weight = one.weight;
      rule.entries = one.words.size();
    }
  }
  void hosts(const Pack& pack) {
    for (const HostRule& one : pack.hosts)
      add(Rule::Kind::Hosts, one.id, pack, one.date, one.explanation).entries = one.hosts.size();
  }
  void patterns(const Pack& pack) {
    for (const PatternRule& one : pack.patterns) {
      Rule& rule = add(Rule::Kind::Pattern, one.id, pack, one.from, one.explanation);
      rule.category = to_string(one.category);
      rule.severity = one.severity;
    }
  }
  void yara(const Pack& pack, const YaraScanner& scanner) {
    for (const YaraRule& one : scanner.rules()) {
      if (one.pack != pack.name) continue;
      Rule& rule = add(Rule::Kind::Yara, one.id, pack, one.date, {one.zh, one.en});
      rule.category = one.category;
      rule.severity = monitor::severity_from(one.severity).value_or(monitor::Severity::Info);
      rule.confidence = static_cast<double>(one.confidence) / 100;
    }
  }
  void technology(const Pack& pack) {
    std::map<std::string_view, std::size_t> known;
    for (const Fingerprint& one : pack.fingerprints) {
      const auto [found, fresh] = known.try_emplace(one.id, into_.size());
      if (!fresh) {
        ++into_[found->second].entries;
        continue;
      }
      Rule& rule = add(Rule::Kind::Technology, one.id, pack, pack.date,
                       {"网页显示出 " + one.name + " 的特征", "The page shows traces of " + one.name});
      rule.category = to_string(monitor::Category::Technology);
      rule.name = one.name;
    }
  }
  // Empty when every id is its rule's alone.
  [[nodiscard]] std::string twice() const { return twice_; }

 private:
  Rule& add(Rule::Kind kind, const std::string& id, const Pack& pack, const std::string& date, Bilingual explanation) {
    if (!seen_.insert(id).second && twice_.empty()) twice_ = fmt::format("{} (pack {})", id, pack.name);
    Rule rule;
    rule.kind = kind;
    rule.id = id;
    rule.pack = pack.name;
    rule.date = date;
    rule.explanation = std::move(explanation);
    return into_.emplace_back(std::move(rule));
  }
  std::vector<Rule>& into_;
  std::set<std::string> seen_;
  std::string twice_;
};

// Collects the second database's expressions, each text once.
class Pointers {
 public:
  explicit Pointers(std::vector<Meaning>& meanings) : meanings_(meanings) {}
  std::uint32_t literal(const std::string& text, Expression::Kind kind) {
    const auto [found, fresh] = known_.try_emplace({kind, text}, expressions.size());
    if (fresh) add({kind, text, text});
    return static_cast<std::uint32_t>(found->second);
  }
  void pattern(const PatternRule& rule) {
    add({Expression::Kind::Pattern, rule.pattern, rule.id});
    meanings_.back().pattern = &rule;
  }
  std::vector<Expression> expressions;

 private:
  void add(Expression expression) {
    expressions.push_back(std::move(expression));
    meanings_.emplace_back();
  }
  std::vector<Meaning>& meanings_;
  std::map<std::pair<Expression::Kind, std::string>, std::size_t> known_;
};

}  // namespace

Done RuleSet::State::describe(std::span<const Pack> packs, std::string_view day) {
  std::set<std::string_view> names;
  for (const Pack& pack : packs)
    if (!names.insert(pack.name).second)
      return fail(Kind::Invalid, "rules.duplicate_id", "two packs named " + pack.name);
  auto scanner = YaraScanner::of_packs(packs);
  if (!scanner) return fail(std::move(scanner));
  yara = *std::move(scanner);
  Describing describing(rules);
  for (const Pack& pack : packs) {
    describing.words(pack);
    describing.hosts(pack);
    describing.patterns(pack);
    describing.yara(pack, *yara);
    describing.technology(pack);
    for (const PatternRule& pattern : pack.patterns)
      if (in_force(pattern, day)) patterns.push_back(pattern);
  }
  if (!describing.twice().empty()) return fail(Kind::Invalid, "rules.duplicate_id", describing.twice());
  return {};
}

void RuleSet::State::add_hosts(std::span<const Pack> packs) {
  for (const Pack& pack : packs)
    for (const HostRule& rule : pack.hosts)
      for (const std::string& host : rule.hosts) hosts.emplace(*host_names.insert(host).first, rule_of(rule.id));
}

Done RuleSet::State::compile(std::span<const Pack> packs, const CompiledDatabases& kept) {
  std::unordered_map<std::string_view, const Rule*> by_id;
  for (const Rule& rule : rules) by_id.emplace(rule.id, &rule);
  std::vector<const Rule*> word_rules;
  for (const Pack& pack : packs)
    for (const WordRule& rule : pack.words) word_rules.push_back(by_id.at(rule.id));
  auto index = WordIndex::of_packs(packs, word_rules, kept);
  if (!index) return fail(std::move(index));
  words = *std::move(index);

  Pointers collected(meanings);
  for (std::size_t i = 0; i < yara->rules().size(); ++i) {
    const YaraRule& rule = yara->rules()[i];
    yara_rules.push_back(by_id.at(rule.id));
    for (const std::string& anchor : rule.anchors)
      meanings[collected.literal(anchor, Expression::Kind::LiteralAnyCase)].anchor_of.push_back(i);
  }
  for (const Pack& pack : packs)
    for (const Fingerprint& one : pack.fingerprints) {
      Print print{by_id.at(one.id), {}, one.headers, one.status};
      for (const std::string& keyword : one.keywords)
        print.keywords.push_back(collected.literal(keyword, Expression::Kind::Literal));
      if (print.keywords.empty())
        header_prints.push_back(prints.size());
      else
        meanings[print.keywords.front()].keyword_of.push_back(prints.size());
      prints.push_back(std::move(print));
    }
  for (const PatternRule& pattern : patterns) {
    pattern_rules.push_back(by_id.at(pattern.id));
    collected.pattern(pattern);
  }
  auto scanner = LiteralScanner::of_expressions(collected.expressions, kept);
  if (!scanner) return fail(std::move(scanner));
  pointers = *std::move(scanner);
  return {};
}

namespace {

// One page being looked through.
template <class State>
class Looking {
 public:
  Looking(const State& state, const ContentInput& input)
      : state_(state),
        input_(input),
        pointed_source_(state.yara_rules.size()),
        pointed_script_(state.yara_rules.size()) {}

  Content look() {
    look_at(input_.source.substr(0, ScanLimits::kSourceBytes), Part::Source);
    look_at(input_.text.substr(0, ScanLimits::kSourceBytes), Part::Text);
    yara_in_source();
    yara_in_scripts();
    technologies();
    return std::move(content_);
  }

 private:
  void fault(const std::string& what) {
    if (!what.empty() && std::ranges::find(content_.faults, what) == content_.faults.end())
      content_.faults.push_back(what);
  }

  void scan(std::string_view text) {
    if (state_.pointers->scan(text, kMostMatches, matches_) != 0) fault("vectorscan-error");
  }

  void look_at(std::string_view text, Part part) {
    scan(text);
    for (const Match& match : matches_) {
      const Meaning& meaning = state_.meanings[match.expression];
      seen_.insert(match.expression);
      if (meaning.pattern != nullptr && meaning.pattern->part == part) add_pattern(*meaning.pattern, match);
      if (part == Part::Source)
        for (const std::size_t rule : meaning.anchor_of) pointed_source_[rule] = true;
    }
  }

  void add_pattern(const PatternRule& pattern, const Match& match) {
    const Rule* rule = state_.pattern_rules[static_cast<std::size_t>(&pattern - state_.patterns.data())];
    auto hit = std::ranges::find(content_.hits, rule, &ContentHit::rule);
    if (hit == content_.hits.end()) hit = content_.hits.insert(hit, {rule, pattern.part, {}});
    auto& places = hit->places;
    // Every end of a match is told; the longest of one beginning is meant.
    if (!places.empty() && places.back().at == match.from)
      places.back().length = match.to - match.from;
    else if (places.size() < ScanLimits::kPlacesPerRule)
      places.push_back({match.from, match.to - match.from, 0});
  }

  [[nodiscard]] bool any(const std::vector<bool>& pointed, std::string_view target) const {
    for (std::size_t i = 0; i < pointed.size(); ++i)
      if (pointed[i] && state_.yara->rules()[i].target == target) return true;
    return false;
  }

  void yara_in_source() {
    if (!any(pointed_source_, "source")) return;
    std::vector<YaraMatch> found;
    fault(state_.yara->scan(input_.source.substr(0, ScanLimits::kSourceBytes), found));
    for (const YaraMatch& match : found) {
      if (!pointed_source_[match.rule] || state_.yara->rules()[match.rule].target != "source") continue;
      ContentHit hit{state_.yara_rules[match.rule], Part::Source, {}};
      for (const auto& place : match.places) hit.places.push_back({place.at, place.length, 0});
      content_.hits.push_back(std::move(hit));
    }
  }

  // Scripts a first match points into are looked at together, so that one page costs one scan.
  void yara_in_scripts() {
    const bool in_source = any(pointed_source_, "script");
    std::string joined;
    std::vector<std::pair<std::size_t, std::size_t>> begins;  // in `joined`, which script
    for (std::size_t i = 0; i < input_.scripts.size(); ++i) {
      const auto& script = input_.scripts[i];
      if (script.in_source && !in_source) continue;
      scan(script.code);
      bool points = false;
      for (const Match& match : matches_)
        for (const std::size_t rule : state_.meanings[match.expression].anchor_of)
          points = (pointed_script_[rule] = true);
      if (!points) continue;
      if (joined.size() + script.code.size() > ScanLimits::kSourceBytes) {
        fault("yara-script-bytes");
        continue;
      }
      begins.emplace_back(joined.size(), i);
      joined.append(script.code).append("\n");
    }
    if (!any(pointed_script_, "script")) return;
    std::vector<YaraMatch> found;
    fault(state_.yara->scan(joined, found));
    for (const YaraMatch& match : found) {
      if (!pointed_script_[match.rule] || state_.yara->rules()[match.rule].target != "script") continue;
      ContentHit hit{state_.yara_rules[match.rule], Part::Script, {}};
      for (const auto& place : match.places) {
        const auto after =
            std::ranges::upper_bound(begins, place.at, {}, [](const auto& begin) { return begin.first; });
        const auto& [begin, script] = *std::prev(after);
        hit.places.push_back({place.at - begin, place.length, script});
      }
      content_.hits.push_back(std::move(hit));
    }
  }

  void technologies() {
    std::set<const Rule*> told;
    const auto consider = [&](std::size_t index) {
      const Print& print = state_.prints[index];
      const bool fits = (print.status == 0 || input_.status == 0 || print.status == input_.status) &&
                        std::ranges::all_of(print.keywords, [&](auto keyword) { return seen_.contains(keyword); }) &&
                        headers_fit(print, input_);
      if (fits && told.insert(print.rule).second) content_.hits.push_back({print.rule, Part::Source, {}});
    };
    for (const std::uint32_t expression : seen_)
      for (const std::size_t index : state_.meanings[expression].keyword_of) consider(index);
    for (const std::size_t index : state_.header_prints) consider(index);
  }

  static constexpr std::size_t kMostMatches = 65'536;  // of patterns that match everywhere

  const State& state_;
  const ContentInput& input_;
  Content content_;
  std::vector<Match> matches_;
  std::set<std::uint32_t> seen_;  // expressions met in source or text
  std::vector<bool> pointed_source_, pointed_script_;
};

}  // namespace

RuleSet::RuleSet(std::unique_ptr<State> state) : state_(std::move(state)) {}
RuleSet::~RuleSet() = default;

Result<std::shared_ptr<const RuleSet>> RuleSet::build(std::span<const Pack> packs, std::string_view day,
                                                      std::string_view kept) {
  auto state = std::make_unique<State>();
  if (auto described = state->describe(packs, day); !described) return fail(std::move(described));
  state->add_hosts(packs);
  if (auto compiled = state->compile(packs, CompiledDatabases::read(kept)); !compiled) return fail(std::move(compiled));
  return std::shared_ptr<const RuleSet>(new RuleSet(std::move(state)));
}

Words RuleSet::words(std::string_view text) const {
  return state_->words->find(text);
}

Content RuleSet::content(const ContentInput& input) const {
  return Looking(*state_, input).look();
}

const Rule* RuleSet::known_service(std::string_view host) const {
  while (!host.empty()) {
    if (const auto found = state_->hosts.find(host); found != state_->hosts.end()) return found->second;
    const auto dot = host.find('.');
    if (dot == std::string_view::npos) break;
    host.remove_prefix(dot + 1);
  }
  return nullptr;
}

std::span<const Rule> RuleSet::rules() const {
  return state_->rules;
}

std::size_t RuleSet::word_count() const {
  return state_->words->size();
}

std::string RuleSet::compiled() const {
  std::vector<std::pair<std::string, std::string>> databases;
  for (const LiteralScanner* scanner :
       std::array{&state_->words->scanner(), std::as_const(state_->pointers).operator->()})
    if (!scanner->key().empty()) databases.emplace_back(scanner->key(), scanner->bytes());
  return write_compiled(databases);
}

bool RuleSet::compiled_anew() const {
  return state_->words->scanner().made_anew() || state_->pointers->made_anew();
}

std::span<const std::string> RuleSet::warnings() const {
  return state_->yara->warnings();
}

}  // namespace huabiao::rules
