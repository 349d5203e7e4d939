#include "monitor/parse/script_strings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "monitor/parse/ascii.h"
#include "monitor/parse/scan.h"
#include "monitor/parse/script_literal.h"
#include "monitor/parse/script_values.h"
#include "monitor/parse/script_words.h"

namespace huabiao::monitor {
namespace {

// Look-ahead and look-behind are bounded, so that reading stays linear.
constexpr std::size_t kGap = 300;      // bytes of an expression between two literals that are still one text
constexpr std::size_t kRegex = 2'000;  // of a regular expression
constexpr std::size_t kName = 160;     // of a member name written as a string
constexpr std::array<std::string_view, 9> kSinkCalls = {
    "write", "writeln", "insertadjacenthtml", "append", "prepend", "html", "after", "before", "replacewith"};
constexpr std::array<std::string_view, 2> kSinkProperties = {"innerhtml", "outerhtml"};
constexpr std::array<std::string_view, 3> kDecoders = {"unescape", "decodeuricomponent", "decodeuri"};

using script::is_word;

bool is_space(char c) {
  return script::class_of(c) == script::Class::Space;
}

// `words` are lower case, `word` is not.
template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return !word.empty() && std::ranges::any_of(words, [&](std::string_view one) {
    return one.size() == word.size() && ascii::starts_with_nocase(word, one);
  });
}

// "%3C", in either case.
bool holds_escaped_bracket(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos && text.size() - at > 2;
       at = text.find('%', at + 1))
    if (text[at + 1] == '3' && (text[at + 2] == 'C' || text[at + 2] == 'c')) return true;
  return false;
}

bool is_address(std::string_view text) {
  return text.starts_with("http") || text.starts_with("//");
}

class Reader {
 public:
  Reader(std::string_view source, ScriptStrings which) : source_(source), which_(which), values_(source) {}

  ScriptReading run() {
    while (at_ < source_.size() && !full_) {
      const char c = source_[at_];
      switch (script::class_of(c)) {
        case script::Class::Space:
          at_ = skip_space(at_);
          break;
        case script::Class::Word:
          word();
          break;
        case script::Class::Quote:
          joined_string();
          break;
        case script::Class::Sign:
          sign(c);
          break;
        case script::Class::Other:
          step(c);
          break;
      }
    }
    return {std::move(strings_), std::move(sources_), values_.spent()};
  }

 private:
  void step(char c) {
    last_ = c;
    ++at_;
  }

  void sign(char c) {
    if (c == '[' || c == '(') {
      // behind a name it is a call or an index: what stands inside comes by itself
      const bool call = last_ == 'a' || last_ == ')' || last_ == ']';
      if (!call && computed_string(at_)) return;
    }
    if (c == '/') return slash();
    if (c == '<' && source_.substr(at_).starts_with("<!--")) return to_line_end();
    step(c);
  }

  void to_line_end() {
    const auto end = source_.find('\n', at_);
    at_ = end == std::string_view::npos ? source_.size() : end;
  }

  void slash() {
    const std::string_view rest = source_.substr(at_);
    if (rest.starts_with("//")) return to_line_end();
    if (rest.starts_with("/*")) {
      const auto end = source_.find("*/", at_ + 2);
      at_ = end == std::string_view::npos ? source_.size() : end + 2;
      return;
    }
    constexpr std::string_view kBeforeRegex = "(,=:[!&|?{};+\n";
    if (last_ != 0 && kBeforeRegex.find(last_) == std::string_view::npos && last_word_ != "return") return step('/');
    bool in_class = false;
    const std::size_t end = std::min(source_.size(), at_ + kRegex);
    for (std::size_t at = at_ + 1; at < end && source_[at] != '\n'; ++at) {
      const char c = source_[at];
      if (c == '\\') {
        ++at;
      } else if (c == '[') {
        in_class = true;
      } else if (c == ']') {
        in_class = false;
      } else if (c == '/' && !in_class) {
        last_ = ')';
        at_ = at + 1;
        return;
      }
    }
    step('/');
  }

  void word() {
    const std::size_t begin = at_;
    at_ = script::word_end(source_, begin);
    last_word_ = source_.substr(begin, at_ - begin);
    last_ = 'a';
    const ScriptWord* const meaning = script_word(last_word_);
    const unsigned roles = meaning == nullptr ? 0 : meaning->roles;
    if (last_word_ == "function") {
      if (auto source = values_.function(begin)) run_later(*std::move(source));
    } else if ((roles & ScriptWord::Runner) != 0) {
      code(at_);
    } else if ((roles & ScriptWord::Decoder) != 0 || values_.knows(last_word_)) {
      if (computed_string(begin)) return;
    }
    assignment();
  }

