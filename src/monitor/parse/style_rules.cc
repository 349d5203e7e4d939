#include "monitor/parse/style_rules.h"

#include <algorithm>

#include "monitor/parse/ascii.h"
#include "monitor/parse/parse.h"
#include "monitor/parse/scan.h"

namespace huabiao::monitor {
namespace {

constexpr std::uint8_t kRulesPerBucket = 50;  // more for one class or id only slow every element down
constexpr std::size_t kClasses = 32;          // of one element
constexpr std::size_t kMatches = 64;          // rules that hold for one element

enum class By : std::uint64_t { Id = 1, Class = 2, Tag = 3 };

std::uint64_t key_for(By by, std::string_view name) {
  return scan::mix(scan::quick_key_of(name), static_cast<std::uint64_t>(by));
}

std::size_t bucket_of(std::uint64_t key) {
  return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15ULL) >> 54);
}

std::size_t skip_block(std::string_view css, std::size_t open) {
  int depth = 0;
  const char* const end = css.data() + css.size();
  for (const char* at = css.data() + open; (at = scan::find<'{', '}'>(at, end)) != end; ++at) {
    if (*at == '{') ++depth;
    if (*at == '}' && --depth <= 0) return static_cast<std::size_t>(at - css.data()) + 1;
  }
  return css.size();
}

// Takes the next word off `rest`; empty when there is none.
std::string_view take_word(std::string_view& rest) {
  const char *begin = rest.data(), *const limit = begin + rest.size();
  while (begin != limit && ascii::is_space(*begin)) ++begin;
  const char* end = begin;
  while (end != limit && !ascii::is_space(*end)) ++end;
  rest = {end, static_cast<std::size_t>(limit - end)};
  return {begin, static_cast<std::size_t>(end - begin)};
}

// Where the next class or id of a selector begins, or its end.
std::size_t next_part(std::string_view selector, std::size_t at) {
  while (at < selector.size() && selector[at] != '.' && selector[at] != '#') ++at;
  return at;
}

bool has_word(std::string_view words, std::string_view wanted) {
  for (std::size_t i = 0; i < kClasses; ++i) {
    const std::string_view word = take_word(words);
    if (word.empty()) return false;
    if (word == wanted) return true;
  }
  return false;
}

}  // namespace

struct StyleRules::Matches {
  std::array<std::uint32_t, kMatches> places;
  std::size_t count = 0;
};

bool StyleRules::Rule::matches(const ElementNames& element) const {
  if (tag != Tag::Unknown && tag != element.tag) return false;
  if (!id.empty() && id != element.id) return false;
  return std::ranges::all_of(classes, [&](const std::string& name) { return has_word(element.classes, name); });
}

int StyleRules::Rule::weight() const {
  return (id.empty() ? 0 : 100) + static_cast<int>(classes.size()) * 10 + (tag == Tag::Unknown ? 0 : 1);
}

bool StyleRules::add(std::string_view css) {
  std::string storage;
  const std::string_view text = without_comments(css, storage);
  const char* const end = text.data() + text.size();
  for (std::size_t at = 0; at < text.size();) {
    const char* const found = scan::find<'{', ';'>(text.data() + at, end);
    if (found == end) break;
    const auto open = static_cast<std::size_t>(found - text.data());
    std::string_view selectors = text.substr(at, open - at);
    while (!selectors.empty() && (selectors.front() == '}' || ascii::is_space(selectors.front())))
      selectors.remove_prefix(1);
    if (text[open] == ';') {  // @import and the like
      at = open + 1;
      continue;
    }
    if (selectors.starts_with('@')) {
      at = skip_block(text, open);
      continue;
    }
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) break;
    if (!add_rule(selectors, text.substr(open + 1, close - open - 1))) return false;
    at = close + 1;
  }
  return true;
}

bool StyleRules::add_rule(std::string_view selectors, std::string_view body) {
  const auto first = static_cast<std::uint32_t>(declarations_.size());
  const auto count = static_cast<std::uint32_t>(read_declarations(body, declarations_));
  if (count == 0) return true;
  while (!selectors.empty()) {
    if (rules_.size() >= ParseLimits::kStyleRules) return false;
    const auto comma = selectors.find(',');
    add_selector(selectors.substr(0, comma), first, count);
    selectors = comma == std::string_view::npos ? std::string_view() : selectors.substr(comma + 1);
  }
  return true;
}

