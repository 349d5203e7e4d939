#include "monitor/parse/script_methods.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/utf8.h"
#include "monitor/parse/ascii.h"
#include "monitor/parse/script_literal.h"

namespace huabiao::monitor {
namespace {

using Kind = ScriptValue::Kind;

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// ECMAScript's ToInt32.
std::int32_t int32_of(double value) {
  if (!std::isfinite(value)) return 0;
  // By way of 64 bits: what is below zero counts from the top.
  const auto whole = static_cast<std::int64_t>(std::fmod(std::trunc(value), 4294967296.0));
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(whole));
}

std::optional<double> computed(double a, std::string_view sign, double b) {
  const std::uint32_t shift = static_cast<std::uint32_t>(int32_of(b)) & 31u;
  const auto bits = static_cast<std::uint32_t>(int32_of(a));
  if (sign == "+") return a + b;
  if (sign == "-") return a - b;
  if (sign == "*") return a * b;
  if (sign == "/") return b == 0 ? std::nullopt : std::optional(a / b);
  if (sign == "%") return b == 0 ? std::nullopt : std::optional(std::fmod(a, b));
  if (sign == "&") return int32_of(a) & int32_of(b);
  if (sign == "|") return int32_of(a) | int32_of(b);
  if (sign == "^") return int32_of(a) ^ int32_of(b);
  if (sign == "<<") return static_cast<std::int32_t>(bits << shift);
  if (sign == ">>") return int32_of(a) >> shift;
  if (sign == ">>>") return bits >> shift;
  return std::nullopt;
}

std::string in_base(double value, int base) {
  std::array<char, 64> digits{};
  const auto [end, error] =
      std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<std::int64_t>(value), base);
  return error == std::errc() ? std::string(digits.data(), end) : std::string();
}

bool split(ScriptValue& value, std::span<const ScriptValue> given) {
  if (given.empty() || (given[0].kind != Kind::Text && given[0].kind != Kind::Pattern)) return false;
  const std::string& by = given[0].text;
  std::vector<ScriptValue> parts;
  std::string_view rest = value.text;
  while (parts.size() < ScriptValueLimits::kItems) {
    if (by.empty()) {
      if (rest.empty()) break;
      const std::string_view before = rest;
      (void)utf8::next(rest);
      parts.push_back(ScriptValue::of(std::string(before.substr(0, before.size() - rest.size()))));
      continue;
    }
    const auto end = rest.find(by);
    parts.push_back(ScriptValue::of(std::string(rest.substr(0, end))));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + by.size());
  }
  value = ScriptValue::of(std::move(parts));
  return true;
}

bool join(ScriptValue& value, std::span<const ScriptValue> given) {
  if (!given.empty() && given[0].kind != Kind::Text) return false;
  const std::string between = given.empty() ? "," : given[0].text;
  std::string text;
  for (ScriptValue& item : value.list) {
    if (item.kind == Kind::Number && !to_text(item)) return false;
    if (item.kind != Kind::Text || text.size() > ScriptValueLimits::kTextBytes) return false;
    if (&item != &value.list.front()) text += between;
    text += item.text;
  }
  value = ScriptValue::of(std::move(text));
  return true;
}

bool replace(ScriptValue& value, std::span<const ScriptValue> given, bool all) {
  if (given.size() < 2 || given[1].kind != Kind::Text || given[0].text.empty() ||
      given[1].text.find('$') != std::string::npos)
    return false;
  if (given[0].kind != Kind::Text && given[0].kind != Kind::Pattern) return false;
  all |= given[0].kind == Kind::Pattern && given[0].number == 1;
  std::string out;
  std::string_view rest = value.text;
  for (auto at = rest.find(given[0].text); at != std::string_view::npos; at = rest.find(given[0].text)) {
    out.append(rest.substr(0, at)).append(given[1].text);
    rest.remove_prefix(at + given[0].text.size());
    if (!all || out.size() > ScriptValueLimits::kTextBytes) break;
  }
  value.text = out.append(rest);
  return true;
}

// substr(from, count), substring and slice(from, to), of ASCII.
bool part(ScriptValue& value, std::string_view name, std::span<const ScriptValue> given) {
  const bool numbers = std::ranges::all_of(given, [](const ScriptValue& one) { return one.kind == Kind::Number; });
  if (!is_ascii(value.text) || given.empty() || !numbers) return false;
  const auto size = static_cast<double>(value.text.size());
  const auto place = [&](double number) {
    return std::clamp(number < 0 && name != "substring" ? size + number : number, 0.0, size);
  };
  double from = place(given[0].number);
  double to = given.size() < 2   ? size
              : name == "substr" ? std::clamp(from + given[1].number, from, size)
                                 : place(given[1].number);
  if (name == "substring" && from > to) std::swap(from, to);
  value.text = to > from ? value.text.substr(static_cast<std::size_t>(from),
                                             static_cast<std::size_t>(to) - static_cast<std::size_t>(from))
                         : std::string();
  return true;
}