  // What is constant and more than a literal.
  bool computed_string(std::size_t begin) {
    if (values_.spent()) return false;
    auto computed = values_.at(begin);
    if (!computed || computed->is_plain || computed->value.kind != ScriptValue::Kind::Text || computed->end <= at_ ||
        computed->value.text.empty())
      return false;
    at_ = computed->end;
    last_ = '"';
    add({std::move(computed->value.text), begin, at_, sink_before(begin), true});
    return true;
  }

  // name = ..., where it may be looked up later
  void assignment() {
    const std::size_t sign = skip_space(at_);
    if (char_at(sign) != '=' || char_at(sign + 1) == '=' || char_at(sign + 1) == '>') return;
    const std::size_t value = skip_space(sign + 1);
    if (source_.substr(value, 8) == "function")
      (void)values_.function(value, last_word_);
    else
      values_.assign(last_word_, value);
  }

  // eval("...") and the like: the text is a script of its own.
  void code(std::size_t call) {
    call = skip_space(call);
    if (char_at(call) != '(') return;
    if (auto computed = values_.at(call + 1); computed && computed->value.kind == ScriptValue::Kind::Text)
      run_later(std::move(computed->value.text));
  }

  void run_later(std::string source) {
    if (source.empty() || sources_.size() >= ScriptStringLimits::kSources ||
        total_ + source.size() > ScriptStringLimits::kTextBytes)
      return;
    take(source.size(), 0);
    sources_.push_back(std::move(source));
  }

  void add(ScriptString string) {
    const std::size_t bytes = string.text.size();
    strings_.push_back(std::move(string));
    take(bytes, 1);
  }

  void take(std::size_t bytes, std::size_t strings) {
    total_ += bytes;
    count_ += strings;
    full_ = count_ >= ScriptStringLimits::kStrings || total_ >= ScriptStringLimits::kTextBytes;
  }

  // One literal and all that are joined to it.
  void joined_string() {
    ScriptString joined;
    const std::size_t begin = joined.at = at_;
    bool decode = handed_to(begin, joined.by_sink);
    for (bool first = true;; first = false) {
      const auto [part, escaped] = read_literal_view(source_, at_, storage_);
      joined.encoded |= escaped;
      if (const char next = char_at(skip_space(at_)); (next == '.' || next == '[') && computed_string(begin)) return;
      joined.end = at_;
      const auto next = joined_to(at_);
      if (decode || holds_escaped_bracket(part)) {
        const std::string plain = unescape_percent(part);
        joined.encoded |= plain != part;
        joined.text += plain;
      } else if (first && !next && !wanted(joined, part)) {
        last_ = '"';
        return take(part.size(), part.empty() ? 0 : 1);
      } else {
        joined.text += part;
      }
      if (!next || total_ + joined.text.size() > ScriptStringLimits::kTextBytes) break;
      at_ = *next;
      std::size_t call = 0;
      decode = decode || decoder_before(at_, call);
    }
    last_ = '"';
    if (!joined.text.empty()) add(std::move(joined));
  }

  [[nodiscard]] bool wanted(const ScriptString& string, std::string_view text) const {
    return which_ == ScriptStrings::All || string.encoded || string.by_sink || is_address(text) ||
           text.find('<') != std::string_view::npos;
  }

  // Is the literal at `at` handed to a decoder? `sink`: it, or what the decoder gives, is handed to a sink.
  bool handed_to(std::size_t at, bool& sink) {
    const char sign = sign_before(at);
    if (sign == '(') {
      std::size_t call = 0;
      const std::string_view word = word_before(at, "(", call);
      const bool decoder = is_one_of(kDecoders, word);
      sink = decoder ? sink_before(call) : is_one_of(kSinkCalls, word);
      return decoder;
    }
    sink = sign == '=' && sink_before(at);
    return false;
  }

  [[nodiscard]] std::size_t skip_space(std::size_t at) const {
    const char *next = source_.data() + std::min(at, source_.size()), *const end = source_.data() + source_.size();
    return static_cast<std::size_t>(script::skip_space(next, end) - source_.data());
  }
  [[nodiscard]] char char_at(std::size_t at) const { return at < source_.size() ? source_[at] : '\0'; }

  // Behind the bracket that closes the one at `at`, or `end`.
  [[nodiscard]] std::size_t skip_group(std::size_t at, std::size_t end) const {
    int depth = 0;
    for (; at < end; ++at) {
      if (source_[at] == '(' || source_[at] == '[') ++depth;
      if ((source_[at] == ')' || source_[at] == ']') && --depth == 0) return at + 1;
    }
    return end;
  }