void StyleRules::add_selector(std::string_view selector, std::uint32_t first, std::uint32_t count) {
  while (!selector.empty() && ascii::is_space(selector.front())) selector.remove_prefix(1);
  while (!selector.empty() && ascii::is_space(selector.back())) selector.remove_suffix(1);
  // Combinators, pseudo-classes, attributes: not sure enough.
  const bool simple = std::ranges::all_of(selector, [](char c) {
    return ascii::is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '#' || static_cast<unsigned char>(c) >= 0x80;
  });
  if (selector.empty() || !simple) return;
  Rule rule{.first = first, .count = count};
  const std::string_view tag = selector.substr(0, next_part(selector, 0));
  if (!tag.empty()) {
    rule.tag = tag_of(tag, scan::key_of(tag));
    if (rule.tag == Tag::Unknown) return;
  }
  for (std::size_t at = tag.size(); at < selector.size();) {
    const std::size_t end = next_part(selector, at + 1);
    const std::string_view name = selector.substr(at + 1, end - at - 1);
    if (name.empty()) return;
    if (selector[at] == '#')
      rule.id = name;
    else
      rule.classes.emplace_back(name);
    at = end;
  }
  add(std::move(rule));
}

void StyleRules::hide_id(std::string_view id) {
  if (rules_.size() >= ParseLimits::kStyleRules || id.empty()) return;
  Rule rule{.id = std::string(id), .first = static_cast<std::uint32_t>(declarations_.size()), .count = 1};
  declarations_.push_back({Property::Display, "none"});
  add(std::move(rule));
}

void StyleRules::add(Rule rule) {
  rule.key = !rule.id.empty()        ? key_for(By::Id, rule.id)
             : !rule.classes.empty() ? key_for(By::Class, rule.classes.front())
                                     : key_for(By::Tag, name_of(rule.tag));
  (!rule.id.empty() ? of_id_ : !rule.classes.empty() ? of_class_ : of_tag_[static_cast<std::size_t>(rule.tag)]) = true;
  const std::size_t bucket = bucket_of(rule.key);
  if (bucket_size_[bucket] >= kRulesPerBucket) return;
  ++bucket_size_[bucket];
  rule.next = buckets_[bucket];
  rules_.push_back(std::move(rule));
  buckets_[bucket] = static_cast<std::uint32_t>(rules_.size());
}

bool StyleRules::may_find(std::uint64_t key) const {
  return buckets_[bucket_of(key)] != 0;
}

void StyleRules::look(std::uint64_t key, const ElementNames& element, Matches& matches) const {
  for (std::uint32_t place = buckets_[bucket_of(key)]; place != 0; place = rules_[place - 1].next)
    if (rules_[place - 1].key == key && rules_[place - 1].matches(element) && matches.count < kMatches)
      matches.places[matches.count++] = place - 1;
}

void StyleRules::apply(const ElementNames& element, DeclaredStyle& declared) const {
  Matches matches;
  if (element.tag != Tag::Unknown && of_tag_[static_cast<std::size_t>(element.tag)])
    look(key_for(By::Tag, name_of(element.tag)), element, matches);
  std::string_view rest = element.classes;
  for (std::size_t i = 0; of_class_ && i < kClasses && !rest.empty(); ++i)
    if (const std::uint64_t key = key_for(By::Class, take_word(rest)); may_find(key)) look(key, element, matches);
  if (of_id_ && !element.id.empty()) look(key_for(By::Id, element.id), element, matches);
  const std::span found(matches.places.data(), matches.count);
  if (found.size() > 1)
    std::ranges::sort(found, {}, [&](std::uint32_t place) { return std::pair(rules_[place].weight(), place); });
  for (const std::uint32_t place : found)
    declared.apply(std::span(declarations_).subspan(rules_[place].first, rules_[place].count));
}

}  // namespace huabiao::monitor
