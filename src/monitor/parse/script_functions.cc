// ScriptValues: functions that hide a script. A packer is called at once with the text and its words; an array of
// strings is turned by a function called at once, and looked up by another.

#include <algorithm>
#include <array>

#include "monitor/parse/ascii.h"
#include "monitor/parse/scan.h"
#include "monitor/parse/script_literal.h"
#include "monitor/parse/script_methods.h"
#include "monitor/parse/script_words.h"

namespace huabiao::monitor {
namespace {

using Kind = ScriptValue::Kind;

using script::is_word;

constexpr std::size_t kPackerArguments = 4;  // text, base, count, words

// 0-9, a-z, A-Z as the packer counts; nothing for other words.
std::optional<std::size_t> packed_number(std::string_view word, std::size_t base) {
  std::size_t value = 0;
  for (const char c : word) {
    std::size_t digit = base;
    if (ascii::is_digit(c)) digit = static_cast<std::size_t>(c - '0');
    if (c >= 'a' && c <= 'z') digit = static_cast<std::size_t>(c - 'a') + 10;
    if (c >= 'A' && c <= 'Z') digit = static_cast<std::size_t>(c - 'A') + 36;
    if (digit >= base || value > ScriptValueLimits::kItems) return std::nullopt;
    value = value * base + digit;
  }
  return value;
}

std::optional<std::string> unpacked(std::string_view payload, std::size_t base, std::span<const ScriptValue> words) {
  std::string out;
  for (std::size_t at = 0; at < payload.size();) {
    std::size_t end = at;
    while (end < payload.size() && is_word(payload[end])) ++end;
    if (end == at) {
      out += payload[at++];
      continue;
    }
    const std::string_view word = payload.substr(at, end - at);
    const auto number = packed_number(word, base);
    const bool known =
        number && *number < words.size() && words[*number].kind == Kind::Text && !words[*number].text.empty();
    out += known ? std::string_view(words[*number].text) : word;
    if (out.size() > ScriptValueLimits::kTextBytes) return std::nullopt;
    at = end;
  }
  return out;
}

// Only what keeps words apart stays.
std::string without_space(std::string_view text) {
  std::string out;
  bool gap = false;
  for (const char c : text) {
    gap |= ascii::is_space(c);
    if (ascii::is_space(c)) continue;
    if (gap && !out.empty() && is_word(out.back()) && is_word(c)) out += ' ';
    gap = false;
    out += c;
  }
  return out;
}

}  // namespace

// Of a function without a name: one that turns a list, or a packer. `name` given: one that looks up in a list.
bool ScriptValues::may_mean(std::string_view name, std::size_t parameters) const {
  if (!name.empty()) return lists_ && parameters > 0;
  return parameters >= kPackerArguments || (parameters == 2 && lists_);
}

// Nothing for a function that cannot mean anything here, whose body is not looked at.
std::optional<ScriptValues::Function> ScriptValues::read_function(std::size_t at, std::string_view assigned_to) {
  at_ = at;
  if (word() != "function") return std::nullopt;
  Function function;
  skip_blank();
  function.name = word();
  if (function.name.empty()) function.name = assigned_to;
  if (!take('(')) return std::nullopt;
  constexpr std::size_t kParameters = 12;
  while (!take(')')) {
    skip_blank();
    const std::string_view parameter = word();
    if (parameter.empty() || function.parameters.size() >= kParameters) return std::nullopt;
    function.parameters.push_back(parameter);
    (void)take(',');
  }
  if (!may_mean(function.name, function.parameters.size()) || !take('{')) return std::nullopt;
  const std::size_t begin = at_;
  const char* const limit = source_.data() + std::min(source_.size(), begin + ScriptValueLimits::kFunctionBytes);
  for (int open = 1; open > 0;) {
    const char* const sign =
        scan::find<'"', '\'', '`', '{', '}'>(source_.data() + std::min(at_, source_.size()), limit);
    if (sign >= limit) {
      (void)spend(ScriptValueLimits::kFunctionBytes / 8);
      return std::nullopt;
    }
    at_ = static_cast<std::size_t>(sign - source_.data());
    if (script::is_quote(*sign)) {
      at_ = literal_end(source_, at_);
      if (source_.data() + at_ > limit) return std::nullopt;
      continue;
    }
    open += *sign == '{' ? 1 : -1;
    ++at_;
  }
  function.body = source_.substr(begin, at_ - begin - 1);
  function.end = at_;
  return spend(at_ - begin) ? std::optional(std::move(function)) : std::nullopt;
}

std::optional<std::string> ScriptValues::function(std::size_t at, std::string_view assigned_to) {
  depth_ = 0;
  if (spent()) return std::nullopt;
  const auto function = read_function(at, assigned_to);
  if (!function) return std::nullopt;
  if (!function->name.empty()) {
    learn_lookup(*function);
    return std::nullopt;
  }
  return called_at_once(*function);
}

// function look(i, k) { i = i - 0x1f; var text = strings[i]; ... return text; }
void ScriptValues::learn_lookup(const Function& function) {
  if (lookups_.size() >= ScriptValueLimits::kNames) return;
  const std::string body = without_space(function.body), parameter(function.parameters.front());
  Lookup lookup;
  const std::string minus = parameter + "=" + parameter + "-";
  std::size_t use = body.find("[" + parameter + "]");
  std::size_t offset = body.find(minus);
  if (offset != std::string::npos) {
    offset += minus.size();
  } else if (use == std::string::npos) {
    use = body.find("[" + parameter + "-");
    offset = use == std::string::npos ? use : use + parameter.size() + 2;
  }
  if (use == std::string::npos) return;
  if (offset != std::string::npos) {
    ScriptValue number = ScriptValue::of(body.substr(body.find_first_not_of("('\"", offset), 12));
    if (!to_number(number)) return;
    lookup.offset = number.number;
  }
  std::size_t begin = use;
  while (begin > 0 && is_word(body[begin - 1])) --begin;
  lookup.list = body.substr(begin, use - begin);
  const auto strings = names_.find(lookup.list);
  if (strings == names_.end() || strings->second.kind != Kind::List) return;
  constexpr std::string_view kLowerFirst = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=";
  for (const std::string_view alphabet : {kBase64, kLowerFirst})
    if (function.body.find(alphabet) != std::string_view::npos) lookup.alphabet = alphabet;
  known_ |= bit_of(function.name);
  lookups_.emplace(function.name, std::move(lookup));
}

std::optional<std::string> ScriptValues::called_at_once(const Function& function) {
  at_ = function.end;
  (void)take(')');
  skip_blank();
  // function (list, times) { ... list.push(list.shift()) ... }(strings, 0x1a3): leave the array where it is
  const bool turns = function.parameters.size() == 2 && function.body.find("push") != std::string_view::npos &&
                     function.body.find("shift") != std::string_view::npos;
  if (turns) {
    if (!take('(')) return std::nullopt;
    skip_blank();
    const auto strings = names_.find(word());
    ScriptValue times;
    if (strings == names_.end() || strings->second.list.empty() || !take(',') || !expression(times, 1) ||
        times.kind != Kind::Number || !(times.number >= 0) || times.number > 1e9 || !spend(strings->second.list.size()))
      return std::nullopt;
    auto& list = strings->second.list;
    std::ranges::rotate(
        list, list.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(times.number) % list.size()));
    return std::nullopt;
  }
  Arguments given;
  if (function.parameters.size() < kPackerArguments || peek() != '(') return std::nullopt;
  ++at_;
  while (given.size() < kPackerArguments) {
    ScriptValue one;
    if (!expression(one, 1)) return std::nullopt;
    given.push_back(std::move(one));
    if (!take(',')) break;
  }
  if (given.size() < kPackerArguments || given[0].kind != Kind::Text || given[1].kind != Kind::Number ||
      given[2].kind != Kind::Number || given[3].kind != Kind::List || !(given[1].number >= 2) || given[1].number > 62)
    return std::nullopt;
  if (!spend(given[0].text.size() * 2)) return std::nullopt;
  return unpacked(given[0].text, static_cast<std::size_t>(given[1].number), given[3].list);
}

}  // namespace huabiao::monitor
