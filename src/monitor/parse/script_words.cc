#include "monitor/parse/script_words.h"

#include <array>
#include <bit>
#include <cstddef>
#include <utility>

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
    {"String", 0, ScriptWord::Decoder | ScriptWord::Value},
    {"unescape", 0, ScriptWord::Decoder | ScriptWord::Value},
    {"decodeURIComponent", 0, ScriptWord::Decoder | ScriptWord::Value},
    {"decodeURI", 0, ScriptWord::Decoder | ScriptWord::Value},
    {"atob", 0, ScriptWord::Decoder | ScriptWord::Value},
    {"window", 0, ScriptWord::Decoder | ScriptWord::Value},  // window["atob"]
    {"self", 0, ScriptWord::Decoder | ScriptWord::Value},
    {"fromCharCode", 0, ScriptWord::Decoder},  // in any case of its letters: ScriptValues minds that
    {"top", 0, ScriptWord::Value},
    {"this", 0, ScriptWord::Value},
    {"globalThis", 0, ScriptWord::Value},
    {"new", 0, ScriptWord::Value},
    {"parseInt", 0, ScriptWord::Value},
    {"Number", 0, ScriptWord::Value},
    {"Array", 0, ScriptWord::Value},
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
}  // namespace

namespace script {

constexpr std::array<std::uint32_t, 256> kKnownLengths = [] {
  std::array<std::uint32_t, 256> lengths{};
  for (const ScriptWord& one : kWords) lengths[static_cast<unsigned char>(one.word.front())] |= 1U << one.word.size();
  return lengths;
}();

const ScriptWord* look_up(std::string_view word) {
  std::size_t slot = (scan::quick_key_of(word) * 0x9E3779B97F4A7C15ULL) >> 56;
  for (; kTable[slot] != 0; slot = (slot + 1) % kSlots)
    if (kWords[kTable[slot] - 1U].word == word) return &kWords[kTable[slot] - 1U];
  return nullptr;
}

}  // namespace script

namespace {

// Does a script ask, and does it do something? Told by its words alone, wherever they stand.
class GuardWords {
 public:
  explicit GuardWords(std::string_view source) : at_(source.data()), end_(at_ + source.size()) {}

  bool run() {
    for (; end_ - at_ >= 16 && !both(); at_ += 16) block();
    if (word_ != nullptr) at_ = word_;
    if (escaped_ && at_ != end_) ++at_;
    while (at_ != end_ && !both()) {
      const char* const begin = at_;
      at_ = script::word_end(begin, end_);
      if (at_ != begin) {
        note(begin, at_);
        continue;
      }
      ++at_;
      if (*begin == '\\' && at_ != end_) escape(*at_++);
    }
    return both();
  }

 private:
  [[nodiscard]] bool both() const { return asks_ && does_; }

  void note(const char* begin, const char* end) {
    const ScriptWord* const found = script_word({begin, static_cast<std::size_t>(end - begin)});
    if (found == nullptr) return;
    asks_ |= found->asks != 0;
    does_ |= (found->roles & ScriptWord::Deed) != 0;
  }

  // An escape in a string may stand for a letter or for nothing: "\x75serAgent".
  void escape(char c) { asks_ |= script::is_word(c) ? c != 'n' && c != 'r' && c != 't' : c == '\r' || c == '\n'; }

  // Sixteen bytes: a bit for each that is part of a word, escapes taken out.
  void block() {
    unsigned words = script::words_at(at_), escapes = scan::hits_at<'\\'>(at_);
    if (escaped_) words &= ~1U, escapes &= ~1U;
    for (escaped_ = false; escapes != 0;) {
      const int i = std::countr_zero(escapes);
      const unsigned next = 2U << i;
      if (at_ + i + 1 != end_) escape(at_[i + 1]);
      escaped_ = i == 15;
      words &= ~next;
      escapes &= ~(next | next >> 1);
    }
    if (word_ != nullptr) {
      if (words == 0xFFFFU) return;
      note(std::exchange(word_, nullptr), at_ + std::countr_one(words));
      words &= words + 1;
    }
    while (words != 0) {
      const int first = std::countr_zero(words), last = first + std::countr_one(words >> first);
      if (last == 16) {
        word_ = at_ + first;
        return;
      }
      note(at_ + first, at_ + last);
      words &= words + (1U << first);
    }
  }

  const char *at_, *end_;
  const char* word_ = nullptr;  // began before `at_` and goes on there
  bool escaped_ = false;        // the byte at `at_` belongs to an escape
  bool asks_ = false, does_ = false;
};

}  // namespace

bool may_guard(std::string_view source) {
  return GuardWords(source).run();
}

}  // namespace huabiao::monitor
