#include "monitor/parse/script_words.h"

#include <array>
#include <cstddef>

#include "monitor/page.h"
#include "monitor/parse/scan.h"

namespace huabiao::monitor {
namespace {

constexpr auto kWords = std::to_array<ScriptWord>({
    {"if", 0, ScriptWord::Condition},
    {"while", 0, ScriptWord::Condition},
    {"switch", 0, ScriptWord::Condition},
    {"userAgent", Guard::UserAgent},
    {"appVersion", Guard::UserAgent},
    {"referrer", Guard::Referrer},
    {"cookie", Guard::Cookie},
    {"localStorage", Guard::Cookie},
    {"sessionStorage", Guard::Cookie},
    {"Date", Guard::Time},
    {"getHours", Guard::Time},
    {"getTimezoneOffset", Guard::Region},
    {"timeZone", Guard::Region},
    {"language", Guard::Region},
    {"languages", Guard::Region},
    {"userLanguage", Guard::Region},
    {"browserLanguage", Guard::Region},
    {"returnCitySN", Guard::Region},
    {"remote_ip_info", Guard::Region},
    {"location", 0, ScriptWord::Deed},
    {"open", 0, ScriptWord::Deed},
    {"write", 0, ScriptWord::Deed},
    {"writeln", 0, ScriptWord::Deed},
    {"innerHTML", 0, ScriptWord::Deed},
    {"outerHTML", 0, ScriptWord::Deed},
    {"appendChild", 0, ScriptWord::Deed},
    {"insertBefore", 0, ScriptWord::Deed},
    {"insertAdjacentHTML", 0, ScriptWord::Deed},
    {"title", 0, ScriptWord::Deed},
    {"eval", 0, ScriptWord::Runner},
    {"Function", 0, ScriptWord::Runner},
    {"setTimeout", 0, ScriptWord::Runner},
    {"setInterval", 0, ScriptWord::Runner},
    {"execScript", 0, ScriptWord::Runner},
    {"String", 0, ScriptWord::Decoder},
    {"unescape", 0, ScriptWord::Decoder},
    {"decodeURIComponent", 0, ScriptWord::Decoder},
    {"decodeURI", 0, ScriptWord::Decoder},
    {"atob", 0, ScriptWord::Decoder},
    {"window", 0, ScriptWord::Decoder},  // window["atob"]
    {"self", 0, ScriptWord::Decoder},
    {"fromCharCode", 0, ScriptWord::Decoder},
});

// Open addressing; no slot is shared as long as the table is large enough, else the next is taken.
constexpr std::size_t kSlots = 256;
constexpr std::size_t slot_of(std::string_view word) {
  return (scan::key_of(word) * 0x9E3779B97F4A7C15ULL) >> 56;
}
constexpr auto kTable = [] {
  std::array<std::uint8_t, kSlots> table{};
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    std::size_t slot = slot_of(kWords[i].word);
    while (table[slot] != 0) slot = (slot + 1) % kSlots;
    table[slot] = static_cast<std::uint8_t>(i + 1);
  }
  return table;
}();
constexpr std::size_t kShortest = 2, kLongest = 18;

// By first letter: a bit for each length of a known word. Most words of a script need no further look.
constexpr auto kLengths = [] {
  std::array<std::uint32_t, 256> lengths{};
  for (const ScriptWord& one : kWords) lengths[static_cast<unsigned char>(one.word.front())] |= 1U << one.word.size();
  return lengths;
}();
bool may_be_known(std::string_view word) {
  return (kLengths[static_cast<unsigned char>(word.front())] >> word.size() & 1) != 0;
}

}  // namespace

const ScriptWord* script_word(std::string_view word) {
  if (word.size() < kShortest || word.size() > kLongest || !may_be_known(word)) return nullptr;
  std::size_t slot = (scan::quick_key_of(word) * 0x9E3779B97F4A7C15ULL) >> 56;
  for (; kTable[slot] != 0; slot = (slot + 1) % kSlots)
    if (kWords[kTable[slot] - 1U].word == word) return &kWords[kTable[slot] - 1U];
  return nullptr;
}

bool may_guard(std::string_view source) {
  bool asks = false, does = false;
  const char *at = source.data(), *const end = at + source.size();
  while (!(asks && does)) {
    for (at = script::skip_space(at, end); at != end && !script::is_word(*at) && *at != '\\';)
      at = script::skip_space(at + 1, end);
    if (at == end) break;
    if (*at != '\\') {
      const char* const begin = at;
      while (at != end && script::is_word(*at)) ++at;
      const ScriptWord* const found = script_word({begin, static_cast<std::size_t>(at - begin)});
      asks |= found != nullptr && found->asks != 0;
      does |= found != nullptr && (found->roles & ScriptWord::Deed) != 0;
      continue;
    }
    if (++at == end) break;
    // An escape in a string may stand for a letter or for nothing: "\x75serAgent".
    const char c = *at;
    ++at;
    asks |= script::is_word(c) ? c != 'n' && c != 'r' && c != 't' : c == '\r' || c == '\n';
  }
  return asks && does;
}

}  // namespace huabiao::monitor
