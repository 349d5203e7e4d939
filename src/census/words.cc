#include "census/words.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace huabiao::census {
namespace {

using std::string_view;

constexpr auto kNone = std::to_array<string_view>(
    {"",           "无",         "沒有",   "没有",       "暂无", "尚无",   "目前无", "均无",   "空",
     "未注册",     "未申请",     "未开通", "未开设",     "未建", "未建站", "不适用", "无域名", "无英文域名",
     "无中文域名", "无独立域名", "无网站", "无独立网站", "n/a",  "na",     "nil",    "none",   "null",
     "no",         "(无)",       "\\",     "/",          "//",   "*",      "×",      "〇",     "0"});
constexpr auto kUnknown =
    std::to_array<string_view>({"不详", "不明", "不知", "不清楚", "未知", "待定", "待查", "待补", "待补充", "待填",
                                "暂缺", "缺", "未填", "unknown", "tbd", "?", "??", "???"});
constexpr auto kYes = std::to_array<string_view>(
    {"是",   "√",      "✓",      "✔",          "☑",  "y",    "yes",    "t",    "true", "1", "有", "已",
     "已挂", "已挂标", "已悬挂", "已悬挂标识", "挂", "挂标", "已挂牌", "是的", "o",    "○", "ok"});
constexpr auto kNo = std::to_array<string_view>({"否",     "×",        "✗",          "✘",    "✕",    "x",      "n",
                                                 "no",     "f",        "false",      "0",    "无",   "未",     "未挂",
                                                 "未挂标", "未悬挂",   "未悬挂标识", "没有", "没挂", "没挂标", "不挂",
                                                 "不是",   "尚未挂标", "暂未挂标",   "-",    "--",   "—",      "——"});

template <std::size_t N>
bool any_of(const std::array<string_view, N>& words, string_view text) {
  return std::ranges::find(words, text) != words.end();
}

bool is_dash(char32_t c) {
  return c == '-' || c == '_' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2500 || c == 0x30FC ||
         c == 0x4E00 || c == '~';
}

bool only_dashes(string_view text) {
  if (text.empty()) return false;
  while (!text.empty())
    if (!is_dash(utf8::next(text))) return false;
  return true;
}

// Folded, lower case, no white space, no full stop at its end.
std::string plain(string_view text) {
  std::string word = utf8::without_space(utf8::fold_width(text));
  std::ranges::transform(word, word.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  for (const string_view end : {"。", ".", ";", ","})
    while (word.size() > end.size() && word.ends_with(end)) word.resize(word.size() - end.size());
  return word;
}

enum class Box { None, Ticked, Empty };

Box box(char32_t c) {
  if (c == U'☑' || c == U'☒' || c == U'■' || c == U'√' || c == U'✓' || c == U'✔' || c == U'●') return Box::Ticked;
  if (c == U'☐' || c == U'□' || c == U'○' || c == U'◯') return Box::Empty;
  return Box::None;
}

// "☑是 □否": both words stand there, a box before or behind each. Nothing unless exactly one is ticked.
std::optional<bool> read_boxes(string_view word) {
  std::u32string text;
  for (string_view rest = word; !rest.empty();) text += utf8::next(rest);
  const std::size_t yes = text.find(U'是'), no = text.find(U'否');
  if (yes == text.npos || no == text.npos) return std::nullopt;
  const bool before = box(text.front()) != Box::None;
  const auto ticked = [&](std::size_t at) {
    const std::size_t where = before ? at - 1 : at + 1;
    return where < text.size() && box(text[where]) == Box::Ticked;
  };
  if (ticked(yes) == ticked(no)) return std::nullopt;
  return ticked(yes);
}

}  // namespace

bool says_none(string_view text) {
  constexpr std::size_t kLongest = 40;  // in bytes; the longest word has 18
  if (text.size() > kLongest) return text.size() <= TextLimits::kRemarkBytes && utf8::without_space(text).empty();
  const std::string word = plain(text);
  return any_of(kNone, word) || only_dashes(word);
}

bool says_unknown(string_view text) {
  return text.size() <= 60 && any_of(kUnknown, plain(text));
}

std::optional<bool> read_mark(string_view text) {
  if (text.size() > 120) return std::nullopt;
  std::string word = plain(text);
  if (any_of(kYes, word)) return true;
  if (any_of(kNo, word)) return false;
  if (const auto ticked = read_boxes(word)) return ticked;
  // "否（正在申请）": what stands in brackets explains the word before it.
  for (const string_view open : {"(", "（"})
    if (const std::size_t at = word.find(open); at != std::string::npos && at > 0) word.resize(at);
  if (any_of(kYes, word)) return true;
  if (any_of(kNo, word)) return false;
  return std::nullopt;
}

std::string tidy_name(string_view text) {
  std::string out;
  char32_t last = 0;
  bool gap = false;
  while (!text.empty()) {
    const char32_t c = utf8::next(text);
    if (utf8::is_space(c)) {
      gap = !out.empty();
      continue;
    }
    const auto wide = [](char32_t w) { return w >= 0x2E80; };  // Chinese characters and their punctuation
    if (gap && !(wide(last) && wide(c))) out += ' ';
    gap = false;
    utf8::append(out, c);
    last = c;
  }
  return out;
}

}  // namespace huabiao::census
