#include "rules/pack.h"

#include <algorithm>

#include "rules/limits.h"

namespace huabiao::rules {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

bool is_rule_id(std::string_view text) {
  if (text.size() > PackLimits::kIdBytes) return false;
  std::size_t parts = 1;
  char before = '.';
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || is_digit(c);
    if (!letter && c != '-' && c != '.') return false;
    if (!letter && (before == '.' || before == '-')) return false;
    if (c == '.') ++parts;
    before = c;
  }
  return parts >= 2 && before != '.' && before != '-';
}

bool is_day(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i == 4 || i == 7 ? text[i] != '-' : !is_digit(text[i])) return false;
  const int month = (text[5] - '0') * 10 + text[6] - '0', day = (text[8] - '0') * 10 + text[9] - '0';
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

const Measure* measure_on(std::span<const Pack> packs, std::string_view id, std::string_view day) {
  const Measure* found = nullptr;
  for (const Pack& pack : packs)
    for (const Measure& one : pack.measures)
      if (one.id == id && one.from <= day && (one.to.empty() || day <= one.to) &&
          (found == nullptr || found->from <= one.from))
        found = &one;
  return found;
}

}  // namespace huabiao::rules