bool apply_to_text(ScriptValue& value, std::string_view name, std::span<ScriptValue> given) {
  if (name == "split") return split(value, given);
  if (name == "replace" || name == "replaceAll") return replace(value, given, name == "replaceAll");
  if (name == "substr" || name == "substring" || name == "slice") return part(value, name, given);
  if (name == "toString" || name == "valueOf") return true;
  if (name == "trim") {
    value.text = utf8::trim(value.text);
    return true;
  }
  if (name == "toLowerCase") {
    value.text = ascii::lower(value.text);
    return is_ascii(value.text);
  }
  if (name == "concat")
    return std::ranges::all_of(given, [&](const ScriptValue& more) { return combine(value, "+", more); });
  const double place = given.empty() || given[0].kind != Kind::Number ? 0 : given[0].number;
  if (name == "charAt") return character_at(value, place);
  if (name == "charCodeAt" || name == "codePointAt") {
    if (!character_at(value, place) || value.text.empty()) return false;
    value = ScriptValue::of(static_cast<double>(static_cast<unsigned char>(value.text[0])));
    return true;
  }
  return false;
}

}  // namespace

bool combine(ScriptValue& left, std::string_view sign, const ScriptValue& right) {
  if (left.kind == Kind::Number && right.kind == Kind::Number) {
    const auto value = computed(left.number, sign, right.number);
    left.number = value.value_or(0);
    return value.has_value();
  }
  ScriptValue other = right;
  if (sign != "+" || (left.kind == Kind::Number && !to_text(left)) || (other.kind == Kind::Number && !to_text(other)))
    return false;
  if (left.kind != Kind::Text || other.kind != Kind::Text) return false;
  left.text += other.text;
  return left.text.size() <= ScriptValueLimits::kTextBytes;
}

bool apply_method(ScriptValue& value, std::string_view name, std::span<ScriptValue> given) {
  if (value.kind == Kind::Text) return apply_to_text(value, name, given);
  if (value.kind == Kind::Number) {
    const int base = given.empty() || given[0].kind != Kind::Number ? 10 : base_of(given[0].number);
    if (name != "toString" || base < 2 || std::abs(value.number) > 9e15 || value.number != std::trunc(value.number))
      return false;
    value = ScriptValue::of(in_base(value.number, base));
    return true;
  }
  if (value.kind != Kind::List) return false;
  if (name == "join") return join(value, given);
  if (name == "reverse") {
    std::ranges::reverse(value.list);
    return true;
  }
  if (name == "concat") {
    for (ScriptValue& more : given) {
      if (more.kind == Kind::List)
        std::ranges::move(more.list, std::back_inserter(value.list));
      else
        value.list.push_back(std::move(more));
    }
    return true;
  }
  return false;
}

bool character_at(ScriptValue& text, double place) {
  if (!is_ascii(text.text) || !(place >= 0) || place >= static_cast<double>(text.text.size())) return false;
  text.text = text.text.substr(static_cast<std::size_t>(place), 1);
  return true;
}

bool from_char_codes(std::span<const ScriptValue> codes, ScriptValue& out) {
  std::string text;
  CodeUnits units(text);
  for (const ScriptValue& code : codes) {
    ScriptValue number = code;
    if (number.kind == Kind::Text && !to_number(number)) return false;
    if (number.kind != Kind::Number || !(number.number >= 0) || number.number > 65535) return false;
    units.put(static_cast<char32_t>(number.number));
  }
  units.flush();
  out = ScriptValue::of(std::move(text));
  return !codes.empty();
}

bool to_text(ScriptValue& number) {
  if (number.number != std::trunc(number.number) || std::abs(number.number) > 9e15) return false;
  number = ScriptValue::of(in_base(number.number, 10));
  return true;
}

int base_of(double number) {
  return number == 0 ? 0 : number >= 2 && number <= 36 ? static_cast<int>(number) : -1;
}

bool to_number(ScriptValue& text, int base) {
  std::string_view digits = text.text;
  while (!digits.empty() && ascii::is_space(digits.front())) digits.remove_prefix(1);
  const bool hexadecimal = ascii::starts_with_nocase(digits, "0x") && (base == 0 || base == 16);
  if (hexadecimal) digits.remove_prefix(2);
  if (base == 0) base = hexadecimal ? 16 : 10;
  std::int64_t value = 0;
  if (base < 2 || base > 36) return false;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc()) return false;
  text = ScriptValue::of(static_cast<double>(value));
  return true;
}

std::optional<std::string> from_base64(std::string_view text, std::string_view alphabet) {
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (ascii::is_space(c)) continue;
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    if (value == 64) break;  // padding
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  if (utf8::valid(bytes)) return bytes;
  std::string out;
  for (const char c : bytes) utf8::append(out, static_cast<unsigned char>(c));
  return out;
}

}  // namespace huabiao::monitor
