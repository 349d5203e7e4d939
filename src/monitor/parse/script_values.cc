#include "monitor/parse/script_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/utf8.h"
#include "monitor/parse/ascii.h"
#include "monitor/parse/script_literal.h"
#include "monitor/parse/script_methods.h"
#include "monitor/parse/script_words.h"

namespace huabiao::monitor {
namespace {

using Kind = ScriptValue::Kind;

using script::is_word;

constexpr std::string_view kFromCharCode = "fromcharcode";

// 0: none. The higher binds the closer.
int precedence_of(std::string_view rest, std::size_t& length) {
  length = 1;
  const char c = rest.empty() ? '\0' : rest[0], next = rest.size() > 1 ? rest[1] : '\0';
  if (next == '=' || ((c == '+' || c == '-' || c == '&' || c == '|') && next == c)) return 0;
  switch (c) {
    case '|':
      return 1;
    case '^':
      return 2;
    case '&':
      return 3;
    case '<':
    case '>':
      if (next != c) return 0;
      length = c == '>' && rest.size() > 2 && rest[2] == '>' ? 3 : 2;
      return 4;
    case '+':
    case '-':
      return 5;
    case '*':
    case '/':
    case '%':
      return 6;
    default:
      return 0;
  }
}

}  // namespace

ScriptValues::ScriptValues(std::string_view source)
    : source_(source),
      steps_(std::max(source.size() * ScriptValueLimits::kStepsPerByte, ScriptValueLimits::kStepsAtLeast)) {}

bool ScriptValues::may_begin() {
  for (int depth = 0; depth < ScriptValueLimits::kDepth; ++depth, ++at_) {
    skip_blank();
    const char c = peek();
    if (script::is_quote(c) || c == '/' || c == '.' || c == '-' || c == '+' || c == '~' || c == ']') return true;
    if (c == '(' || c == '[') continue;
    return is_word(c) && (ascii::is_digit(c) || may_name(word()));
  }
  return false;  // deeper than is read
}

bool ScriptValues::may_name(std::string_view name) const {
  const ScriptWord* const found = script_word(name);
  return (found != nullptr && (found->roles & ScriptWord::Value) != 0) || name.size() == kFromCharCode.size() ||
         knows(name);
}

std::optional<ScriptValues::Computed> ScriptValues::at(std::size_t at) {
  at_ = at;
  if (spent() || !may_begin()) return std::nullopt;
  at_ = at;
  depth_ = 0;
  plain_ = true;
  Computed computed;
  if (!expression(computed.value, 1)) return std::nullopt;
  computed.end = at_;
  computed.is_plain = plain_;
  return computed;
}

void ScriptValues::assign(std::string_view name, std::size_t at) {
  auto computed = this->at(at);
  skip_blank();
  constexpr std::string_view kGoesOn = "+-*/%&|^<>?.([=";
  const bool whole = computed && (at_ >= source_.size() || kGoesOn.find(source_[at_]) == std::string_view::npos);
  const auto found = names_.find(name);
  lists_ |= whole && computed->value.kind == Kind::List;
  if (!whole) {
    if (found != names_.end()) names_.erase(found);
  } else if (found != names_.end()) {
    found->second = std::move(computed->value);
  } else if (names_.size() < ScriptValueLimits::kNames) {
    names_.emplace(name, std::move(computed->value));
    known_ |= bit_of(name);
  }
}

bool ScriptValues::spend(std::size_t steps) {
  steps_ -= std::min(steps, steps_);
  return steps_ > 0;
}

void ScriptValues::skip_blank() {
  if (const char c = peek(); c != '/' && !ascii::is_space(c)) return;
  while (at_ < source_.size()) {
    const std::size_t before = at_;
    while (at_ < source_.size() && ascii::is_space(source_[at_])) ++at_;
    if (source_.substr(at_).starts_with("/*")) {
      const auto end = source_.find("*/", at_ + 2);
      at_ = end == std::string_view::npos ? source_.size() : end + 2;
    }
    (void)spend(at_ - before);
    if (at_ == before) return;
  }
}

bool ScriptValues::take(char c) {
  skip_blank();
  if (peek() != c) return false;
  ++at_;
  return true;
}

std::string_view ScriptValues::word() {
  const std::size_t begin = at_;
  while (at_ < source_.size() && is_word(source_[at_])) ++at_;
  return source_.substr(begin, at_ - begin);
}

// What is constant up to an operator whose other side is not counts as the whole: the caller looks what follows.
bool ScriptValues::expression(ScriptValue& out, int least) {
  if (depth_ >= ScriptValueLimits::kDepth || !spend(1)) return false;
  ++depth_;
  bool read = operand(out);
  while (read) {
    const std::size_t before = at_;
    skip_blank();
    std::size_t length = 0;
    const int precedence = precedence_of(source_.substr(at_, 3), length);
    const std::string_view sign = source_.substr(at_, length);
    at_ += length;
    ScriptValue right;
    if (precedence < least || !expression(right, precedence + 1) || !combine(out, sign, right) ||
        !spend(out.text.size())) {
      at_ = before;
      break;
    }
    plain_ = false;
  }
  --depth_;
  return read;
}

bool ScriptValues::operand(ScriptValue& out) {
  skip_blank();
  const char sign = peek();
  if (sign == '-' || sign == '+' || sign == '~') {
    if (peek(1) == sign) return false;
    ++at_;
    if (depth_ >= ScriptValueLimits::kDepth || !spend(1)) return false;
    ++depth_;
    const bool read = operand(out) && out.kind == Kind::Number;
    --depth_;
    if (read && sign == '-') out.number = -out.number;
    if (read && sign == '~') out.number = -out.number - 1;
    return read;
  }
  if (!primary(out)) return false;
  while (member(out)) plain_ = false;
  return true;
}

bool ScriptValues::primary(ScriptValue& out) {
  const std::size_t begin = at_;
  switch (peek()) {
    case '"':
    case '\'':
    case '`': {
      out = ScriptValue::of(std::string());
      (void)read_literal(source_, at_, out.text);
      if (!spend(at_ - begin) || out.text.size() > ScriptValueLimits::kTextBytes) return false;
      return source_[begin] != '`' || out.text.find("${") == std::string::npos;
    }
    case '[':
      return list(out);
    case '(':
      ++at_;
      return expression(out, 1) && take(')');
    case '/':
      return pattern(out);
    default:
      return ascii::is_digit(peek()) || peek() == '.' ? number(out) : is_word(peek()) && named(out);
  }
}

bool ScriptValues::list(ScriptValue& out) {
  ++at_;
  out = ScriptValue::of(std::vector<ScriptValue>());
  while (!take(']')) {
    ScriptValue item;
    if (out.list.size() >= ScriptValueLimits::kItems || !expression(item, 1)) return false;
    out.list.push_back(std::move(item));
    if (!take(',')) return take(']');
  }
  return true;
}

bool ScriptValues::number(ScriptValue& out) {
  const bool hexadecimal = peek() == '0' && (peek(1) == 'x' || peek(1) == 'X');
  if (hexadecimal) at_ += 2;
  const char *const begin = source_.data() + at_, *const end = source_.data() + source_.size();
  std::uint64_t whole = 0;
  double value = 0;
  const auto [stop, error] = hexadecimal ? std::from_chars(begin, end, whole, 16)
                                         : std::from_chars(begin, end, value, std::chars_format::general);
  if (error != std::errc()) return false;
  at_ += static_cast<std::size_t>(stop - begin);
  out = ScriptValue::of(hexadecimal ? static_cast<double>(whole) : value);
  return !is_word(peek());
}

// A regular expression that stands for plain text: /\|/g
bool ScriptValues::pattern(ScriptValue& out) {
  constexpr std::size_t kLongest = 64;
  constexpr std::string_view kMeaning = ".*+?^$()[]{}|\n";
  out = {Kind::Pattern, 0, {}, {}};
  for (++at_; peek() != '/'; ++at_) {
    if (at_ >= source_.size() || out.text.size() > kLongest || kMeaning.find(peek()) != std::string_view::npos)
      return false;
    if (peek() == '\\' && (++at_ >= source_.size() || is_word(peek()))) return false;
    out.text += peek();
  }
  ++at_;
  out.number = word() == "g" ? 1 : 0;
  return !out.text.empty();
}

bool ScriptValues::arguments(Arguments& out) {
  if (!take('(')) return false;
  while (!take(')')) {
    ScriptValue item;
    if (out.size() >= ScriptValueLimits::kItems || !expression(item, 1)) return false;
    out.push_back(std::move(item));
    if (!take(',')) return take(')');
  }
  return true;
}

bool ScriptValues::named(ScriptValue& out) {
  std::string written;
  std::string_view name = word();
  constexpr std::array<std::string_view, 7> kOwners = {"window", "self", "top", "this", "globalThis", "String", "new"};
  for (int i = 0; i < 3 && std::ranges::find(kOwners, name) != kOwners.end(); ++i) {
    const std::size_t before = at_;
    if (take('[')) {  // window["atob"]
      ScriptValue key;
      if (!expression(key, 1) || key.kind != Kind::Text || !take(']')) return false;
      written = std::move(key.text);
      name = written;
      break;
    }
    if (name != "new" && !take('.')) {
      at_ = before;
      break;
    }
    skip_blank();
    name = word();
  }
  plain_ = false;
  if (!may_name(name)) return false;
  return knows(name) ? known(name, out) : call_of(name, out);
}

bool ScriptValues::known(std::string_view name, ScriptValue& out) {
  if (const auto lookup = lookups_.find(name); lookup != lookups_.end()) {
    Arguments asked;
    const auto in = names_.find(lookup->second.list);
    if (!arguments(asked) || asked.empty() || in == names_.end()) return false;
    ScriptValue index = std::move(asked.front());
    if (index.kind == Kind::Text && !to_number(index)) return false;
    const double place = index.number - lookup->second.offset;
    if (index.kind != Kind::Number || !(place >= 0) || place >= static_cast<double>(in->second.list.size()))
      return false;
    out = in->second.list[static_cast<std::size_t>(place)];
    if (out.kind == Kind::Text && !lookup->second.alphabet.empty())
      out.text = from_base64(out.text, lookup->second.alphabet).value_or(std::string());
    return out.kind == Kind::Text && spend(out.text.size());
  }
  const ScriptValue& value = names_.find(name)->second;
  if (value.kind == Kind::List) {  // an item without a copy of all of them
    const std::size_t before = at_;
    ScriptValue index;
    if (take('[') && expression(index, 1) && index.kind == Kind::Number && take(']') && index.number >= 0 &&
        index.number < static_cast<double>(value.list.size())) {
      out = value.list[static_cast<std::size_t>(index.number)];
      return spend(out.text.size() + out.list.size());
    }
    at_ = before;
  }
  if (!spend(value.text.size() + value.list.size())) return false;
  out = value;
  return true;
}

bool ScriptValues::call_of(std::string_view name, ScriptValue& out) {
  Arguments given;
  if (name.size() == kFromCharCode.size() && ascii::starts_with_nocase(name, kFromCharCode)) {
    const std::size_t before = at_;
    if (take('.') && word() == "apply") {
      if (!take('(')) return false;
      skip_blank();
      (void)word();  // null, this, String
      ScriptValue codes;
      if (!take(',') || !expression(codes, 1) || codes.kind != Kind::List || !take(')')) return false;
      given = std::move(codes.list);
    } else {
      at_ = before;
      if (!arguments(given)) return false;
    }
    return from_char_codes(given, out) && spend(given.size());
  }
  constexpr std::array<std::string_view, 4> kDecoders = {"unescape", "decodeURIComponent", "decodeURI", "atob"};
  const bool decodes = std::ranges::find(kDecoders, name) != kDecoders.end();
  if (!decodes && name != "parseInt" && name != "Number" && name != "Array" && name != "String") return false;
  if (!arguments(given) || given.empty()) return false;
  if (name == "Array") {
    out = ScriptValue::of(std::move(given));
    return true;
  }
  out = std::move(given.front());
  if (name == "String") return out.kind == Kind::Text || to_text(out);
  if (!decodes) {
    const double base = given.size() > 1 && given[1].kind == Kind::Number ? given[1].number : 0;
    return out.kind == Kind::Number || (out.kind == Kind::Text && to_number(out, base_of(base)));
  }
  if (out.kind != Kind::Text || !spend(out.text.size())) return false;
  if (name != "atob") {
    out.text = unescape_percent(out.text);
    return true;
  }
  auto plain = from_base64(out.text, kBase64);
  if (!plain) return false;
  out.text = std::move(*plain);
  return true;
}

// ".name(...)", "['name'](...)", "[3]"; false, and at_ where it was, when nothing like it follows.
bool ScriptValues::member(ScriptValue& value) {
  const std::size_t before = at_;
  skip_blank();
  bool read = false;
  if (peek() == '.') {
    ++at_;
    skip_blank();
    const std::string_view name = word();
    read = method(value, name);
  } else if (peek() == '[') {
    ++at_;
    ScriptValue index;
    read = expression(index, 1) && take(']') &&
           (index.kind == Kind::Text ? method(value, index.text) : indexed(value, index));
  }
  if (!read) at_ = before;
  return read;
}

bool ScriptValues::indexed(ScriptValue& value, const ScriptValue& index) {
  if (index.kind != Kind::Number || !(index.number >= 0)) return false;
  if (value.kind == Kind::List && index.number < static_cast<double>(value.list.size())) {
    ScriptValue item = std::move(value.list[static_cast<std::size_t>(index.number)]);
    value = std::move(item);
    return true;
  }
  return value.kind == Kind::Text && character_at(value, index.number);
}

bool ScriptValues::method(ScriptValue& value, std::string_view name) {
  if (name == "length" && value.kind != Kind::Number) {
    value =
        ScriptValue::of(static_cast<double>(value.kind == Kind::List ? value.list.size() : utf8::length(value.text)));
    return true;
  }
  Arguments given;
  if (name.empty() || !arguments(given) || !spend(value.text.size() + value.list.size())) return false;
  return apply_method(value, name, given) && value.text.size() <= ScriptValueLimits::kTextBytes &&
         value.list.size() <= ScriptValueLimits::kItems;
}

}  // namespace huabiao::monitor