  // Where the literal begins that `+` joins to the one that ended before `at`; names, members and calls may stand
  // between (their values are unknown and count as nothing).
  [[nodiscard]] std::optional<std::size_t> joined_to(std::size_t at) const {
    const std::size_t end = std::min(source_.size(), at + kGap);
    at = skip_space(at);
    while (char_at(at) == ')') at = skip_space(at + 1);
    while (at < end && char_at(at) == '+') {
      at = skip_space(at + 1);
      if (char_at(at) == '"' || char_at(at) == '\'' || char_at(at) == '`') return at;
      while (at < end && (is_word(source_[at]) || source_[at] == '.' || source_[at] == '(' || source_[at] == '[')) {
        const bool group = source_[at] == '(' || source_[at] == '[';
        const char first = group ? char_at(skip_space(at + 1)) : '\0';
        if (source_[at] == '(' && (first == '"' || first == '\'')) return skip_space(at + 1);
        at = group ? skip_group(at, end) : at + 1;
      }
      at = skip_space(at);
    }
    return std::nullopt;
  }

  // The identifier that ends before `at` (white space and `between` between); valid until the next call.
  [[nodiscard]] std::string_view word_before(std::size_t at, std::string_view between, std::size_t& begin) {
    while (at > 0 && is_space(source_[at - 1])) --at;
    for (std::size_t i = between.size(); i-- > 0;) {
      if (at == 0 || source_[at - 1] != between[i]) return {};
      --at;
      while (at > 0 && is_space(source_[at - 1])) --at;
    }
    // window["\x77\x72\x69\x74\x65"](...): a name written as a string
    if (between == "(" && at > 1 && source_[at - 1] == ']') return bracket_name(at, begin);
    const std::size_t end = at;
    while (at > 0 && is_word(source_[at - 1])) --at;
    begin = at;
    return source_.substr(at, end - at);
  }

  [[nodiscard]] std::string_view bracket_name(std::size_t end, std::size_t& begin) {
    const std::size_t from = end > kName ? end - kName : 0;
    std::size_t open = end;
    for (int depth = 0; open > from; --open) {
      depth += source_[open - 1] == ']' ? 1 : source_[open - 1] == '[' ? -1 : 0;
      if (depth == 0) break;
    }
    if (open == from) return {};
    begin = open - 1;
    auto name = values_.at(open);
    if (!name || name->value.kind != ScriptValue::Kind::Text) return {};
    written_name_ = std::move(name->value.text);
    return written_name_;
  }

  // The last character before `at` that is no white space; 0: none.
  [[nodiscard]] char sign_before(std::size_t at) const {
    while (at > 0 && is_space(source_[at - 1])) --at;
    return at > 0 ? source_[at - 1] : '\0';
  }

  [[nodiscard]] bool decoder_before(std::size_t at, std::size_t& call) {
    return sign_before(at) == '(' && is_one_of(kDecoders, word_before(at, "(", call));
  }

  [[nodiscard]] bool sink_before(std::size_t at) {
    std::size_t begin = 0;
    const char sign = sign_before(at);
    if (sign == '(') return is_one_of(kSinkCalls, word_before(at, "(", begin));
    return sign == '=' && (is_one_of(kSinkProperties, word_before(at, "=", begin)) ||
                           is_one_of(kSinkProperties, word_before(at, "+=", begin)));
  }

  std::string_view source_, last_word_;
  ScriptStrings which_;
  std::string written_name_, storage_;  // of bracket_name(); of the literal at hand
  std::size_t at_ = 0, total_ = 0, count_ = 0;
  char last_ = 0;
  bool full_ = false;
  std::vector<ScriptString> strings_;
  std::vector<std::string> sources_;
  ScriptValues values_;
};

}  // namespace

ScriptReading read_script(std::string_view source, ScriptStrings which) {
  return Reader(source, which).run();
}

std::vector<std::string> ids_hidden_by(std::string_view source) {
  std::vector<std::string> ids;
  constexpr std::string_view kCall = "getElement", kById = "ById(";  // looked for by its rarest letter
  for (std::size_t at = source.find(kById); at != std::string_view::npos; at = source.find(kById, at + 1)) {
    if (!source.substr(0, at).ends_with(kCall)) continue;
    std::string_view rest = source.substr(at + kById.size(), kGap);
    if (rest.size() < 2 || (rest[0] != '"' && rest[0] != '\'')) continue;
    const auto close = rest.find(rest[0], 1);
    if (close == std::string_view::npos) continue;
    std::string tail;
    for (const char c : rest.substr(close + 1, 60))
      if (!ascii::is_space(c)) tail += c == '"' ? '\'' : ascii::lower(c);
    if (tail.starts_with(").style.display='none'") && ids.size() < 100) ids.emplace_back(rest.substr(1, close - 1));
  }
  return ids;
}

}  // namespace huabiao::monitor
