#include "monitor/parse/bound.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "monitor/parse/ascii.h"
#include "monitor/parse/parse.h"

namespace huabiao::monitor {
namespace {

// Closed by the builder itself, or never open.
constexpr std::array<std::string_view, 33> kNotNesting = {
    "area",   "base",  "br",     "col",      "embed", "hr", "img",      "input", "link", "meta", "param",
    "source", "track", "wbr",    "p",        "li",    "dd", "dt",       "tr",    "td",   "th",   "tbody",
    "thead",  "tfoot", "option", "optgroup", "rp",    "rt", "colgroup", "html",  "head", "body", "frame"};
constexpr std::array<std::string_view, 14> kFormatting = {"a",    "b", "big",   "code",   "em",     "font", "i",
                                                          "nobr", "s", "small", "strike", "strong", "tt",   "u"};
constexpr std::array<std::string_view, 8> kRawText = {"script", "style",    "textarea", "title",
                                                      "xmp",    "noframes", "noembed",  "iframe"};
constexpr std::size_t kWork = 3 * ParseLimits::kTags;  // nodes the builder may be led to make

bool is_one_of(std::string_view name, const auto& names) {
  return std::ranges::find(names, name) != names.end();
}

class Scan {
 public:
  explicit Scan(std::string_view markup) : markup_(markup) {}

  Bounded run() {
    std::size_t at = 0;
    while ((at = markup_.find('<', at)) != std::string_view::npos) {
      const std::size_t begin = at;
      const std::string_view rest = markup_.substr(at);
      if (rest.starts_with("<!--")) {
        at = after("-->", at + 2);
      } else if (rest.size() > 1 && ascii::is_alpha(rest[1])) {
        at = start_tag(at + 1);
      } else if (rest.size() > 2 && rest[1] == '/' && ascii::is_alpha(rest[2])) {
        at = end_tag(at + 2);
      } else {
        ++at;
      }
      if (limit_ != nullptr) return {markup_.substr(0, begin), {limit_}};
    }
    return {markup_, {}};
  }

 private:
  std::size_t after(std::string_view word, std::size_t from) const {
    const auto found = markup_.find(word, from);
    return found == std::string_view::npos ? markup_.size() : found + word.size();
  }

  std::string name_at(std::size_t& at) const {
    std::string name;
    for (; at < markup_.size() && !ascii::is_space(markup_[at]) && markup_[at] != '>' && markup_[at] != '/'; ++at)
      if (name.size() < 16) name += ascii::lower(markup_[at]);
    return name;
  }

  // To behind the '>' that ends the tag; counts what could be attributes.
  std::size_t skip_attributes(std::size_t at) {
    std::size_t attributes = 0;
    bool between = true;
    for (; at < markup_.size(); ++at) {
      const char c = markup_[at];
      if (c == '>') return at + 1;
      if (ascii::is_space(c) || c == '/') {
        between = true;
        continue;
      }
      if (between && c != '=' && ++attributes > ParseLimits::kAttributes) {
        limit_ = "attributes";
        return at;
      }
      between = false;
      if (c != '=') continue;
      while (at + 1 < markup_.size() && ascii::is_space(markup_[at + 1])) ++at;
      if (at + 1 < markup_.size() && (markup_[at + 1] == '"' || markup_[at + 1] == '\'')) {
        const auto close = markup_.find(markup_[at + 1], at + 2);
        if (close == std::string_view::npos) return markup_.size();
        at = close;
        between = true;
      }
    }
    return at;
  }

  std::size_t start_tag(std::size_t at) {
    const std::string name = name_at(at);
    at = skip_attributes(at);
    spend();
    if (is_one_of(name, kRawText)) {
      const auto end = ascii::find_nocase(markup_, "</" + name, at);
      return end == std::string_view::npos ? markup_.size() : end;
    }
    if (!is_one_of(name, kNotNesting)) {
      ++open_[name];
      if (is_one_of(name, kFormatting)) ++formatting_;
      if (++depth_ > ParseLimits::kDepth) limit_ = "depth";
    }
    return at;
  }

  std::size_t end_tag(std::size_t at) {
    const std::string name = name_at(at);
    spend();
    if (const auto open = open_.find(name); open != open_.end() && open->second > 0) {
      --open->second;
      --depth_;
      if (is_one_of(name, kFormatting)) --formatting_;
    }
    const auto end = markup_.find('>', at);
    return end == std::string_view::npos ? markup_.size() : end + 1;
  }

  void spend() {
    work_ += 1 + formatting_;
    if (++tags_ > ParseLimits::kTags || work_ > kWork) limit_ = "tags";
  }

  std::string_view markup_;
  std::unordered_map<std::string, std::size_t> open_;
  std::size_t depth_ = 0, formatting_ = 0, tags_ = 0, work_ = 0;
  const char* limit_ = nullptr;
};

}  // namespace

Bounded bound(std::string_view markup) {
  return Scan(markup).run();
}

}  // namespace huabiao::monitor
